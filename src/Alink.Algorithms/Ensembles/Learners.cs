namespace Alink.Ensembles;

/// <summary>The learners within a learner.</summary>
static class Learners
{
    /// <summary>The classifier that a learner is, or that stands at its end.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static IClassifier Classifier(this IEstimator learner) => End(learner) as IClassifier
        ?? throw new ArgumentException($"{learner.GetType().Name} is no classifier, and no pipeline that ends with one.");

    /// <summary>The regressor that a learner is, or that stands at its end.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static IRegressor Regressor(this IEstimator learner) => learner.End() as IRegressor
        ?? throw new ArgumentException($"{learner.GetType().Name} is no regressor, and no pipeline that ends with one.");

    /// <summary>The classifier or regressor that a learner is, or that stands at its end.</summary>
    public static IStage End(this IEstimator learner) =>
        learner is Pipeline { Stages: [.., IEstimator last] } ? End(last)
        : learner is Stacking stacking ? End(stacking.Final)
        : learner;

    /// <summary>Trains a learner within another, whose rows it counts.</summary>
    public static async ValueTask<ITransformer> LearnAsync(this IEstimator learner, IDataset rows, TrainingContext context, string place)
    {
        var own = context.For($"{place}-{learner.GetType().Name}");
        var model = await learner.FitAsync(rows, own).ConfigureAwait(false);
        context.Passed(own.Rows);
        return model;
    }

    /// <summary>The classes that a model predicts, in the order of its probabilities.</summary>
    public static Levels LabelsOf(this IClassifier settings, Schema output) => output[settings.Prediction.Name].Levels
        ?? throw new SchemaException($"Column '{settings.Prediction}' does not say which classes it holds.");
}

/// <summary>Rows of several datasets, one after the other.</summary>
sealed class JoinedRows(IDataset[] parts) : IDataset
{
    public Schema Schema => parts[0].Schema;

    public int Lanes => parts.Sum(part => part.Lanes);

    public IEnumerable<Table> Read(int lane, CancellationToken cancellation)
    {
        var part = 0;
        while (lane >= parts[part].Lanes)
        {
            lane -= parts[part++].Lanes;
        }

        return parts[part].Read(lane, cancellation);
    }
}

/// <summary>A classifier that is bound beside others; nobody else sees what it writes.</summary>
sealed class BoundClassifier
{
    readonly Func<bool> _step;
    readonly Cell _probabilities;
    readonly Cell _prediction;
    readonly int[] _places;
    readonly Categories _labels;

    public BoundClassifier(RowCells row, ITransformer model, IClassifier settings, Levels labels)
    {
        (_step, (_probabilities, _prediction, _places)) = row.Aside(model, inner => (
            inner.Read(settings.Probabilities),
            inner.Read(settings.Prediction),
            settings.LabelsOf(inner.Schema).Names.Select(labels.IndexOf).ToArray()));
        _labels = new(labels);
    }

    /// <summary>The place of the predicted class.</summary>
    public int Predicted => _labels.Number(_prediction);

    /// <summary>Predicts the row; false where it is to be left out.</summary>
    public bool Run() => _step();

    /// <summary>Adds the probability of each class, by the outer order.</summary>
    public void AddTo(Span<double> sums, double weight = 1)
    {
        var probabilities = _probabilities.Vector;
        for (var i = 0; i < _places.Length; i++)
        {
            sums[_places[i]] += weight * probabilities[i];
        }
    }
}
