using System.Globalization;
using System.Text;
using Alink.IO;
using Alink.Runtime;

namespace Alink.Tests.IO.Streams;

/// <summary>Bad lines of files go to files of their own: each once, whatever happens on the way.</summary>
public sealed class RejectedFilesTest : IDisposable
{
    static readonly Schema Pairs = new(new Field("n", DataType.Int64), new Field("t", DataType.String));

    readonly Scratch _scratch = new();

    public RejectedFilesTest() => Directory.CreateDirectory(_scratch["in"]);

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_job_that_is_ended_at_any_epoch_has_each_bad_line_once_and_each_row(int workers)
    {
        for (var file = 0; file < 3; file++)
        {
            _scratch.File($"in/{file}.csv", "n,t\n" + string.Concat(Enumerable.Range(0, 1000).Select(
                n => string.Create(CultureInfo.InvariantCulture, $"{(n % 10 == 3 ? "bad" : "")}{(file * 1000) + n},{(n % 7 == 0 ? "\"a\nb\"" : "c")}\n"))));
        }

        var source = () => Csv.Stream(_scratch["in"], new() { Schema = Pairs }, new() { Ends = true, RangeBytes = 300 });
        await Job("calm", source(), 1).RunAsync();
        for (var epoch = 1; epoch <= 5; epoch++)
        {
            await Assert.ThrowsAsync<IOException>(() => Job("disturbed", source(), workers, epoch).RunAsync());
        }

        await Job("disturbed", source(), workers).RunAsync();

        Assert.Equal(Contents("calm"), Contents("disturbed"));
        Assert.Equal(Contents("calm-bad"), Contents("disturbed-bad"));
        var rejected = JsonLines.Open(_scratch["disturbed-bad"]).ToTable();
        Assert.Equal(300, rejected.RowCount);
        Assert.Equal(2700, Csv.Open(_scratch["disturbed"]).ToTable().RowCount);
        AssertFound(rejected);
    }

    [Fact]
    public async Task Bad_lines_of_json_are_found_where_they_are_told_to_be()
    {
        _scratch.File("in/a.jsonl", string.Concat(Enumerable.Range(0, 200).Select(
            n => n % 20 == 5 ? $"{{\"n\":\"x{n}\"}}\r\n" : n % 20 == 6 ? "no JSON\n\n" : $"{{\"n\":{n},\"t\":\"a\"}}\n")));

        await Job("json", JsonLines.Stream(_scratch["in"], new() { Schema = Pairs }, new() { Ends = true, RangeBytes = 100 }), 2).RunAsync();

        var rejected = JsonLines.Open(_scratch["json-bad"]).ToTable();
        Assert.Equal(20, rejected.RowCount);
        Assert.Equal(new string?[] { "n", null }, rejected.Values<string>("column").ToArray().Take(2));
        AssertFound(rejected);
    }

    [Fact]
    public async Task Rows_of_too_few_fields_broken_quotes_and_bytes_that_are_no_text_are_rejected()
    {
        var lines = Encoding.Latin1.GetBytes("n,t\n1\n2,\"b\"x\n3,c\n4,\u00ff\n5,d\n6,e\n");
        _scratch.File("in/a.csv", lines);

        await Job("odd", Csv.Stream(_scratch["in"], new() { Schema = Pairs }, new() { Ends = true }), 1, share: 0.6).RunAsync();

        var rejected = JsonLines.Open(_scratch["odd-bad"], new() { Schema = Rejected }).ToTable();
        Assert.Equal(new string?[] { "1", "2,\"b\"x", null }, rejected.Values<string>("text").ToArray());
        Assert.Equal(lines[17..20], Convert.FromBase64String(rejected.Values<string>("base64")[2]!));
        Assert.Equal([4, 17], [rejected.Values<long>("position")[0], rejected.Values<long>("position")[2]]);
        Assert.InRange(rejected.Values<long>("position")[1], 6, 12); // At the quote that is broken.
        Assert.Equal([3, 5, 6], Csv.Open(_scratch["odd"]).ToTable().Values<long>("n").ToArray());
    }

    [Fact]
    public async Task A_schema_that_fits_no_line_fails_and_writes_nothing()
    {
        _scratch.File("in/a.csv", "n,t\n" + string.Concat(Enumerable.Range(0, 2000).Select(n => $"a{n},b\n")));

        var error = await Assert.ThrowsAsync<DataFormatException>(
            () => Job("wrong", Csv.Stream(_scratch["in"], new() { Schema = Pairs }, new() { Ends = true }), 1).RunAsync());

        Assert.Contains("1400 of the last 1400 records were rejected, above MostShare = 0.2.", error.Message);
        Assert.Contains("a.csv, position ", error.Message);
        Assert.Contains("Found: 'a1399,b'", error.Message);
        Assert.False(Directory.Exists(_scratch["wrong"]));
    }

    static readonly Schema Rejected = SchemaText.Parse("partition STRING, position LONG, column STRING, reason STRING, text STRING, base64 STRING");

    StreamJob Job(string name, GrowingFiles source, int workers, int? fails = null, double share = 0.2)
    {
        var rows = TableStream.From(source, new() { MostShare = share });
        var sink = JsonLines.Sink(_scratch[$"{name}-bad"]);
        return new StreamJob
        {
            Options = new() { Trigger = StreamTrigger.EveryRows(700) with { MostRows = 700 }, Checkpoints = _scratch[$"{name}-checkpoints"], Workers = workers },
        }
        .Write(rows.Side("rejected"), new DelegateSink(async (epoch, tables, cancellation) =>
        {
            if (epoch == fails && epoch % 2 == 0)
            {
                throw new IOException("The machine has failed.");
            }

            await sink.WriteAsync(epoch, tables, cancellation);
            if (epoch == fails)
            {
                throw new IOException("The machine has failed.");
            }
        }))
        .Write(rows.Select(batch => batch), Csv.Sink(_scratch[name]));
    }

    /// <summary>Each record stands in its file at its position.</summary>
    void AssertFound(Table rejected) => Assert.All(rejected.Rows, row =>
    {
        var bytes = File.ReadAllBytes(_scratch[$"in/{row["partition"]}"]);
        var at = (int)(long)row["position"]!;
        var text = (string)row["text"]!;
        Assert.Equal(text, Encoding.UTF8.GetString(bytes, at, Encoding.UTF8.GetByteCount(text)));
        Assert.Equal((byte)'\n', bytes[at - 1]);
    });

    string[] Contents(string folder) =>
        [.. Directory.GetFiles(_scratch[folder]).Order(StringComparer.Ordinal).Select(file => $"{Path.GetFileName(file)}\n{File.ReadAllText(file)}")];
}
