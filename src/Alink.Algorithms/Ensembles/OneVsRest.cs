using System.Collections.Immutable;
using Alink.Classification;

namespace Alink.Ensembles;

/// <summary>Classifies by one binary classifier for each class, which tells it from all others.</summary>
/// <remarks>
/// <para>
/// The probability of a class is that of its classifier over the sum of all; where all are 0, every class is equally
/// probable. As in scikit-learn. The learner finds 1 in its label's column where the class is its own, and 0 elsewhere.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// using Alink.Ensembles;
///
/// var rows = Table.Of&lt;Vector&gt;("features", [0.0], [1.0], [4.0], [5.0], [9.0], [10.0])
///     .With("label", "low", "low", "middle", "middle", "high", "high");
/// var model = new OneVsRest { Learner = new Alink.Classification.GaussianNaiveBayes() }.Fit(rows);
/// model.Labels.ToString() // => high, low, middle
/// model.Transform(rows).Values&lt;string&gt;("prediction").ToArray() // => [low low middle middle high high]
/// </code>
/// </example>
public sealed record OneVsRest : MetaClassifier<OneVsRestModel>
{
    /// <summary>What is trained once for each class: a classifier, or a pipeline that ends with one.</summary>
    public IEstimator Learner { get; init => field = value ?? throw new ArgumentNullException(nameof(Learner)); } = new LogisticRegression();

    private protected override IClassifier Inner => Learner.Classifier();

    private protected override IEnumerable<IEstimator> Within => [Learner];

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There are fewer than two classes, or the rows cannot teach the learner.</exception>
    public override async ValueTask<OneVsRestModel> FitAsync(IDataset training, TrainingContext context)
    {
        Transform(training.Schema);
        var seen = await training.AggregateAsync(new SeenLabels(Inner.Label, Inner.Weight), context).ConfigureAwait(false);
        var labels = Levels.Sorted(training.Schema.Field(Inner.Label).Type, seen.Names);
        if (labels.Count < 2)
        {
            throw new TrainingException($"Column '{Inner.Label}' holds {labels.Count} classes; {nameof(OneVsRest)} takes at least two.");
        }

        this.CheckThresholds(labels);
        var models = ImmutableArray.CreateBuilder<ITransformer>(labels.Count);
        for (var c = 0; c < labels.Count; c++)
        {
            models.Add(await Learner.LearnAsync(training.Through(new ClassOrNot(Inner.Label, labels, c)), context, $"{c}").ConfigureAwait(false));
        }

        return new(this, labels, models.MoveToImmutable()) { Origin = context.Origin() };
    }

    /// <summary>The labels of rows that count.</summary>
    sealed record SeenLabels(Column<Category> Label, Column<double>? Weight) : IAggregator<Categories>
    {
        public Categories Start(Schema schema) => new();

        public Categories Update(Categories state, Table batch)
        {
            batch.Classes(Label, batch.Weights(Weight), state);
            return state;
        }

        public Categories Merge(Categories left, Categories right)
        {
            foreach (var name in right.Names)
            {
                left.Number(name);
            }

            return left;
        }
    }

    /// <summary>Puts 1 in the place of a class, and 0 in that of any other.</summary>
    sealed record ClassOrNot(Column<Category> Label, Levels Labels, int Class) : RowTransformer
    {
        public override Schema Transform(Schema input) => input.With(new Field(Label.Name, DataType.Int32) { Levels = OneVsRestModel.Sides });

        public override Func<bool> Bind(RowCells row)
        {
            var (label, classes) = (row.Read(Label), new Categories(Labels));
            var side = row.Write(new Field(Label.Name, DataType.Int32) { Levels = OneVsRestModel.Sides });
            return () =>
            {
                side.Set(classes.Number(label) == Class ? 1L : 0L);
                return true;
            };
        }
    }
}

/// <summary>What a <see cref="OneVsRest"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Labels">The classes.</param>
/// <param name="Models">The model of each class; shape: classes.</param>
public sealed record OneVsRestModel(OneVsRest Options, Levels Labels, ImmutableArray<ITransformer> Models) : MetaClassifierModel
{
    /// <summary>Not of the class, and of the class.</summary>
    internal static readonly Levels Sides = new(DataType.Int32, ["0", "1"]);

    /// <inheritdoc/>
    public override Levels Labels { get; init; } = Labels;

    private protected override IClassifier Settings => Options;

    private protected override IEnumerable<Member> Within =>
        Models.Select(model => new Member(model, Options.Learner.Classifier(), Sides));

    private protected override ProbabilityStep Probabilities(Vote[] models) => p =>
    {
        Span<double> sides = stackalloc double[2];
        for (var c = 0; c < models.Length; c++)
        {
            sides.Clear();
            models[c].AddTo(sides);
            p[c] = sides[1];
        }

        Normalize(p);
    };
}
