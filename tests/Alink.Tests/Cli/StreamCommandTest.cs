using System.Text.Json;
using Alink.Classification;
using Alink.Cli;
using Alink.Cli.Streams;
using Alink.IO;
using Alink.Runtime;

namespace Alink.Tests.Cli;

public sealed partial class StreamCommandTest : IDisposable
{
    const string Learning = """
        {
          "$schema": "job.schema.json",
          "name": "clicks",
          "source": { "files": { "path": "in/*.csv", "schema": "x DOUBLE, y DOUBLE, label STRING" } },
          "train": {
            "stages": [
              { "kind": "VectorAssembler", "columns": ["x", "y"] },
              { "kind": "StandardScaler" },
              { "kind": "Ftrl", "l1": 0, "l2": 0 }
            ],
            "publishTo": "models",
            "keep": 100,
          },
          "evaluate": { "binary": { "positive": "yes" }, "rows": 100 },
          "sinks": [
            { "files": { "folder": "out", "format": ".jsonl" } }, // what was predicted
            { "of": "Measures", "console": { "rows": 5 } }
          ],
          "trigger": { "rows": 50 },
          "checkpoints": "checkpoints"
        }
        """;

    readonly string _folder = Directory.CreateTempSubdirectory("alink-stream").FullName;
    readonly StringWriter _output = new();
    readonly StringWriter _errors = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_job_learns_measures_publishes_and_writes()
    {
        Rows("in/1.csv", 0, 400);

        Assert.Equal((0, ""), (await Run("stream", Job(Learning)), Complaints()));

        Assert.Contains("clicks: ended after 8 epochs, 400 rows", _output.ToString());
        Assert.Contains("log loss", _output.ToString());
        Assert.Contains("model version 8", _errors.ToString());
        Assert.Contains("total auc 0.9", _errors.ToString());
        var predicted = Directory.GetFiles(In("out")).Sum(file => DataFile.Read(file).RowCount);
        Assert.Equal((400, 8), (predicted, Directory.GetFiles(In("models")).Length));
    }

