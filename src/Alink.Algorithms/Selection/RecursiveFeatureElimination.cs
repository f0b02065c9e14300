using System.Collections.Immutable;
using Alink.Classification;
using Alink.Features;

namespace Alink.Selection;

/// <summary>Keeps the features that a learner needs most: trains it, drops the least important, and again.</summary>
/// <remarks>
/// I. Guyon, J. Weston, S. Barnhill and V. Vapnik, "Gene selection for cancer classification using support vector machines",
/// Machine Learning 46, 2002. What is important the learner's model says (<see cref="IFeatureImportances"/>); of a pipeline,
/// the last step. Coefficients compare only where features are of one scale: put a <see cref="StandardScaler"/> before the
/// learner. Of equally important features the last goes first. Every round trains the learner on what is left.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table
///     .Of&lt;Vector&gt;("features", [1.0, 5.0, 0.1], [2.0, 3.0, 0.3], [3.0, 9.0, 0.2], [4.0, 4.0, 0.5], [5.0, 1.0, 0.4])
///     .With("label", 2.0, 4.0, 6.0, 8.0, 10.0);
/// var model = new RecursiveFeatureElimination { Learner = new Alink.Regression.LinearRegression(), Count = 1 }.Fit(rows);
/// model.Selected() // => [0]
/// model.Transform(rows).Values&lt;Vector&gt;("selected")[4] // => [5]
/// </code>
/// </example>
public sealed record RecursiveFeatureElimination : IEstimator<RecursiveFeatureEliminationModel>
{
    /// <summary>What is trained in each round, on the vectors where <see cref="Features"/> says: a learner, or a pipeline that ends with one.</summary>
    public IEstimator Learner { get; init => field = value ?? throw new ArgumentNullException(nameof(Learner)); } = new LogisticRegression();

    /// <summary>The vectors to select from; all of one length.</summary>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>Where the vectors of the features that are kept go.</summary>
    public Column<Vector> Output { get; init; } = "selected";

    /// <summary>How many features are kept, at least 1; null for half of them.</summary>
    public int? Count { get; init => field = value is { } count ? Require.AtLeast(1, count) : null; }

    /// <summary>How many features a round drops at most; at least 1.</summary>
    public int Step { get; init => field = Require.AtLeast(1, value); } = 1;

    /// <inheritdoc/>
    public Schema Transform(Schema input)
    {
        Learner.Transform(input.Reading(Features));
        return input.With(Output);
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There are fewer features than <see cref="Count"/>, or the learner's model does not say what is important.</exception>
    public async ValueTask<RecursiveFeatureEliminationModel> FitAsync(IDataset training, TrainingContext context)
    {
        Transform(training.Schema);
        var (kept, count, dropped) = (Array.Empty<int>(), int.MaxValue, new List<int[]>());
        ITransformer model;
        do
        {
            var rows = dropped.Count == 0 ? training
                : training.Through(new VectorSlicer { Features = Features, Output = Features, Indices = [.. kept] });
            model = await Learner.FitAsync(rows, context.For($"{dropped.Count}-{Learner.GetType().Name}")).ConfigureAwait(false);
            model = model is PipelineModel { Steps: [.., var last] } ? last : model;
            var importances = model is IFeatureImportances weighed ? weighed.Importances()
                : throw new TrainingException($"{model.GetType().Name} does not say how important features are.");
            if (dropped.Count == 0)
            {
                kept = [.. Enumerable.Range(0, importances.Length)];
                count = Count ?? Math.Max(1, kept.Length / 2);
            }

            if (count > kept.Length)
            {
                throw new TrainingException($"{nameof(Count)} is {count}, and the vectors of column '{Features}' have length {kept.Length}.");
            }

            var least = Enumerable.Range(0, kept.Length).OrderBy(j => importances[j]).ThenByDescending(j => j)
                .Take(Math.Min(Step, kept.Length - count)).ToArray();
            dropped.Add(Array.ConvertAll(least, j => kept[j]));
            kept = [.. kept.Except(dropped[^1])];
        }
        while (kept.Length > count);

        var ranking = new int[kept.Length + dropped.Sum(features => features.Length)];
        Array.Fill(ranking, 1);
        for (var r = 0; r < dropped.Count; r++)
        {
            foreach (var feature in dropped[r])
            {
                ranking[feature] = dropped.Count - r + 1;
            }
        }

        return new(Features, Output, [.. ranking])
        {
            FeatureNames = training.Schema.Field(Features).FeatureNames,
            Origin = (model as Model)?.Origin,
        };
    }
}

/// <summary>A model that says how much each feature matters to it.</summary>
public interface IFeatureImportances
{
    /// <summary>At least 0, greater for what matters more, in no unit; shape: features.</summary>
    ImmutableArray<double> Importances();
}

/// <summary>What a <see cref="RecursiveFeatureElimination"/> has learnt.</summary>
/// <param name="Features">The vectors to select from.</param>
/// <param name="Output">Where the vectors of the features that are kept go.</param>
/// <param name="Ranking">1 for features that are kept, 2 for those dropped last, and so on; shape: features.</param>
public sealed record RecursiveFeatureEliminationModel(
    Column<Vector> Features, Column<Vector> Output, ImmutableArray<int> Ranking) : Model
{
    /// <summary>The features that are kept, rising; shape: those kept.</summary>
    public ImmutableArray<int> Selected() => [.. Enumerable.Range(0, Ranking.Length).Where(j => Ranking[j] == 1)];

    /// <inheritdoc/>
    public override Schema Transform(Schema input) => Kept.Transform(input);

    /// <inheritdoc/>
    public override Table Transform(Table input) => Kept.Transform(this, input);

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row) => Kept.Bind(this, row);

    KeptFeatures Kept => new(Features, Output, Ranking.Length, Selected());
}
