namespace Alink.Onnx;

/// <summary>Texts, and rows of words that are cut out of them.</summary>
/// <remarks>A row of words has as many texts as that with the most words; where it has no word stands the empty text.</remarks>
static class Texts
{
    /// <summary>A constant text.</summary>
    public static Value Text(this Value value, string text) => value.Graph.Constant(new[] { text }, 1);

    /// <summary>Whether each text is one that is given.</summary>
    public static Value Is(this Value text, string other) => text.Is(text.Text(other));

    /// <summary>The words of texts that have a space between two; more of them are one.</summary>
    public static Value ToWords(this Value text) => text.Words ?? text.Parts(" ").Gathered();

    /// <summary>How many words each row has; shape: rows × 1.</summary>
    public static Value WordCount(this Value words) => (!words.Is("")).Count();

    /// <summary>What stands between delimiters in each row's texts, empty parts too.</summary>
    public static Value Parts(this Value texts, string delimiter)
    {
        var graph = texts.Graph;
        var made = graph.Add("", "StringSplit", [texts], 2, graph.Stage, [("delimiter", delimiter)]);
        return graph.Node("Flatten", ElementType.String, null, [new(graph, made[0], ElementType.String, null)]);
    }

    /// <summary>The words of each row without the empty texts between them.</summary>
    public static Value Gathered(this Value words)
    {
        var isWord = !words.Is("");
        var (count, width) = (isWord.Count(), words.Columns());

        // Each word goes to its place, and each empty text behind all of them.
        var empty = words.Text("").Filling(words.RowCount(), width + 1);
        return empty.Put(isWord.Then(isWord.SumBefore(), width), words).First(count);
    }

    /// <summary>The first texts of each row as one, with another between two.</summary>
    /// <param name="parts">The texts.</param>
    /// <param name="counts">How many of each row; shape: rows × 1.</param>
    /// <param name="between">What stands between two.</param>
    public static Value Joined(this Value parts, Value counts, string between)
    {
        var graph = parts.Graph;
        var place = parts.Is(parts).SumBefore();
        var pieces = (place < counts).Then(place.Is(0).Then(parts, parts.Text(between) + parts), parts.Text(""));

        // A scan would do, but ONNX Runtime appends to what it left in the texts of the round before.
        var body = new Graph(graph);
        var round = body.Input(graph.Unique("round"), ElementType.Int64, 1, isScalar: true);
        var goesOn = body.Input(graph.Unique("goes on"), ElementType.Boolean, 1, isScalar: true);
        var before = body.Input(graph.Unique("before"), ElementType.String, 1);
        body.Output("go on", goesOn, isScalar: true);
        body.Output("joined", before + new Value(body, pieces.Name, pieces.Type, null).Column(round));
        return graph.Node(
            "Loop", ElementType.String, 1, [parts.Columns(), graph.Nothing(ElementType.Boolean), counts.Text("").Filling(counts.RowCount(), counts.Columns())],
            ("body", body));
    }
}
