using System.Collections.Immutable;

namespace Alink.Ensembles;

/// <summary>A classifier made of others, whose columns it reads.</summary>
/// <typeparam name="TModel">What it learns.</typeparam>
public abstract record MetaClassifier<TModel> : IClassifier, IEstimator<TModel>
    where TModel : ITransformer
{
    /// <inheritdoc/>
    public Column<Category> Prediction { get; init; } = "prediction";

    /// <inheritdoc/>
    public Column<Vector> Probabilities { get; init; } = "probabilities";

    /// <inheritdoc/>
    public ImmutableArray<double> Thresholds { get; init => field = Require.Items(value); } = [];

    Column<Vector> IClassifier.Features => Inner.Features;

    Column<Category> IClassifier.Label => Inner.Label;

    Column<double>? IClassifier.Weight => Inner.Weight;

    /// <summary>The first of the classifiers within.</summary>
    private protected abstract IClassifier Inner { get; }

    /// <summary>The learners within.</summary>
    private protected abstract IEnumerable<IEstimator> Within { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A learner is no classifier, or two learn from different labels.</exception>
    public Schema Transform(Schema input)
    {
        foreach (var learner in Within)
        {
            learner.Transform(input);
            if (learner.Classifier().Label is var label && label != Inner.Label)
            {
                throw new ArgumentException($"The learners must have one label; they have '{Inner.Label}' and '{label}'.");
            }
        }

        return input
            .With(new Field(Prediction.Name, input.Field(Inner.Label).Type))
            .With(new Field(Probabilities.Name, DataType.Vector));
    }

    /// <inheritdoc/>
    public abstract ValueTask<TModel> FitAsync(IDataset training, TrainingContext context);
}

/// <summary>Writes the probability of each class for the row at hand.</summary>
/// <param name="p">One place for each class, zero on entry.</param>
delegate void ProbabilityStep(Span<double> p);

/// <summary>A classifier made of others that have learnt.</summary>
public abstract record MetaClassifierModel : Model
{
    /// <summary>The classes, in the order of every array over classes.</summary>
    public abstract Levels Labels { get; init; }

    /// <summary>The settings it was trained under.</summary>
    private protected abstract IClassifier Settings { get; }

    /// <summary>The models within.</summary>
    private protected abstract IEnumerable<Member> Within { get; }

    /// <inheritdoc/>
    public override Schema Transform(Schema input)
    {
        foreach (var member in Within)
        {
            member.Model.Transform(input);
        }

        return input.With(PredictionField).With(ProbabilitiesField);
    }

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row)
    {
        var models = Within.Select(member => new BoundClassifier(row, member)).ToArray();
        var step = Probabilities(models);
        var prediction = row.Write(PredictionField);
        var probabilities = row.Write(ProbabilitiesField);
        return () =>
        {
            var p = probabilities.Dense(Labels.Count);
            foreach (var model in models)
            {
                if (!model.Run())
                {
                    return false;
                }
            }

            step(p);
            var place = Settings.Decide(p);
            Labels.Set(prediction, place >= 0 ? place : throw NoClass(row.Row));
            return true;
        };
    }

    /// <inheritdoc/>
    public override Table Transform(Table input)
    {
        Transform(input.Schema);
        var models = Within.Select(member => ClassifiedRows.Of(input, member)).OfType<ClassifiedRows>().ToArray();
        if (models.Length < Within.Count())
        {
            return base.Transform(input);
        }

        var (step, probabilities) = (Probabilities(models), new double[checked(input.RowCount * Labels.Count)]);
        for (var i = 0; i < input.RowCount; i++)
        {
            foreach (var model in models)
            {
                model.Row = i;
            }

            step(probabilities.AsSpan(i * Labels.Count, Labels.Count));
        }

        return Settings.Decide(probabilities, Labels, out var classes) is >= 0 and var row ? throw NoClass(input.FirstRow + row) : input
            .With(PredictionField, Labels.Column(classes))
            .With(ProbabilitiesField, new VectorColumn(input.RowCount, Labels.Count, probabilities));
    }

    /// <summary>What follows from what the models within say of the row at hand.</summary>
    private protected abstract ProbabilityStep Probabilities(Vote[] models);

    /// <summary>Makes numbers add to 1; where all are 0, they become equal.</summary>
    private protected static void Normalize(Span<double> p)
    {
        var sum = 0.0;
        foreach (var one in p)
        {
            sum += one;
        }

        foreach (ref var one in p)
        {
            one = sum == 0 ? 1.0 / p.Length : one / sum;
        }
    }

    static RowException NoClass(long row) => new($"No class follows from row {row}.");

    Field PredictionField => Labels.Field(Settings.Prediction.Name);

    Field ProbabilitiesField => Labels.NumbersField(Settings.Probabilities.Name);
}
