using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using Alink.Drift;
using Alink.Regression;
using Alink.Runtime;
using Alink.Serving;
using Microsoft.Extensions.Logging;

namespace Alink.Tests.Serving;

public sealed class SwapTest : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("alink-serving").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task No_request_fails_while_models_are_swapped_and_versions_only_grow()
    {
        await using var server = await Server.StartAsync();
        using var over = new CancellationTokenSource();
        var answered = Channel.CreateUnbounded<long>();
        var asking = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var last = 0L;
            while (!over.IsCancellationRequested)
            {
                var answer = await server.PredictAsync("""[{"size": 1}, {"size": 1}]""");
                var version = long.Parse(answer.Version!, CultureInfo.InvariantCulture);
                Assert.Equal(200, answer.Status);
                Assert.True(version >= last, $"{version} after {last}");
                // The model of version n has the slope n + 1: whole answers are of the version that is told.
                Assert.All(answer.Json.EnumerateArray(), row => Assert.Equal(version + 2, row.GetProperty("prediction").GetDouble(), 1e-6));
                last = version;
                await answered.Writer.WriteAsync(version);
            }
        })).ToArray();
        var ended = Task.WhenAny(asking).Unwrap(); // Before its time, by what was wrong.
        var requests = 0;
        for (var version = 2; version <= 40; version++)
        {
            await server.Models["houses"].PublishAsync(PublishedModel.Of(Server.Pricer(version + 1)));
            for (var seen = 0L; seen < version; requests++)
            {
                var next = answered.Reader.ReadAsync().AsTask();
                await await Task.WhenAny(next, ended);
                seen = await next;
            }
        }

        await over.CancelAsync();
        await Task.WhenAll(asking);

        Assert.True(requests >= 39, $"{requests} requests");
        Assert.Equal(40, server.Models["houses"].Version!.Number);
    }

    [Fact]
    public async Task A_folder_of_versions_is_followed_and_rolled_back()
    {
        var folder = Path.Combine(_folder, "houses");
        var store = new ModelStore(folder, Server.Catalog);
        await store.AddAsync(Server.Pricer(), TimeProvider.System, Server.Houses().Schema);
        await using var server = await Server.StartAsync(options =>
        {
            options.Catalog = Server.Catalog;
            options.AddFolder(folder);
        });

        Assert.Equal("1", (await server.PredictAsync("""{"size": 1}""")).Version);
        await store.AddAsync(Server.Pricer(5), TimeProvider.System, Server.Houses().Schema);
        server.Models.Poll();
        Assert.Equal("2", (await server.PredictAsync("""{"size": 1}""")).Version);
        store.Rollback(1);
        server.Models.Poll();
        Assert.Equal("1", (await server.PredictAsync("""{"size": 1}""")).Version);
    }

    [Fact]
    public async Task Files_and_stores_of_a_folder_are_served_by_their_names_and_new_ones_too()
    {
        Write("first.zip", 2);
        await new ModelStore(Path.Combine(_folder, "store"), Server.Catalog).AddAsync(Server.Pricer(3), TimeProvider.System, Server.Houses().Schema);
        await File.WriteAllTextAsync(Path.Combine(_folder, "broken.zip"), "no zip");
        await File.WriteAllTextAsync(Path.Combine(_folder, "notes.txt"), "no model");
        await using var server = await Server.StartAsync(options =>
        {
            options.Catalog = Server.Catalog;
            options.AddFolder(_folder);
        });

        Assert.Equal(["first", "store"], server.Models.All.Select(model => model.Name));
        Assert.Equal(3, (await server.PredictAsync("""{"size": 1}""", model: "first")).Json.GetProperty("prediction").GetDouble(), 1e-9);
        Assert.Equal(4, (await server.PredictAsync("""{"size": 1}""", model: "store")).Json.GetProperty("prediction").GetDouble(), 1e-9);
        Write("second.model", 7);
        Write("first.zip", 9.5);
        server.Models.Poll();
        Assert.Equal("2", (await server.PredictAsync("""{"size": 1}""", model: "first")).Version);
        Assert.Equal(8, (await server.PredictAsync("""{"size": 1}""", model: "second")).Json.GetProperty("prediction").GetDouble(), 1e-9);
    }

    [Fact]
    public async Task Of_two_files_or_stores_of_one_name_the_first_is_served_and_the_others_are_told_of_once()
    {
        Write("first.zip", 2);
        Write("first.model", 3);
        await new ModelStore(Path.Combine(_folder, "first"), Server.Catalog).AddAsync(Server.Pricer(4), TimeProvider.System, Server.Houses().Schema);
        var log = new Told();
        using var models = new ServedModels(new ServingOptions { Catalog = Server.Catalog }.AddFolder(_folder), log);
        models.Poll();
        models.Poll();

        Assert.Equal(1, models["first"].Swaps);
        Assert.Equal(2, log.Lines.Count);
        Assert.Contains("first.zip' is not served: ", models.All.Single().Refused is null ? "" : log.Lines[0]);
        using var twice = new ServedModels(new ServingOptions().Add("a", Server.Pricer(), Server.Houses().Schema).Add("a"), log);
        Assert.Contains("has the name 'a'", Assert.Throws<SchemaException>(twice.Poll).Message);
    }

    [Fact]
    public void A_folder_that_is_gone_is_told_of_once_and_found_again()
    {
        Write("first.zip", 2);
        var log = new Told();
        using var models = new ServedModels(new ServingOptions { Catalog = Server.Catalog }.AddFolder(_folder), log);
        models.Poll();
        Directory.Move(_folder, _folder + "-away");
        models.Poll();
        models.Poll();
        Assert.Contains("There is no folder", Assert.Single(log.Lines));

        Directory.Move(_folder + "-away", _folder);
        Write("second.zip", 3);
        models.Poll();
        Assert.Equal(["first", "second"], models.All.Select(model => model.Name));
        Assert.Single(log.Lines);
    }

    [Fact]
    public async Task A_version_that_does_not_fit_is_refused_and_the_one_before_stays()
    {
        await using var server = await Server.StartAsync();
        var other = Table.Of<Vector>("features", [1.0], [2.0]).With("label", 1.0, 2.0);

        Assert.Throws<SchemaException>(() => server.Models["houses"].Publish(
            PublishedModel.Of(new LinearRegression { Prediction = "guess" }.Fit(other)) with { Input = other.Schema }));
        var renamed = new Alink.Features.VectorAssembler { Columns = ["size"] }
            .Then(new LinearRegression { Label = "price", Prediction = "guess" }).Fit(Server.Houses());
        Assert.Contains("guess", Assert.Throws<SchemaException>(() => server.Models["houses"].Publish(
            PublishedModel.Of(renamed) with { Input = Server.Houses().Schema })).Message);

        Assert.Equal("1", (await server.PredictAsync("""{"size": 1}""")).Version);
    }

    [Fact]
    public async Task A_file_must_tell_its_columns_or_they_must_be_given()
    {
        var file = Path.Combine(_folder, "mute.zip");
        ModelFile.Write(file, Server.Pricer());

        await Assert.ThrowsAsync<SchemaException>(() => Server.StartAsync(options =>
        {
            options.Catalog = Server.Catalog;
            options.AddFile(file);
        }));
        var schema = new Schema(new Field("size", DataType.Double));
        await using var server = await Server.StartAsync(options =>
        {
            options.Catalog = Server.Catalog;
            options.AddFile(file, "houses", schema).AddFolder(_folder, schema);
        });
        Assert.Equal(200, (await server.PredictAsync("""{"size": 1}""")).Status);
        Assert.Equal(200, (await server.PredictAsync("""{"size": 1}""", model: "mute")).Status);
    }

    [Fact]
    public async Task A_stream_job_publishes_into_the_server()
    {
        var rows = Table.Of<Vector>("features", [1.0], [2.0], [3.0], [4.0]).With("label", 1.0, 2.0, 3.0, 4.0);
        await using var server = await Server.StartAsync(options => options.Add("live"));
        Assert.Equal(503, (await server.PredictAsync("{}", model: "live")).Status);
        Assert.Equal(503, (await server.GetAsync("health/ready")).Status);

        await new StreamJob("served")
        {
            Options = new() { Trigger = StreamTrigger.EveryRows(2) },
        }.Run(TableStream.Of(rows, 2).Train(new OnlineLinearRegression(), server.Models["live"])).RunAsync();

        Assert.Equal("2", (await server.PredictAsync("""{"features": [1]}""", model: "live")).Version);
        Assert.Equal(200, (await server.GetAsync("health/ready")).Status);
        Assert.Contains("alink_stream_rows_total{job=\"served\"} 4", (await server.GetAsync("metrics")).Text);
        var job = Job(await server.GetAsync("status"), "served");
        Assert.Equal(("ended", 4, 2), (job.GetProperty("state").GetString(), job.GetProperty("rows").GetInt32(), job.GetProperty("epochs").GetInt32()));
        Assert.Equal("[1,2]", job.GetProperty("values").GetProperty("model version").GetRawText());
    }

    [Fact]
    public async Task Drift_and_failure_of_a_stream_job_are_told()
    {
        var rows = Table.Of("error", [.. Enumerable.Range(0, 400).Select(i => i < 200 ? 0.0 : 1)]);
        await using var server = await Server.StartAsync();

        await WatchAsync(rows);
        var job = Job(await server.GetAsync("status"), "drifting");
        Assert.Equal("[0,1]", job.GetProperty("values").GetProperty("drifts").GetRawText());
        Assert.Equal("[0,0]", job.GetProperty("values").GetProperty("drift level").GetRawText());
        Assert.Equal("[0,1]", job.GetProperty("values").GetProperty("drift estimate").GetRawText());
        await Assert.ThrowsAsync<TrainingException>(() => WatchAsync(Table.Of("error", double.NaN)));
        Assert.Equal("failed", Job(await server.GetAsync("status"), "drifting").GetProperty("state").GetString());

        static Task WatchAsync(Table errors) => new StreamJob("drifting") { Options = new() { Trigger = StreamTrigger.EveryRows(200) } }
            .Run(TableStream.Of(errors, 100).Train(new Pipeline(new PageHinkley { Threshold = 5 }), new OnlineTrainingOptions()))
            .RunAsync();
    }

    [Fact]
    public async Task A_request_that_has_begun_is_answered_when_the_server_ends()
    {
        await using var server = await Server.StartAsync();
        using var request = await server.BeginAsync();

        var ending = server.StopAsync();
        await BegunRequest.RefusedAsync(server.Address);
        Assert.False(ending.IsCompleted);
        var answer = await request.EndAsync();
        await ending;

        Assert.StartsWith("HTTP/1.1 200", answer);
        Assert.Contains("Connection: close", answer);
    }

    static JsonElement Job(Answer status, string name) =>
        status.Json.GetProperty("jobs").EnumerateArray().Single(job => job.GetProperty("name").GetString() == name);

    void Write(string name, double slope) => ModelFile.Write(
        Path.Combine(_folder, name), PublishedModel.Of(Server.Pricer(slope)) with { Input = Server.Houses().Schema });

    sealed class Told : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}
