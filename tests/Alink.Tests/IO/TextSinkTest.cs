using System.Text;
using Alink.IO;
using CsCheck;

namespace Alink.Tests.IO;

public class TextSinkTest
{
    static readonly CsvOptions Options = new()
    {
        Schema = new(
            new Field("a", DataType.String) { IsNullable = true }, new Field("b", DataType.String) { IsNullable = true },
            new Field("n", DataType.Int32)),
        SetAside = new(),
    };

    static readonly Gen<string?> Texts = Gen.Frequency(
        (12, Gen.Int[0, 5000].Select(number => (string?)$"v{number}")),
        (2, Gen.Char["ab é中\""].Array[0, 11].Select(letters => (string?)new string(letters))),
        (1, Gen.Const((string?)null)));

    static string Quoted(string? text) => text is null ? "" : text == "" || text.Any(letter => letter is '"' or ' ')
        ? $"\"{text.Replace("\"", "\"\"")}\"" : text;

    [Fact]
    public void Rows_keep_their_texts_of_any_length_beside_missing_ones_and_bad_rows() =>
        Gen.Select(Texts, Texts, Gen.Int[0, 9]).Array[0, 2500].Sample(
            rows =>
            {
                using var scratch = new Scratch();
                var lines = rows.Select((row, i) =>
                    $"{Quoted(row.Item1)},{Quoted(row.Item2)},{(row.Item3 == 0 ? "bad" : i)}\n");
                var good = rows.Where(row => row.Item3 != 0).ToArray();

                var table = Csv.Read(scratch.File("x.csv", "a,b,n\n" + string.Concat(lines)), Options);

                Assert.Equal(good.Length, table.RowCount);
                Assert.Equal(good.Select(row => row.Item1), Read(table, "a"));
                Assert.Equal(good.Select(row => row.Item2), Read(table, "b"));
            },
            iter: 60);

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("abcdefg")]
    [InlineData("abcdefgh")]
    public void A_short_text_is_its_bytes_wherever_it_stands_in_the_record(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        foreach (var (before, after) in new[] { (0, 8), (8, 0), (3, 8), (9, 9), (8, 3), (0, 12) })
        {
            byte[] record = [.. Enumerable.Repeat((byte)'x', before), .. bytes, .. Enumerable.Repeat((byte)'y', after)];
            Assert.True(ShortText.TryRead(record, record.AsSpan(before, bytes.Length), out var number));
            Assert.Equal(bytes, ShortText.Bytes(in number, bytes.Length).ToArray());
            Assert.Equal(ShortText.Of(bytes), number);
        }
    }

    [Fact]
    public void A_text_is_left_alone_that_is_long_or_elsewhere_or_has_too_little_around()
    {
        var record = "abc,defghijklm"u8;
        Assert.False(ShortText.TryRead(record, record[4..13], out _));
        Assert.False(ShortText.TryRead(record, "abc"u8.ToArray(), out _));
        Assert.False(ShortText.TryRead("abc,def"u8, "abc,def"u8[..3], out _));
        Assert.False(ShortText.IsAscii(ShortText.Of("é"u8)));
        Assert.True(ShortText.IsAscii(ShortText.Of("abcdefgh"u8)));
    }

    static IEnumerable<string?> Read(Table table, string column) =>
        Enumerable.Range(0, table.RowCount).Select(row => table.Data(column).IsMissing(row) ? null : table.Values<string>(column)[row]);
}
