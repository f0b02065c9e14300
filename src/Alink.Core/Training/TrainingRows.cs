using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Alink;

/// <summary>Reads the columns that teach, and refuses what cannot.</summary>
public static class TrainingRows
{
    /// <summary>The vectors of a column, none missing, every number finite.</summary>
    /// <exception cref="TrainingException">A vector is missing, or holds NaN or an infinity: column,
    /// row and feature are named.</exception>
    public static VectorBlock Features(this Table batch, Column<Vector> column)
    {
        var vectors = (VectorColumn)batch.Values(column);
        RefuseMissing(batch, column.Name, vectors);
        var block = vectors.Block;
        var values = block.IsDense || block.Rows == 0 ? block.Values : block.Values[block.Offsets[0]..block.Offsets[block.Rows]];
        var place = IndexOfNotFinite(values);
        return place < 0 ? block : throw NotFinite(batch, column.Name, block, place);
    }

    /// <summary>The numbers of a column, widened, none missing, every one finite.</summary>
    /// <exception cref="TrainingException">A number is missing, NaN or infinite: column and row are named.</exception>
    public static ReadOnlySpan<double> Targets(this Table batch, Column<double> column)
    {
        var numbers = batch.Numbers(column);
        RefuseMissing(batch, column.Name, batch.Data(column.Name));
        var row = IndexOfNotFinite(numbers);
        return row < 0 ? numbers
            : throw new TrainingException($"Column '{column}' holds {numbers[row]} in row {batch.FirstRow + row}; it must be finite.");
    }

    /// <summary>The weights of the rows; empty where no column is given and every weight is 1.</summary>
    /// <exception cref="TrainingException">A weight is missing, negative, NaN or infinite:
    /// column and row are named.</exception>
    public static ReadOnlySpan<double> Weights(this Table batch, Column<double>? column)
    {
        if (column is not { } given)
        {
            return default;
        }

        var weights = batch.Targets(given);
        for (var row = 0; row < weights.Length; row++)
        {
            if (weights[row] < 0)
            {
                throw new TrainingException(
                    $"Column '{given}' holds {weights[row]} in row {batch.FirstRow + row}; a weight must be at least 0.");
            }
        }

        return weights;
    }

    /// <summary>The class of each row as its number among <paramref name="classes"/>.</summary>
    /// <exception cref="TrainingException">A label is missing, or is none of the given classes:
    /// column and row are named.</exception>
    public static int[] Classes(this Table batch, Column<Category> column, Categories classes)
    {
        batch.Schema.Reading(column);
        var numbers = new int[batch.RowCount];
        var data = batch.Data(column.Name);
        classes.Encode(batch, column.Name, numbers);
        var row = numbers.AsSpan().IndexOf(-1);
        return row < 0 ? numbers : throw new TrainingException(data.IsMissing(row)
            ? $"Column '{column}' has no value in row {batch.FirstRow + row}."
            : $"Column '{column}' holds '{data.Boxed(row)}' in row {batch.FirstRow + row}, which is none of the classes.");
    }

    /// <summary>The class of each row as its number among <paramref name="classes"/>; −1 for a row of weight 0, which is as if not there.</summary>
    /// <param name="batch">The rows.</param>
    /// <param name="column">The column of classes.</param>
    /// <param name="weights">The weights of the rows; empty where every weight is 1.</param>
    /// <param name="classes">The classes, which only rows that count add to.</param>
    /// <exception cref="TrainingException">A label is missing, or is none of the given classes in a row that counts:
    /// column and row are named.</exception>
    public static int[] Classes(this Table batch, Column<Category> column, ReadOnlySpan<double> weights, Categories classes)
    {
        if (weights.IsEmpty)
        {
            return batch.Classes(column, classes);
        }

        const int notYet = -2;
        var own = new Categories();
        var numbers = batch.Classes(column, own);
        var places = new int[own.Names.Count];
        places.AsSpan().Fill(notYet);
        for (var row = 0; row < numbers.Length; row++)
        {
            ref var place = ref places[numbers[row]];
            if (weights[row] > 0 && place == notYet)
            {
                place = classes.Number(own.Names[numbers[row]]);
                if (place < 0)
                {
                    throw new TrainingException(
                        $"Column '{column}' holds '{own.Names[numbers[row]]}' in row {batch.FirstRow + row}, which is none of the classes.");
                }
            }

            numbers[row] = weights[row] > 0 ? place : -1;
        }

        return numbers;
    }

