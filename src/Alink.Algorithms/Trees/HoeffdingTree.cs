using System.Collections.Immutable;
using Alink.Numerics;
using Alink.Online;

namespace Alink.Trees;

/// <summary>Classifies by a tree of thresholds that grows row by row, and splits a leaf once its rows make sure which
/// feature is best.</summary>
/// <remarks>
/// <para>
/// VFDT of P. Domingos and G. Hulten, "Mining high-speed data streams", KDD 2000. Whenever a leaf of more than one
/// class has seen <see cref="GracePeriod"/> of weight since it last tried, it splits at the best threshold where the
/// gain over the best of any other feature, and over no split at all, is above ε = √(R² ln(1 / δ) / (2 n)), n being its
/// weight and R = log₂ of its classes (1 for <see cref="SplitCriterion.Gini"/>), or where ε is below
/// <see cref="TieThreshold"/>.
/// </para>
/// <para>
/// Each feature is taken to be normal in each class, and <see cref="Candidates"/> thresholds between its least and
/// largest value are tried (B. Pfahringer, G. Holmes and R. Kirkby, "Handling numeric attributes in Hoeffding trees",
/// PAKDD 2008). A side must have 1 % of the weight. As in MOA a new leaf begins with the weights of the classes that
/// the split gave it. Categories come in as features of 0 and 1.
/// </para>
/// <para>
/// Classes are those that the label's field names, else those learnt as they come; with fewer than two there is no
/// model. A row costs its length times the classes, and a leaf keeps four numbers for each feature and class.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// var rows = Table
///     .Of&lt;Vector&gt;("features", [.. Enumerable.Range(0, 400)
///         .Select(i => (Vector)new[] { i % 2 * 4.0 + i % 7, i % 5 })])
///     .With("label", [.. Enumerable.Range(0, 400).Select(i => i % 2 == 0 ? "even" : "odd")]);
/// var model = new HoeffdingTree().Fit(rows);
/// model.SplitFeatures // => [0 -1 -1]
/// model.Labels.Names[model.Predict([0.0, 3.0])] // => even
/// </code>
/// </example>
public sealed record HoeffdingTree : IClassifier, ISequentialEstimator<HoeffdingTreeState, HoeffdingTreeModel>
{

    /// <inheritdoc/>
    public Column<Vector> Features { get; init; } = "features";

    /// <inheritdoc/>
    public Column<Category> Label { get; init; } = "label";

    /// <inheritdoc/>
    /// <remarks>A row of weight 0 is predicted, and not learnt.</remarks>
    public Column<double>? Weight { get; init; }

    /// <inheritdoc/>
    public Column<Category> Prediction { get; init; } = "prediction";

    /// <inheritdoc/>
    public Column<Vector> Probabilities { get; init; } = "probabilities";

    /// <inheritdoc/>
    public ImmutableArray<double> Thresholds { get; init => field = Require.Items(value); } = [];

    /// <summary>How much weight a leaf sees from one attempt to split to the next; above 0.</summary>
    public double GracePeriod { get; init => field = Require.Positive(Require.Finite(0, value)); } = 200;

    /// <summary>δ, the chance taken that a split is not the best; above 0 and below 1.</summary>
    public double SplitConfidence
    {
        get;
        init => field = Require.Positive(Require.Between(0, Math.BitDecrement(1.0), value));
    } = 1e-7;

    /// <summary>Below this ε the best split is taken however near the next is; at least 0.</summary>
    public double TieThreshold { get; init => field = Require.Finite(0, value); } = 0.05;

    /// <summary>What a split gains.</summary>
    public SplitCriterion Criterion { get; init; }

    /// <summary>How a leaf predicts.</summary>
    public LeafPrediction LeafPrediction { get; init; } = LeafPrediction.NaiveBayesAdaptive;

    /// <summary>How many thresholds of a feature are tried; at least 1.</summary>
    public int Candidates { get; init => field = Require.AtLeast(1, value); } = 10;

    /// <summary>How many thresholds there may be from the root to a leaf; at least 0.</summary>
    public int MaxDepth { get; init => field = Require.AtLeast(0, value); } = int.MaxValue;

    /// <summary>How many leaves there may be, which bounds the memory; at least 1.</summary>
    public int MaxLeaves { get; init => field = Require.AtLeast(1, value); } = int.MaxValue;

    /// <inheritdoc/>
    public HoeffdingTreeState Start(Schema schema) => new(new(schema.Field(Label)), schema.Field(Features));

    /// <inheritdoc/>
    public HoeffdingTreeState Update(HoeffdingTreeState state, Table batch)
    {
        Learn(state, batch, null);
        return state;
    }

