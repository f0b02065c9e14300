using System.Collections.Immutable;
using Alink.Online;

namespace Alink.Anomaly;

/// <summary>Scores how few rows of the last window lie near a row, by trees that halve the space at random.</summary>
/// <remarks>
/// <para>
/// Streaming HS-Trees of S. C. Tan, K. M. Ting and T. F. Liu, "Fast anomaly detection for streaming data", IJCAI 2011.
/// Each tree halves a range around the space, at each node along a feature drawn at random, <see cref="Depth"/> times.
/// The range of a feature is that of the paper, s ± 2 max(s, 1 − s) for a random s in [0, 1], stretched from [0, 1] to
/// the feature's limits.
/// </para>
/// <para>
/// While <see cref="WindowSize"/> rows are counted in the nodes that they pass, rows are scored by the counts r of the
/// window before; then these take their place. A row goes down to a leaf, or to the first node where r is at most a
/// tenth of the window; with k thresholds above it the score is 1 − Σ r 2ᵏ / (<see cref="Trees"/> ·
/// <see cref="WindowSize"/> · 2^<see cref="Depth"/>): from 0, as normal as can be, to 1, where no row was. The paper's
/// score is the sum, of which less is stranger.
/// </para>
/// <para>A row costs trees × depth. Before the first window is full there is no model. The paper's depth is 15.</para>
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of&lt;Vector&gt;("features", [.. Enumerable.Range(0, 300)
///     .Select(i => (Vector)new[] { 0.4 + i % 10 * 0.01, 0.6 })]);
/// var model = new HalfSpaceTrees().Fit(rows);
/// model.Score([0.1, 0.9]) > model.Score([0.45, 0.6]) // => True
/// </code>
/// </example>
public sealed record HalfSpaceTrees : ISequentialEstimator<HalfSpaceTreesState, HalfSpaceTreesModel>
{
    /// <summary>The vectors to score; all of one length.</summary>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>Where the score goes; from 0 to 1, and the higher the stranger.</summary>
    public Column<double> Score { get; init; } = "anomaly";

    /// <summary>How many trees; at least 1.</summary>
    public int Trees { get; init => field = Require.AtLeast(1, value); } = 25;

    /// <summary>How many thresholds from the root to a leaf; from 1 to 20, each twice the memory.</summary>
    public int Depth { get; init => field = Require.Between(1, 20, value); } = 8;

    /// <summary>How many rows a window has; at least 1.</summary>
    public int WindowSize { get; init => field = Require.AtLeast(1, value); } = 250;

    /// <summary>The least value of each feature, in their order; empty for 0.</summary>
    public ImmutableArray<double> Lower { get; init => field = Require.Items(value); } = [];

    /// <summary>The largest value of each feature, in their order; empty for 1.</summary>
    public ImmutableArray<double> Upper { get; init => field = Require.Items(value); } = [];

    /// <summary>What decides the trees.</summary>
    public long Seed { get; init; }

    /// <summary>r at which a row goes no further down.</summary>
    internal double SizeLimit => 0.1 * WindowSize;

    /// <inheritdoc/>
    public Schema Transform(Schema input) => input.Reading(Features).With(Score);

    /// <inheritdoc/>
    public HalfSpaceTreesState Start(Schema schema) => new(schema.Field(Features).FeatureNames);

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The limits are not one for each feature, or not in their
    /// order.</exception>
    public HalfSpaceTreesState Update(HalfSpaceTreesState state, Table batch)
    {
        Learn(state, batch, default);
        return state;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The limits are not one for each feature, or not in their
    /// order.</exception>
    public HalfSpaceTreesState Advance(HalfSpaceTreesState state, Table batch, out Table output)
    {
        var scores = new double[batch.RowCount];
        var unscored = Learn(state, batch, scores);
        output = batch.With(
            new Field(Score.Name, DataType.Double) { IsNullable = unscored > 0 },
            new FixedColumn<double>(scores, Validity.Where(scores.Length, row => row < unscored)));
        return state;
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There was no whole window.</exception>
    public HalfSpaceTreesModel Snapshot(HalfSpaceTreesState state) => state.HasReference
        ? new(this, state.Width, [.. state.SplitFeatures], [.. state.SplitThresholds], [.. state.Reference])
        {
            FeatureNames = state.FeatureNames,
        }
        : throw new TrainingException(
            $"{nameof(HalfSpaceTrees)} needs a window of {WindowSize} rows; there were {state.Count}.");

    /// <summary>Scores each row, where there is room for it, and then learns it.</summary>
    /// <returns>How many rows came before the first window was full.</returns>
    int Learn(HalfSpaceTreesState state, Table batch, Span<double> scores)
    {
        var rows = batch.Features(Features);
        if (rows.Rows > 0)
        {
            state.Lengthen(rows.Width, this);
        }

        var (dense, unscored) = (new double[rows.IsDense ? 0 : rows.Width], 0);
        for (var i = 0; i < rows.Rows; i++)
        {
            var x = DenseNumbers.Of(rows, i, dense);
            if (!state.HasReference)
            {
                unscored++;
            }
            else if (!scores.IsEmpty)
            {
                scores[i] = HalfSpace.Score(this, x, state.SplitFeatures, state.SplitThresholds, state.Reference);
            }

            state.Count++;
            HalfSpace.Count(this, x, state.SplitFeatures, state.SplitThresholds, state.Latest);
            if (state.Count == WindowSize)
            {
                state.Turn();
            }
        }

        return unscored;
    }
}

/// <summary>What a <see cref="HalfSpaceTrees"/> has learnt: its trees, and the counts of the last whole
/// window.</summary>
/// <remarks>The nodes of a tree stand level by level: under node i, counted from 1, are 2 i and 2 i + 1.</remarks>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Width">How many numbers a row has.</param>
/// <param name="SplitFeatures">The feature that each inner node divides; shape: trees × (2^depth − 1).</param>
/// <param name="SplitThresholds">The least value that goes to the right; shape: trees × (2^depth − 1).</param>
/// <param name="Masses">How many rows of the window passed each node; shape: trees × (2^(depth + 1) − 1).</param>
public sealed record HalfSpaceTreesModel(
    HalfSpaceTrees Options, int Width, ImmutableArray<int> SplitFeatures, ImmutableArray<double> SplitThresholds,
    ImmutableArray<int> Masses)
    : Model
{
    /// <inheritdoc/>
    public override Schema Transform(Schema input)
    {
        input.FeatureField(Options.Features, Width);
        return input.With(Options.Score);
    }

    /// <inheritdoc/>
    public override Table Transform(Table input)
    {
        var field = Transform(input.Schema)[Options.Score.Name];
        if (input.FeatureRows(Options.Features, Width) is not { IsDense: true } rows || rows.Length < 1 << Options.Depth)
        {
            return base.Transform(input);
        }

        var scores = new double[rows.Length];
        HalfSpace.Scores(Options, rows.Block, SplitFeatures.AsSpan(), SplitThresholds.AsSpan(), Masses.AsSpan(), scores);
        return input.With(field, new FixedColumn<double>(scores));
    }

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row)
    {
        var features = row.Read(Options.Features);
        var score = row.Write(new Field(Options.Score.Name, DataType.Double));
        return () =>
        {
            score.Set(Score(row.Features(features, Width)));
            return true;
        };
    }

    /// <summary>How strange a row is: from 0 to 1, and the higher the stranger.</summary>
    /// <param name="features">One row; shape: features.</param>
    /// <exception cref="RowException">The row is of another length.</exception>
    public double Score(Vector features)
    {
        using var x = new DenseNumbers(Taken(features, Width));
        return HalfSpace.Score(Options, x.Values, SplitFeatures.AsSpan(), SplitThresholds.AsSpan(), Masses.AsSpan());
    }
}
