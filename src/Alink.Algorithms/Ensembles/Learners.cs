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

    /// <summary>The numbers that a regressor predicts for all rows; null where some are left out, or have none.</summary>
    /// <param name="output">What its model makes of the rows.</param>
    /// <param name="input">The rows.</param>
    /// <param name="learner">The regressor.</param>
    public static double[]? PredictedNumbers(this Table output, Table input, IEstimator learner) =>
        output.RowCount == input.RowCount && output.Data(learner.Regressor().Prediction.Name).Validity.IsFull
            ? output.Numbers(learner.Regressor().Prediction.Name).ToArray()
            : null;

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

/// <summary>What a classifier within another says of the row at hand.</summary>
/// <param name="places">The place of each of its classes by the outer order.</param>
abstract class Vote(int[] places)
{
    /// <summary>The place of the predicted class.</summary>
    public abstract int Predicted { get; }

    /// <summary>The probability of each class, by its own order.</summary>
    protected abstract ReadOnlySpan<double> Probabilities { get; }

    /// <summary>Adds the probability of each class, by the outer order.</summary>
    public void AddTo(Span<double> sums, double weight = 1)
    {
        var probabilities = Probabilities;
        for (var i = 0; i < places.Length; i++)
        {
            sums[places[i]] += weight * probabilities[i];
        }
    }
}

/// <summary>A classifier that is bound beside others; nobody else sees what it writes.</summary>
sealed class BoundClassifier : Vote
{
    readonly Func<bool> _step;
    readonly Cell _probabilities;
    readonly Cell _prediction;
    readonly Categories _labels;

    public BoundClassifier(RowCells row, Member member)
        : this(member.Labels, row.Aside(member.Model, inner => (
            Probabilities: inner.Read(member.Settings.Probabilities),
            Prediction: inner.Read(member.Settings.Prediction),
            Places: member.Places(inner.Schema))))
    {
    }

    BoundClassifier(Levels labels, (Func<bool> Step, (Cell Probabilities, Cell Prediction, int[] Places) Read) bound)
        : base(bound.Read.Places) =>
        (_step, _probabilities, _prediction, _labels) = (bound.Step, bound.Read.Probabilities, bound.Read.Prediction, new(labels));

    public override int Predicted => _labels.Number(_prediction);

    protected override ReadOnlySpan<double> Probabilities => _probabilities.Vector.Values;

    /// <summary>Predicts the row; false where it is to be left out.</summary>
    public bool Run() => _step();
}

/// <summary>What a classifier makes of all rows of a table.</summary>
sealed class ClassifiedRows : Vote
{
    readonly double[] _probabilities;
    readonly int _width;
    readonly Lazy<int[]> _predicted;

    ClassifiedRows(Member member, Table output, VectorColumn probabilities)
        : base(member.Places(output.Schema))
    {
        (_probabilities, _width) = (probabilities.Block.Values.ToArray(), probabilities.Width);
        _predicted = new(() =>
        {
            var numbers = new int[output.RowCount];
            new Categories(member.Labels).Encode(output.Data(member.Settings.Prediction.Name), numbers);
            return numbers;
        });
    }

    /// <summary>The row at hand.</summary>
    public int Row { get; set; }

    public override int Predicted => _predicted.Value[Row];

    protected override ReadOnlySpan<double> Probabilities => _probabilities.AsSpan(Row * _width, _width);

    /// <summary>Classifies the rows; null where some are left out, or must be looked at one by one.</summary>
    public static ClassifiedRows? Of(Table rows, Member member)
    {
        var output = member.Model.Transform(rows);
        return output.RowCount == rows.RowCount
            && output.Values(member.Settings.Probabilities) is VectorColumn { IsDense: true, Validity.IsFull: true } probabilities
            ? new(member, output, probabilities)
            : null;
    }
}

/// <summary>A classifier within another.</summary>
/// <param name="Model">What it has learnt.</param>
/// <param name="Settings">Its settings.</param>
/// <param name="Labels">The classes, by the outer order.</param>
sealed record Member(ITransformer Model, IClassifier Settings, Levels Labels)
{
    /// <summary>The place of each of its own classes by the outer order.</summary>
    /// <param name="output">The columns that it makes.</param>
    public int[] Places(Schema output) => [.. Settings.LabelsOf(output).Names.Select(Labels.IndexOf)];
}