    /// <inheritdoc/>
    public HoeffdingTreeState Advance(HoeffdingTreeState state, Table batch, out Table output)
    {
        var pieces = new List<Table>();
        Learn(state, batch, pieces);
        output = Table.Concat(pieces);
        return state;
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There were rows of fewer than two classes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is not one threshold for each class.</exception>
    public HoeffdingTreeModel Snapshot(HoeffdingTreeState state)
    {
        state.Classes.CheckKnown(this);
        return HoeffdingTreeModel.Of(this, state);
    }

    /// <summary>ε: a mean of n numbers within R of each other is as near as this to what it estimates, but for a chance
    /// of δ.</summary>
    /// <param name="range">R.</param>
    /// <param name="confidence">δ.</param>
    /// <param name="weight">n.</param>
    public static double HoeffdingBound(double range, double confidence, double weight) =>
        Math.Sqrt(range * range * -VectorMath.Log(confidence) / (2 * weight));

    /// <summary>Learns each row in turn; the pieces get the rows as they were predicted, a new one for each new
    /// class.</summary>
    void Learn(HoeffdingTreeState state, Table batch, List<Table>? pieces)
    {
        var rows = batch.Features(Features);
        var weights = batch.Weights(Weight);
        var classes = state.Classes.Read(batch, Label);
        if (rows.Rows > 0)
        {
            state.Lengthen(rows.Width);
        }

        var dense = new double[rows.IsDense ? 0 : rows.Width];
        var predictions = new Predictions(this, batch, state.Classes, pieces);
        for (var i = 0; i < rows.Rows; i++)
        {
            var x = DenseNumbers.Of(rows, i, dense);
            var leaf = state.Leaf(x);
            var weight = weights.IsEmpty ? 1 : weights[i];
            if (state.Classes.AreKnown && (pieces is not null || LeafPrediction == LeafPrediction.NaiveBayesAdaptive))
            {
                predictions.Predict(leaf, x, classes[i], weight);
            }

            if (weight <= 0)
            {
                continue;
            }

            if (state.Classes.See(classes[i]))
            {
                predictions.Close(i + 1);
            }

            leaf.Learn(x, classes[i], weight);
            if (leaf.Total - leaf.Tried >= GracePeriod)
            {
                leaf.Tried = leaf.Total;
                if (leaf.Depth < MaxDepth && state.Leaves < MaxLeaves
                    && HoeffdingSplit.Find(this, leaf, rows.Width) is { } split)
                {
                    state.Split(leaf, split);
                }
            }
        }

        predictions.Close(rows.Rows);
    }

    /// <summary>What the leaves say of the rows of a batch: a piece for the rows between one new class and the
    /// next.</summary>
    sealed class Predictions(HoeffdingTree tree, Table batch, GrowingClasses classes, List<Table>? pieces)
    {
        readonly List<double> _said = [];
        Levels? _labels = classes.AreKnown ? classes.Labels : null;
        int[] _order = classes.Order;
        double[] _p = new double[classes.Labels.Count];
        int _first;

        /// <summary>Predicts a row, and counts how well the ways to predict do at its leaf.</summary>
        public void Predict(HoeffdingNode leaf, ReadOnlySpan<double> x, int number, double weight)
        {
            var way = tree.LeafPrediction;
            var byBayes = leaf.PredictsByBayes(way);
            if (way == LeafPrediction.NaiveBayesAdaptive)
            {
                leaf.Majority(_order, _p);
                leaf.MajorityRight += _order[Highest(_p)] == number ? weight : 0;
            }

            if (way != LeafPrediction.MajorityClass)
            {
                leaf.Bayes(x, _order, _p);
            }

            if (way == LeafPrediction.NaiveBayesAdaptive)
            {
                leaf.BayesRight += _order[Highest(_p)] == number ? weight : 0;
            }

            if (pieces is null)
            {
                return;
            }

            if (!byBayes)
            {
                leaf.Majority(_order, _p);
            }

            _said.AddRange(_p);
        }

        /// <summary>Puts the rows up to one into a piece, as the classes change after it or the batch ends.</summary>
        public void Close(int end)
        {
            if (_labels is not null)
            {
                tree.CheckThresholds(_labels);
            }

            if (end > _first || end == 0)
            {
                pieces?.Add(tree.Predicted(batch.Slice(_first, end - _first), _labels, 0, [.. _said]));
            }

            _said.Clear();
            (_first, _order, _labels) = (end, classes.Order, classes.AreKnown ? classes.Labels : null);
            _p = new double[classes.Labels.Count];
        }

        static int Highest(double[] p) => p.AsSpan().IndexOf(p.Max());
    }
}

/// <summary>What a split gains.</summary>
public enum SplitCriterion
{
    /// <summary>The entropy of the classes, in bits.</summary>
    InformationGain,

    /// <summary>The chance that two rows are of different classes.</summary>
    Gini,
}

/// <summary>How a leaf of a tree predicts.</summary>
public enum LeafPrediction
{
    /// <summary>By the weights of its classes.</summary>
    MajorityClass,

    /// <summary>By its classes and the normal distribution of each feature in each of them.</summary>
    NaiveBayes,

    /// <summary>By that of the two which has been right for more weight at this leaf (J. Gama, R. Rocha and P. Medas,
    /// "Accurate decision trees for mining high-speed data streams", KDD 2003).</summary>
    NaiveBayesAdaptive,
}
