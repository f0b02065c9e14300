using System.Globalization;
using System.Net;
using Alink.Cli.Streams;
using Alink.IO;
using Alink.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Alink.Cli;

/// <summary>What a server is to do, as the command line has it.</summary>
sealed record ServeSettings(string Models, int Port, string Host, string? KeyFile, string? Schema, int? Rate, string? Job);

/// <summary>Serves models until it is interrupted, and then answers the requests that have begun; a stream job may run
/// beside them.</summary>
sealed class ServeCommand(TextWriter output, TextWriter log)
{
    /// <summary>The variable of the environment that holds the API key.</summary>
    public const string KeyVariable = "ALINK_API_KEY";

    public async Task RunAsync(ServeSettings settings, CancellationToken cancellation)
    {
        var address = IPAddress.TryParse(settings.Host, out var given) ? given
            : settings.Host == "localhost" ? IPAddress.Loopback
            : throw new ArgumentException($"The host must be an address to listen at, such as 0.0.0.0; it was '{settings.Host}'.");
        await using var app = ServingHost.Create(address, settings.Port, options => Configure(options, settings));
        await app.StartAsync(cancellation).ConfigureAwait(false);
        var models = app.Services.GetRequiredService<ServedModels>();
        if (!models.All.Any())
        {
            output.WriteLine($"There is no model in '{settings.Models}' yet; what comes is served.");
        }

        foreach (var model in models.All)
        {
            output.WriteLine($"{model.Name}: {model.Version?.ToString() ?? model.Refused ?? "no version yet"}");
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"serving at {app.Urls.First()}"));
        output.Flush();
        var job = settings.Job is { } path
            ? await new StreamCommand(output, new(log)).BeginAsync(path, cancellation).ConfigureAwait(false) : Task.CompletedTask;
        var ended = EndedAsync(job);
        var over = new TaskCompletionSource();
        await using var interrupt = cancellation.Register(over.SetResult);
        await over.Task.ConfigureAwait(false);
        output.WriteLine("ending: the requests that have begun are answered");
        await app.StopAsync(CancellationToken.None).ConfigureAwait(false);
        await ended.ConfigureAwait(false);
        if (job.IsFaulted)
        {
            await job.ConfigureAwait(false);
        }
    }

    /// <summary>Waits for a job; models are served on after an error of it.</summary>
    async Task EndedAsync(Task job)
    {
        await job.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (job.Exception is { } error)
        {
            log.WriteLine($"The job has failed, and models are served on: {error.InnerException!.Message}");
        }
    }

    static void Configure(ServingOptions options, ServeSettings settings)
    {
        options.Catalog = Commands.Catalog;
        options.ApiKey = settings.KeyFile is { } file ? File.ReadAllText(file).Trim()
            : Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key ? key : null;
        options.Limits = options.Limits with { RequestsPerSecond = settings.Rate };
        var input = settings.Schema is { } schema ? SchemaText.Parse(schema) : null;
        if (settings.Job is not null && !File.Exists(settings.Models))
        {
            Directory.CreateDirectory(settings.Models); // The job may publish into it.
        }

        if (Directory.Exists(settings.Models))
        {
            options.AddFolder(settings.Models, input);
        }
        else
        {
            options.AddFile(settings.Models, input: input);
        }
    }
}
