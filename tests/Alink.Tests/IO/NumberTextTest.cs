using System.Globalization;
using System.Text;
using Alink.IO;
using CsCheck;

namespace Alink.Tests.IO;

public class NumberTextTest
{
    static double Parsed(string text) =>
        NumberText.TryParse(Encoding.UTF8.GetBytes(text), out double value) ? value : throw new FormatException(text);

    static void AssertAsDotNet(string text)
    {
        var expected = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (double.IsInfinity(expected))
        {
            Assert.False(NumberText.TryParse(Encoding.UTF8.GetBytes(text), out double _), text);
            Assert.True(NumberText.Overflows(Encoding.UTF8.GetBytes(text)), text);
        }
        else
        {
            Assert.True(BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(Parsed(text)), text);
        }
    }

    [Fact]
    public void Every_double_reads_back_from_its_shortest_text() => Gen.ULong.Sample(
        bits =>
        {
            var value = BitConverter.UInt64BitsToDouble(bits);
            if (double.IsFinite(value))
            {
                AssertAsDotNet(value.ToString("R", CultureInfo.InvariantCulture));
                AssertAsDotNet(value.ToString("E16", CultureInfo.InvariantCulture));
                AssertAsDotNet(value.ToString("E18", CultureInfo.InvariantCulture));
            }
        },
        iter: 200_000);

    [Fact]
    public void Any_digits_and_exponent_round_as_dotnet_rounds_them() => Gen.Select(
        Gen.ULong, Gen.Int[0, 19], Gen.Int[-345, 310], Gen.Bool,
        (digits, point, exponent, negative) =>
        {
            var text = digits.ToString(CultureInfo.InvariantCulture);
            point = Math.Min(point, text.Length);
            return $"{(negative ? "-" : "")}{text[..point]}.{text[point..]}e{exponent}";
        }).Sample(AssertAsDotNet, iter: 300_000);

    [Fact]
    public void Short_decimals_round_as_dotnet_rounds_them() => Gen.Select(
        Gen.Int[0, 99_999_999], Gen.Int[0, 9], Gen.Int[0, 999_999_999],
        (whole, places, fraction) => $"{whole}.{fraction.ToString(CultureInfo.InvariantCulture).PadLeft(places, '0')}")
        .Sample(AssertAsDotNet, iter: 100_000);

    [Theory]
    [InlineData("9007199254740993")] // half way between two doubles: the even one
    [InlineData("9007199254740995")]
    [InlineData("9007199254740992.5")]
    [InlineData("1.00000000000000011102230246251565")] // half way between 1 and the next double, in more than 19 digits
    [InlineData("1.00000000000000011102230246251566")]
    [InlineData("2.2250738585072011e-308")] // the number that once hung PHP and Java
    [InlineData("2.2250738585072012e-308")]
    [InlineData("4.9406564584124654e-324")]
    [InlineData("2.4703282292062327e-324")] // just below half of the least double
    [InlineData("2.4703282292062328e-324")]
    [InlineData("1.7976931348623157e308")]
    [InlineData("1.7976931348623158e308")]
    [InlineData("1.7976931348623159e308")] // overflows
    [InlineData("1e400")]
    [InlineData("-1e400")]
    [InlineData("1e-400")]
    [InlineData("0e400")]
    [InlineData("-0")]
    [InlineData("-0.0e-5")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("+1E+2")]
    [InlineData("00000000000000000000000000000001.5")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("1e23")]
    [InlineData("8.5e15")]
    public void Hard_cases_round_as_dotnet_rounds_them(string text) => AssertAsDotNet(text);

    [Theory]
    [InlineData("")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1,5")]
    [InlineData("1,000")]
    [InlineData("--1")]
    [InlineData("+-1")]
    [InlineData(".")]
    [InlineData("-.")]
    [InlineData("e5")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1e5.")]
    [InlineData("1.2.3")]
    [InlineData("0x10")]
    [InlineData("1_000")]
    [InlineData("1234567/")]
    [InlineData("1234567:")]
    [InlineData("12345678x")]
    [InlineData("∞")]
    [InlineData("nanx")]
    public void What_is_no_number_is_refused(string text) =>
        Assert.False(NumberText.TryParse(Encoding.UTF8.GetBytes(text), out double _));

    [Fact]
    public void Words_stand_for_what_is_not_finite()
    {
        Assert.True(double.IsNaN(Parsed("NaN")));
        Assert.Equal(double.PositiveInfinity, Parsed("inf"));
        Assert.Equal(double.NegativeInfinity, Parsed("-Infinity"));
    }
}
