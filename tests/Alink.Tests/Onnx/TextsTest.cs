using Alink.Onnx;
using Alink.OnnxRuntime;
using Alink.Text;

namespace Alink.Tests.Onnx;

/// <summary>What operators of texts make in ONNX Runtime, by hand.</summary>
public class TextsTest
{
    [Fact]
    public void Words_stand_side_by_side_without_the_spaces() =>
        Assert.Equal(["a", "b", "c", "|", "d", "", "", "|", "", "", ""], Cells(text => text.ToWords(), "a b  c", " d ", ""));

    [Fact]
    public void No_row_has_a_word() => Assert.Equal(["", "|", ""], Cells(text => text.ToWords(), "", "  "));

    [Fact]
    public void Parts_keep_the_empty_ones() =>
        Assert.Equal(["", "a", "", "b", "|", "c", "", "", ""], Cells(text => text.Parts(",").Parts, ",a,,b", "c"));

    [Fact]
    public void As_many_parts_are_joined_as_are_counted() => Assert.Equal(
        ["a, , b", "|", "c", "|", ""],
        Cells(text => text.Parts(" ").Parts.Joined(text.Graph.Constant(new[] { 3L, 1, 0 }, 3, 1), ", "), "a  b", "c d", "e"));

    [Fact]
    public void Texts_are_joined_again_and_again() => Assert.Equal(
        ["a-b-c", "|", ""],
        Cells(text => Again(Again(text.ToWords(), "_").Parts("_").Parts, "-"), "a b c", ""));

    [Fact]
    public void A_graph_of_texts_needs_newer_operators_than_one_of_numbers()
    {
        var rows = Table.Of("tokens", "a b");
        var model = new CountVectorizer().Fit(rows);

        Assert.EndsWith("42040A001014420E0A0A61692E6F6E6E782E6D6C1003", Convert.ToHexString(model.ToOnnx(rows.Schema))); // opset_import: 20.
    }

    static Value Again(Value words, string between) => words.Joined(words.WordCount(), between);

    /// <summary>The texts of each row, a stroke between two rows.</summary>
    static string[] Cells(Func<Value, Value> make, params string[] texts)
    {
        var graph = new Graph();
        var made = make(graph.Input("text", ElementType.String, 1));

        // Texts of several columns come out as one, which Joined makes at the end and not in the middle.
        graph.Output("cells", made.Width == 1 ? made : made.Joined(made.Columns(), "·"));
        var column = new OnnxModel([], [], [.. OnnxFile.Bytes(graph)]).Transform(Table.Of("text", texts)).Values<string>("cells").ToArray();
        return string.Join("·|·", column).Split('·');
    }
}
