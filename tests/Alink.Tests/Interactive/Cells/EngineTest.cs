using Alink.Interactive.Cells;

namespace Alink.Tests.Interactive.Cells;

[Collection(ConsoleCollection.Name)]
public class EngineTest
{
    readonly Engine _engine = new();
    readonly Watched _seen = new() { Answer = "Ada" };

    [Fact]
    public async Task A_cell_sees_what_those_before_it_have_left_and_shows_its_last_line()
    {
        Assert.Null((await Run("var rows = Table.Of(\"x\", 1.0, 2.0);")).Shown);
        var shown = (await Run("await Task.Run(() => 1);\nrows.RowCount + 40")).Shown!;
        Assert.Equal("42", shown["text/plain"]);
    }

    [Fact]
    public async Task What_is_written_and_displayed_is_seen_in_order_and_updates_in_place()
    {
        await Run("Console.Write(\"a\"); var shown = display(1.0 / 3); Console.Error.Write(\"b\"); shown.Update(2);");
        Assert.Contains("<stdout>a<display>0.333333", _seen.Told);
        Assert.Contains("<stderr>b", _seen.Told);
        Assert.Contains("<update>2", _seen.Told);
    }

    [Fact]
    public async Task A_cell_can_ask_for_a_line() =>
        Assert.Equal("Ada!", (await Run("Console.ReadLine() + \"!\"")).Shown!["text/plain"]);

    [Fact]
    public async Task Characters_are_read_of_the_line_that_was_answered()
    {
        Assert.Equal("(65, da)", (await Run("(Console.Read(), Console.ReadLine())")).Shown!["text/plain"]);
        Assert.Equal("(65, 65, 10, Ada)", (await Run(
            "(Console.In.Peek(), Console.Read(), Console.ReadLine() == \"da\" ? 10 : 0, Console.ReadLine())")).Shown!["text/plain"]);
    }

    [Fact]
    public async Task A_type_of_a_cell_is_shown_by_the_name_that_the_cell_gave_it()
    {
        await Run("class Cat { }");
        Assert.Equal("Cat", (await Run("new Cat()")).Shown!["text/plain"]);
    }

    [Fact]
    public async Task An_exception_names_the_line_of_the_cell_and_what_was_before_stays()
    {
        var error = (await Run("var kept = 7;\n\nif (kept > 1) { throw new InvalidOperationException(\"no\"); }")).Error!;
        Assert.Equal(("InvalidOperationException", "no", 3), (error.Name, error.Message, error.Line));
        Assert.Contains(error.Traceback, line => line.Contains("cell 1, line 3: if (kept > 1)"));
        Assert.Equal("7", (await Run("kept")).Shown!["text/plain"]);
    }

    [Fact]
    public async Task An_exception_of_a_function_of_an_earlier_cell_names_both()
    {
        await Run("int Half(int n)\n{\n    return n % 2 == 0 ? n / 2 : throw new ArgumentException(\"odd\");\n}");
        var error = (await Run("\nHalf(3)")).Error!;
        Assert.Contains(error.Traceback, line => line.Contains("cell 1, line 3"));
        Assert.Contains(error.Traceback, line => line.Contains("cell 2, line 2"));
    }

    [Fact]
    public async Task What_is_no_CSharp_names_line_and_column_and_runs_nothing()
    {
        var error = (await Run("Console.Write(\"ran\");\nvar x = y;")).Error!;
        Assert.Equal(("CompilationError", 2), (error.Name, error.Line));
        Assert.StartsWith("cell 1, line 2, column 9: CS0103: The name 'y'", error.Traceback[0]);
        Assert.Equal("            ^", error.Traceback[2]);
        Assert.Equal("", _seen.Told);
    }

    [Fact]
    public async Task An_assembly_is_loaded_by_its_path()
    {
        var path = typeof(CsCheck.Gen).Assembly.Location;
        Assert.Equal("CsCheck", (await Run($"#r \"{path}\"\ntypeof(CsCheck.Gen).Namespace")).Shown!["text/plain"]);
    }

