using System.Globalization;
using Alink.IO;
using CsCheck;

namespace Alink.Tests.IO.Streams;

public sealed class GrowingFilesTest : IDisposable
{
    internal static readonly Schema Pairs = new(new Field("n", DataType.Int64), new Field("t", DataType.String));

    internal static readonly GrowingFilesOptions Ending = new() { Ends = true };

    readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Each_plan_has_exactly_the_rows_that_were_asked_for_in_ranges_that_meet()
    {
        _scratch.File("a.csv", "n,t\n" + Lines(0, 1000));
        _scratch.File("b.csv", "n,t\n" + Lines(1000, 500));
        var source = Csv.Stream(_scratch.Folder, new() { Schema = Pairs }, Ending with { RangeBytes = 1000 });
        var positions = new Dictionary<string, long>();

        List<long> counts = [];
        for (var ended = false; !ended;)
        {
            var plan = await source.PlanAsync(positions, 400, default);
            counts.Add(plan.Rows);
            Assert.Equal(plan.Rows, plan.Ranges.Sum(range => source.Read(range, default).Sum(batch => batch.RowCount)));
            foreach (var range in plan.Ranges)
            {
                Assert.Equal(positions.GetValueOrDefault(range.Partition), range.From);
                positions[range.Partition] = range.To;
            }

            ended = plan.HasEnded;
        }

        Assert.Equal([400, 400, 400, 300], counts);
    }

    [Fact]
    public async Task How_many_rows_are_behind_follows_from_the_bytes()
    {
        _scratch.File("a.csv", "n,t\n" + string.Concat(Enumerable.Repeat("1,a\n", 100)));

        var plan = await Csv.Stream(_scratch.Folder, new() { Schema = Pairs }).PlanAsync(new Dictionary<string, long>(), 50, default);

        Assert.Equal(49, plan.Behind); // The header was taken for a row's bytes: 50 of 51 lines.
        Assert.False(plan.HasEnded);
    }

