using System.Collections.Immutable;

namespace Alink.Features;

/// <summary>Multiplies each number of a row by those of its other columns: what two columns do together and neither alone.</summary>
/// <remarks>
/// A number or boolean counts as itself, a vector as its numbers, and an index of known levels, as
/// <see cref="StringIndexer"/> makes it, as one of as many zeros and ones as levels; all are multiplied with each other,
/// those of the last column changing first, as in Spark ML. The vector is sparse where a column of indices or a sparse
/// vector is among them. Products are named <c>color=red:width</c>, as far as they are 10,000 at most.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("weight", 2.0).With&lt;Vector&gt;("size", [3.0, 4.0]);
/// new Interaction { Columns = ["weight", "size"] }.Transform(rows).Values&lt;Vector&gt;("interaction")[0] // => [6 8]
/// var colors = new StringIndexer { Columns = ["color"] }.Fit(Table.Of("color", "red", "blue", "red"));
/// var blue = colors.Transform(Table.Of("color", "blue").With("weight", 5.0));
/// new Interaction { Columns = ["color_index", "weight"] }.Transform(blue).Values&lt;Vector&gt;("interaction")[0] // => [2: 1:5]
/// </code>
/// </example>
public sealed record Interaction : RowTransformer
{
    const int MostNames = 10_000;

    /// <summary>The columns to multiply: numbers, booleans, indices with levels, or vectors.</summary>
    public ImmutableArray<string> Columns { get; init => field = Require.Items(value); } = [];

    /// <summary>Where the products go.</summary>
    public Column<Vector> Output { get; init; } = "interaction";

