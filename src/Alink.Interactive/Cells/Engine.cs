using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Alink.Interactive.Shown;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Scripting.Hosting;

namespace Alink.Interactive.Cells;

/// <summary>Runs the cells of one notebook, one after another, each seeing what those before it have left.</summary>
sealed class Engine
{
    static readonly ImmutableArray<System.Reflection.Assembly> Rooms =
    [
        typeof(Table).Assembly, typeof(Features.StandardScaler).Assembly, typeof(Evaluation.Chart).Assembly,
        typeof(IO.Csv).Assembly, typeof(Runtime.ModelFile).Assembly, typeof(Tuning.CrossValidation).Assembly, typeof(Globals).Assembly,
    ];

    static readonly string[] Imports =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Text", "System.Threading", "System.Threading.Tasks",
        .. Rooms.SelectMany(room => room.GetExportedTypes()).Select(type => type.Namespace).Distinct().OfType<string>().Order(StringComparer.Ordinal),
    ];

    /// <summary>All of .NET itself, as this program has it.</summary>
    static readonly MetadataReference[] Framework =
    [
        .. from path in ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
           where Path.GetDirectoryName(path) == Path.GetDirectoryName(typeof(object).Assembly.Location)
           select MetadataReference.CreateFromFile(path),
    ];

    readonly InteractiveAssemblyLoader _loader = new();
    readonly Globals _globals;
    ScriptOptions _options;
    ScriptState<object>? _state;
    IFrontend _frontend = new Nobody();
    ConsoleStreams? _console;
    int _count;

    public Engine()
    {
        _globals = new(Show);
        _options = ScriptOptions.Default.WithImports(Imports).WithReferences([.. Framework, .. Rooms.Append(typeof(Numerics.SeededRandom).Assembly).Select(Reference)])
            .WithEmitDebugInformation(true).WithFileEncoding(Encoding.UTF8).WithOptimizationLevel(OptimizationLevel.Release);
        foreach (var room in Rooms)
        {
            _loader.RegisterDependency(room);
        }
    }

    /// <summary>Runs a cell.</summary>
    /// <param name="cell">The code, with lines for the kernel.</param>
    /// <param name="frontend">Sees what it does.</param>
    /// <param name="interrupt">Ends it.</param>
    public async Task<CellResult> RunAsync(string cell, IFrontend frontend, CancellationToken interrupt = default)
    {
        _count++;
        // A thread is only aborted, and only ended, by a token that can be cancelled.
        using var source = CancellationTokenSource.CreateLinkedTokenSource(interrupt);
        interrupt = source.Token;
        (_frontend, _globals.Cancelled) = (frontend, interrupt);
        try
        {
            var watch = Stopwatch.StartNew();
            var directives = Directives.Read(cell);
            await LoadAsync(directives.Packages, interrupt).ConfigureAwait(false);
            var script = Next(directives.Code);
            var wrong = script.Compile(interrupt).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToArray();
            if (wrong.Length > 0)
            {
                return new(Error: CellErrors.Of(wrong, _count, cell));
            }

            var (state, shown) = await RunAsync(script, interrupt).ConfigureAwait(false);
            _state = state;
            if (directives.IsTimed)
            {
                frontend.Write("stdout", string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalMilliseconds:F0} ms\n"));
            }

            interrupt.ThrowIfCancellationRequested();
            return state.Exception is { } exception ? new(Error: CellErrors.Of(exception, cell)) : new(shown);
        }
        catch (OperationCanceledException) when (interrupt.IsCancellationRequested)
        {
            return new(Error: new("Interrupted", "The cell was interrupted.", 0, ["The cell was interrupted."]));
        }
        catch (Exception exception)
        {
            return new(Error: CellErrors.Of(exception, cell));
        }
    }

    /// <summary>What the code would be in the place of the next cell.</summary>
    public Compilation Compilation(string code) => Next(code).GetCompilation();

    Script<object> Next(string code)
    {
        var options = _options.WithFilePath(CellErrors.FileOf(_count))
            .WithMetadataResolver(ScriptMetadataResolver.Default.WithBaseDirectory(Directory.GetCurrentDirectory()))
            .WithSourceResolver(ScriptSourceResolver.Default.WithBaseDirectory(Directory.GetCurrentDirectory()));
        return _state is null
            ? CSharpScript.Create<object>(code, options, typeof(Globals), _loader)
            : _state.Script.ContinueWith<object>(code, options);
    }

    async Task<(ScriptState<object> State, IReadOnlyDictionary<string, string>? Shown)> RunAsync(Script<object> script, CancellationToken interrupt)
    {
        using var console = _console = new(_frontend, interrupt);
        return await CellThread.RunAsync(
            async () =>
            {
                var state = _state is null
                    ? await script.RunAsync(_globals, _ => true, interrupt)
                    : await script.RunFromAsync(_state, _ => true, interrupt);
                return (state, state.ReturnValue is { } value ? Formats.Of(value) : null);
            },
            interrupt).ConfigureAwait(false);
    }

    /// <summary>Packages whose assemblies the kernel brings are there already.</summary>
    async Task LoadAsync(ImmutableArray<(string Id, string? Version)> packages, CancellationToken interrupt)
    {
        var missing = packages.Where(package => package.Id != "Alink" && !Rooms.Any(room => room.GetName().Name == package.Id)).ToArray();
        if (missing.Length > 0)
        {
            var assemblies = await Packages.FindAsync(missing, interrupt).ConfigureAwait(false);
            _options = _options.AddReferences(assemblies.Where(path =>
                !Rooms.Any(room => room.GetName().Name == Path.GetFileNameWithoutExtension(path))).Select(path => MetadataReference.CreateFromFile(path)));
        }
    }

    void Show(IReadOnlyDictionary<string, string> data, string id, bool isUpdate)
    {
        _console?.Flush();
        _frontend.Display(data, id, isUpdate);
    }

    static MetadataReference Reference(System.Reflection.Assembly assembly) =>
        MetadataReference.CreateFromFile(assembly.Location, documentation: new Documentation(Path.ChangeExtension(assembly.Location, ".xml")));

    sealed class Nobody : IFrontend
    {
        public void Write(string stream, string text)
        {
        }

        public void Display(IReadOnlyDictionary<string, string> data, string id, bool isUpdate)
        {
        }

        public string ReadLine(CancellationToken cancellation) => throw new IOException("There is nobody to ask.");
    }
}
