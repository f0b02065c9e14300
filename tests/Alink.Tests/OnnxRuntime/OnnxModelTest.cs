using Alink.Classification;
using Alink.Features;
using Alink.Onnx;
using Alink.OnnxRuntime;
using Alink.Runtime;

namespace Alink.Tests.OnnxRuntime;

public class OnnxModelTest
{
    static readonly Catalog Catalog = Catalog.Of(typeof(OnnxModel).Assembly, typeof(VectorAssembler).Assembly);

    static readonly Table Rows = Made();

    static readonly PipelineModel Pipeline = new Pipeline(
        new OneHotEncoder { Columns = ["color"] },
        new VectorAssembler { Columns = ["x", "color_onehot", "count"], HandleInvalid = HandleInvalid.Keep },
        new Imputer { Columns = ["features"], Outputs = ["features"] },
        new LogisticRegression { Label = "kind" }).Fit(Rows);

    static readonly OnnxModel Imported = new([], ["prediction", "probabilities"], [.. Pipeline.ToOnnx(Rows.Schema)]);

    [Fact]
    public void What_we_export_does_the_same_when_it_is_imported()
    {
        var (ours, theirs) = (Pipeline.Transform(Rows), Imported.Transform(Rows));

        Assert.Equal(ours.Values<string>("prediction").ToArray(), theirs.Values<string>("prediction").ToArray());
        for (var i = 0; i < Rows.RowCount; i++)
        {
            Assert.Equal(ours.Values<Vector>("probabilities")[i][1], theirs.Values<Vector>("probabilities")[i][1], 1e-12);
        }

        Assert.Equal(3, theirs.Schema["probabilities"].VectorLength);
        Assert.Equal(Imported.Transform(Rows.Schema), theirs.Schema);
        Assert.Equal(["x", "color", "count", "kind", "prediction", "probabilities"], theirs.Schema.Fields.Select(field => field.Name));
    }

    [Fact]
    public void Row_by_row_is_as_table_by_table()
    {
        var table = Imported.Transform(Rows);
        var row = new RowCells(Rows.Schema);
        var step = Imported.Bind(row);
        for (var i = 0; i < 20; i++)
        {
            foreach (var cell in row.Inputs)
            {
                Rows.Data(cell.Name).Load(i, cell);
            }

            Assert.True(step());
            Assert.Equal(table.Values<string>("prediction")[i], row["prediction"].Text);
            Assert.Equal(table.Values<Vector>("probabilities")[i][2], row["probabilities"].Vector[2], 1e-15);
        }
    }

    [Fact]
    public void The_model_file_holds_the_bytes()
    {
        var file = new MemoryStream();
        ModelFile.Write(file, new PipelineModel(Imported));
        file.Position = 0;
        var read = ModelFile.Read(file, Catalog);

        Assert.Equal(
            Imported.Transform(Rows).Values<string>("prediction").ToArray(), read.Transform(Rows).Values<string>("prediction").ToArray());
    }

    [Fact]
    public void A_pipeline_takes_it_from_a_file()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        Pipeline.WriteOnnx(path, Rows.Schema, "prediction");
        var import = new OnnxImport { Path = path, Columns = ["y", "color", "count"] };
        var model = import.Fit(Rows.Rename("x", "y"));
        File.Delete(path);

