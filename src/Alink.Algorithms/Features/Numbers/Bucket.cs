namespace Alink.Features;

/// <summary>Puts numbers into buckets that lie side by side, each of which begins with a split.</summary>
static class Bucket
{
    /// <summary>How many buckets begin at a number or below it, but for the lowest; NaN has a bucket after all others.</summary>
    /// <param name="number">The number.</param>
    /// <param name="splits">Where buckets begin, but for the lowest, rising.</param>
    public static int Of(double number, ReadOnlySpan<double> splits)
    {
        if (double.IsNaN(number))
        {
            return splits.Length + 1;
        }

        var place = splits.BinarySearch(number);
        return place < 0 ? ~place : place + 1;
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
