using System.Collections.Immutable;

namespace Alink.Features;

/// <summary>Finds the features of vectors that take few different numbers, and replaces their numbers by indices.</summary>
/// <remarks>
/// A feature of at most <see cref="MaxCategories"/> different numbers is categorical: 0 keeps the index 0 where it is among
/// them, and the others follow as they rise, as in Spark ML. All other features stay as they are. A sparse vector stays
/// sparse where 0 is a category of every categorical feature.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of&lt;Vector&gt;("features", [-1.0, 0.5], [0.0, 1.5], [7.0, 2.5]);
/// var model = new VectorIndexer { MaxCategories = 2 }.Fit(rows);
/// model.Starts[^1] // => 0
/// model = new VectorIndexer { MaxCategories = 3 }.Fit(rows);
/// model.Categories // => [0 -1 7 0.5 1.5 2.5]
/// model.Transform(rows).Values&lt;Vector&gt;("features")[0] // => [1 0]
/// </code>
/// </example>
public sealed record VectorIndexer : IOnePassEstimator<FeatureCategories, VectorIndexerModel>
{
    /// <inheritdoc/>
    public bool LearnsFirst => true;

    /// <summary>The vectors to index; all of one length.</summary>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>Where the indexed vectors go; by default in the place of the others.</summary>
    public Column<Vector> Output { get; init; } = "features";

    /// <summary>How many different numbers a categorical feature has at most; at least 2.</summary>
    public int MaxCategories { get; init => field = Require.AtLeast(2, value); } = 20;

    /// <summary>What becomes of a row with a number, in a categorical feature, that was not seen in training; kept, its index
    /// is the number of categories.</summary>
    public HandleInvalid HandleInvalid { get; init; }

    /// <inheritdoc/>
    public Schema Transform(Schema input) => input.With(input.Field(Features) with { Name = Output.Name });

    /// <inheritdoc/>
    public FeatureCategories Start(Schema schema) => new([.. schema.Field(Features).FeatureNames], MaxCategories);

    /// <inheritdoc/>
    public FeatureCategories Update(FeatureCategories state, Table batch) => state.Add(batch.Features(Features));

    /// <inheritdoc/>
    public FeatureCategories Merge(FeatureCategories left, FeatureCategories right) => left.Add(right);

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There were no rows.</exception>
    public VectorIndexerModel Snapshot(FeatureCategories state)
    {
        if (state.Count == 0)
        {
            throw new TrainingException($"{nameof(VectorIndexer)} needs at least one row.");
        }

        var (categories, starts) = (new List<double>(), new List<int> { 0 });
        for (var j = 0; j < state.Features; j++)
        {
            categories.AddRange(state.CategoriesOf(j));
            starts.Add(categories.Count);
        }

        return new(this, [.. categories], [.. starts]) { FeatureNames = [.. state.FeatureNames] };
    }

    /// <inheritdoc/>
    public FeatureCategories Advance(FeatureCategories state, Table batch, out Table output) =>
        RowByRow.Advance(this, state, batch, static seen => [seen.Numbers], out output);
}

/// <summary>What a <see cref="VectorIndexer"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Categories">The numbers of each categorical feature in the order of their indices, feature after feature; shape: categories of all features.</param>
/// <param name="Starts">Where the categories of each feature begin, and where the last end; a feature without is not categorical; shape: features + 1.</param>
public sealed record VectorIndexerModel(
    VectorIndexer Options, ImmutableArray<double> Categories, ImmutableArray<int> Starts) : Model
{
    /// <inheritdoc/>
    public override Schema Transform(Schema input) => input.WithFeatures(Options.Features, Options.Output, Starts.Length - 1);

    /// <inheritdoc/>
    /// <remarks>Where a number was not seen, rows are looked at one by one.</remarks>
    public override Table Transform(Table input)
    {
        var made = Map().Transform(this, input, Options.Features, Options.Output);
        var isAnyNaN = false;
        foreach (var number in ((VectorColumn)made.Values(Options.Output)).Block.Values)
        {
            isAnyNaN |= double.IsNaN(number);
        }

        return isAnyNaN && Options.HandleInvalid != HandleInvalid.Keep ? RowTransform.Run(this, input) : made;
    }

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row)
    {
        var input = row.Read(Options.Features);
        var step = Map().Bind(this, row, Options.Features, Options.Output);
        var output = row[Options.Output.Name];
        return () =>
        {
            step();
            var unseen = Options.HandleInvalid == HandleInvalid.Keep ? -1 : Unseen(output.Vector);
            return unseen < 0 || (Options.HandleInvalid == HandleInvalid.Skip ? false : throw new RowException(
                $"Column '{input.Name}' holds {input.Vector[unseen]} in row {row.Row}, feature "
                + $"{(unseen < FeatureNames.Length ? $"'{FeatureNames[unseen]}'" : $"{unseen}")}, which was not seen in training."));
        };
    }

    NumberMap<Index> Map() => new(
        new([.. Starts.Zip(Starts.Skip(1), (start, end) => Categories.AsSpan()[start..end] is [] ? null : new Known(Categories.AsSpan()[start..end]))],
            Options.HandleInvalid),
        Starts.Length - 1);

    /// <summary>The first categorical feature whose index is NaN; −1 where there is none.</summary>
    int Unseen(Vector indices)
    {
        for (var k = 0; k < indices.Values.Length; k++)
        {
            var j = indices.IsDense ? k : indices.Indices[k];
            if (double.IsNaN(indices.Values[k]) && Starts[j + 1] > Starts[j])
            {
                return j;
            }
        }

        return -1;
    }

    /// <summary>The categories of a feature: perhaps 0, and others that rise.</summary>
    sealed class Known(ReadOnlySpan<double> categories)
    {
        readonly BucketStarts _others = new(categories[0] == 0 ? categories[1..] : categories);

        /// <summary>Whether 0 is the first of them.</summary>
        readonly bool _hasZero = categories[0] == 0;

        public int Count { get; } = categories.Length;

        /// <summary>The index of a number; −1 where it is none of them.</summary>
        public int IndexOf(double number)
        {
            if (number == 0 && _hasZero)
            {
                return 0;
            }

            var below = _others.Below(number);
            return below > 0 && _others[below - 1] == number ? below - (_hasZero ? 0 : 1) : -1;
        }
    }

    /// <summary>The index of a number among the categories of its feature; NaN where it was not seen, and is not kept.</summary>
    readonly struct Index(Known?[] features, HandleInvalid invalid) : INumberMap
    {
        public double Of(double number, int feature) =>
            features[feature] is not { } known ? number
            : known.IndexOf(number) is >= 0 and var index ? index
            : invalid == HandleInvalid.Keep ? known.Count
            : double.NaN;
    }
}
