using System.Text.Json.Nodes;
using Alink.Cli;
using Alink.Tests.Interactive;

namespace Alink.Tests.Cli;

[Collection(ConsoleCollection.Name)]
public sealed class NotebooksTest : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("alink-notebooks-").FullName;
    readonly StringWriter _output = new();
    readonly StringWriter _errors = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_notebook_is_run_saved_and_then_checked()
    {
        var path = Write("1 + 1");
        Assert.Equal(0, await Run("notebook", "run", path));
        Assert.Equal(1, await Run("notebook", "run", path, "--check"));
        Assert.Equal(0, await Run("notebook", "run", path, "--save"));
        Assert.Equal(0, await Run("notebook", "run", path, "--check"));
        Assert.Equal("1 passed, 0 failed", _output.ToString().TrimEnd().Split('\n')[^1]);
    }

    [Fact]
    public async Task A_cell_that_fails_fails_the_run_with_its_line()
    {
        Write("var x = 1;\\nx.Nothing();");
        Assert.Equal(1, await Run("notebook", "run", _folder));
        Assert.Contains("a.ipynb, cell 1, line 2: CompilationError: CS1061", _output.ToString());
        Assert.Equal("0 passed, 1 failed", _output.ToString().TrimEnd().Split('\n')[^1]);
        Assert.Equal("1 notebook has failed.", _errors.ToString().Trim());
    }

    [Fact]
    public async Task The_kernel_is_installed_under_the_name_that_notebooks_ask_for()
    {
        Assert.Equal(0, await Run("kernel", "install", "--data", _folder));
        var specification = JsonNode.Parse(File.ReadAllText(Path.Combine(_folder, "kernels", ".net-csharp", "kernel.json")))!;
        Assert.Equal(["kernel", "run", "{connection_file}"], specification["argv"]!.AsArray().TakeLast(3).Select(word => (string?)word));
        Assert.Equal(("C#", "message"), ((string?)specification["language"], (string?)specification["interrupt_mode"]));
    }

    string Write(string code)
    {
        var path = Path.Combine(_folder, "a.ipynb");
        File.WriteAllText(path, $$"""
            { "nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [ { "cell_type": "code", "metadata": {}, "outputs": [], "source": "{{code}}" } ] }
            """);
        return path;
    }

    Task<int> Run(params string[] line) => Commands.RunAsync(line, new(_output), new(_errors), CancellationToken.None);
}
