namespace Alink.Onnx;

/// <summary>What a node of a graph makes for each row: one element or several.</summary>
/// <remarks>Its operators add nodes to the graph. An operand of one element, or a constant, goes with each element of the other.</remarks>
sealed class Value(Graph graph, string name, ElementType type, int? width)
{
    public Graph Graph => graph;

    public string Name => name;

    public ElementType Type => type;

    /// <summary>How many elements each row has; null where that is not known.</summary>
    public int? Width => width;

    /// <summary>The words that the texts are made of, none of them empty but behind the last of a row; null where that is not known.</summary>
    public Value? Words { get; init; }

    /// <summary>The sum of numbers; of texts, one behind the other.</summary>
    public static Value operator +(Value left, Value right) => left.With(left.Type == ElementType.String ? "StringConcat" : "Add", right);

    public static Value operator -(Value left, Value right) => left.With("Sub", right);

    public static Value operator *(Value left, Value right) => left.With("Mul", right);

    public static Value operator /(Value left, Value right) => left.With("Div", right);

    public static Value operator +(Value left, double right) => left + left.Number(right);

    public static Value operator -(Value left, double right) => left - left.Number(right);

    public static Value operator *(Value left, double right) => left * left.Number(right);

    public static Value operator /(Value left, double right) => left / left.Number(right);

    public static Value operator +(double left, Value right) => right.Number(left) + right;

    public static Value operator -(double left, Value right) => right.Number(left) - right;

    public static Value operator /(double left, Value right) => right.Number(left) / right;

    public static Value operator -(Value value) => value.Through("Neg");

    public static Value operator +(Value left, ReadOnlySpan<double> right) => left + left.Row(right);

    public static Value operator -(Value left, ReadOnlySpan<double> right) => left - left.Row(right);

    public static Value operator *(Value left, ReadOnlySpan<double> right) => left * left.Row(right);

    public static Value operator /(Value left, ReadOnlySpan<double> right) => left / left.Row(right);

    public static Value operator <(Value left, Value right) => left.With("Less", right, ElementType.Boolean);

    public static Value operator >(Value left, Value right) => left.With("Greater", right, ElementType.Boolean);

    public static Value operator <=(Value left, Value right) => left.With("LessOrEqual", right, ElementType.Boolean);

    public static Value operator >=(Value left, Value right) => left.With("GreaterOrEqual", right, ElementType.Boolean);

    public static Value operator <(Value left, double right) => left < left.Number(right);

    public static Value operator >(Value left, double right) => left > left.Number(right);

    public static Value operator <=(Value left, double right) => left <= left.Number(right);

    public static Value operator >=(Value left, double right) => left >= left.Number(right);

    public static Value operator &(Value left, Value right) => left.With("And", right);

    public static Value operator |(Value left, Value right) => left.With("Or", right);

    public static Value operator !(Value value) => value.Through("Not");

    public Value Is(Value other) => With("Equal", other, ElementType.Boolean);

    public Value Is(double number) => Is(Number(number));

    public Value IsNaN() => graph.Node("IsNaN", ElementType.Boolean, width, [this]);

    /// <summary>An operator that makes an element of each element.</summary>
    public Value Through(string operation, params (string Name, object Value)[] attributes) =>
        graph.Node(operation, type, width, [this], attributes);

    public Value Exp() => Through("Exp");

    public Value Log() => Through("Log");

    public Value Floor() => Through("Floor");

    public Value Abs() => Through("Abs");

    public Value Pow(Value exponent) => With("Pow", exponent);

    public Value Pow(double exponent) => Pow(Number(exponent));

    public Value Min(Value other) => With("Min", other);

    public Value Max(Value other) => With("Max", other);

    /// <summary>Elements below one bound become it, and so do those above the other.</summary>
    public Value Clip(double least, double greatest) => Max(Number(least)).Min(Number(greatest));

    public Value As(ElementType other) =>
        other == type ? this : graph.Node("Cast", other, width, [this], ("to", (long)other));

    /// <summary>Where this is true the elements of one value, and elsewhere those of another.</summary>
    public Value Then(Value one, Value other) => graph.Node("Where", one.Type, Wider(Wider(width, one.Width), other.Width), [this, one, other]);

    public Value Then(double one, Value other) => Then(other.Number(one), other);

