using Alink.Cli;
using Alink.IO;
using Alink.Runtime;

namespace Alink.Tests.Cli;

public sealed class CommandsTest : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("alink-cli").FullName;
    readonly StringWriter _output = new();
    readonly StringWriter _errors = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_demo_ends_with_a_confusion_table_and_a_prediction()
    {
        Assert.Equal(0, await Run("demo"));
        Assert.Contains("true \\ predicted  Adelie  Chinstrap  Gentoo", _output.ToString());
        Assert.Contains("Gentoo", _output.ToString().TrimEnd().Split('\n')[^1]);
    }

    [Fact]
    public async Task A_pipeline_is_fitted_evaluated_applied_and_described()
    {
        var pipeline = Pipeline("""
            { "stages": [
                { "kind": "VectorAssembler", "columns": ["x", "y"] },
                { "kind": "StandardScaler" },
                { "kind": "LogisticRegression", "label": "z", "regularization": 0.1 } ] }
            """);
        var rows = Rows("rows.csv", "x,y,z\n1,2,a\n2,1,a\n8,9,b\n9,8,b\n");

        Assert.Equal(0, await Run("fit", pipeline, rows, "-o", In("p.model")));
        Assert.Equal(0, await Run("evaluate", In("p.model"), rows, "--label", "z"));
        Assert.Contains("accuracy 1.0000", _output.ToString());
        Assert.Empty(ModelFile.ReadVersion(In("p.model"))!.Metrics);
        Assert.Equal(0, await Run("evaluate", In("p.model"), rows, "--label", "z", "--record"));
        var metrics = ModelFile.ReadVersion(In("p.model"))!.Metrics;
        Assert.Equal(["accuracy", "auc", "f1", "kappa", "log loss"], metrics.Keys);
        Assert.Equal((1, 1), (metrics["accuracy"], metrics["auc"]));
        Assert.Equal(0, await Run("predict", In("p.model"), rows, "-o", In("out.parquet")));
        Assert.Equal(["a", "a", "b", "b"], ParquetFile.Read(In("out.parquet")).Values<string>("prediction").ToArray());
        Assert.Equal(0, await Run("describe", rows));
        Assert.Equal(0, await Run("describe", In("p.model")));
        Assert.Equal(0, await Run("convert", rows, In("rows.jsonl")));
        Assert.Equal(4, DataFile.Read(In("rows.jsonl")).RowCount);
        Assert.Equal("", string.Concat(_errors.ToString().Split('\n').Where(line => !line.StartsWith("  "))).Trim());
    }

    [Fact]
    public async Task A_model_is_exported_and_what_cannot_be_is_named()
    {
        var rows = Rows("rows.csv", "x,y,text\n1,2,a b\n2,1,c\n8,9,d\n");
        var scaled = Pipeline("""{ "stages": [ { "kind": "VectorAssembler", "columns": ["x", "y"] }, { "kind": "KMeans" } ] }""");

        Assert.Equal(0, await Run("fit", scaled, rows, "-o", In("p.model")));
        Assert.Equal(0, await Run("export", In("p.model"), In("p.onnx")));
        var imported = Alink.OnnxRuntime.OnnxModel.Read(In("p.onnx")) with { Outputs = ["prediction"] };
        var clusters = imported.Transform(DataFile.Read(rows)).Values<int>("prediction").ToArray();
        Assert.Equal((clusters[0], 1 - clusters[0]), (clusters[1], clusters[2]));

        Assert.Equal(0, await Run("fit", Pipeline("""{ "stages": [ { "kind": "Tokenizer" } ] }"""), rows, "-o", In("t.model")));
        Assert.Equal(1, await Run("export", In("t.model"), In("t.onnx")));
        Assert.Contains("Stage 1, Tokenizer cannot be exported", _errors.ToString());
        Assert.False(File.Exists(In("t.onnx")));
    }

    [Fact]
    public async Task A_misspelt_option_is_named_with_the_nearest_and_nothing_is_written()
    {
        var pipeline = Pipeline("""{ "stages": [ { "kind": "KMeans", "maxIteration": 3 } ] }""");

        Assert.Equal(1, await Run("fit", pipeline, Rows("rows.csv", "x\n1\n"), "-o", In("p.model")));
        Assert.Contains("maxIterations", _errors.ToString());
        Assert.False(File.Exists(In("p.model")));
    }

    [Fact]
    public async Task A_misspelt_kind_is_named_with_the_nearest()
    {
        Assert.Equal(1, await Run("fit", Pipeline("""{ "stages": [ { "kind": "KMean" } ] }"""), Rows("rows.csv", "x\n1\n"), "-o", In("p.model")));
        Assert.Contains("Did you mean 'KMeans'", _errors.ToString());
    }

    [Fact]
    public async Task A_missing_column_is_named_before_a_row_is_read()
    {
        var pipeline = Pipeline("""{ "stages": [ { "kind": "VectorAssembler", "columns": ["heigth"] } ] }""");

        Assert.Equal(1, await Run("fit", pipeline, Rows("rows.csv", "height\n1\n"), "-o", In("p.model")));
        Assert.Contains("Did you mean 'height'", _errors.ToString());
    }

    [Fact]
    public async Task A_bad_row_is_named_by_file_line_and_column()
    {
        var rows = Rows("rows.csv", "x,y\n" + string.Concat(Enumerable.Repeat("1,2\n", 3)) + "1\n");

        Assert.Equal(1, await Run("describe", rows));
        Assert.Contains("rows.csv, line 5", _errors.ToString());
    }

    [Fact]
    public async Task A_wrong_command_line_is_another_exit_code()
    {
        Assert.Equal(2, await Run("fti"));
        Assert.Equal(2, await Run("fit"));
        Assert.Contains("--help", _errors.ToString());
    }

    [Fact]
    public async Task An_interrupted_command_leaves_nothing_behind()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        var rows = Rows("rows.csv", "x\n1\n2\n");

        Assert.Equal(130, await Commands.RunAsync(["convert", rows, In("rows.parquet")], new(_output), new(_errors), source.Token));
        Assert.Equal([rows], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task The_schema_of_pipeline_files_lists_every_kind()
    {
        Assert.Equal(0, await Run("schema"));
        Assert.All(Commands.Catalog.Kinds.Where(kind => !kind.EndsWith("Model", StringComparison.Ordinal)), kind => Assert.Contains($"\"{kind}\"", _output.ToString()));
        Assert.DoesNotContain("Model\"", _output.ToString());
    }

    Task<int> Run(params string[] args) => Commands.RunAsync(args, new(_output), new(_errors), CancellationToken.None);

    string In(string name) => Path.Combine(_folder, name);

    string Pipeline(string json) => Rows("pipeline.json", json);

    string Rows(string name, string text)
    {
        File.WriteAllText(In(name), text);
        return In(name);
    }
}
