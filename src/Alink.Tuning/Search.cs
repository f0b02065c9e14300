using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace Alink.Tuning;

/// <summary>Which numbers of a metric are better.</summary>
public enum Goal
{
    /// <summary>The higher.</summary>
    Maximize,

    /// <summary>The lower.</summary>
    Minimize,
}

/// <summary>Tries options of a learner on held-out rows, and trains it on all rows with the best of them.</summary>
/// <remarks>
/// <para>
/// Candidates are tried in rounds of <see cref="Round"/>, each on every fold, in parallel; the same rows, options and seed
/// give the same model for any number of workers. With <see cref="TrainingOptions.Checkpoints"/> what each candidate
/// measures on a fold is saved as soon as it is known, and a search that was killed goes on with what is not, to the same
/// end. A candidate that cannot be trained is reported
/// and does not end the search; it never wins, and neither does one that measures NaN or the worst of infinities. Of equals
/// the first wins.
/// </para>
/// <para>
/// Options are named by lambdas, so that a misspelt one does not compile, and of a stage in a pipeline by one that names
/// its kind: <c>.Over((LogisticRegression stage) =&gt; stage.Regularization, 0.1, 1)</c>. Where there are several of a
/// kind, a number before it says which: <c>.Over(1, (Bucketizer stage) =&gt; …)</c> is the second.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// using Alink.Classification;
/// using Alink.Evaluation;
/// using Alink.Features;
/// using Alink.Tuning;
///
/// var rows = Table.Of&lt;Vector&gt;("features", [.. Enumerable.Range(0, 60).Select(i =&gt; (Vector)new[] { i * 0.1, i % 7 })])
///     .With("label", [.. Enumerable.Range(0, 60).Select(i =&gt; i % 10 &lt; i / 6 ? 1 : 0)]);
/// var search = Search.Of(new StandardScaler().Then(new LogisticRegression()))
///     .Over((LogisticRegression stage) =&gt; stage.Regularization, Values.LogUniform(1e-4, 10))
///     .By(new BinaryEvaluator(), metrics =&gt; metrics.AreaUnderRoc) with { Strategy = new RandomSearch { Trials = 6 } };
/// var found = search.Fit(rows);
/// found.Score > 0.8 // => True
/// found.Trials.RowCount // => 6
/// </code>
/// </example>
/// <param name="Learner">What is trained, with all options that are not searched over.</param>
public sealed record Search<TLearner>(TLearner Learner) : IEstimator<SearchModel>
    where TLearner : IEstimator
{
    internal delegate ValueTask<double> Judge(
        IEstimator learner, IDataset rows, IFolds folds, int fold, double share, TrainingContext context);

    /// <summary>Which candidates are tried.</summary>
    public SearchStrategy Strategy { get; init; } = new GridSearch();

    /// <summary>How rows are held out.</summary>
    public IFolds Folds { get; init; } = new KFold();

    /// <summary>What chance comes of.</summary>
    public int Seed { get; init; }

    /// <summary>How many candidates are tried before the next are chosen; at least 1. What is found may depend on it.</summary>
    public int Round { get; init => field = Require.AtLeast(1, value); } = 8;

    /// <summary>Ends the search when so many candidates in a row were no better than the best before; at least 1, and null never
    /// does. Before the first that can be measured none counts.</summary>
    public int? Patience { get; init => field = value is { } given ? Require.AtLeast(1, given) : null; }

    internal ImmutableArray<Dimension> Space { get; init; } = [];

    internal Judge? Judged { get; init; }

    internal string Metric { get; init; } = "";

    internal Goal Goal { get; init; }

    /// <summary>This search over an option as well.</summary>
    /// <param name="option">The option: <c>x =&gt; x.Regularization</c>.</param>
    /// <param name="values">The values to try.</param>
    /// <exception cref="ArgumentException">It is no option that can be set, or it is searched over already.</exception>
    [OverloadResolutionPriority(1)]
    public Search<TLearner> Over<T>(Expression<Func<TLearner, T>> option, Values<T> values) =>
        Over(Dimension.Of(Learner, option, values));

    /// <inheritdoc cref="Over{T}(Expression{Func{TLearner, T}}, Values{T})"/>
    [OverloadResolutionPriority(1)]
    public Search<TLearner> Over<T>(Expression<Func<TLearner, T>> option, params T[] values) => Over(option, Values.Of(values));

    /// <summary>This search over an option of the one stage of that kind in a pipeline as well.</summary>
    /// <param name="option">The option: <c>(LogisticRegression x) =&gt; x.Regularization</c>.</param>
    /// <param name="values">The values to try.</param>
    /// <exception cref="ArgumentException">There is not one such stage, it is no option that can be set, or it is searched over already.</exception>
    public Search<TLearner> Over<TStage, T>(Expression<Func<TStage, T>> option, Values<T> values)
        where TStage : IStage => Over(Dimension.Of(Learner, option, values));

    /// <inheritdoc cref="Over{TStage, T}(Expression{Func{TStage, T}}, Values{T})"/>
    public Search<TLearner> Over<TStage, T>(Expression<Func<TStage, T>> option, params T[] values)
        where TStage : IStage => Over(option, Values.Of(values));

    /// <summary>This search over an option of one of the stages of that kind in a pipeline as well.</summary>
    /// <param name="place">Which of them, from 0, in the order of the pipeline.</param>
    /// <param name="option">The option: <c>(Bucketizer x) =&gt; x.Splits</c>.</param>
    /// <param name="values">The values to try.</param>
    /// <exception cref="ArgumentException">There is no such stage, it is no option that can be set, or it is searched over already.</exception>
    public Search<TLearner> Over<TStage, T>(int place, Expression<Func<TStage, T>> option, Values<T> values)
        where TStage : IStage => Over(Dimension.Of(Learner, option, values, place));

    /// <inheritdoc cref="Over{TStage, T}(int, Expression{Func{TStage, T}}, Values{T})"/>
    public Search<TLearner> Over<TStage, T>(int place, Expression<Func<TStage, T>> option, params T[] values)
        where TStage : IStage => Over(place, option, Values.Of(values));

    /// <summary>This search by a metric.</summary>
    /// <param name="evaluator">What measures.</param>
    /// <param name="metric">The number of its metrics that counts: <c>m =&gt; m.AreaUnderRoc</c>.</param>
    /// <param name="goal">Which numbers are better.</param>
    /// <param name="name">The text of the metric, which the compiler gives.</param>
    public Search<TLearner> By<TMetrics>(
        IEvaluator<TMetrics> evaluator, Func<TMetrics, double> metric, Goal goal = Goal.Maximize,
        [CallerArgumentExpression(nameof(metric))] string name = "") => this with
        {
            Judged = async (learner, rows, folds, fold, share, context) =>
                metric(await learner.JudgeAsync(rows, evaluator, folds, fold, share, context).ConfigureAwait(false)),
            Metric = $"{evaluator} {name}",
            Goal = goal,
        };

    /// <inheritdoc/>
    public Schema Transform(Schema input) => Learner.Transform(input);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no metric: <see cref="By"/> has not been called.</exception>
    /// <exception cref="TrainingException">No candidate could be trained and measured.</exception>
    public async ValueTask<SearchModel> FitAsync(IDataset training, TrainingContext context)
    {
        Transform(training.Schema);
        var judge = Judged ?? throw new ArgumentException("A search needs a metric: say which with By.");
        List<Trial> trials = (await context.ResumeAsync<List<Trial>>().ConfigureAwait(false))?.State ?? [];
        var saved = await SavedAsync(Math.Max(Math.Min(Round, trials.Count), Candidates(trials).Length), context).ConfigureAwait(false);

        while (!IsTired(trials) && Candidates(trials) is { Length: > 0 } round)
        {
            trials.AddRange(await TryAsync(round, judge, training, saved, trials.Count + round.Length, context).ConfigureAwait(false));
            await context.SaveAsync(trials.Count, trials).ConfigureAwait(false);
            context.Report(trials.Count, trials.Select(Loss).Min());
        }

        var best = Best(trials);
        if (double.IsPositiveInfinity(Loss(trials[best])))
        {
            throw new TrainingException(
                $"None of {trials.Count} candidates could be trained and measured. The first: {Shown(trials[0])}");
        }

        var learner = Apply(trials[best].Point);
        var model = await learner.FitAsync(training, context.For("best")).ConfigureAwait(false);
        return new(learner, model, trials[best].Mean, [.. Space.Select((dimension, d) => SearchedOption.Of(
            dimension.Name, [.. trials.Select(trial => dimension.At(trial.Point[d]))]))], [.. trials]);
    }

    Search<TLearner> Over(Dimension dimension) => Space.Any(other => (other.Stage, other.Name) == (dimension.Stage, dimension.Name))
        ? throw new ArgumentException($"{dimension.Name} is searched over already.")
        : this with { Space = Space.Add(dimension) };

    /// <summary>Tries candidates on all folds at the same time, but for what is saved of this round.</summary>
    /// <param name="round">The candidates.</param>
    /// <param name="judge">What tries one.</param>
    /// <param name="training">The rows.</param>
    /// <param name="saved">What is saved of each job, and how many trials there are after its round.</param>
    /// <param name="after">How many trials there are after this round.</param>
    /// <param name="context">What runs them.</param>
    async ValueTask<IEnumerable<Trial>> TryAsync(
        Candidate[] round, Judge judge, IDataset training, Dictionary<int, (int After, Judgement Judged)> saved, int after, TrainingContext context)
    {
        var results = await Jobs.RunAsync(round.Length * Folds.Count, async (job, own) =>
        {
            if (saved.TryGetValue(job, out var before) && before.After == after)
            {
                return before.Judged;
            }

            var candidate = round[job / Folds.Count];
            var start = own.Time.GetTimestamp();
            var (score, error) = (double.NaN, "");
            try
            {
                score = await judge(Apply(candidate.Point), training, Folds, job % Folds.Count, candidate.Share, own).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
            {
                error = $"{exception.GetType().Name}: {exception.Message}";
            }

            var judged = new Judgement(score, error, own.Time.GetElapsedTime(start).TotalSeconds);
            await PlaceOf(job, context).SaveAsync(after, judged).ConfigureAwait(false);
            return judged;
        }, context).ConfigureAwait(false);
        return results.Chunk(Folds.Count).Select((folds, i) =>
        {
            var error = folds.Select(fold => fold.Error).FirstOrDefault(error => error.Length > 0) ?? "";
            return new Trial(
                round[i].Point, round[i].Share, error.Length > 0 ? [] : [.. folds.Select(fold => fold.Score)],
                folds.Sum(fold => fold.Seconds), error);
        });
    }

    /// <summary>What a search that was killed has saved of the jobs of its last rounds.</summary>
    async ValueTask<Dictionary<int, (int After, Judgement Judged)>> SavedAsync(int longest, TrainingContext context)
    {
        Dictionary<int, (int, Judgement)> saved = [];
        for (var job = 0; context.Checkpoints is not null && job < longest * Folds.Count; job++)
        {
            if (await PlaceOf(job, context).ResumeAsync<Judgement>().ConfigureAwait(false) is { } one)
            {
                saved.Add(job, one);
            }
        }

        return saved;
    }

    /// <summary>Where the job of a round is saved; that of the next round is saved in the same place.</summary>
    static TrainingContext PlaceOf(int job, TrainingContext context) => context.For($"job {job}");

    Candidate[] Candidates(List<Trial> trials) =>
        [.. Strategy.Next(new([.. Space.Select(dimension => dimension.Count)], trials, [.. trials.Select(Loss)], Seed)).Take(Round)];

    /// <summary>The learner with the options of a point.</summary>
    IEstimator Apply(ImmutableArray<double> point) =>
        Space.Zip(point).Aggregate((IEstimator)Learner, (learner, one) => one.First.Apply(learner, one.Second));

    /// <summary>The lower the better; what has no number is worst.</summary>
    double Loss(Trial trial) =>
        double.IsNaN(trial.Mean) ? double.PositiveInfinity : Goal == Goal.Maximize ? -trial.Mean : trial.Mean;

    /// <summary>The first of the best among those that were tried on the most rows, of all that have a number.</summary>
    int Best(List<Trial> trials) => trials.Count == 0
        ? throw new TrainingException("There are no candidates to try.")
        : Enumerable.Range(0, trials.Count).OrderBy(trial => double.IsPositiveInfinity(Loss(trials[trial])))
            .ThenByDescending(trial => trials[trial].Share).ThenBy(trial => Loss(trials[trial])).First();

    bool IsTired(List<Trial> trials) => trials.Count > 0 && Patience is { } patience
        && Best(trials) is var best && !double.IsPositiveInfinity(Loss(trials[best])) && trials.Count - 1 - best >= patience;

    string Shown(Trial trial) => string.Join(", ", Space.Zip(trial.Point).Select(one =>
        $"{one.First.Name} = {SearchedOption.Text(one.First.At(one.Second))}").DefaultIfEmpty("as given"))
        + FormattableString.Invariant($": {(trial.Error.Length > 0 ? trial.Error : $"it measured {trial.Mean}.")}");

    /// <summary>What a candidate measured on one fold; NaN where it failed.</summary>
    readonly record struct Judgement(double Score, string Error, double Seconds);
}

/// <summary>Begins searches.</summary>
public static class Search
{
    /// <summary>A search over the options of a learner.</summary>
    public static Search<TLearner> Of<TLearner>(TLearner learner)
        where TLearner : IEstimator => new(learner);
}