    public Value Then(Value one, double other) => Then(one, one.Number(other));

    public Value Then(double one, double other) => Then(Number(one), Number(other));

    /// <summary>The sum of each row's elements.</summary>
    public Value Sum() => Over("ReduceSum");

    /// <summary>The greatest of each row's elements, none of which may be NaN.</summary>
    public Value Greatest() => Over("ReduceMax");

    /// <summary>The least of each row's elements, none of which may be NaN.</summary>
    public Value Least() => Over("ReduceMin");

    /// <summary>Whether any of each row's booleans is true.</summary>
    public Value Any() => width == 1 ? this : As(ElementType.Int32).Greatest().As(ElementType.Boolean);

    /// <summary>The place of the greatest element of each row, the first of equal ones.</summary>
    public Value PlaceOfGreatest() => graph.Node("ArgMax", ElementType.Int64, 1, [this], ("axis", 1L), ("keepdims", 1L));

    public Value PlaceOfLeast() => graph.Node("ArgMin", ElementType.Int64, 1, [this], ("axis", 1L), ("keepdims", 1L));

    /// <summary>Each row times a matrix of as many rows as it has elements.</summary>
    public Value Times(Matrix matrix) =>
        graph.Node("MatMul", type, matrix.Columns, [this, graph.Constant(matrix.Values.ToArray(), matrix.Rows, matrix.Columns)]);

    /// <summary>What the rows of a matrix weigh each row; shape of what comes out: rows × rows of the matrix.</summary>
    public Value TimesRows(Matrix matrix) => Times(Turned(matrix));

    /// <summary>Each row times a column of weights.</summary>
    public Value Dot(ReadOnlySpan<double> weights) => Times(new(weights.Length, 1, [.. weights]));

    /// <summary>The rows at which a column of booleans is true.</summary>
    public Value Where(Value isKept)
    {
        var flat = graph.Node("Squeeze", ElementType.Boolean, null, [isKept, graph.Constant(new[] { 1L }, 1)]);
        return graph.Node("Compress", type, width, [this, flat], ("axis", 0L));
    }

    /// <summary>The row of a matrix that each whole number is the place of; shape: rows × columns of the matrix.</summary>
    public Value RowOf(Matrix matrix)
    {
        var places = graph.Node("Squeeze", type, null, [this, graph.Constant(new[] { 1L }, 1)]);
        var table = graph.Constant(matrix.Values.ToArray(), matrix.Rows, matrix.Columns);
        return graph.Node("Gather", table.Type, matrix.Columns, [table, places], ("axis", 0L));
    }

    /// <summary>The element of an array that each whole number is the place of; shape: rows × 1.</summary>
    public Value In(Array elements) => graph.Node(
        "Gather", Constant.TypeOf(elements), width, [graph.Constant(elements, elements.Length), this], ("axis", 0L));

    /// <summary>Some elements of each row, by their places.</summary>
    public Value Picked(ReadOnlySpan<int> places) => graph.Node(
        "Gather", type, places.Length, [this, graph.Constant(Array.ConvertAll(places.ToArray(), place => (long)place), places.Length)], ("axis", 1L));

    public Value Picked(int place) => Picked([place]);

    /// <summary>The elements of this and of others behind each other.</summary>
    public Value Beside(params ReadOnlySpan<Value> others)
    {
        int? sum = width;
        foreach (var other in others)
        {
            sum += other.Width;
        }

        return others.IsEmpty ? this : graph.Node("Concat", type, sum, [this, .. others], ("axis", 1L));
    }

    /// <summary>Each element with each of another's, the other's changing first; both have the same rows.</summary>
    public Value Each(Value other, string operation)
    {
        var (rows, columns) = (Turned(2), other.Turned(1));
        var made = graph.Node(operation, type, null, [rows, columns]);
        var length = checked(width!.Value * other.Width!.Value);
        return graph.Node("Reshape", type, length, [made, graph.Constant(new[] { 0L, length }, 2)]);
    }

    /// <summary>Of each row, the element at a place of its own; shape: that of the places.</summary>
    public Value At(Value places) => graph.Node("GatherElements", type, places.Width, [this, places], ("axis", 1L));