    /// <inheritdoc/>
    /// <exception cref="SchemaException">A column is missing or holds neither, or there would be 2^31 products or more.</exception>
    public override Schema Transform(Schema input)
    {
        var factors = Columns.Select(name => Factor.Of(input, name)).ToArray();
        if (factors.Length == 0)
        {
            throw new SchemaException($"{nameof(Interaction)} has no {nameof(Columns)}.");
        }

        var length = Array.TrueForAll(factors, factor => factor.Length is not null)
            ? factors.Aggregate(1, (product, factor) => Times(product, factor.Length!.Value))
            : default(int?);
        var names = length <= MostNames && Array.TrueForAll(factors, factor => factor.Names.Length == factor.Length)
            ? factors.Select(factor => factor.Names.AsEnumerable())
                .Aggregate((left, right) => left.SelectMany(_ => right, (first, second) => $"{first}:{second}"))
            : [];
        return input.With(new Field(Output.Name, DataType.Vector)
        {
            VectorLength = length,
            FeatureNames = [.. names],
        });
    }

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row)
    {
        var field = Transform(row.Schema)[Output.Name];
        var factors = Columns.Select(name => Factor.Of(row.Schema, name)).ToArray();
        var cells = factors.Select(factor => factor.Read(row)).ToArray();
        var output = row.Write(field);
        return () =>
        {
            var (length, isSparse) = (1, false);
            for (var c = 0; c < cells.Length; c++)
            {
                factors[c].Check(row, cells[c]);
                length = Times(length, factors[c].LengthOf(cells[c]));
                isSparse |= factors[c].IsSparse(cells[c]);
            }

            if (isSparse)
            {
                output.BeginSparse(length);
                Put(factors, cells, 0, 1, output, default);
                output.EndSparse();
            }
            else
            {
                Put(factors, cells, 0, 1, null, output.Dense(length));
            }

            return true;
        };
    }

    /// <inheritdoc/>
    public override Table Transform(Table input)
    {
        var field = Transform(input.Schema)[Output.Name];
        return Products(input) is { } products ? input.With(field, products) : base.Transform(input);
    }

    /// <summary>The products of columns of numbers and dense vectors, column after column; null where rows must be looked at one by one.</summary>
    VectorColumn? Products(Table input)
    {
        const int rows = 256; // Their products stay in the cache until every column has been multiplied.
        var width = 1;
        foreach (var name in Columns)
        {
            var data = input.Data(name);
            if (data.HasMissing || data is VectorColumn { IsDense: false } || Factor.Of(input.Schema, name).Levels > 0)
            {
                return null;
            }

            width = Times(width, WidthOf(data));
        }

        var products = GC.AllocateUninitializedArray<double>(checked(input.RowCount * width));
        var next = products.AsSpan();
        foreach (var batch in input.Batches(rows))
        {
            var length = 1;
            for (var row = 0; row < batch.RowCount && width > 0; row++)
            {
                next[row * width] = 1;
            }

            foreach (var name in Columns)
            {
                var numbers = batch.Data(name) is VectorColumn vectors ? vectors.Block.Values : batch.Numbers(name);
                Multiply(next[..(batch.RowCount * width)], width, length, numbers, WidthOf(batch.Data(name)));
                length *= WidthOf(batch.Data(name));
            }

            next = next[(batch.RowCount * width)..];
        }

        return new(input.RowCount, width, products);
    }

    static int WidthOf(ColumnData data) => data is VectorColumn vectors ? vectors.Width : 1;

    /// <summary>Multiplies the first products of each row by each of its numbers, from the last on, so that none is written over that is still to be read.</summary>
    /// <param name="products">The products; shape: rows × width.</param>
    /// <param name="width">How many there are room for in a row.</param>
    /// <param name="length">How many there are in a row.</param>
    /// <param name="numbers">The numbers; shape: rows × count.</param>
    /// <param name="count">How many in a row.</param>
    static void Multiply(Span<double> products, int width, int length, ReadOnlySpan<double> numbers, int count)
    {
        for (var row = 0; row * width < products.Length; row++)
        {
            var made = products.Slice(row * width, width);
            var factors = numbers.Slice(row * count, count);
            for (var i = length - 1; i >= 0; i--)
            {
                var product = made[i];
                for (var k = factors.Length - 1; k >= 0; k--)
                {
                    made[(i * count) + k] = product * factors[k];
                }
            }
        }
    }

    /// <summary>Puts a product times all of those of the columns from one on, in order.</summary>
    /// <param name="factors">The columns.</param>
    /// <param name="cells">Their values.</param>
    /// <param name="place">The place of the first product.</param>
    /// <param name="product">The product of the columns before.</param>
    /// <param name="sparse">Where the products go that are not 0.</param>
    /// <param name="dense">Where all go, if not there.</param>
    static void Put(ReadOnlySpan<Factor> factors, ReadOnlySpan<Cell> cells, int place, double product, Cell? sparse, Span<double> dense)
    {
        if (!factors.IsEmpty)
        {
            for (var k = 0; k < factors[0].StoredOf(cells[0]); k++)
            {
                var (index, number) = factors[0].Stored(cells[0], k);
                Put(factors[1..], cells[1..], (place * factors[0].LengthOf(cells[0])) + index, product * number, sparse, dense);
            }
        }
        else if (sparse is null)
        {
            dense[place] = product;
        }
        else if (product != 0)
        {
            sparse.Store(place, product);
        }
    }

    static int Times(int length, int other) => (long)length * other is <= int.MaxValue and var product ? (int)product
        : throw new SchemaException($"{nameof(Interaction)} would make vectors of 2^31 numbers or more.");

    /// <summary>A column as numbers to be multiplied.</summary>
    /// <param name="Name">The column.</param>
    /// <param name="IsVector">Whether it holds vectors.</param>
    /// <param name="Levels">How many levels its indices have; 0 where it holds no indices.</param>
    /// <param name="Length">How many numbers each row has; null where it is not known before the rows.</param>
    /// <param name="Names">What they are called; none where they have no names.</param>
    sealed record Factor(string Name, bool IsVector, int Levels, int? Length, ImmutableArray<string> Names)
    {
        public static Factor Of(Schema schema, string name)
        {
            var field = schema[name];
            var levels = field.Type == DataType.Vector || field.Type == DataType.Boolean ? null : field.Levels;
            return field.Type == DataType.Vector ? new(name, true, 0, field.VectorLength, field.FeatureNames)
                : !field.Type.IsNumeric() ? throw new SchemaException(
                    $"Column '{name}' holds {field.Type}; only numbers, indices and vectors are multiplied. {nameof(StringIndexer)} makes indices.")
                : levels is null ? new(name, false, 0, 1, [name])
                : new(name, false, levels.Count, levels.Count, [.. levels.Names.Select(level => $"{name}={level}")]);
        }

        public Cell Read(RowCells row) => IsVector ? row.Read<Vector>(Name) : row.Read<double>(Name);

        public void Check(RowCells row, Cell cell)
        {
            if (cell.IsMissing)
            {
                throw row.Missing(cell);
            }

            if (Levels > 0 && !(cell.Number >= 0 && cell.Number < Levels && cell.Number == Math.Floor(cell.Number)))
            {
                throw new RowException($"Column '{Name}' holds {cell.Number} in row {row.Row}; its levels go from 0 to {Levels - 1}.");
            }
        }

        public int LengthOf(Cell cell) => IsVector ? cell.Vector.Length : Math.Max(1, Levels);

        public bool IsSparse(Cell cell) => IsVector ? !cell.Vector.IsDense : Levels > 0;

        public int StoredOf(Cell cell) => IsVector ? cell.Vector.Values.Length : 1;

        public (int Index, double Number) Stored(Cell cell, int k) =>
            IsVector ? (cell.Vector.IsDense ? k : cell.Vector.Indices[k], cell.Vector.Values[k])
            : Levels > 0 ? ((int)cell.Number, 1)
            : (0, cell.Number);
    }
}
