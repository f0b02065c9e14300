using Alink.Interactive.Notebooks;
using Alink.Tests.Algorithms;
using Alink.Tests.Architecture;

namespace Alink.Tests.Interactive.Notebooks;

[Collection(ConsoleCollection.Name)]
public sealed class NotebookRunnerTest : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("alink-notebooks-").FullName;
    readonly StringWriter _output = new();

    public static TheoryData<string> Names =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "notebooks"), "*.ipynb").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_notebook_of_the_project_shows_what_its_file_says(string name)
    {
        var failed = await new NotebookRunner(_output, StoredOutputs.Compared).RunAsync([Path.Combine(Repository.Root, "notebooks", name)]);
        Assert.True(failed == 0, _output.ToString());
    }

    [SharedFact]
    public async Task The_notebook_on_adult_census_shows_what_its_file_says()
    {
        var failed = await new NotebookRunner(_output, StoredOutputs.Compared).RunAsync([AdultCensus(_folder)]);
        Assert.True(failed == 0, _output.ToString());
    }

    [Fact]
    public async Task A_cell_that_fails_is_named_with_notebook_and_line_and_the_others_run_on()
    {
        Write("a.ipynb", "1", "var x = 1;\\nthrow new Exception(\\\"no\\\");", "2");
        Write("b.ipynb", "1 + 1");
        Assert.Equal(1, await new NotebookRunner(_output, StoredOutputs.Ignored).RunAsync([_folder]));
        Assert.Contains("a.ipynb, cell 2, line 2: Exception: no", _output.ToString());
        Assert.EndsWith("1 passed, 1 failed\n", _output.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Outputs_are_written_and_then_are_those_of_the_next_run_until_the_code_changes()
    {
        var path = Write("a.ipynb", "var shown = display(1);", "Console.WriteLine(\\\"x\\\"); shown.Update(2);\\n1.5");
        Assert.Equal(1, await new NotebookRunner(_output, StoredOutputs.Compared).RunAsync([path]));
        Assert.Equal(0, await new NotebookRunner(_output, StoredOutputs.Replaced).RunAsync([path]));
        Assert.Equal(0, await new NotebookRunner(_output, StoredOutputs.Compared).RunAsync([path]));
        Assert.Equal(["display_data text/plain: 2"], NotebookFile.Read(path).Cells[0].Shown);
        Assert.Equal(["stdout: x", "execute_result text/plain: 1.5"], NotebookFile.Read(path).Cells[1].Shown);
        File.WriteAllText(path, File.ReadAllText(path).Replace("n1.5", "n2.5"));
        Assert.Equal(1, await new NotebookRunner(_output, StoredOutputs.Compared).RunAsync([path]));
        Assert.Contains("file  execute_result text/plain: 1.5", _output.ToString());
    }

    [Fact]
    public async Task A_cell_that_says_it_varies_is_run_and_not_compared()
    {
        var path = Write("a.ipynb", "1");
        Assert.Equal(1, await new NotebookRunner(_output, StoredOutputs.Compared).RunAsync([path]));
        File.WriteAllText(path, File.ReadAllText(path).Replace("""
            "metadata": {}, "outputs"
            """.Trim(), """
            "metadata": { "tags": ["varies"] }, "outputs"
            """.Trim()));
        Assert.Equal(0, await new NotebookRunner(_output, StoredOutputs.Compared).RunAsync([path]));
    }

    [Fact]
    public async Task What_is_no_notebook_is_refused()
    {
        var path = Path.Combine(_folder, "x.ipynb");
        File.WriteAllText(path, "{ \"nbformat\": 3 }");
        await Assert.ThrowsAsync<DataFormatException>(() => new NotebookRunner(_output, StoredOutputs.Ignored).RunAsync([path]));
        await Assert.ThrowsAsync<FileNotFoundException>(() => new NotebookRunner(_output, StoredOutputs.Ignored).RunAsync([Path.Combine(_folder, "none")]));
    }

    /// <summary>The notebook whose data are not the project's, beside the very bytes that UCI hands out, as their hash in it tells.</summary>
    public static string AdultCensus(string folder)
    {
        var rows = File.ReadLines(Path.Combine(SharedSets.Folder, "adult-census", "adult.csv")).Skip(1)
            .Select(line => string.Join(", ", line.Split(',').Select(field => field.Length == 0 ? "?" : field)));
        File.WriteAllText(Path.Combine(folder, "adult.data"), string.Join('\n', rows) + "\n\n");
        var notebook = Path.Combine(folder, "features.ipynb");
        File.Copy(Path.Combine(Repository.Root, "notebooks", "adult-census", "features.ipynb"), notebook);
        return notebook;
    }

    string Write(string name, params string[] cells)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, $$"""
            { "nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [
              {{string.Join(",\n", cells.Select(code => $$"""{ "cell_type": "code", "metadata": {}, "outputs": [], "source": "{{code}}" }"""))}} ] }
            """);
        return path;
    }
}