        Assert.Equal(
            Pipeline.Transform(Rows).Values<string>("prediction").ToArray(),
            model.Transform(Rows.Rename("x", "y")).Values<string>("prediction").ToArray());
        Assert.Throws<DataFormatException>(() => import.Fit(Rows));
    }

    [Fact]
    public void No_rows_make_no_rows() => Assert.Equal(0, Imported.Transform(Rows.Slice(0, 0)).RowCount);

    [Fact]
    public void Many_rows_run_some_at_a_time()
    {
        var many = Table.Concat([.. Enumerable.Repeat(Rows, 60)]); // 7200 rows: more than one run takes.

        Assert.Equal(
            Enumerable.Repeat(Imported.Transform(Rows).Values<string>("prediction").ToArray(), 60).SelectMany(one => one),
            Imported.Transform(many).Values<string>("prediction").ToArray());
    }

    [Fact]
    public void Types_go_in_and_out_as_they_are()
    {
        var (graph, rows) = (new Graph(), Table.Of("s", 1.5f, -2f).With("i", 7, 8).With("l", 1L << 60, 3).With("b", true, false).With("t", "ü", ""));
        graph.Output("s2", graph.Input("s", ElementType.Single, 1) + 1);
        graph.Output("i2", graph.Input("i", ElementType.Int32, 1) + 1);
        graph.Output("l2", graph.Input("l", ElementType.Int64, 1) + 1);
        graph.Output("b2", !graph.Input("b", ElementType.Boolean, 1));
        graph.Output("t2", graph.Input("t", ElementType.String, 1));

        var made = Of(graph).Transform(rows);

        Assert.Equal([2.5f, -1f], made.Values<float>("s2").ToArray());
        Assert.Equal([8, 9], made.Values<int>("i2").ToArray());
        Assert.Equal([(1L << 60) + 1, 4], made.Values<long>("l2").ToArray());
        Assert.Equal([false, true], made.Values<bool>("b2").ToArray());
        Assert.Equal(["ü", ""], made.Values<string>("t2").ToArray());
    }

    [Fact]
    public void Numbers_are_narrowed_and_widened_and_vectors_of_whole_numbers_must_be_whole()
    {
        var graph = new Graph();
        graph.Output("single", graph.Input("x", ElementType.Single, 1));
        graph.Output("whole", graph.Input("v", ElementType.Int64, 2) + 1);
        var rows = Table.Of("x", 0.1, 3).With<Vector>("v", [1.0, 2.0], [3.0, -4.0]);

        var made = Of(graph).Transform(rows);

        Assert.Equal([0.1f, 3f], made.Values<float>("single").ToArray());
        Assert.Equal([4.0, -3.0], made.Values<Vector>("whole")[1].ToArray());
        Assert.Contains(
            "holds 0.5 in row 0", Assert.Throws<RowException>(() => Of(graph).Transform(Table.Of("x", 1.0).With<Vector>("v", [0.5, 1.0]))).Message);
    }

    [Fact]
    public void A_missing_number_is_NaN_and_a_missing_whole_number_or_text_is_refused()
    {
        var (numbers, whole, texts) = (new Graph(), new Graph(), new Graph());
        numbers.Output("y", numbers.Input("x", ElementType.Double, 1));
        whole.Output("y", whole.Input("i", ElementType.Int64, 1));
        texts.Output("y", texts.Input("t", ElementType.String, 1));

        Assert.True(double.IsNaN(Of(numbers).Transform(Table.Of<double?>("x", 1.0, null)).Values<double>("y")[1]));
        Assert.Contains(
            "Column 'i' has no value in row 1", Assert.Throws<RowException>(() => Of(whole).Transform(Table.Of<long?>("i", 1L, null))).Message);
        Assert.Contains("Column 't' has no value", Assert.Throws<RowException>(() => Of(texts).Transform(Table.Of<string?>("t", "a", null))).Message);
    }

    [Fact]
    public void A_row_that_a_stage_refuses_is_refused_by_its_name()
    {
        var unseen = Rows.With("color", row => row.Index == 3 ? "violet" : "red");

        var refusal = Assert.Throws<RowException>(() => Imported.Transform(unseen));

        Assert.Contains("Stage 1, OneHotEncoderModel: column color holds a value that was not seen in training", refusal.Message);
    }

    [Fact]
    public void Columns_that_do_not_fit_are_told_before_any_row()
    {
        Assert.Contains("no column 'x'", Assert.Throws<SchemaException>(() => Imported.Transform(Rows.Drop("x").Schema)).Message);
        Assert.Contains("takes Double[rows, 1]", Assert.Throws<SchemaException>(
            () => Imported.Transform(Rows.Drop("x").With("x", row => "text").Schema)).Message);
        Assert.Contains("no output 'class'", Assert.Throws<SchemaException>(() => (Imported with { Outputs = ["class"] }).Transform(Rows.Schema)).Message);
        Assert.Contains("2 Columns", Assert.Throws<SchemaException>(() => (Imported with { Columns = ["x", "color"] }).Transform(Rows.Schema)).Message);
        var graph = new Graph();
        graph.Output("y", graph.Input("v", ElementType.Double, 3));
        Assert.Contains("takes Double[rows, 3]", Assert.Throws<SchemaException>(() => Of(graph).Transform(Table.Of<Vector>("v", [1.0]).Schema)).Message);
    }

    [Fact]
    public void A_model_that_does_not_make_a_row_of_each_is_refused()
    {
        var graph = new Graph();
        var x = graph.Input("x", ElementType.Double, 1);
        graph.Output("y", x.Where(x > 1));

        Assert.Contains("a row for each", Assert.Throws<RowException>(() => Of(graph).Transform(Table.Of("x", 1.0, 2))).Message);
    }

    static OnnxModel Of(Graph graph) => new([], [], [.. OnnxFile.Bytes(graph)]);

    static Table Made()
    {
        var random = new Random(3);
        return Table.Of<double?>("x", [.. Enumerable.Range(0, 120).Select(i => i % 9 == 4 ? default(double?) : random.NextDouble() * (1 + (i % 3)))])
            .With("color", [.. Enumerable.Range(0, 120).Select(i => new[] { "red", "green", "blue" }[random.Next(3)])])
            .With("count", [.. Enumerable.Range(0, 120).Select(_ => (long)random.Next(5))])
            .With("kind", [.. Enumerable.Range(0, 120).Select(i => new[] { "low", "middle", "high" }[i % 3])]);
    }
}
