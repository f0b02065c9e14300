using System.Diagnostics;
using System.Globalization;
using System.Text;
using Alink.Cli;
using Alink.Runtime;
using Alink.Tests.Serving;

namespace Alink.Tests.Cli;

public sealed class ServeCommandTest : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("alink-serve").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_fitted_model_is_served_until_the_command_is_interrupted()
    {
        await File.WriteAllTextAsync(In("rows.csv"), "size,price\n1,3\n2,5\n4,9\n");
        await File.WriteAllTextAsync(In("pipeline.json"),
            """{ "stages": [ { "kind": "VectorAssembler", "columns": ["size"] }, { "kind": "LinearRegression", "label": "price" } ] }""");
        await File.WriteAllTextAsync(In("key"), "sesame\n");
        Assert.Equal(0, await RunAsync(new StringWriter(), default, "fit", In("pipeline.json"), In("rows.csv"), "-o", In("houses.model")));
        using var interrupt = new CancellationTokenSource();
        var lines = new Lines();

        var serving = RunAsync(lines, interrupt.Token, "serve", In("houses.model"), "--port", "0", "--api-key-file", In("key"));
        using var client = new HttpClient { BaseAddress = new(await lines.Address.Task.WaitAsync(TimeSpan.FromSeconds(60))) };
        client.DefaultRequestHeaders.Add("X-Api-Key", "sesame");
        using var content = new StringContent("""{"size": 3}""", Encoding.UTF8, "application/json");
        var answer = await Answer.OfAsync(await client.PostAsync("models/houses/predict", content));
        await interrupt.CancelAsync();

        Assert.Equal(7, answer.Json.GetProperty("prediction").GetDouble(), 1e-9);
        Assert.Equal(0, await serving);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("health/live"));
    }

    [Fact]
    public async Task A_job_runs_beside_the_server_which_serves_what_it_publishes()
    {
        Directory.CreateDirectory(In("in"));
        await File.WriteAllLinesAsync(In("in/rows.csv"),
            ["x,label", .. Enumerable.Range(0, 100).Select(i => $"{i % 10},{(i % 10 < 5 ? "low" : "high")}")]);
        await File.WriteAllTextAsync(In("job.json"), """
            {
              "name": "beside",
              "source": { "files": { "path": "in", "schema": "x DOUBLE, label STRING", "follow": true } },
              "train": {
                "stages": [ { "kind": "VectorAssembler", "columns": ["x"] }, { "kind": "Ftrl", "positive": "low" } ],
                "publishTo": "models",
                "gate": { "evaluator": { "positive": "low" } }
              },
              "evaluate": { "binary": { "positive": "low" } },
              "trigger": { "rows": 50 }
            }
            """);
        using var interrupt = new CancellationTokenSource();
        var lines = new Lines();

        var serving = RunAsync(lines, interrupt.Token, "serve", In("models"), "--port", "0", "--job", In("job.json"));
        using var client = new HttpClient { BaseAddress = new(await lines.Address.Task.WaitAsync(TimeSpan.FromSeconds(60))) };
        var model = await Answer.OfAsync(await client.GetAsync("models/models"));
        while (!model.Text.Contains("\"auc\"") && !serving.IsCompleted)
        {
            model = await Answer.OfAsync(await client.GetAsync("models/models"));
        }

        await interrupt.CancelAsync();
        Assert.Equal((200, 0), (model.Status, await serving));
        Assert.Equal(1, model.Json.GetProperty("version").GetProperty("metrics").GetProperty("auc").GetDouble());
        Assert.Contains("beside: stopped", lines.ToString());
    }

    [Fact]
    public async Task A_job_that_cannot_begin_ends_the_command_and_one_that_fails_later_does_not()
    {
        var errors = new StringWriter();
        await File.WriteAllTextAsync(In("wrong.json"), """{ "source": {} }""");
        Directory.CreateDirectory(In("in"));
        await File.WriteAllTextAsync(In("in/rows.csv"), "x\none\n");
        await File.WriteAllTextAsync(In("late.json"), """{ "source": { "files": { "path": "in", "schema": "x DOUBLE" } } }""");
        using var interrupt = new CancellationTokenSource();
        var lines = new Lines();

        Assert.Equal(1, await RunAsync(errors, default, "serve", In("models"), "--port", "0", "--job", In("wrong.json")));
        Assert.Contains("one of files and kafka", errors.ToString());
        var serving = RunAsync(lines, interrupt.Token, "serve", In("models"), "--port", "0", "--job", In("late.json"));
        using var client = new HttpClient { BaseAddress = new(await lines.Address.Task.WaitAsync(TimeSpan.FromSeconds(60))) };
        await lines.Failure.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(200, (int)(await client.GetAsync("health/ready")).StatusCode);
        await interrupt.CancelAsync();
        Assert.Equal(1, await serving);
    }

    [Fact]
    public async Task A_polite_kill_lets_the_request_that_has_begun_be_answered_and_nobody_else_in()
    {
        ModelFile.Write(In("houses.model"), PublishedModel.Of(Server.Pricer()) with { Input = Server.Houses().Schema });
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "alink.dll"), "serve", In("houses.model"), "--port", "0"])
        {
            RedirectStandardOutput = true,
        })!;
        try
        {
            var line = await process.StandardOutput.ReadLineAsync();
            while (line?.StartsWith(Lines.Told, StringComparison.Ordinal) == false)
            {
                line = await process.StandardOutput.ReadLineAsync();
            }

            var address = new Uri(line![Lines.Told.Length..]);
            using var request = await BegunRequest.SendAsync(address);
            Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]).Dispose();
            await BegunRequest.RefusedAsync(address);

            Assert.False(process.HasExited);
            Assert.StartsWith("HTTP/1.1 200", await request.EndAsync());
            await process.WaitForExitAsync();
            Assert.Equal(0, process.ExitCode);
        }
        finally
        {
            process.Kill();
        }
    }

    [Fact]
    public async Task What_keeps_a_server_from_starting_is_told_in_one_line()
    {
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "alink.dll"), "serve", In("none.zip"), "--port", "0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();

        Assert.Equal("", await process.StandardOutput.ReadToEndAsync());
        Assert.Equal($"Could not find file '{In("none.zip")}'.\n", await errors);
    }

    [Fact]
    public async Task A_folder_without_models_is_served_and_told_of()
    {
        using var interrupt = new CancellationTokenSource();
        var lines = new Lines();
        var folder = Directory.CreateDirectory(In("later")).FullName;

        var serving = RunAsync(lines, interrupt.Token, "serve", folder, "--port", "0");
        await lines.Address.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await interrupt.CancelAsync();

        Assert.Equal(0, await serving);
        Assert.Contains($"There is no model in '{folder}' yet; what comes is served.", lines.ToString());
    }

    [Fact]
    public async Task A_model_that_is_not_there_or_does_not_tell_its_columns_is_named()
    {
        var errors = new StringWriter();
        ModelFile.Write(In("mute.zip"), Server.Pricer());

        Assert.Equal(1, await RunAsync(errors, default, "serve", In("none.zip"), "--port", "0"));
        Assert.Contains("none.zip", errors.ToString());
        Assert.Equal(1, await RunAsync(errors, default, "serve", In("mute.zip"), "--port", "0"));
        Assert.Contains("which columns the model reads", errors.ToString());
        Assert.Equal(1, await RunAsync(errors, default, "serve", In("mute.zip"), "--port", "0", "--host", "nowhere"));
        Assert.Contains("'nowhere'", errors.ToString());
        Assert.Equal(1, await RunAsync(errors, default, "serve", In("mute.zip"), "--port", "65536"));
        Assert.Contains("Port must be from 0 to 65535; it was 65536.", errors.ToString());
    }

    static Task<int> RunAsync(TextWriter writer, CancellationToken cancellation, params string[] args) =>
        Commands.RunAsync(args, new(writer), new(writer), cancellation);

    string In(string name) => Path.Combine(_folder, name);

    /// <summary>Hears where the server listens.</summary>
    sealed class Lines : StringWriter
    {
        public const string Told = "serving at ";

        public TaskCompletionSource<string> Address { get; } = new();

        public TaskCompletionSource Failure { get; } = new();

        public override void WriteLine(string? value)
        {
            if (value?.StartsWith(Told, StringComparison.Ordinal) == true)
            {
                Address.TrySetResult(value[Told.Length..]);
            }

            if (value?.Contains("served on", StringComparison.Ordinal) == true)
            {
                Failure.TrySetResult();
            }

            base.WriteLine(value);
        }
    }
}