    [Fact]
    public async Task A_job_that_is_stopped_goes_on_to_what_an_undisturbed_one_comes_to()
    {
        Rows("in/1.csv", 0, 400);
        var job = Job(Learning.Replace("\"schema\": ", "\"follow\": true, \"finishedAfter\": \"0\", \"schema\": "));
        using var stop = new CancellationTokenSource();
        var running = Commands.RunAsync(["stream", job], new(_output), new(new StopAt("epoch ", 1, stop)), stop.Token);

        Assert.Equal(130, await running.WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.Contains("stopped, and goes on from its checkpoints", _output.ToString());

        Assert.Equal((0, ""), (await Run("stream", Job(Learning)), Complaints()));
        Assert.Equal(400, Directory.GetFiles(In("out")).Sum(file => DataFile.Read(file).RowCount));

        // The same rows in one run: the last model is the same, however the epochs were cut by the stop.
        Directory.Delete(In("checkpoints"), recursive: true);
        var last = Newest("models");
        Directory.Delete(In("models"), recursive: true);
        Directory.Delete(In("out"), recursive: true);
        Assert.Equal(0, await Run("stream", Job(Learning)));
        Assert.Equal(last, Newest("models"));

        double[] Newest(string folder) =>
            ((FtrlModel)((PipelineModel)new ModelStore(In(folder), Commands.Catalog).ReadServed()!.Model).Steps[^1]).Coordinates.Values.ToArray();
    }

    [Fact]
    public async Task A_job_predicts_by_the_served_version_of_a_store()
    {
        Rows("in/1.csv", 0, 400);
        Assert.Equal(0, await Run("stream", Job(Learning)));
        Assert.Equal(0, await Run("models", "list", In("models")));
        Assert.Contains("* model-000000000008.alink", _output.ToString());

        Assert.Equal(0, await Run("models", "rollback", In("models"), "3"));
        Assert.Equal(0, await Run("stream", Job("""
            { "source": { "files": { "path": "in" } },
              "through": { "store": "models" },
              "sinks": [ { "files": { "folder": "scored", "format": ".parquet" } } ] }
            """)));
        var rows = Csv.Read(In("in/1.csv"));
        var expected = new ModelStore(In("models"), Commands.Catalog).Read(3).Model.Transform(rows);
        var scored = ParquetFile.Read(Directory.GetFiles(In("scored"))[0]);
        Assert.Equal(expected.Values<string>("prediction").ToArray(), scored.Values<string>("prediction").ToArray());

        Assert.Equal(0, await Run("models", "unpin", In("models")));
        Assert.Equal(8, new ModelStore(In("models"), Commands.Catalog).ReadServed()!.Version.Number);
        Assert.Equal(1, await Run("models", "rollback", In("models"), "99"));
        Assert.Equal(1, await Run("models", "list", In("nowhere")));
        Assert.False(Directory.Exists(In("nowhere")));
    }

    [Fact]
    public async Task A_learner_begins_with_a_trained_pipeline()
    {
        Rows("in/1.csv", 0, 400);
        File.WriteAllText(In("pipeline.json"), """
            { "stages": [ { "kind": "VectorAssembler", "columns": ["x", "y"] }, { "kind": "LogisticRegression", "regularization": 0.1 } ] }
            """);
        Assert.Equal(0, await Run("fit", In("pipeline.json"), In("in/1.csv"), "-o", In("first.model")));

        var job = Learning.Replace("{ \"kind\": \"StandardScaler\" },", "").Replace("\"publishTo\"", "\"from\": \"first.model\", \"publishTo\"");
        Assert.Equal((0, ""), (await Run("stream", Job(job)), Complaints()));

        var first = Directory.GetFiles(In("out")).Order().Select(file => DataFile.Read(file)).First();
        var offline = ModelFile.Read(In("first.model"), Commands.Catalog).Transform(Csv.Read(In("in/1.csv")));
        Assert.Equal(offline.Values<string>("prediction")[0], first.Values<string>("prediction")[0]);
    }

    [Fact]
    public async Task A_gate_publishes_nothing_that_does_badly()
    {
        Rows("in/1.csv", 0, 400);
        const string gate = """
            "gate": { "evaluator": { "positive": "yes" }, "rules": [ { "measure": "auc", "least": 1.5, "most": null } ] }, "publishTo"
            """;

        Assert.Equal(0, await Run("stream", Job(Learning.Replace("\"publishTo\"", gate))));
        Assert.Empty(Directory.GetFiles(In("models")));
        Assert.Contains("auc is", _errors.ToString());
    }

    [Theory]
    [InlineData("\"trigger\"", "\"triger\"", "line 19, column 'triger': JobFile has no option 'triger'. Did you mean 'trigger'?")]
    [InlineData("\"Ftrl\"", "\"Frtl\"", "line 9, column 'train.stages[2].kind': There is no 'Frtl'. Did you mean 'Ftrl'?")]
    [InlineData("\"l1\": 0", "\"l1\": -1", "line 9, column 'train.stages[2].l1': L1 must be")]
    [InlineData("\"rows\": 50", "\"every\": \"5 minutes\"", "line 19, column 'trigger.every': '5 minutes' is no length of time")]
    [InlineData("label STRING", "label STRNG", "line 4, column 'source.files.schema'")]
    [InlineData("\"console\": { \"rows\": 5 }", "\"console\": { \"rows\": 5 }, \"files\": { \"folder\": \"x\" }", "column 'sinks[1]': There must be one of files, kafka, redis, postgreSql and console.")]
    [InlineData("\"evaluate\": { \"binary\": { \"positive\": \"yes\" }, \"rows\": 100 },", "", "column 'sinks[1].of': Nothing is measured")]
    [InlineData("\"rows\": 100 }", "\"rows\": 100, \"drift\": {} }", "column 'evaluate.drift': There must be one of adwin, ddm and pageHinkley.")]
    [InlineData("\"rows\": 100 }", "\"rows\": 100, \"drift\": { \"ddm\": {}, \"prediction\": \"predicton\" } }", "There is no column 'predicton'. Did you mean 'prediction'?")]
    [InlineData("\"Measures\"", "\"Drift\"", "column 'sinks[1].of': Nothing is watched")]
    [InlineData("{ \"kind\": \"StandardScaler\" },", "{ \"kind\": \"KMeans\" },", "Stage 2 of the pipeline, KMeans, does not learn from streams.")]
    [InlineData("\"name\": \"clicks\",", "\"name\": \"clicks\" \"\",", "line 3")]
    [InlineData("\"binary\": {", "\"binary\": { \"label\": \"lable\",", "There is no column 'lable'. Did you mean 'label'?")]
    [InlineData("{ \"of\": \"Measures\", \"console\": { \"rows\": 5 } }", "{ \"kafka\": { \"servers\": \"${ALINK_NO_SUCH_VARIABLE}\", \"topic\": \"t\" } }", "column 'sinks[1].kafka.servers': There is no environment variable ALINK_NO_SUCH_VARIABLE.")]
    public async Task What_is_wrong_with_a_job_file_is_told_before_a_row_is_read(string right, string wrong, string message)
    {
        Rows("in/1.csv", 0, 10);
        Assert.Contains(right, Learning);

        Assert.Equal(1, await Run("stream", Job(Learning.Replace(right, wrong))));
        Assert.Contains(message, _errors.ToString());
        Assert.False(Directory.Exists(In("out")));
    }

    [Fact]
    public async Task The_schema_of_job_files_names_every_entry_and_kind()
    {
        Assert.Equal(0, await Run("schema", "stream"));
        using var schema = JsonDocument.Parse(_output.ToString());

        var properties = schema.RootElement.GetProperty("properties");
        Assert.All(["source", "through", "train", "evaluate", "sinks", "trigger", "checkpoints"], name => Assert.True(properties.TryGetProperty(name, out _)));
        var kinds = schema.RootElement.GetProperty("$defs");
        Assert.All(["Ftrl", "FilesSourceEntry", "KafkaSinkEntry", "RedisSinkEntry", "PostgreSqlSinkEntry", "BinaryEvaluator"], name => Assert.True(kinds.TryGetProperty(name, out _)));
        Assert.Equal("source", schema.RootElement.GetProperty("required")[0].GetString());
        Assert.Equal(2, await Run("schema", "steam"));
    }

    [Fact]
    public void Secrets_come_from_the_environment()
    {
        Environment.SetEnvironmentVariable("ALINK_TEST_SECRET", "s3cret");

        Assert.Equal("a=s3cret;b=$x", Secrets.Fill("a=${ALINK_TEST_SECRET};b=$x", name => throw new InvalidOperationException(name)));
    }

    [Fact]
    public async Task A_terminal_shows_the_figures_in_place()
    {
        Rows("in/1.csv", 0, 200);

        Assert.Equal(0, await Commands.RunAsync(["stream", Job(Learning)], new(_output), new(_errors, IsTerminal: true), CancellationToken.None));
        Assert.Contains("model version", _errors.ToString());
        Assert.Contains("rows/s", _errors.ToString());
        Assert.DoesNotContain("  epoch 1  rows", _errors.ToString());
    }

    [Fact]
    public void A_line_tells_lag_watermark_and_measures() => Assert.Equal(
        "epoch 3  rows 300  rows/s 50  lag 7  auc 0.9125  model version 3  watermark 2026-01-01 00:00:00Z",
        StreamView.Line(
            new("clicks", 3, 300, 7, default, 0, default, new Dictionary<string, double>
            {
                ["watermark"] = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(),
                ["model version"] = 3,
                ["auc"] = 0.9125,
            }),
            50));

    Task<int> Run(params string[] args) => Commands.RunAsync(args, new(_output), new(_errors), CancellationToken.None);

    /// <summary>What stands among the errors besides the lines of progress.</summary>
    string Complaints() => string.Join('\n', _errors.ToString().Split('\n').Where(line => !line.StartsWith("  ")));

    string In(string name) => Path.Combine(_folder, name);

    string Job(string json)
    {
        File.WriteAllText(In("job.json"), json);
        return In("job.json");
    }

    void Rows(string name, int from, int count)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(name))!);
        var random = new Random(5);
        var rows = Enumerable.Range(0, from + count).Select(_ =>
        {
            var (x, y) = (random.NextDouble(), random.NextDouble());
            return FormattableString.Invariant($"{x},{y},{(x - y + (0.2 * random.NextDouble()) > 0.1 ? "yes" : "no")}");
        });
        File.WriteAllText(In(name), "x,y,label\n" + string.Concat(rows.Skip(from).Select(row => row + "\n")));
    }

    /// <summary>Interrupts a run once a line of progress has come.</summary>
    sealed class StopAt(string word, int times, CancellationTokenSource stop) : StringWriter
    {
        int _seen;

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.Contains(word, StringComparison.Ordinal) == true && ++_seen == times)
            {
                stop.Cancel();
            }
        }
    }
}
