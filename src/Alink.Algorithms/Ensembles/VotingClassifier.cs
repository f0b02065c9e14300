using System.Collections.Immutable;
using Alink.Classification;

namespace Alink.Ensembles;

/// <summary>What classifiers vote with.</summary>
public enum VotingKind
{
    /// <summary>The class that each predicts. A class's probability is its share of the votes. The first class wins where votes are equal.</summary>
    Hard,

    /// <summary>The probabilities that each gives, of which the mean is taken.</summary>
    Soft,
}

/// <summary>Classifies as several classifiers together do.</summary>
/// <remarks>As in scikit-learn. The learners must have one label.</remarks>
/// <example>
/// <code>
/// using Alink.Classification;
/// using Alink.Ensembles;
///
/// var rows = Table.Of&lt;Vector&gt;("features", [0.0], [1.0], [4.0], [5.0]).With("label", 0, 0, 1, 1);
/// var voting = new VotingClassifier { Learners = [new LogisticRegression(), new GaussianNaiveBayes(), new NaiveBayes()] };
/// var model = voting.Fit(rows);
/// model.Transform(rows).Values&lt;int&gt;("prediction").ToArray().Count(label => label == 1) >= 2 // => True
/// </code>
/// </example>
public sealed record VotingClassifier : MetaClassifier<VotingClassifierModel>
{
    /// <summary>What votes: classifiers, or pipelines that end with one.</summary>
    public ImmutableArray<IEstimator> Learners { get; init => field = Require.Items(value); } =
        [new LogisticRegression(), new GaussianNaiveBayes()];

    /// <summary>What they vote with.</summary>
    public VotingKind Voting { get; init; }

    /// <summary>How much the vote of each learner counts, at least 0 and not all 0; empty where all count alike.</summary>
    public ImmutableArray<double> Weights { get; init => field = Require.Items(value); } = [];

    private protected override IClassifier Inner => Learners[0].Classifier();

    private protected override IEnumerable<IEstimator> Within => Learners;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">There is no learner, or there is not one weight for each.</exception>
    /// <exception cref="TrainingException">The rows cannot teach a learner.</exception>
    public override async ValueTask<VotingClassifierModel> FitAsync(IDataset training, TrainingContext context)
    {
        Votes.Check(Learners, Weights);
        Transform(training.Schema);
        var models = await Votes.LearnAsync(Learners, training, context).ConfigureAwait(false);
        var labels = Levels.Sorted(
            training.Schema.Field(Inner.Label).Type,
            Learners.Zip(models).SelectMany(one => one.First.Classifier().LabelsOf(one.Second.Transform(training.Schema)).Names));
        this.CheckThresholds(labels);
        return new(this, labels, models) { Origin = context.Origin() };
    }
}

/// <summary>What a <see cref="VotingClassifier"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Labels">The classes.</param>
/// <param name="Models">What each learner has learnt; shape: learners.</param>
public sealed record VotingClassifierModel(VotingClassifier Options, Levels Labels, ImmutableArray<ITransformer> Models)
    : MetaClassifierModel
{
    /// <inheritdoc/>
    public override Levels Labels { get; init; } = Labels;

    private protected override IClassifier Settings => Options;

    private protected override IEnumerable<Member> Within =>
        Models.Zip(Options.Learners, (model, learner) => new Member(model, learner.Classifier(), Labels));

    private protected override ProbabilityStep Probabilities(Vote[] models)
    {
        var weights = Votes.Weights(Options.Weights, models.Length);
        return p =>
        {
            for (var i = 0; i < models.Length; i++)
            {
                if (Options.Voting == VotingKind.Soft)
                {
                    models[i].AddTo(p, weights[i]);
                }
                else
                {
                    p[models[i].Predicted] += weights[i];
                }
            }
        };
    }
}
