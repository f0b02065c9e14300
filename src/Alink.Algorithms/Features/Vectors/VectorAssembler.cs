using System.Collections.Immutable;

namespace Alink.Features;

/// <summary>Puts numbers, booleans and vectors one after the other into one vector.</summary>
/// <remarks>
/// The vector is sparse where one of those put in is. Its numbers are named after the columns they come from, and those out
/// of a vector after that vector's own names.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("age", 20, 40).With("height", 1.5, 1.9);
/// var assembled = new VectorAssembler { Columns = ["age", "height"] }.Transform(rows);
/// assembled.Values&lt;Vector&gt;("features")[1] // => [40 1.9]
/// assembled.Schema["features"].FeatureNames[1] // => height
/// </code>
/// </example>
public sealed record VectorAssembler : RowTransformer
{
    /// <summary>The columns to put together, in order: numbers, booleans or vectors.</summary>
    public ImmutableArray<string> Columns { get; init => field = Require.Items(value); } = [];

    /// <summary>Where the vector goes.</summary>
    public Column<Vector> Output { get; init; } = "features";

    /// <summary>What becomes of a row with a missing value or NaN; kept, it is NaN in the vector.</summary>
    public HandleInvalid HandleInvalid { get; init; }

    /// <inheritdoc/>
    public override Schema Transform(Schema input)
    {
        var fields = Columns.Select(name => input[name]).ToArray();
        foreach (var field in fields)
        {
            if (!field.Type.IsNumeric() && field.Type != DataType.Vector)
            {
                throw new SchemaException($"Column '{field.Name}' holds {field.Type}; a vector is put together of numbers, booleans and vectors.");
            }
        }

        var known = fields.All(field => field.Type != DataType.Vector || field.VectorLength is not null);
        return input.With(new Field(Output.Name, DataType.Vector)
        {
            VectorLength = known ? fields.Sum(field => field.VectorLength ?? 1) : null,
            FeatureNames = known ? [.. fields.SelectMany(NamesOf)] : [],
        });
    }

    /// <inheritdoc/>
    public override Table Transform(Table input)
    {
        var output = Transform(input.Schema)[Output.Name];
        return Together(input) is { } vectors ? input.With(output, vectors) : base.Transform(input);
    }

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row)
    {
        var field = Transform(row.Schema)[Output.Name];
        var lengths = Columns.Select(name => row.Schema[name].VectorLength).ToArray();
        var cells = Columns.Select(name => row.Schema[name].Type == DataType.Vector
            ? row.Read<Vector>(name)
            : row.Read<double>(name)).ToArray();
        var output = row.Write(field);
        return () =>
        {
            var (length, dense) = (0, true);
            for (var c = 0; c < cells.Length; c++)
            {
                var cell = cells[c];
                if (HandleInvalid != HandleInvalid.Keep && IsInvalid(cell))
                {
                    return HandleInvalid == HandleInvalid.Skip ? false : throw Invalid(row, cell);
                }

                length += LengthOf(row, cell, lengths[c]);
                dense &= cell.IsMissing || cell.Type != DataType.Vector || cell.Vector.IsDense;
            }

            if (dense)
            {
                PutDense(output.Dense(length), cells, lengths);
            }
            else
            {
                PutSparse(output, length, cells, lengths);
            }

            return true;
        };
    }

    /// <summary>The vectors, column by column; null where rows must be looked at one by one: for a sparse, missing or invalid value.</summary>
    VectorColumn? Together(Table input)
    {
        const int rows = 1024; // Their vectors stay in the cache until every column has been put in.
        var lengths = Columns.Select(name => (input.Data(name) as VectorColumn)?.Width ?? 1).ToArray();
        if (input.RowCount == 0 || Columns.IsEmpty || Columns.Any(name => input.Data(name) is VectorColumn and not { IsDense: true, Validity.IsFull: true }))
        {
            return null;
        }

        var width = lengths.Sum();
        var vectors = GC.AllocateUninitializedArray<double>(checked(input.RowCount * width));
        var (first, isAnyInvalid) = (0, false);
        foreach (var batch in input.Batches(rows))
        {
            var start = first;
            for (var c = 0; c < lengths.Length; c++)
            {
                var length = lengths[c];
                var numbers = batch.Data(Columns[c]) is VectorColumn dense ? dense.Block.Values : batch.Numbers(Columns[c]);
                for (var (place, from) = (start, 0); from < numbers.Length; place += width, from += length)
                {
                    for (var j = 0; j < length; j++)
                    {
                        vectors[place + j] = numbers[from + j];
                        isAnyInvalid |= double.IsNaN(numbers[from + j]);
                    }
                }

                start += length;
            }

            first += batch.RowCount * width;
        }

        return isAnyInvalid && HandleInvalid != HandleInvalid.Keep ? null : new(input.RowCount, width, vectors);
    }

    static IEnumerable<string> NamesOf(Field field) =>
        field.Type != DataType.Vector ? [field.Name]
        : field.FeatureNames.Length == field.VectorLength ? field.FeatureNames
        : Enumerable.Range(0, field.VectorLength!.Value).Select(j => $"{field.Name}_{j}");

    static bool IsInvalid(Cell cell)
    {
        if (cell.IsMissing || cell.Type != DataType.Vector)
        {
            return cell.IsMissing || double.IsNaN(cell.Number);
        }

        foreach (var value in cell.Vector.Values)
        {
            if (double.IsNaN(value))
            {
                return true;
            }
        }

        return false;
    }

    static RowException Invalid(RowCells row, Cell cell) =>
        cell.IsMissing ? row.Missing(cell) : new($"Column '{cell.Name}' holds NaN in row {row.Row}.");

    static int LengthOf(RowCells row, Cell cell, int? known) =>
        cell.Type != DataType.Vector ? 1
        : cell.IsMissing ? known ?? throw row.Missing(cell)
        : cell.Vector.Length;

    static void PutDense(Span<double> numbers, Cell[] cells, int?[] lengths)
    {
        var place = 0;
        for (var c = 0; c < cells.Length; c++)
        {
            var cell = cells[c];
            if (cell.Type != DataType.Vector)
            {
                numbers[place++] = cell.IsMissing ? double.NaN : cell.Number;
            }
            else if (cell.IsMissing)
            {
                numbers.Slice(place, lengths[c]!.Value).Fill(double.NaN);
                place += lengths[c]!.Value;
            }
            else
            {
                cell.Vector.Values.CopyTo(numbers[place..]);
                place += cell.Vector.Length;
            }
        }
    }

    static void PutSparse(Cell output, int length, Cell[] cells, int?[] lengths)
    {
        output.BeginSparse(length);
        var place = 0;
        for (var c = 0; c < cells.Length; c++)
        {
            var cell = cells[c];
            if (cell.Type != DataType.Vector)
            {
                Put(place++, cell.IsMissing ? double.NaN : cell.Number);
            }
            else if (cell.IsMissing)
            {
                for (var j = 0; j < lengths[c]!.Value; j++)
                {
                    Put(place++, double.NaN);
                }
            }
            else
            {
                var values = cell.Vector.Values;
                var indices = cell.Vector.Indices;
                for (var k = 0; k < values.Length; k++)
                {
                    Put(place + (cell.Vector.IsDense ? k : indices[k]), values[k]);
                }

                place += cell.Vector.Length;
            }
        }

        output.EndSparse();

        void Put(int index, double value)
        {
            if (value != 0)
            {
                output.Store(index, value);
            }
        }
    }
}
