namespace Alink.Onnx;

/// <summary>Rows as long as their elements make them, and elements at places that others tell.</summary>
static class Places
{
    /// <summary>How many rows there are; shape: 1.</summary>
    public static Value RowCount(this Value rows) => rows.Side(0);

    /// <summary>How many elements each row has; shape: 1.</summary>
    public static Value Columns(this Value rows) => rows.Side(1);

    /// <summary>How many of each row's booleans are true; shape: rows × 1.</summary>
    public static Value Count(this Value booleans) => booleans.As(ElementType.Int64).Sum();

    /// <summary>How many of each row's booleans are true before each.</summary>
    public static Value SumBefore(this Value booleans) => booleans.Graph.Node(
        "CumSum", ElementType.Int64, booleans.Width, [booleans.As(ElementType.Int64), booleans.Axis(1)], ("exclusive", 1L));

    /// <summary>A constant in each place of so many rows.</summary>
    public static Value Filling(this Value constant, Value rows, Value columns, int? width = null) => constant.Graph.Node(
        "Expand", constant.Type, width, [constant, constant.Graph.Node("Concat", ElementType.Int64, 2, [rows, columns], ("axis", 0L))]);

    /// <summary>The same rows, but with others' elements at the places told.</summary>
    public static Value Put(this Value rows, Value places, Value elements) =>
        rows.Graph.Node("ScatterElements", rows.Type, rows.Width, [rows, places, elements], ("axis", 1L));

    /// <summary>Zeros, to which each number is added at its place.</summary>
    public static Value AddedAt(this Value numbers, Value places, int width)
    {
        var zeros = numbers.Number(0).Filling(numbers.RowCount(), numbers.Graph.Constant(new[] { (long)width }, 1), width);
        return zeros.Graph.Node("ScatterElements", zeros.Type, width, [zeros, places, numbers], ("axis", 1L), ("reduction", "add"));
    }

    /// <summary>The first elements of each row: as many as the greatest of some counts, and at least one.</summary>
    public static Value First(this Value row, Value counts)
    {
        var graph = row.Graph;
        var most = graph.Node("Concat", ElementType.Int64, 1, [counts, graph.Constant(new[] { 1L }, 1, 1)], ("axis", 0L));
        return row.Slice(row.Axis(0), graph.Node("ReduceMax", ElementType.Int64, 1, [most, row.Axis(0)], ("keepdims", 0L)));
    }

    /// <summary>The elements of each row from a place to before another, which count from the end where they are negative.</summary>
    public static Value Slice(this Value row, Value start, Value end) =>
        row.Graph.Node("Slice", row.Type, null, [row, start, end, row.Axis(1)]);

    /// <summary>The element of each row at one place; shape: rows × 1.</summary>
    public static Value Column(this Value row, Value place) => row.Graph.Node(
        "Gather", row.Type, 1, [row, row.Graph.Node("Unsqueeze", ElementType.Int64, 1, [place, row.Axis(0)])], ("axis", 1L));

    /// <summary>The same elements in another shape; a side of −1 is as long as there are elements for it.</summary>
    public static Value Reshape(this Value row, long rows, int width) =>
        row.Graph.Node("Reshape", row.Type, width, [row, row.Graph.Constant(new[] { rows, width }, 2)]);

    /// <summary>A place or a side as an operator reads it.</summary>
    public static Value Axis(this Value value, long axis) => value.Graph.Constant(new[] { axis }, 1);

    static Value Side(this Value rows, long side) =>
        rows.Graph.Node("Shape", ElementType.Int64, 1, [rows], ("start", side), ("end", side + 1));
}
