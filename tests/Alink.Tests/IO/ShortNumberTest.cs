using System.Globalization;
using System.Text;
using Alink.IO;
using CsCheck;

namespace Alink.Tests.IO;

public class ShortNumberTest
{
    /// <summary>The number at the end of a record, after 20 bytes that could be mistaken for more of it.</summary>
    static double? Parsed(string text, string before = "9.9.9-99999999999999,")
    {
        var record = Encoding.UTF8.GetBytes(before + text);
        return ShortNumber.TryParse(record, record.AsSpan(before.Length), out var value) ? value : null;
    }

    static readonly Gen<string> Decimals = Gen.Select(
        Gen.ULong[0, 999_999_999_999_999], Gen.Int[0, 15], Gen.Bool, Gen.Int[1, 15],
        (digits, point, negative, kept) =>
        {
            var text = digits.ToString("D15", CultureInfo.InvariantCulture)[..kept];
            point = Math.Min(point, text.Length);
            text = (negative ? "-" : "") + text[..point] + "." + text[point..];
            return text.Length > 16 ? text[..16] : text;
        });

    [Fact]
    public void Decimals_of_at_most_16_bytes_have_the_bits_of_dotnet() => Decimals.Sample(
        text =>
        {
            var expected = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
            Assert.True(Parsed(text) is { } value && BitConverter.DoubleToInt64Bits(value) == BitConverter.DoubleToInt64Bits(expected), text);
        },
        iter: 300_000);

    [Fact]
    public void Any_bytes_are_refused_or_read_as_the_general_reader_reads_them()
    {
        var any = Gen.Char["0123456789.-+eE /:,NaIinf"].Array[0, 18].Select(letters => new string(letters));
        any.Sample(
            text => Assert.True(
                Parsed(text) is not { } value
                || (NumberText.TryParseFinite(Encoding.UTF8.GetBytes(text), out var general)
                    && BitConverter.DoubleToInt64Bits(value) == BitConverter.DoubleToInt64Bits(general)),
                text),
            iter: 300_000);
    }

    [Theory]
    [InlineData("0", 0.0)]
    [InlineData("7", 7.0)]
    [InlineData("-7", -7.0)]
    [InlineData("-0", -0.0)]
    [InlineData(".5", 0.5)]
    [InlineData("5.", 5.0)]
    [InlineData("-12.345678", -12.345678)]
    [InlineData("123456789012345.", 123456789012345.0)]
    [InlineData("0.00000000000001", 1e-14)]
    [InlineData("9007199254740992", 9007199254740992.0)]
    public void Plain_numbers_are_read(string text, double expected) =>
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(Parsed(text) ?? double.NaN));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("-.")]
    [InlineData("1.2.3")]
    [InlineData("1-2")]
    [InlineData("--1")]
    [InlineData("1e5")]
    [InlineData(" 1")]
    [InlineData("1:")]
    [InlineData("1/")]
    [InlineData("9007199254740993")] // half way between two doubles
    [InlineData("12345678901234567")] // 17 bytes
    public void Everything_else_is_left_to_the_general_reader(string text) => Assert.Null(Parsed(text));

    [Fact]
    public void A_field_with_fewer_than_16_bytes_up_to_its_end_is_left_alone()
    {
        Assert.Null(Parsed("12.5", "-99999999999"[..11]));
        Assert.Equal(12.5, Parsed("12.5", "-99999999999"));
    }

    [Fact]
    public void A_field_that_lies_outside_the_record_is_left_alone()
    {
        var bytes = "1234567890123456,12.5,1234567890123456"u8.ToArray();
        Assert.False(ShortNumber.TryParse(bytes.AsSpan(0, 17), bytes.AsSpan(17, 4), out _));
        Assert.False(ShortNumber.TryParse(bytes.AsSpan(22), bytes.AsSpan(17, 4), out _));
    }
}
