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
    public static Value ToWords(this Value text) => text.Words ?? text.Parts(" ").Parts.Gathered();

    /// <summary>The place of each text in its row, from 0 on.</summary>
    static Value Places(this Value texts) => texts.Is(texts).SumBefore();

    /// <summary>A text in each place of some rows.</summary>
    static Value Filled(this Value rows, string text) => rows.Text(text).Filling(rows.RowCount(), rows.Columns(), rows.Width);

    /// <summary>How many words each row has; shape: rows × 1.</summary>
    public static Value WordCount(this Value words) => (!words.Is("")).Count();

    /// <summary>The words as texts with a space between two.</summary>
    public static Value ToText(this Value words)
    {
        var text = words.Joined(words.WordCount(), " ");
        return new(text.Graph, text.Name, text.Type, text.Width) { Words = words };
    }

    /// <summary>Whether each text is, from end to end, what a regular expression of RE2 describes.</summary>
    public static Value Matches(this Value text, string pattern) =>
        text.Graph.Node("RegexFullMatch", ElementType.Boolean, text.Width, [text], ("pattern", pattern));

    /// <summary>What stands between delimiters in each row's text, empty parts too, and how many parts that is.</summary>
    public static (Value Parts, Value Counts) Parts(this Value text, string delimiter)
    {
        var graph = text.Graph;
        var made = graph.Add("", "StringSplit", [text], 2, graph.Stage, [("delimiter", delimiter)]);
        return (graph.Node("Flatten", ElementType.String, null, [new(graph, made[0], ElementType.String, null)]), new(graph, made[1], ElementType.Int64, 1));
    }

    /// <summary>The texts with another in each place of a part.</summary>
    public static Value Replaced(this Value text, string part, string other)
    {
        var (parts, counts) = text.Parts(part);
        return parts.Joined(counts, other);
    }

    /// <summary>The texts changed, if any of them needs that; it is not asked of each, so that it must leave the others as they are.</summary>
    public static Value WhereAny(this Value text, Value isNeeded, Func<Value, Value> change)
    {
        var graph = text.Graph;
        var (changed, same) = (new Graph(graph), new Graph(graph));
        changed.Output(change(changed.From(text)));
        same.Output(same.From(text));
        var count = graph.Node("ReduceSum", ElementType.Int64, 1, [isNeeded.As(ElementType.Int64)], ("keepdims", 0L));
        return graph.Node("If", text.Type, text.Width, [count.As(ElementType.Boolean)], ("then_branch", changed), ("else_branch", same));
    }

    /// <summary>The texts with A to Z as small letters.</summary>
    public static Value Lower(this Value text)
    {
        // A runtime takes a list, and no empty one.
        var graph = text.Graph;
        var list = graph.Node("Concat", ElementType.String, 1, [text, graph.Constant(new[] { "" }, 1, 1)], ("axis", 0L))
            .Through("Flatten", ("axis", 0L))
            .Through("StringNormalizer", ("case_change_action", "LOWER"), ("locale", "C"));
        return list.Slice(list.Axis(0), list.Axis(-1)).Reshape(-1, 1);
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
    public static Value Joined(this Value parts, Value counts, string between) => parts.Joined(counts - counts, counts, between);

    /// <summary>The texts without white space around them.</summary>
    public static Value Trimmed(this Value texts)
    {
        var graph = texts.Graph;
        var each = texts.Reshape(-1, 1);
        var parts = each.Parts(" ").Parts;
        parts = parts.Beside(each.Filled(""));
        var isEmpty = parts.Is("");
        var place = parts.Places();
        var end = isEmpty.Then(0, place + 1).Greatest();
        var start = isEmpty.Then(parts.Columns(), place).Least();
        var trimmed = parts.Joined(start, end, " ");
        var space = Letters.Set(Letters.WhiteSpace);
        trimmed = trimmed.Unless(
            trimmed.Matches($"(?s)[{space}].*|.*[{space}]"), "a text has white space around it that is no space");
        return graph.Node("Reshape", ElementType.String, texts.Width, [trimmed, graph.Node("Shape", ElementType.Int64, 2, [texts])]);
    }

    /// <summary>The texts of each row between two places as one, with another between two.</summary>
    static Value Joined(this Value parts, Value start, Value end, string between)
    {
        var graph = parts.Graph;
        var place = parts.Places();
        var pieces = ((place >= start) & (place < end)).Then(place.Is(start).Then(parts, parts.Text(between) + parts), parts.Text(""));

        // A scan would do, but ONNX Runtime appends to what it left in the texts of the round before.
        var body = new Graph(graph);
        var round = body.Input(graph.Unique("round"), ElementType.Int64, 1, isScalar: true);
        var goesOn = body.Input(graph.Unique("goes on"), ElementType.Boolean, 1, isScalar: true);
        var before = body.Input(graph.Unique("before"), ElementType.String, 1);
        body.Output(goesOn, isScalar: true);
        body.Output(before + body.From(pieces).Column(round));
        return graph.Node(
            "Loop", ElementType.String, 1, [parts.Columns(), graph.Nothing(ElementType.Boolean), end.Filled("")],
            ("body", body));
    }
}
