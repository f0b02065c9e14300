using System.CommandLine;
using Alink.Classification;
using Alink.Cli.Searches;
using Alink.Cli.Streams;
using Alink.Interactive.Notebooks;
using Alink.Onnx;
using Alink.Runtime;
using Alink.Tuning;

namespace Alink.Cli;

/// <summary>The words of the command line.</summary>
static class Commands
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Misused = 2;
    public const int Interrupted = 130;

    /// <summary>Every algorithm that a pipeline file or a model file may name.</summary>
    public static Catalog Catalog { get; } = Catalog.Of(typeof(NaiveBayes).Assembly, typeof(IO.Conversion).Assembly, typeof(SearchModel).Assembly);

    /// <summary>Runs a command line.</summary>
    /// <returns>0 done, 1 the data or a file is wrong, 2 the command line is, 130 interrupted.</returns>
    public static async Task<int> RunAsync(string[] args, Screen screen, Screen log, CancellationToken cancellation)
    {
        var (output, errors) = (screen.Writer, log.Writer);
        var parsed = Root(screen, log).Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                errors.WriteLine(error.Message);
            }

            errors.WriteLine($"See: alink {(parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ")}--help");
            return Misused;
        }

        try
        {
            return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = output, Error = errors }, cancellation)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            errors.WriteLine("Interrupted.");
            return Interrupted;
        }
        catch (Exception exception) when (exception
            is DataFormatException or SchemaException or TrainingException or RowException or ArgumentException or IOException or UnauthorizedAccessException or NotebooksFailedException or OnnxExportException)
        {
            errors.WriteLine(exception.Message);
            return Failed;
        }
    }

    static RootCommand Root(Screen screen, Screen log)
    {
        var output = screen.Writer;
        var model = new Argument<string>("model") { Description = "The model file." };
        var data = new Argument<string>("data") { Description = "The rows: a file, a folder or a pattern; .csv, .tsv, .libsvm, .jsonl (also .gz) or .parquet." };
        var pipeline = new Argument<string>("pipeline") { Description = "The pipeline file: JSON, see 'alink schema'." };
        var search = new Argument<string>("search") { Description = "The search file: JSON, a pipeline file with ranges such as { \"$logUniform\": [0.001, 10] } in the place of options; see 'alink schema search'." };
        var target = new Option<string>("--output", "-o") { Description = "Where the result goes.", Required = true };
        var workers = new Option<int>("--workers") { Description = "How many lanes are read at the same time.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var checkpoints = new Option<string?>("--checkpoints") { Description = "A folder to go on from after a crash." };
        var label = new Option<string>("--label") { Description = "The column with the truth.", DefaultValueFactory = _ => "label" };
        var prediction = new Option<string>("--prediction") { Description = "The column with the predictions.", DefaultValueFactory = _ => "prediction" };
        var record = new Option<bool>("--record") { Description = "Writes into the model file what was measured, which 'alink serve' shows." };
        var from = new Argument<string>("from") { Description = "The file to read." };
        var to = new Argument<string>("to") { Description = "The file to write; rows in the format that its name tells." };
        var rows = new Option<int>("--rows") { Description = "How many rows are shown.", DefaultValueFactory = _ => 5 };

        var job = new Argument<string>("job") { Description = "The job file: JSON, see 'alink schema stream'." };
        var folder = new Argument<string>("folder") { Description = "The folder." };
        var version = new Argument<long>("version") { Description = "The number of the version." };
        var what = new Argument<string>("what") { Description = "pipeline, search or stream.", DefaultValueFactory = _ => "pipeline" };
        what.AcceptOnlyFromAmong("pipeline", "search", "stream");
        var served = new Argument<string>("models") { Description = "A model file, or a folder of model files or versions, which is followed." };
        var port = new Option<int>("--port") { Description = "The port; 0 for a free one.", DefaultValueFactory = _ => 8080 };
        var host = new Option<string>("--host") { Description = "The address to listen at.", DefaultValueFactory = _ => "localhost" };
        var keyFile = new Option<string?>("--api-key-file") { Description = $"A file with the key that requests must bring; else {ServeCommand.KeyVariable} is looked at." };
        var columns = new Option<string?>("--schema") { Description = "The columns that taught the model, where its file does not tell: 'x double, y string'." };
        var beside = new Option<string?>("--job") { Description = "A job file: it runs beside the server, whose page shows its figures." };
        var rate = new Option<int?>("--rate") { Description = "The most requests in a second." };
        var jupyter = new Option<string?>("--data") { Description = "A folder of Jupyter's data, in place of the user's." };
        var connection = new Argument<string>("connection") { Description = "The connection file that Jupyter writes." };
        var notebooks = new Argument<string[]>("notebooks") { Description = "Notebook files, or folders of them.", Arity = ArgumentArity.OneOrMore };
        var check = new Option<bool>("--check") { Description = "A notebook that shows something else than its file says has failed." };
        var save = new Option<bool>("--save") { Description = "Writes what each notebook shows into its file." };

        return new("Trains, evaluates and applies pipelines of Alink for .NET.")
        {
            Command("fit", "Trains a pipeline on rows and writes the model.", [pipeline, data], [target, workers, checkpoints], (parse, cancellation) =>
                new Fit(output, log).RunAsync(
                    parse.GetRequiredValue(pipeline), parse.GetRequiredValue(data), parse.GetRequiredValue(target),
                    new() { Workers = parse.GetValue(workers), Checkpoints = parse.GetValue(checkpoints) }, cancellation)),
            Command("search", "Tries options of a pipeline on held-out rows, and writes the best model with all that was tried.", [search, data], [target, workers, checkpoints], (parse, cancellation) =>
                new SearchCommand(output, log).RunAsync(
                    parse.GetRequiredValue(search), parse.GetRequiredValue(data), parse.GetRequiredValue(target),
                    new() { Workers = parse.GetValue(workers), Checkpoints = parse.GetValue(checkpoints) }, cancellation)),
            Command("predict", "Applies a model to rows and writes them with its columns.", [model, data], [target], (parse, cancellation) =>
                new Apply(output).PredictAsync(parse.GetRequiredValue(model), parse.GetRequiredValue(data), parse.GetRequiredValue(target), cancellation)),
            Command("evaluate", "Applies a model to rows that hold the truth, and says how good it is.", [model, data], [label, prediction, record], (parse, cancellation) =>
                new Apply(output).EvaluateAsync(
                    parse.GetRequiredValue(model), parse.GetRequiredValue(data), parse.GetRequiredValue(label), parse.GetRequiredValue(prediction),
                    parse.GetValue(record), cancellation)),
            Command("describe", "Shows the columns, their statistics and the first rows of data, or what a model holds.", [data], [rows], (parse, cancellation) =>
                new Look(output).DescribeAsync(parse.GetRequiredValue(data), parse.GetValue(rows), cancellation)),
            Command("convert", "Rewrites rows in another format.", [from, to], [], (parse, cancellation) =>
                new Look(output).ConvertAsync(parse.GetRequiredValue(from), parse.GetRequiredValue(to), cancellation)),
            Command("export", "Writes a model as an ONNX file, which other runtimes execute.", [model, to], [columns], (parse, _) =>
                new Apply(output).ExportAsync(parse.GetRequiredValue(model), parse.GetRequiredValue(to), parse.GetValue(columns))),
            Command("stream", "Runs a job on rows that keep coming: transforms, learns, measures, and writes.", [job], [], (parse, cancellation) =>
                new StreamCommand(output, log).RunAsync(parse.GetRequiredValue(job), cancellation)),
            Command("serve", "Serves models over HTTP, and each version that comes; /openapi.json tells how they are asked.", [served], [port, host, keyFile, columns, rate, beside], (parse, cancellation) =>
                new ServeCommand(output, log.Writer).RunAsync(
                    new(parse.GetRequiredValue(served), parse.GetValue(port), parse.GetValue(host)!, parse.GetValue(keyFile), parse.GetValue(columns), parse.GetValue(rate), parse.GetValue(beside)), cancellation)),
            Group("models", "Looks after a folder of model versions.",
                Command("list", "Lists the versions; a star marks the one that is served.", [folder], [], (parse, _) =>
                    new ModelsCommand(output).ListAsync(parse.GetRequiredValue(folder))),
                Command("rollback", "Serves an older version, whatever is published.", [folder, version], [], (parse, _) =>
                    new ModelsCommand(output).RollbackAsync(parse.GetRequiredValue(folder), parse.GetRequiredValue(version))),
                Command("unpin", "Serves the newest version again.", [folder], [], (parse, _) =>
                    new ModelsCommand(output).UnpinAsync(parse.GetRequiredValue(folder)))),
            Group("kernel", "Runs C# notebooks in Jupyter.",
                Command("install", "Tells Jupyter of the kernel '.net-csharp'.", [], [jupyter], (parse, _) =>
                    new Notebooks(output).InstallAsync(parse.GetValue(jupyter))),
                Command("run", "Is a kernel: what Jupyter starts.", [connection], [], (parse, cancellation) =>
                    new Notebooks(output).ServeAsync(parse.GetRequiredValue(connection), cancellation))),
            Group("notebook", "Runs C# notebooks without Jupyter.",
                Command("run", "Runs notebooks; one that fails is named with its cell and line.", [notebooks], [check, save], (parse, cancellation) =>
                    new Notebooks(output).RunAsync(
                        parse.GetRequiredValue(notebooks),
                        parse.GetValue(save) ? StoredOutputs.Replaced : parse.GetValue(check) ? StoredOutputs.Compared : StoredOutputs.Ignored, cancellation))),
            Command("schema", "Prints the JSON schema of pipeline files, of search files, or of job files.", [what], [], (parse, _) =>
            {
                output.WriteLine(parse.GetValue(what) switch
                {
                    "search" => SearchSchema.Text(),
                    "stream" => OptionsJson.JsonSchema<JobFile>("A stream job of Alink", Catalog),
                    _ => PipelineFile.JsonSchema(Catalog),
                });
                return Task.CompletedTask;
            }),
            Command("demo", "Trains, evaluates, saves, reloads and predicts with a pipeline on real data, in seconds.", [], [], (_, cancellation) =>
                new Demo(screen).RunAsync(cancellation)),
        };
    }

    static Command Group(string name, string description, params Command[] commands)
    {
        var group = new Command(name, description);
        foreach (var command in commands)
        {
            group.Subcommands.Add(command);
        }

        return group;
    }

    static Command Command(
        string name, string description, Argument[] arguments, Option[] options, Func<ParseResult, CancellationToken, Task> run)
    {
        var command = new Command(name, description);
        foreach (var argument in arguments)
        {
            command.Arguments.Add(argument);
        }

        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parse, cancellation) =>
        {
            await run(parse, cancellation).ConfigureAwait(false);
            return Done;
        });
        return command;
    }
}
