using Alink.Features;

namespace Alink.Onnx;

/// <summary>The columns of the rows on their way through the stages, as values of a graph.</summary>
/// <remarks>
/// A number is one element, a vector as many as it is long, both of 64 bits; a moment is two whole numbers. A missing number is NaN,
/// and a column of whole numbers, booleans or moments that may be missing is therefore one of numbers of 64 bits. Texts and vectors are
/// never missing: no ONNX tensor says so.
/// </remarks>
sealed class Rows
{
    readonly bool _areAside;
    readonly Dictionary<string, Value> _columns;
    readonly Dictionary<string, Value> _inputs;

    /// <summary>Of each stage that leaves rows out, which of those that come to it stay.</summary>
    readonly List<Value> _kept = [];

    Value? _isLeftOut;

    public Rows(Graph graph, Schema schema) => (Graph, Schema, _columns, _inputs) = (graph, schema, [], []);

    Rows(Rows other) =>
        (Graph, Schema, _columns, _inputs, _kept, _areAside) = (other.Graph, other.Schema, new(other._columns), other._inputs, other._kept, true);

    public Graph Graph { get; }

    public Schema Schema { get; private set; }

    /// <summary>The columns that stages have made, and that are still there.</summary>
    public IEnumerable<string> Made => Schema.Fields.Select(each => each.Name).Where(_columns.ContainsKey);

    /// <summary>The same rows, which others may write to.</summary>
    public Rows Aside() => new(this);

    /// <summary>A column as it is.</summary>
    /// <exception cref="OnnxExportException">No tensor can hold it.</exception>
    public Value Read(string column)
    {
        var field = Schema[column];
        if (_columns.TryGetValue(column, out var made))
        {
            return made;
        }

        if (field.IsNullable && field.Type == DataType.String)
        {
            throw new OnnxExportException($"it reads column '{column}', whose texts may be missing, and an ONNX model has no missing text");
        }

        return _inputs.TryGetValue(column, out var input) ? input
            : _inputs[column] = _kept.Aggregate(Graph.Input(column, TypeOf(field), WidthOf(field)), (rows, kept) => rows.Where(kept));
    }

    /// <summary>A column of numbers or booleans, widened; shape: rows × 1.</summary>
    public Value Number(string column) => Read(column).As(ElementType.Double);

    /// <summary>A column of vectors; shape: rows × numbers.</summary>
    /// <param name="column">The column.</param>
    /// <param name="length">How many numbers each vector must have; null for any number.</param>
    public Value Vector(Column<Vector> column, int? length = null)
    {
        var field = length is { } given ? Schema.FeatureField(column, given) : Schema.Field(column);
        Schema = length is null ? Schema : Schema.With(field with { VectorLength = length });
        return Read(column.Name);
    }

    /// <summary>How long the vectors of a column are.</summary>
    /// <exception cref="OnnxExportException">Nobody knows.</exception>
    public int LengthOf(string column) => Read(column).Width
        ?? throw new OnnxExportException($"the schema does not say how long the vectors of column '{column}' are");

    /// <summary>Writes a column that the stage makes; it is given its type in the schema by <see cref="Through"/>.</summary>
    public void Write(string column, Value value) => _columns[column] = value;

    /// <summary>Leaves rows out once the stage has written its columns.</summary>
    /// <param name="isLeftOut">Of each row, whether it is left out; shape: rows × 1.</param>
    /// <exception cref="OnnxExportException">Others go on with these rows beside the stage.</exception>
    public void LeaveOut(Value isLeftOut) => _isLeftOut = _areAside
        ? throw new OnnxExportException("it leaves rows out, and the models beside it would not")
        : _isLeftOut is null ? isLeftOut : _isLeftOut | isLeftOut;

    /// <summary>What becomes of rows that a stage cannot take as they are.</summary>
    /// <param name="made">What it makes of each row; also of those, where they are kept.</param>
    /// <param name="isInvalid">Whether it is such a row; shape: rows × 1.</param>
    /// <param name="invalid">What becomes of it.</param>
    /// <param name="why">Why it cannot be taken.</param>
    public Value Handled(Value made, Value isInvalid, HandleInvalid invalid, string why)
    {
        if (invalid == HandleInvalid.Skip)
        {
            LeaveOut(isInvalid);
        }

        return invalid == HandleInvalid.Error ? made.Unless(isInvalid, why) : made;
    }

    /// <summary>Gives a column out.</summary>
    /// <exception cref="OnnxExportException">No tensor can hold it.</exception>
    public void Output(string column)
    {
        try
        {
            Graph.Output(column, Read(column));
        }
        catch (OnnxExportException exception)
        {
            throw exception.In($"The output '{column}'");
        }
    }

    /// <summary>Goes on with the columns as a stage leaves them.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="write">Writes what it makes.</param>
    public void Through(ITransformer stage, Action<Rows> write)
    {
        var made = stage.Transform(Schema);
        write(this);
        foreach (var field in made.Fields.Where(field => _columns.ContainsKey(field.Name)))
        {
            _columns[field.Name] = _columns[field.Name].As(TypeOf(field));
        }

        Schema = made;
        if (_isLeftOut is { } isLeftOut)
        {
            _kept.Add(!isLeftOut);
            _isLeftOut = null;
            foreach (var columns in (Dictionary<string, Value>[])[_columns, _inputs])
            {
                foreach (var column in columns.Keys.ToArray())
                {
                    columns[column] = columns[column].Where(_kept[^1]);
                }
            }
        }
    }

    /// <summary>The type of the elements of a column.</summary>
    static ElementType TypeOf(Field field) => field.Type switch
    {
        DataType.Boolean when !field.IsNullable => ElementType.Boolean,
        DataType.Int32 when !field.IsNullable => ElementType.Int32,
        DataType.Int64 when !field.IsNullable => ElementType.Int64,
        DataType.Single => ElementType.Single,
        DataType.String => ElementType.String,
        DataType.DateTimeOffset when !field.IsNullable => ElementType.Int64,
        _ => ElementType.Double,
    };

    static int? WidthOf(Field field) => field.Type switch
    {
        DataType.Vector => field.VectorLength,
        DataType.DateTimeOffset => 2,
        _ => 1,
    };
}
