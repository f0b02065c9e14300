using Alink.Features;
using Alink.Onnx;
using Alink.OnnxRuntime;

namespace Alink.Tests.OnnxRuntime;

/// <summary>Files that others have written, whole and broken.</summary>
public class OnnxFilesTest
{
    static readonly Table Rows = Table.Of<Vector>("features", [1.0, 2.0], [3.0, 5.0]);

    static readonly OnnxModel Imported = new([], [], [.. new StandardScaler { Output = "scaled" }.Fit(Rows).ToOnnx(Rows.Schema)]);

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
    public void What_is_no_ONNX_file_is_refused_wherever_it_ends()
    {
        Assert.Throws<DataFormatException>(() => (Imported with { File = [] }).Transform(Rows));
        Assert.Throws<DataFormatException>(() => (Imported with { File = [.. "no model at all"u8] }).Transform(Rows));
        for (var end = 1; end < Imported.File.Length; end += 29)
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
}