    /// <summary>Σ (x − centre)² · weight, for each row of a matrix of centres; shape: rows × centres.</summary>
    /// <param name="centres">Shape: centres × elements.</param>
    /// <param name="weights">Shape: centres × elements; null where every weight is 1.</param>
    public Value SquaredDistances(Matrix centres, double[]? weights = null)
    {
        var apart = graph.Node("Sub", type, null, [Turned(1), graph.Constant(centres.Values.ToArray(), 1, centres.Rows, centres.Columns)]);
        var squares = apart * apart;
        squares = weights is null ? squares : squares * graph.Constant(weights, 1, centres.Rows, centres.Columns);
        return graph.Node("ReduceSum", type, centres.Rows, [squares, graph.Constant(new[] { 2L }, 1)], ("keepdims", 0L));
    }

    /// <summary>How many numbers of its own list are at each element or below it; 0 of NaN.</summary>
    /// <param name="lists">Numbers for each place of a row; shape: elements × numbers.</param>
    public Value AtOrBelow(double[][] lists) => Compared("LessOrEqual", lists, places: false);

    /// <summary>The place from 1 on of each element in its own list of different numbers; 0 where it is none of them.</summary>
    /// <param name="lists">Numbers for each place of a row; shape: elements × numbers.</param>
    public Value PlaceIn(double[][] lists) => Compared("Equal", lists, places: true);

    /// <summary>A row of constants that goes with each row.</summary>
    public Value Row(ReadOnlySpan<double> numbers) => graph.Constant(numbers.ToArray(), 1, numbers.Length);

    /// <summary>A constant of this value's type.</summary>
    public Value Number(double number) => graph.Constant(
        type switch
        {
            ElementType.Int64 => new[] { (long)number },
            ElementType.Int32 => new[] { (int)number },
            ElementType.Single => new[] { (float)number },
            _ => new[] { number },
        }, 1);

    /// <summary>The same elements; but a run over rows of which one is wrong fails, and says why.</summary>
    /// <remarks>ONNX has no operator that fails by itself; but one that gathers beyond the end of a tensor must fail.</remarks>
    /// <param name="isWrong">Of each row, whether it is wrong; shape: rows × 1.</param>
    /// <param name="why">What is wrong then.</param>
    public Value Unless(Value isWrong, string why)
    {
        var zeros = graph.Constant(new long[1], 1);
        var zero = graph.Node(
            "", "Gather", ElementType.Int64, 1, [zeros, isWrong.As(ElementType.Int64)], $"{graph.Stage}: {why}", ("axis", 0L));
        return type == ElementType.String ? zero.Is(0).Then(this, this) : this + zero.As(type);
    }

    Value Over(string operation) =>
        graph.Node(operation, type, 1, [this, graph.Constant(new[] { 1L }, 1)], ("keepdims", 1L));

    Value With(string operation, Value other, ElementType? made = null) =>
        graph.Node(operation, made ?? type, Wider(width, other.Width), [this, other]);

    Value Compared(string operation, double[][] lists, bool places)
    {
        // Lists are filled up to one length by NaN, to which no number compares.
        var most = Math.Max(1, lists.Max(list => list.Length));
        var table = graph.Constant(
            lists.SelectMany(list => list.Concat(Enumerable.Repeat(double.NaN, most - list.Length))).ToArray(), 1, lists.Length, most);
        var counts = graph.Node(operation, ElementType.Boolean, null, [table, Turned(2)]).As(ElementType.Int64);
        if (places)
        {
            counts = graph.Node("Mul", ElementType.Int64, null, [counts, graph.Constant(Enumerable.Range(1, most).Select(i => (long)i).ToArray(), most)]);
        }

        return graph.Node("ReduceSum", ElementType.Int64, width, [counts, graph.Constant(new[] { 2L }, 1)], ("keepdims", 0L));
    }

    /// <summary>The same elements with a third side of length 1.</summary>
    Value Turned(long side) => graph.Node("Unsqueeze", type, null, [this, graph.Constant(new[] { side }, 1)]);

    static Matrix Turned(Matrix matrix)
    {
        var turned = new double[matrix.Values.Length];
        for (var place = 0; place < turned.Length; place++)
        {
            turned[place] = matrix[place % matrix.Rows, place / matrix.Rows];
        }

        return new(matrix.Columns, matrix.Rows, [.. turned]);
    }

    static int? Wider(int? left, int? right) => left == 1 ? right : right == 1 ? left : left ?? right;
}
