using Alink.IO;
using CsCheck;
using static Alink.Tests.IO.Streams.GrowingFilesTest;

namespace Alink.Tests.IO.Streams;

public sealed class GrowingCutsTest : IDisposable
{
    readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Csv_appended_in_any_cuts_and_read_in_any_epochs_gives_every_row_once() =>
        Gen.Select(AnyTable.Of(), Gen.Int[1, 300], Gen.Int[0, 9].Array[25], Gen.Bool).Sample(
            (table, range, dice, header) =>
            {
                var schema = header ? table.Schema : new Schema([.. table.Schema.Fields.Select((field, i) => field with { Name = $"f{i}" })]);
                var options = new CsvOptions { Schema = Lengths(table, schema), HasHeader = header };
                Csv.Write(table, _scratch["any.csv"], options);
                var expected = Csv.Read(_scratch["any.csv"], options);

                var rows = Appended("any.csv", dice, growing => Csv.Stream(_scratch["any.csv"], options, growing with { RangeBytes = range }));

                AnyTable.AssertSame(expected, rows);
            },
            iter: 200,
            threads: 1);

    [Fact]
    public void Broken_csv_appended_in_any_cuts_loses_the_same_rows_as_read_whole() => Gen.Select(
        Gen.OneOf("1,a", "2,\"b\nc\"", "3,d\"d", "\"4\",\"e\"x", "5", "6,f,g", "x,h", "", "\r", "7,\"\"\"i\"\"\"", "8,\"j", "#9,k\"", "10,k\r11,l", "12,m\"\r13,\"n\"", "14,o\"o,\"p\nq\"\r").Array[1, 40],
        Gen.Int[1, 60], Gen.Int[0, 9].Array[25], Gen.Bool)
        .Sample(
            (lines, range, dice, comments) =>
            {
                var file = _scratch.File("broken.csv", "n,t\n" + string.Join('\n', lines));
                var options = new CsvOptions { Schema = Pairs, Comment = comments ? '#' : null };
                var (whole, pieces) = (new BadRows(1000), new BadRows(1000));
                var expected = Csv.Read(file, options with { SetAside = whole });

                var rows = Appended("broken.csv", dice, growing =>
                    Csv.Stream(file, options with { SetAside = pieces }, growing with { RangeBytes = range }));

                AnyTable.AssertSame(expected, rows);
                Assert.Equal(whole.Count, pieces.Count);
                Assert.Equal(whole.Rows.Select(row => (row.Reason, row.Text)), pieces.Rows.Select(row => (row.Reason, row.Text)));
            },
            iter: 200,
            threads: 1);

    [Fact]
    public void Csv_of_one_column_keeps_its_blank_lines() => Gen.Select(
        Gen.OneOf("1", "", "\r", "23", "4\r").Array[1, 30], Gen.Int[1, 20], Gen.Int[0, 9].Array[25]).Sample(
        (lines, range, dice) =>
        {
            var file = _scratch.File("one.csv", "n\n" + string.Join('\n', lines));
            var options = new CsvOptions { Schema = new(new Field("n", DataType.Int64) { IsNullable = true }) };
            var expected = Csv.Read(file, options);

            AnyTable.AssertSame(expected, Appended("one.csv", dice, growing => Csv.Stream(file, options, growing with { RangeBytes = range })));
        },
        iter: 200,
        threads: 1);

    [Fact]
    public void Json_lines_appended_in_any_cuts_give_every_row_once() =>
        Gen.Select(AnyTable.Of(), Gen.Int[1, 300], Gen.Int[0, 9].Array[25]).Sample(
            (table, range, dice) =>
            {
                JsonLines.Write(table, _scratch["any.jsonl"]);
                File.AppendAllText(_scratch["any.jsonl"], "\n \t\r\n");
                var options = new JsonLinesOptions { Schema = Lengths(table, table.Schema) };

                var rows = Appended("any.jsonl", dice, growing => JsonLines.Stream(_scratch["any.jsonl"], options, growing with { RangeBytes = range }));

                AnyTable.AssertSame(table, rows);
            },
            iter: 100,
            threads: 1);

    /// <summary>Appends a file to another piece by piece as dice tell, and takes what there is after each.</summary>
    Table Appended(string name, int[] dice, Func<GrowingFilesOptions, GrowingFiles> open)
    {
        var all = File.ReadAllBytes(_scratch[name]);
        File.WriteAllBytes(_scratch[name], []);
        var source = open(new());
        var positions = new Dictionary<string, long>();
        List<Table> tables = [Table.Empty(source.Schema)];
        var written = 0;
        foreach (var die in dice)
        {
            var bytes = Math.Min(all.Length - written, die * die);
            using (var file = new FileStream(_scratch[name], FileMode.Append))
            {
                file.Write(all, written, bytes);
            }

            written += bytes;
            tables.AddRange(Taken(source, positions, most: 1 + (die * 3)));
        }

        File.WriteAllBytes(_scratch[name], all);
        var ending = open(Ending);
        for (var ended = false; !ended;)
        {
            tables.AddRange(Taken(ending, positions, 7, out ended));
        }

        return Table.Concat(tables);
    }

    static Schema Lengths(Table table, Schema schema) => new([.. schema.Fields.Select((field, i) => field.Type == DataType.Vector
        ? field with { VectorLength = ((VectorColumn)table.Data(table.Schema.Fields[i].Name)).Width } : field)]);
}