    [Fact]
    public async Task A_package_comes_from_the_feeds_of_the_folder_with_what_it_needs()
    {
        using var feed = new Feed("Alink.Probe.Outer", "Alink.Probe.Inner", "public static class Probe { public static int Answer => 42; }");
        var result = await Run("#r \"nuget: Alink.Probe.Outer, 1.2.3\"\nProbe.Answer");
        Assert.Equal((null, "42"), (result.Error?.Message, result.Shown?["text/plain"]));
        var error = (await Run("#r \"nuget: Alink.Probe.None, 1.0.0\"")).Error!;
        Assert.Contains("Alink.Probe.None", error.Message);
        Assert.Equal(1, (await Run("#r \"nuget: \"")).Error!.Line);
        Assert.Equal("StandardScaler", (await Run("#r \"nuget: Alink, 1.0.0\"\nnameof(StandardScaler)")).Shown!["text/plain"]); // The kernel brings it.
    }

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("Thread.Sleep(Timeout.Infinite);")]
    [InlineData("await Task.Delay(Timeout.Infinite);")]
    [InlineData("await Task.Delay(Timeout.Infinite, Cancelled);")]
    [InlineData("new SemaphoreSlim(0).Wait();")]
    [InlineData("Console.ReadLine();")]
    [InlineData("try { while (true) { } } catch (Exception) { }")]
    [InlineData("Parallel.For(0, long.MaxValue, new ParallelOptions { CancellationToken = Cancelled }, i => Math.Sin(i));")]
    public async Task A_cell_is_interrupted_wherever_it_stands_and_the_next_one_runs(string code)
    {
        using var interrupt = new CancellationTokenSource();
        var watched = new Watched();
        await Run("var kept = 7;");
        var running = _engine.RunAsync($"display(1);\n{code}", watched, interrupt.Token);
        await watched.Begun;
        await interrupt.CancelAsync();
        Assert.Equal("Interrupted", (await running).Error?.Name);
        Assert.Equal("7", (await Run("kept")).Shown!["text/plain"]);
    }

    [Fact]
    public async Task An_exception_inside_of_several_lines_names_the_line_that_it_is_from()
    {
        var error = (await Run("var v = new[] { 1, 2 }\n    .Select(i => i)\n    .Select(i =>\n    {\n        return 10 / (i - 1);\n    })\n    .ToArray();")).Error!;
        Assert.Equal(("DivideByZeroException", 5), (error.Name, error.Line));
        Assert.Contains(error.Traceback, line => line.EndsWith("cell 1, line 1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Time_is_told_and_an_unknown_word_for_the_kernel_is_named_with_its_line()
    {
        await Run("#!time\nvar x = 1;");
        Assert.Matches(@"<stdout>\d+ ms", _seen.Told);
        var error = (await Run("var y = 1;\n#!python\n")).Error!;
        Assert.Equal(2, error.Line);
        Assert.Contains("#!python", error.Message);
        Assert.Equal("   at line 2: #!python", error.Traceback[^1]);
        Assert.Equal(2, error.Traceback.Length);
    }

    [Fact]
    public async Task Names_are_completed_from_values_types_and_options()
    {
        await Run("var penguins = Table.Of(\"x\", 1.0);");
        Assert.Contains("penguins", Complete("peng"));
        Assert.Contains("RowCount", Complete("1 + penguins.Row"));
        Assert.Equal(["WriteLine"], Complete("Console.WriteL"));
        Assert.Equal(["MaxIterations"], Complete("new KMeans { K = 3, MaxI"));
        Assert.Contains("Select", Complete("new[] { 1 }.Sel"));
        Assert.Equal(12, Completion.Complete(_engine, "1 + Console.", 12).Start);
        Assert.Contains("Features", Complete("using Alink."));
        Assert.DoesNotContain("Console", Complete("using Alink."));
    }

    [Fact]
    public void Words_for_the_kernel_are_completed_and_neither_texts_nor_comments()
    {
        Assert.Equal(["time"], Complete("1;\n#!t"));
        Assert.Equal(["r"], Complete("#r"));
        Assert.Empty(Complete("#r \"nuget: Con"));
        Assert.Empty(Complete("// Cons"));
        Assert.Empty(Complete("var x = 1; /* Cons"));
        Assert.Empty(Complete("var x = \"Cons"));
        Assert.Contains("Console", Complete("var x = $\"{Console"));
    }

    [Fact]
    public void What_stands_at_the_cursor_is_told_with_its_summary()
    {
        var told = Completion.Inspect(_engine, "new StandardScaler()", 6);
        Assert.Contains("StandardScaler", told);
        Assert.Contains("mean 0", told);
        Assert.Null(Completion.Inspect(_engine, "  ", 1));
        Assert.StartsWith("int x", Completion.Inspect(_engine, "var x = 1; x", 12));
        Assert.StartsWith("Alink.Table Alink.Table.Head(int rows = 5)", Completion.Inspect(_engine, "Table t = null; t.Head", 22));
    }

    [Theory]
    [InlineData("var x = 1;", "complete")]
    [InlineData("if (true) {", "incomplete")]
    [InlineData("1 +", "incomplete")]
    [InlineData("var x = );", "invalid")]
    public void Code_is_whole_or_wants_more_lines(string code, string answer) => Assert.Equal(answer, Completion.IsComplete(code));

    string[] Complete(string code) => Completion.Complete(_engine, code, code.Length).Names;

    Task<CellResult> Run(string code) => _engine.RunAsync(code, _seen);
}
