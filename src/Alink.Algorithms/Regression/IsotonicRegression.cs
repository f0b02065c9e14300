using System.Collections.Immutable;

namespace Alink.Regression;

/// <summary>What <see cref="IsotonicRegression"/> makes of rows that have one feature value.</summary>
public enum IsotonicTies
{
    /// <summary>They count as one row of their weighted mean: as in scikit-learn, and in Spark since 3.4.</summary>
    Average,

    /// <summary>They stay apart, ordered by their labels: as in Spark before 3.4. At such a value the first is predicted.</summary>
    Separate,
}

/// <summary>Fits the nearest function that never falls to rows of one feature.</summary>
/// <remarks>
/// <para>
/// Least Σ weight · (label − f(x))² over all f that never fall, by pooling adjacent violators: T. Robertson, F. Wright and
/// R. Dykstra, "Order restricted statistical inference", Wiley 1988. The model holds the ends of each pool; between two of
/// them it interpolates, and beyond the first and the last it stays as they are. As in Spark ML and scikit-learn.
/// </para>
/// <para>Rows of weight 0 are left out. Keeps 24 bytes a row while it learns.</para>
/// </remarks>
/// <example>
/// <code>
/// var doses = Table.Of&lt;Vector&gt;("features", [1.0], [2.0], [3.0], [4.0]).With("label", 1.0, 3.0, 2.0, 5.0);
/// var model = new IsotonicRegression().Fit(doses);
/// model.Predictions // => [1 2.5 2.5 5]
/// model.Predict([3.5]) // => 3.75
/// </code>
/// </example>
public sealed record IsotonicRegression : IRegressor, IOnePassEstimator<IsotonicRows, IsotonicRegressionModel>
{
    /// <inheritdoc/>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>Which number of the vectors is the feature; at least 0.</summary>
    public int Feature { get; init => field = Require.AtLeast(0, value); }

    /// <inheritdoc/>
    public Column<double> Label { get; init; } = "label";

    /// <inheritdoc/>
    public Column<double>? Weight { get; init; }

    /// <inheritdoc/>
    public Column<double> Prediction { get; init; } = "prediction";

    /// <summary>Whether the function never falls; else it never rises.</summary>
    public bool Increasing { get; init; } = true;

    /// <summary>What is made of rows that have one feature value.</summary>
    public IsotonicTies Ties { get; init; }

    /// <inheritdoc/>
    public IsotonicRows Start(Schema schema) => new() { FeatureNames = schema.Field(Features).FeatureNames };

    /// <inheritdoc/>
    public IsotonicRows Update(IsotonicRows state, Table batch)
    {
        var features = batch.Features(Features);
        var labels = batch.Targets(Label);
        var weights = batch.Weights(Weight);
        var vectors = batch.Values(Features);
        for (var i = 0; i < features.Rows; i++)
        {
            state.Fit(features.Width, Feature);
            state.Add(vectors[i][Feature], labels[i], weights.IsEmpty ? 1 : weights[i]);
        }

        return state;
    }

    /// <inheritdoc/>
    public IsotonicRows Merge(IsotonicRows left, IsotonicRows right)
    {
        left.Add(right, Feature);
        return left;
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There were no rows of a weight above 0.</exception>
    public IsotonicRegressionModel Snapshot(IsotonicRows state)
    {
        if (state.Count == 0)
        {
            throw new TrainingException($"{nameof(IsotonicRegression)} needs at least one row of a weight above 0.");
        }

        var (boundaries, predictions) = IsotonicFit.Of(state.Values, state.Labels, state.Weights, Increasing, Ties);
        return new(this, state.Length, boundaries, predictions) { FeatureNames = state.FeatureNames };
    }
}

/// <summary>The rows that an <see cref="IsotonicRegression"/> has seen.</summary>
public sealed class IsotonicRows
{
    readonly List<double> _values = [];
    readonly List<double> _labels = [];
    readonly List<double> _weights = [];

    /// <summary>The names of the features; empty where unknown.</summary>
    public ImmutableArray<string> FeatureNames { get; init; } = [];

    /// <summary>How many rows of a weight above 0.</summary>
    public int Count => _values.Count;

    /// <summary>How many numbers a vector has; 0 before the first row.</summary>
    public int Length { get; private set; }

    internal double[] Values => [.. _values];

    internal double[] Labels => [.. _labels];

    internal double[] Weights => [.. _weights];

    internal void Fit(int length, int feature)
    {
        TrainingRows.SameLength(length, Length == 0 ? length : Length);
        Length = feature < length ? length : throw new TrainingException($"There is no feature {feature} in a vector of length {length}.");
    }

    internal void Add(double value, double label, double weight)
    {
        if (weight > 0)
        {
            _values.Add(value);
            _labels.Add(label);
            _weights.Add(weight);
        }
    }

    internal void Add(IsotonicRows other, int feature)
    {
        if (other.Length > 0)
        {
            Fit(other.Length, feature);
        }

        _values.AddRange(other._values);
        _labels.AddRange(other._labels);
        _weights.AddRange(other._weights);
    }
}

/// <summary>What an <see cref="IsotonicRegression"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="VectorLength">How many numbers a vector has.</param>
/// <param name="Boundaries">The feature values at the ends of the pools, rising; shape: boundaries.</param>
/// <param name="Predictions">The number predicted at each of them; shape: boundaries.</param>
public sealed record IsotonicRegressionModel(
    IsotonicRegression Options, int VectorLength, ImmutableArray<double> Boundaries, ImmutableArray<double> Predictions)
    : RegressionModel
{
    /// <inheritdoc/>
    protected override int Length => VectorLength;

    /// <inheritdoc/>
    protected override IRegressor Settings => Options;

    /// <inheritdoc/>
    /// <remarks>NaN where the feature is.</remarks>
    protected override double Value(Vector features) =>
        IsotonicFit.At(Boundaries.AsSpan(), Predictions.AsSpan(), features[Options.Feature]);

    /// <inheritdoc/>
    protected override void Predict(VectorColumn rows, Span<double> predictions)
    {
        var block = rows.Block;
        for (var i = 0; i < predictions.Length; i++)
        {
            var number = rows.IsDense ? block.Values[(i * block.Width) + Options.Feature] : rows[i][Options.Feature];
            predictions[i] = IsotonicFit.At(Boundaries.AsSpan(), Predictions.AsSpan(), number);
        }
    }
}