    /// <summary>Writes the number of each row's value among those known, which may become more: −1 where it is missing.</summary>
    /// <exception cref="TrainingException">A new value is not a whole number: column and row are named.</exception>
    public static void Encode(this Categories known, Table batch, string column, Span<int> numbers)
    {
        var data = batch.Data(column);
        try
        {
            known.Encode(data, numbers);
        }
        catch (TrainingException) when (data.Type is DataType.Double or DataType.Single)
        {
            var values = batch.Numbers(column);
            for (var row = 0; row < values.Length; row++)
            {
                if (values[row] != Math.Floor(values[row]) && !data.IsMissing(row))
                {
                    throw new TrainingException(
                        $"Column '{column}' holds {values[row]} in row {batch.FirstRow + row}; a class or category must be a whole number.");
                }
            }

            throw;
        }
    }

    /// <summary>The numbers of a numeric column, widened; NaN where one is missing.</summary>
    /// <exception cref="SchemaException">The column is missing, or holds no numbers.</exception>
    public static ReadOnlySpan<double> Numbers(this Table table, Column<double> column)
    {
        table.Schema.Reading(column);
        var data = table.Data(column.Name);
        if (data is FixedColumn<double> { Validity.IsFull: true } exact)
        {
            return exact.Values;
        }

        var numbers = GC.AllocateUninitializedArray<double>(table.RowCount);
        switch (data)
        {
            case FixedColumn<double> values:
                values.Values.CopyTo(numbers);
                break;
            case FixedColumn<float> values:
                Widen(values.Values, numbers);
                break;
            case FixedColumn<int> values:
                Widen(values.Values, numbers);
                break;
            case FixedColumn<long> values:
                Widen(values.Values, numbers);
                break;
            default:
                Widen(MemoryMarshal.AsBytes(((FixedColumn<bool>)data).Values), numbers);
                break;
        }

        data.Validity.Fill(numbers, double.NaN);
        return numbers;
    }

    static void Widen<T>(ReadOnlySpan<T> values, Span<double> numbers)
        where T : INumberBase<T>
    {
        numbers = numbers[..values.Length];
        for (var row = 0; row < values.Length; row++)
        {
            numbers[row] = double.CreateTruncating(values[row]);
        }
    }

    /// <summary>The place of the first number that is NaN or infinite; −1 where all are finite.</summary>
    internal static int IndexOfNotFinite(ReadOnlySpan<double> values)
    {
        // All bits of the exponent are set in NaN and in the infinities, and in no other number.
        const ulong exponent = 0x7FF0_0000_0000_0000;
        var bits = MemoryMarshal.Cast<double, ulong>(values);
        var place = 0;
        for (; place + Vector512<ulong>.Count <= bits.Length; place += Vector512<ulong>.Count)
        {
            var eight = Vector512.Create(bits[place..]);
            if (Vector512.EqualsAny(
                eight & Vector512.Create(exponent), Vector512.Create(exponent)))
            {
                break;
            }
        }

        for (; place < values.Length; place++)
        {
            if (!double.IsFinite(values[place]))
            {
                return place;
            }
        }

        return -1;
    }

    static void RefuseMissing(Table batch, string column, ColumnData data)
    {
        for (var row = 0; !data.Validity.IsFull && row < data.Length; row++)
        {
            if (data.IsMissing(row))
            {
                throw new TrainingException($"Column '{column}' has no value in row {batch.FirstRow + row}.");
            }
        }
    }

    static TrainingException NotFinite(Table batch, string column, VectorBlock block, int place)
    {
        var row = 0;
        while (block.IsDense ? (row + 1) * block.Width <= place : block.Offsets[row + 1] - block.Offsets[0] <= place)
        {
            row++;
        }

        var feature = block.IsDense ? place - (row * block.Width) : block.Indices[block.Offsets[0] + place];
        var names = batch.Schema[column].FeatureNames;
        var name = feature < names.Length ? $"'{names[feature]}'" : $"{feature}";
        var value = block.IsDense ? block.Values[place] : block.Values[block.Offsets[0] + place];
        return new($"Column '{column}' holds {value} in row {batch.FirstRow + row}, feature {name}; it must be finite.");
    }

    /// <summary>Checks that vectors are as long as those before them.</summary>
    /// <param name="length">Their length.</param>
    /// <param name="before">That of those before.</param>
    /// <exception cref="TrainingException">They are not.</exception>
    public static void SameLength(int length, int before)
    {
        if (length != before)
        {
            throw new TrainingException($"A vector of length {length} follows vectors of length {before}.");
        }
    }
}
