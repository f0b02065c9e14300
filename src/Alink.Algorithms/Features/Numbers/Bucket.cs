namespace Alink.Features;

/// <summary>Says something of the numbers of a column.</summary>
delegate bool NumbersTest(int column, ReadOnlySpan<double> numbers);

/// <summary>Puts numbers into buckets that lie side by side, each of which begins with a split.</summary>
static class Bucket
{
    const int BlockRows = 2048;

    /// <summary>Puts the numbers of a table into buckets, column by column; null where a row must be looked at for itself.</summary>
    /// <param name="stage">The columns.</param>
    /// <param name="invalid">What becomes of a row with a missing value or NaN.</param>
    /// <param name="input">The rows.</param>
    /// <param name="splits">Where the buckets of each column begin, but for the lowest.</param>
    /// <param name="isAnyOutside">Whether a column holds numbers that are in none of its buckets; nobody is asked by default.</param>
    public static Table? Transform(
        IColumnwise stage, HandleInvalid invalid, Table input, BucketStarts[] splits, NumbersTest? isAnyOutside = null)
    {
        var (output, names) = (input, stage.OutputNames());
        for (var c = 0; c < splits.Length; c++)
        {
            var column = input.Select(stage.Columns[c]);
            var buckets = GC.AllocateUninitializedArray<int>(input.RowCount);
            for (var start = 0; start < buckets.Length; start += BlockRows)
            {
                // Blocks of rows, so that numbers that are copied as doubles stay in the nearest cache.
                var block = buckets.AsSpan(start, Math.Min(BlockRows, buckets.Length - start));
                var numbers = column.Slice(start, block.Length).Numbers(stage.Columns[c]);
                if ((splits[c].Of(numbers, block) && invalid != HandleInvalid.Keep) || isAnyOutside?.Invoke(c, numbers) == true)
                {
                    return null;
                }
            }

            output = output.With(new Field(names[c], DataType.Int32), new FixedColumn<int>(buckets));
        }

        return output;
    }

    /// <summary>Puts the numbers of one row into buckets.</summary>
    /// <param name="stage">The columns.</param>
    /// <param name="invalid">What becomes of a row with a missing value or NaN; kept, it is put into a bucket as NaN.</param>
    /// <param name="row">The row.</param>
    /// <param name="bucketOf">The bucket of a column's number.</param>
    public static Func<bool> Step(IColumnwise stage, HandleInvalid invalid, RowCells row, Func<int, double, int> bucketOf)
    {
        var inputs = stage.Columns.Select(name => row.Read<double>(name)).ToArray();
        var outputs = stage.OutputNames().Select(name => row.Write(new(name, DataType.Int32))).ToArray();
        return () =>
        {
            for (var c = 0; c < inputs.Length; c++)
            {
                var number = inputs[c].IsMissing ? double.NaN : inputs[c].Number;
                if (double.IsNaN(number) && invalid != HandleInvalid.Keep)
                {
                    return invalid == HandleInvalid.Skip ? false
                        : throw (inputs[c].IsMissing ? row.Missing(inputs[c])
                            : new RowException($"Column '{inputs[c].Name}' holds NaN in row {row.Row}, which is in no bucket."));
                }

                outputs[c].Set((long)bucketOf(c, number));
            }

            return true;
        };
    }

    /// <summary>The columns with one of buckets for each of a stage's.</summary>
    public static Schema WithBuckets(this Schema input, IColumnwise stage) => stage.Columns.Zip(stage.OutputNames()).Aggregate(
        input, (schema, pair) => schema.Reading<double>(pair.First).With<int>(pair.Second));
}
