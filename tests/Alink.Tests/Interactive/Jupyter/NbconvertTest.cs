using System.Diagnostics;
using Alink.Interactive.Jupyter;
using Alink.Interactive.Notebooks;
using Alink.Tests.Algorithms;
using Alink.Tests.Architecture;
using Alink.Tests.Interactive.Notebooks;
using Alink.Tests.Servers;

namespace Alink.Tests.Interactive.Jupyter;

/// <summary>The kernel under Debian's Jupyter: one process for each notebook.</summary>
[Trait(Server.Needs, Server.Servers)]
public sealed class NbconvertTest : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("alink-jupyter-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(NotebookRunnerTest.Names), MemberType = typeof(NotebookRunnerTest))]
    public Task A_notebook_shows_under_Jupyter_what_its_file_says(string name) => Converts(Path.Combine(Repository.Root, "notebooks", name));

    [SharedFact]
    public Task The_notebook_on_adult_census_shows_under_Jupyter_what_its_file_says() => Converts(NotebookRunnerTest.AdultCensus(_folder));

    async Task Converts(string stored)
    {
        var made = Path.Combine(_folder, "made");
        var jupyter = Server.Find("jupyter", "jupyter-nbconvert python3-ipykernel");
        KernelSpec.Install(_folder, "dotnet", Path.Combine(AppContext.BaseDirectory, "alink.dll"));
        var start = new ProcessStartInfo(jupyter, ["nbconvert", "--execute", "--to", "notebook", "--output-dir", made, stored])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["JUPYTER_PATH"] = _folder },
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);

        var (told, fresh) = (NotebookFile.Read(stored).Cells, NotebookFile.Read(Path.Combine(made, Path.GetFileName(stored))).Cells);
        Assert.All(told.Zip(fresh).Where(cells => !cells.First.Varies), cells => Assert.Equal(cells.First.Shown, cells.Second.Shown));
        Assert.Equal(told.Count, fresh.Count);
    }
}
