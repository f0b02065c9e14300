using System.Reflection;
using System.Text;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Alink.Mutants;

/// <summary>A project of src, compiled as its build compiles it, in memory: a mutant costs one file and the making of the assembly.</summary>
sealed class Room
{
    readonly CSharpCommandLineArguments _arguments;
    readonly Compilation _compilation;

    Room(CSharpCommandLineArguments arguments, Compilation compilation) => (_arguments, _compilation) = (arguments, compilation);

    /// <summary>The name of its assembly.</summary>
    public string Name => _compilation.AssemblyName!;

    /// <summary>Reads a project that has been built.</summary>
    public static async Task<Room> ReadAsync(string folder)
    {
        var told = await Shell.RunAsync(folder, "dotnet", "msbuild", "-p:Configuration=Release", "-t:Compile", "-p:BuildProjectReferences=false",
            "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true", "-p:NonExistentFile=none", "-getItem:CscCommandLineArgs");
        using var json = JsonDocument.Parse(told.Output);
        var items = json.RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs");
        var arguments = CSharpCommandLineParser.Default.Parse(
            items.EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!), folder, sdkDirectory: null);

        var options = arguments.ParseOptions.WithDocumentationMode(DocumentationMode.None);
        Compilation compilation = CSharpCompilation.Create(
            arguments.CompilationName ?? Path.GetFileName(folder),
            arguments.SourceFiles.Select(file => Parse(File.ReadAllText(file.Path), Path.GetFullPath(file.Path), options)),
            arguments.MetadataReferences.Select(one => MetadataReference.CreateFromFile(one.Reference, one.Properties)),
            arguments.CompilationOptions.WithSpecificDiagnosticOptions([]).WithGeneralDiagnosticOption(ReportDiagnostic.Suppress));
        var generators = arguments.AnalyzerReferences
            .SelectMany(one => new AnalyzerFileReference(one.FilePath, new Loader()).GetGenerators(LanguageNames.CSharp));
        CSharpGeneratorDriver.Create(generators, parseOptions: options).RunGeneratorsAndUpdateCompilation(compilation, out compilation, out _);
        return new(arguments, compilation);
    }

    /// <summary>The assembly with another text in one of its files.</summary>
    /// <returns>The assembly, or null and what does not compile.</returns>
    public (byte[]? Assembly, string Errors) With(string file, string text)
    {
        var tree = _compilation.SyntaxTrees.Single(tree => tree.FilePath == file);
        using var assembly = new MemoryStream();
        var emitted = _compilation.ReplaceSyntaxTree(tree, Parse(text, file, (CSharpParseOptions)tree.Options))
            .Emit(assembly, manifestResources: _arguments.ManifestResources);
        return emitted.Success
            ? (assembly.ToArray(), "")
            : (null, string.Join("; ", emitted.Diagnostics.Where(one => one.Severity == DiagnosticSeverity.Error).Take(2)));
    }

    static SyntaxTree Parse(string text, string path, CSharpParseOptions options) =>
        CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), options, path);

    sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
    }
}
