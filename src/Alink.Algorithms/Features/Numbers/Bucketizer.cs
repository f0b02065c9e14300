using System.Collections.Immutable;
using System.Runtime.Intrinsics;

namespace Alink.Features;

/// <summary>Replaces each number of a column by the number of the bucket it falls into, of buckets whose ends are given.</summary>
/// <remarks>
/// A bucket has its lower end and not its upper, but for the last, which has both. A number outside of all buckets is an
/// error whatever <see cref="HandleInvalid"/> says, as in Spark ML; ends of −∞ and ∞ leave none outside.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("age", 5, 18, 64, 90);
/// var bucketizer = new Bucketizer { Columns = ["age"], Splits = [[0, 18, 65, double.PositiveInfinity]] };
/// bucketizer.Transform(rows).Values&lt;int&gt;("age_bucket")[1] // => 1
/// bucketizer.Transform(rows).Values&lt;int&gt;("age_bucket")[3] // => 2
/// </code>
/// </example>
public sealed record Bucketizer : RowTransformer, IColumnwise
{
    /// <summary>The columns of numbers.</summary>
    public ImmutableArray<string> Columns { get; init => field = Require.Items(value); } = [];

    /// <summary>Where the buckets go, one for each of <see cref="Columns"/>; by default the same names with <c>_bucket</c>.</summary>
    public ImmutableArray<string> Outputs { get; init => field = Require.Items(value); } = [];

    string IColumnwise.Suffix => "_bucket";

    /// <summary>
    /// The ends of the buckets, at least 3 and rising: a list for each of <see cref="Columns"/>, or one for all; of n + 1
    /// ends are n buckets.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer, or they do not rise.</exception>
    public ImmutableArray<ImmutableArray<double>> Splits
    {
        get;
        init
        {
            field = Require.Items(value);
            foreach (var ends in field)
            {
                if (ends.IsDefault || ends.Length < 3 || !ends.Zip(ends.Skip(1)).All(pair => pair.First < pair.Second))
                {
                    throw new ArgumentOutOfRangeException(
                        nameof(Splits), $"{nameof(Splits)} must be at least 3 numbers that rise; they were {string.Join(", ", Require.Items(ends))}.");
                }
            }
        }
    } = [[double.NegativeInfinity, 0, double.PositiveInfinity]];

    /// <summary>What becomes of a row with a missing value or NaN; kept, it has a bucket of its own after the others.</summary>
    public HandleInvalid HandleInvalid { get; init; }

    /// <inheritdoc/>
    /// <exception cref="SchemaException">There are neither one list of ends nor as many as columns.</exception>
    public override Schema Transform(Schema input) =>
        input.HavingForEach(this, Columns, nameof(Splits), Splits.Length).WithBuckets(this);

    /// <inheritdoc/>
    public override Table Transform(Table input)
    {
        Transform(input.Schema);
        return Bucket.Transform(this, HandleInvalid, input, Inner(), IsAnyOutside) ?? base.Transform(input);
    }

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row)
    {
        Transform(row.Schema);
        var inner = Inner();
        return Bucket.Step(this, HandleInvalid, row, (c, number) =>
            number < EndsOf(c)[0] || number > EndsOf(c)[^1]
                ? throw new RowException($"Column '{Columns[c]}' holds {number} in row {row.Row}; its buckets go from {EndsOf(c)[0]} to {EndsOf(c)[^1]}.")
                : inner[c].Of(number));
    }

    ImmutableArray<double> EndsOf(int column) => Splits[Splits.Length == 1 ? 0 : column];

    BucketStarts[] Inner() => [.. Columns.Select((_, c) => new BucketStarts(EndsOf(c).AsSpan()[1..^1]))];

    bool IsAnyOutside(int column, ReadOnlySpan<double> numbers)
    {
        var (least, greatest) = (EndsOf(column)[0], EndsOf(column)[^1]);
        var i = 0;
        var outside = Vector512<double>.Zero;
        for (; i <= numbers.Length - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            var eight = Vector512.Create(numbers[i..]);
            outside |= Vector512.LessThan(eight, Vector512.Create(least)) | Vector512.GreaterThan(eight, Vector512.Create(greatest));
        }

        var isAny = outside.AsInt64() != Vector512<long>.Zero;
        for (; i < numbers.Length; i++)
        {
            isAny |= numbers[i] < least || numbers[i] > greatest;
        }

        return isAny;
    }
}