    [Fact]
    public void Files_come_in_the_order_of_their_names_and_new_ones_when_they_are_there()
    {
        _scratch.File("b.csv", "n,t\n2,b\n");
        _scratch.File(".c.csv", "n,t\n9,c\n");
        _scratch.File("_d.csv", "n,t\n9,c\n");
        var source = Csv.Stream(_scratch["*.csv"]);
        var positions = new Dictionary<string, long>();

        Assert.Equal([2], Numbers(source, positions));
        _scratch.File("c.csv", "n,t\n4,c\n");
        _scratch.File("a.csv", "n,t\n1,a\n");
        File.AppendAllText(_scratch["b.csv"], "3,b\n");
        Assert.Equal([1, 3, 4], Numbers(source, positions));
        Assert.Equal([], Numbers(source, positions));
        Assert.Equal(["a.csv", "b.csv", "c.csv"], positions.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_given_schema_finds_its_columns_by_name_in_each_file_and_an_inferred_one_wants_the_same_header()
    {
        _scratch.File("a.csv", "n,t\n1,a\n");
        _scratch.File("b.csv", "t,more,n\nb,x,2\n");

        Assert.Equal([1, 2], Numbers(Csv.Stream(_scratch.Folder, new() { Schema = Pairs }), []));
        Assert.Contains(
            "b.csv, line 1: The columns are others than those of the first file, n, t.",
            Assert.Throws<DataFormatException>(() => Numbers(Csv.Stream(_scratch.Folder), [])).Message);
    }

    [Fact]
    public void A_line_that_is_being_written_waits_for_its_end()
    {
        var file = _scratch.File("a.csv", "n,t\n1,a\n2,\"b");
        var source = Csv.Stream(file, new() { Schema = Pairs });
        var positions = new Dictionary<string, long>();

        Assert.Equal([1], Numbers(source, positions));
        File.AppendAllText(file, "\nb");
        Assert.Equal([], Numbers(source, positions));
        File.AppendAllText(file, "\"\n3");
        Assert.Equal([2], Numbers(source, positions));
        File.AppendAllText(file, ",c\n");
        Assert.Equal([3], Numbers(source, positions));
    }

    [Fact]
    public void A_last_line_without_an_end_counts_once_its_file_has_been_unchanged_for_so_long()
    {
        var file = _scratch.File("a.csv", "n,t\n1,a\n2,b");
        var time = new Clock();
        var source = Csv.Stream(file, new() { Schema = Pairs }, new() { FinishedAfter = TimeSpan.FromSeconds(10), Time = time });
        var positions = new Dictionary<string, long>();

        Assert.Equal([1], Numbers(source, positions));
        time.Now += TimeSpan.FromSeconds(9);
        File.AppendAllText(file, "b");
        Assert.Equal([], Numbers(source, positions));
        time.Now += TimeSpan.FromSeconds(9);
        Assert.Equal([], Numbers(source, positions));
        time.Now += TimeSpan.FromSeconds(1);
        Assert.Equal([2], Numbers(source, positions));

        File.AppendAllText(file, "\r\n3,c\n");
        Assert.Equal([3], Numbers(source, positions));
    }

    [Fact]
    public void A_file_that_goes_on_in_the_midst_of_a_line_that_was_finished_is_refused()
    {
        var file = _scratch.File("a.jsonl", "{\"n\":1}");
        var positions = new Dictionary<string, long>();
        Assert.Equal([1], Numbers(JsonLines.Stream(file, null, Ending), positions));

        File.AppendAllText(file, "2\n");

        Assert.Contains(
            "no line begins at position 7", Assert.Throws<DataFormatException>(() => Numbers(JsonLines.Stream(file), positions)).Message);
    }

    [Fact]
    public async Task A_file_that_has_become_shorter_or_was_replaced_is_an_error_that_names_file_and_position()
    {
        var file = _scratch.File("a.csv", "n,t\n1,a\n2,b\n");
        var source = Csv.Stream(file, new() { Schema = Pairs });
        var positions = new Dictionary<string, long>();
        var plan = await source.PlanAsync(positions, 10, default);
        Numbers(source, positions);

        _scratch.File("a.csv", "n,t\n1,a\n");
        Assert.Contains(
            "a.csv: The file has become shorter: it was read to position 12, and ends at 8.",
            Assert.Throws<DataFormatException>(() => Numbers(source, positions)).Message);
        Assert.Contains("position 12", Assert.Throws<DataFormatException>(() => source.Read(plan.Ranges[0], default).ToArray()).Message);

        _scratch.File("a.csv", "n,t\n100,aaaaaaaaaaaaa\n");
        Assert.Contains(
            "no line begins at position 12", Assert.Throws<DataFormatException>(() => Numbers(source, positions)).Message);

        _scratch.File("a.csv", "n,t\n1,aa222\n");
        Assert.Contains(
            "2 rows were found between the positions 0 and 12, and now there are 1.",
            Assert.Throws<DataFormatException>(() => source.Read(plan.Ranges[0], default).ToArray()).Message);
    }

    [Theory]
    [InlineData("../a.csv")]
    [InlineData("x/a.csv")]
    [InlineData("..")]
    [InlineData("")]
    public void A_partition_that_leads_out_of_the_folder_is_refused(string name)
    {
        _scratch.File("a.csv", "n,t\n1,a\n");

        Assert.Contains(
            "is no file of this folder",
            Assert.Throws<DataFormatException>(() => Csv.Stream(_scratch.Folder).Read(new(name, 0, 8, 1), default).ToArray()).Message);
    }

    [Fact]
    public void A_row_that_cannot_be_read_is_named_by_file_line_column_and_text_or_set_aside()
    {
        var file = _scratch.File("a.csv", "n,t\n" + Lines(0, 100) + "x,b\n7,c\n");
        var message = Assert.Throws<DataFormatException>(
            () => Numbers(Csv.Stream(file, new() { Schema = Pairs }, new() { RangeBytes = 100 }), [])).Message;
        Assert.Contains("a.csv, line 102, column 'n'", message);
        Assert.Contains("Found: 'x'", message);

        var bad = new BadRows();
        var rows = Numbers(Csv.Stream(file, new() { Schema = Pairs, SetAside = bad }, new() { RangeBytes = 100 }), []);
        Assert.Equal(101, rows.Length);
        Assert.Equal(102, Assert.Single(bad.Rows).Line);
    }

    [Fact]
    public void A_file_that_is_not_there_yet_is_waited_for_where_the_schema_is_given()
    {
        var source = Csv.Stream(_scratch["later.csv"], new() { Schema = Pairs });
        var positions = new Dictionary<string, long>();

        Assert.Equal([], Numbers(source, positions));
        _scratch.File("later.csv", "n,t\n1,a\n");
        Assert.Equal([1], Numbers(source, positions));

        Assert.Contains("no schema is given", Assert.Throws<DataFormatException>(() => Csv.Stream(_scratch["none.csv"])).Message);
        Assert.Contains("There is no such folder", Assert.Throws<DataFormatException>(() => Csv.Stream(_scratch["none/none.csv"])).Message);
    }

    [Fact]
    public void Compressed_and_wide_text_is_refused()
    {
        var file = _scratch.File("a.csv", [0x1F, 0x8B, 1, 2, 3, 10, 10]);

        Assert.Contains(
            "only plain UTF-8", Assert.Throws<DataFormatException>(() => Numbers(Csv.Stream(file, new() { Schema = Pairs, HasHeader = false }), [])).Message);
    }

    [Fact]
    public void A_column_of_vectors_must_say_their_length() => Assert.Contains(
        "Column 'v' of a stream needs a VectorLength",
        Assert.Throws<SchemaException>(
            () => Csv.Stream(_scratch.Folder, new() { Schema = new(new Field("v", DataType.Vector)) })).Message);

    [Fact]
    public void The_format_follows_from_the_name()
    {
        _scratch.File("a.tsv", "n\tt\n1\ta\n");

        Assert.Equal([1], Numbers(DataFile.Stream(_scratch.Folder), []));
        Assert.Contains(
            "cannot be followed", Assert.Throws<DataFormatException>(() => DataFile.Stream(_scratch.File("a.svm", "1 1:1\n"))).Message);
    }

    internal static long[] Numbers(GrowingFiles source, Dictionary<string, long> positions, long most = 1000) =>
        [.. Taken(source, positions, most).SelectMany(batch => batch.Values<long>("n").ToArray())];

    internal static List<Table> Taken(GrowingFiles source, Dictionary<string, long> positions, long most) =>
        Taken(source, positions, most, out _);

    internal static List<Table> Taken(GrowingFiles source, Dictionary<string, long> positions, long most, out bool ended)
    {
        var plan = source.PlanAsync(positions, most, default).Result;
        Assert.InRange(plan.Rows, 0, most);
        ended = plan.HasEnded;
        List<Table> tables = [];
        foreach (var range in plan.Ranges)
        {
            Assert.Equal(positions.GetValueOrDefault(range.Partition), range.From);
            tables.AddRange(source.Read(range, default));
            positions[range.Partition] = range.To;
        }

        return tables;
    }

    internal static Table Range(int start, int count) => Table.Of("n", [.. Enumerable.Range(start, count).Select(n => (long)n)]);

    static string Lines(int start, int count) => string.Concat(Enumerable.Range(start, count).Select(
        n => string.Create(CultureInfo.InvariantCulture, $"{n},{(n % 7 == 0 ? "\"a b\"" : "text")}\n")));

    sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long GetTimestamp() => Now.Ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;
    }
}
