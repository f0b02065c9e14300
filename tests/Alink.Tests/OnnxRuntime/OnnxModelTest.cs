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
    public void A_model_that_takes_one_row_runs_row_by_row()
    {
        var model = new OnnxModel([], [], Hand(shape => shape.Message(1, side => side.Integer(1, 1)), tensor => { }));

        Assert.Equal([2.0, 4.0, 6.0], model.Transform(Table.Of("x", 1.0, 2, 3)).Values<double>("y").ToArray());
    }

    [Fact]
    public void A_tensor_in_another_file_is_refused()
    {
        var model = new OnnxModel([], [], Hand(shape => shape.Message(1, side => side.Text(2, "rows")), tensor =>
        {
            tensor.Message(13, entry =>
            {
                entry.Text(1, "location");
                entry.Text(2, "../secret.bin");
            });
            tensor.Integer(14, 1);
        }));

        Assert.Contains("another file", Assert.Throws<DataFormatException>(() => model.Transform(Table.Of("x", 1.0))).Message);
    }

    [Fact]
    public void A_model_that_does_not_make_a_row_of_each_is_refused()
    {
        var graph = new Graph();
        var x = graph.Input("x", ElementType.Double, 1);
        graph.Output("y", x.Where(x > 1));

        Assert.Contains("a row for each", Assert.Throws<RowException>(() => Of(graph).Transform(Table.Of("x", 1.0, 2))).Message);
    }

    [Fact]
    public void What_is_no_ONNX_file_is_refused_wherever_it_ends()
    {
        Assert.Throws<DataFormatException>(() => (Imported with { File = [] }).Transform(Rows));
        Assert.Throws<DataFormatException>(() => (Imported with { File = [.. "no model at all"u8] }).Transform(Rows));
        for (var end = 1; end < Imported.File.Length; end += 97)
        {
            Assert.ThrowsAny<Exception>(() => (Imported with { File = Imported.File[..end] }).Transform(Rows.Schema));
        }

        var random = new Random(5);
        for (var i = 0; i < 50; i++)
        {
            var damaged = Imported.File.SetItem(random.Next(Imported.File.Length), (byte)random.Next(256));
            try
            {
                (Imported with { File = damaged }).Transform(Rows);
            }
            catch (Exception refusal) when (refusal is DataFormatException or SchemaException or RowException)
            {
                Assert.NotEmpty(refusal.Message);
            }
        }
    }

    [Fact]
    public void Graphs_deep_within_each_other_are_refused()
    {
        Action<ProtoWriter> graph = _ => { };
        for (var depth = 0; depth < 60; depth++)
        {
            var inner = graph;
            graph = file => file.Message(1, node => node.Message(5, attribute => attribute.Message(6, inner)));
        }

        var model = new ProtoWriter();
        model.Message(7, graph);

        Assert.Contains("too deep", Assert.Throws<DataFormatException>(
            () => new OnnxModel([], [], [.. model.Written]).Transform(Rows.Schema)).Message);
    }

    [Fact]
    public void A_file_that_is_too_long_is_refused_unread()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using (var file = File.Create(path))
        {
            file.SetLength((1L << 30) + 1);
        }

        Assert.Contains("1073741825 bytes", Assert.Throws<DataFormatException>(() => OnnxModel.Read(path)).Message);
        File.Delete(path);
        Assert.Throws<DataFormatException>(() => OnnxModel.Read(path));
    }

    static OnnxModel Of(Graph graph) => new([], [], [.. OnnxFile.Bytes(graph)]);

    /// <summary>y = x + x, or x + constant where the constant has further fields.</summary>
    static System.Collections.Immutable.ImmutableArray<byte> Hand(Action<ProtoWriter> shape, Action<ProtoWriter> constant)
    {
        var model = new ProtoWriter();
        model.Integer(1, 8);
        model.Message(7, graph =>
        {
            graph.Message(1, node =>
            {
                node.Text(1, "x");
                node.Text(1, "x");
                node.Text(2, "y");
                node.Text(4, "Add");
            });
            graph.Text(2, "hand");
            graph.Message(5, tensor =>
            {
                tensor.Integer(1, 1);
                tensor.Integer(2, 11);
                tensor.Text(8, "c");
                tensor.Bytes(9, new byte[8]);
                constant(tensor);
            });
            foreach (var (field, name) in new[] { (11, "x"), (12, "y") })
            {
                graph.Message(field, port =>
                {
                    port.Text(1, name);
                    port.Message(2, type => type.Message(1, tensor =>
                    {
                        tensor.Integer(1, 11);
                        tensor.Message(2, shape);
                    }));
                });
            }
        });
        model.Message(8, set => set.Integer(2, 18));
        return [.. model.Written];
    }

    static Table Made()
    {
        var random = new Random(3);
        return Table.Of<double?>("x", [.. Enumerable.Range(0, 120).Select(i => i % 9 == 4 ? default(double?) : random.NextDouble() * (1 + (i % 3)))])
            .With("color", [.. Enumerable.Range(0, 120).Select(i => new[] { "red", "green", "blue" }[random.Next(3)])])
            .With("count", [.. Enumerable.Range(0, 120).Select(_ => (long)random.Next(5))])
            .With("kind", [.. Enumerable.Range(0, 120).Select(i => new[] { "low", "middle", "high" }[i % 3])]);
    }
}
