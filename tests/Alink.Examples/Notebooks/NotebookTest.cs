using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Xunit;

namespace Alink.Examples.Notebooks;

/// <summary>Runs the C# of each notebook, and compares what it shows with what the file says it showed.</summary>
public class NotebookTest
{
    /// <summary>What a C# kernel uses without being told.</summary>
    static readonly ScriptOptions Kernel = ScriptOptions.Default
        .WithImports(
            "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Text", "System.Threading.Tasks")
        .WithReferences(Directory.EnumerateFiles(AppContext.BaseDirectory, "Alink.*.dll"));

    static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "notebooks");

    public static TheoryData<string> Names =>
        [.. new DirectoryInfo(Folder).EnumerateFiles("*.ipynb").Select(file => file.Name).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_notebook_shows_what_it_says(string name)
    {
        var notebook = Notebook.Read(Path.Combine(Folder, name));
        var before = (Console.Out, Directory.GetCurrentDirectory());
        Directory.SetCurrentDirectory(Folder);
        try
        {
            var state = await CSharpScript.RunAsync("", Kernel);
            foreach (var cell in notebook.Cells.Where(cell => cell.Type == "code"))
            {
                var written = new StringWriter();
                Console.SetOut(written);
                state = await state.ContinueWithAsync(cell.Code, Kernel);
                Assert.Equal(cell.Written.ReplaceLineEndings("\n"), written.ToString().ReplaceLineEndings("\n"));
                Assert.Equal(cell.Shown, state.ReturnValue is null ? null : Shown.As(state.ReturnValue));
            }
        }
        finally
        {
            Console.SetOut(before.Out);
            Directory.SetCurrentDirectory(before.Item2);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_notebook_is_of_format_4_and_loads_assemblies_of_the_command(string name)
    {
        var notebook = Notebook.Read(Path.Combine(Folder, name));

        Assert.Equal(4, notebook.Format);
        Assert.All(notebook.Cells.SelectMany(cell => cell.Loads), path =>
        {
            Assert.Equal("../src/Alink.Cli/bin/Release/net10.0", Path.GetDirectoryName(path)!.Replace('\\', '/'));
            Assert.True(File.Exists(Path.Combine(AppContext.BaseDirectory, Path.GetFileName(path))), path);
        });
    }
}
