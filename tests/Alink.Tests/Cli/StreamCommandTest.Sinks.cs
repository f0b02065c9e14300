using Alink.Cli;
using Alink.Cli.Streams;
using Alink.IO;
using Alink.Runtime;

namespace Alink.Tests.Cli;

/// <content>What goes to sinks besides predictions: drift, and records that cannot be read.</content>
public sealed partial class StreamCommandTest
{
    [Theory]
    [InlineData("binary", "\"adwin\": {}")]
    [InlineData("multiclass", "\"ddm\": {}")]
    [InlineData("binary", "\"pageHinkley\": { \"threshold\": 5, \"errors\": \"the `error\" }, \"prediction\": \"prediction\"")]
    public async Task Drift_of_the_errors_is_told_and_is_part_of_no_model(string evaluator, string detector)
    {
        Rows("in/1.csv", 0, 2000);
        File.WriteAllLines(In("in/2.csv"), [.. File.ReadLines(In("in/1.csv")).Select(line => line.EndsWith("yes", StringComparison.Ordinal)
            ? line.Replace("yes", "no") : line.Replace(",no", ",yes"))]); // What was right is wrong from here on.
        var job = Learning.Replace("\"binary\": { \"positive\": \"yes\" }", $"\"{evaluator}\": {{}}")
            .Replace("\"rows\": 100 }", $"\"rows\": 100, \"drift\": {{ {detector} }} }}")
            .Replace("\"sinks\": [", "\"sinks\": [ { \"of\": \"Drift\", \"files\": { \"folder\": \"drift\" } },");

        Assert.Equal((0, ""), (await Run("stream", Job(job)), Complaints()));

        Assert.Matches("drift level [012]  drifts [1-9]", _errors.ToString());
        var watched = Table.Concat([.. Directory.GetFiles(In("drift")).Order().Select(file => DataFile.Read(file))]);
        var first = watched.Values<long>("drift").ToArray().IndexOf((long)Alink.Drift.DriftLevel.Drift);
        Assert.InRange(first, 2000, 2500);
        Assert.Equal(4000, watched.RowCount);
        var model = (PipelineModel)new ModelStore(In("models"), Commands.Catalog).ReadServed()!.Model;
        Assert.Equal(["VectorAssembler", "StandardScalerModel", "FtrlModel"], model.Steps.Select(step => step.GetType().Name));
    }

    [Fact]
    public async Task Drift_of_numbers_is_that_of_the_distance_to_the_label()
    {
        File.WriteAllText(In("rows.csv"), "y,guess\n1,3\n2,\n5,4.5\n");

        Assert.Equal((0, ""), (await Run("stream", Job("""
            { "source": { "files": { "path": "rows.csv" } },
              "evaluate": { "regression": { "label": "y", "prediction": "guess" }, "drift": { "adwin": {} } },
              "sinks": [ { "of": "Drift", "files": { "folder": "drift" } } ] }
            """)), Complaints()));

        Assert.Equal(["y,guess,error,drift,estimate", "1,3,2,0,2", "2,,,0,2", "5,4.5,0.5,0,1.25"],
            File.ReadAllLines(Directory.GetFiles(In("drift")).Single()));
    }

    [Fact]
    public async Task Lines_that_cannot_be_read_go_to_a_sink_of_their_own_up_to_a_limit()
    {
        Rows("in/1.csv", 0, 400);
        File.AppendAllText(In("in/1.csv"), "no number,1,yes\n1,2\n");
        var rejects = Learning.Replace("\"trigger\"", "\"rejects\": { \"mostRecords\": 2 }, \"trigger\"");
        var job = rejects.Replace("\"sinks\": [", "\"sinks\": [ { \"of\": \"Rejected\", \"files\": { \"folder\": \"bad\" } },");

        Assert.Equal((0, ""), (await Run("stream", Job(job)), Complaints()));
        var bad = Csv.Open(In("bad")).ToTable();
        Assert.Equal(["no number,1,yes", "1,2"], bad.Values<string>("text").ToArray());
        Assert.Contains("rejected 2", _errors.ToString());

        Array.ForEach(["checkpoints", "models", "out", "bad"], folder => Directory.Delete(In(folder), recursive: true));
        Assert.Equal(1, await Run("stream", Job(job.Replace("\"mostRecords\": 2", "\"mostRecords\": 1"))));
        Assert.Contains("2 records were rejected, above MostRecords = 1", _errors.ToString());

        Assert.Equal(1, await Run("stream", Job(rejects)));
        Assert.Contains("column 'rejects': What is rejected must not be lost", _errors.ToString());
        Assert.Equal(1, await Run("stream", Job(job.Replace("\"rejects\": { \"mostRecords\": 2 },", ""))));
        Assert.Contains("column 'sinks[0].of': Nothing is rejected", _errors.ToString());
    }

    [Fact]
    public async Task A_job_that_a_line_has_failed_goes_on_once_its_file_says_where_such_lines_go()
    {
        Rows("in/1.csv", 0, 400);
        var lines = File.ReadAllLines(In("in/1.csv"));
        lines[120] = "no number,1,yes";
        File.WriteAllLines(In("in/1.csv"), lines);
        Assert.Equal(1, await Run("stream", Job(Learning)));
        Assert.Contains("no number", Complaints());
        Assert.Equal(100, DataFile.Open(In("out")).ToTable().RowCount);

        _errors.GetStringBuilder().Clear();
        var job = Learning.Replace("\"trigger\"", "\"rejects\": { \"mostRecords\": 1 }, \"trigger\"")
            .Replace("\"sinks\": [", "\"sinks\": [ { \"of\": \"Rejected\", \"files\": { \"folder\": \"bad\" } },");
        Assert.Equal((0, ""), (await Run("stream", Job(job)), Complaints()));

        Assert.Equal(399, DataFile.Open(In("out")).ToTable().RowCount);
        Assert.Equal(["no number,1,yes"], Csv.Open(In("bad")).ToTable().Values<string>("text").ToArray());
        Assert.Contains("total auc 0.9", _errors.ToString());
    }

    [Fact]
    public void A_sink_of_rejected_records_leaves_the_others_their_names()
    {
        SinkRows[] rows = [SinkRows.Predictions, SinkRows.Rejected, SinkRows.Measures, SinkRows.Rejected, SinkRows.Predictions];
        var file = new JobFile { Name = "j", Source = new(), Sinks = [.. rows.Select(of => new SinkEntry { Of = of })] };

        Assert.Equal(
            ["j-0", "j-rejected-0", "j-1", "j-rejected-1", "j-2"],
            Enumerable.Range(0, rows.Length).Select(new SinkPlan(file, new("job.json"), _output).NameOf));
    }
}
