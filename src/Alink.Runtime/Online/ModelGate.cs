using System.Collections.Immutable;

namespace Alink.Runtime;

/// <summary>Lets a model pass only if it does well on the labelled rows that came last.</summary>
/// <remarks>
/// Each model is measured when it comes, the last one of a stream as well, and passes then or never; a model that comes
/// before any labelled row waits for the first. The rows come from a stream by <see cref="StreamGates.Retain"/>, and then
/// stand in the checkpoints of its job together with the last decision, or from <see cref="FeedAsync"/>. A job that goes
/// on sends its last model once more, and none that passed before it: let a <see cref="ModelStore"/> stand behind the
/// gate, and predict with what it serves.
/// </remarks>
/// <example>
/// <code>
/// using Alink.Features;
/// using Alink.Regression;
/// using Alink.Evaluation;
/// using Alink.Runtime;
///
/// var rows = Table.Of&lt;Vector&gt;("features", [1.0], [2.0], [4.0]).With("label", 1.0, 2.0, 4.0);
/// var live = new LiveModel&lt;LinearRegressionModel&gt;(new LinearRegression().Fit(rows));
/// var gate = new ModelGate&lt;RegressionSums&gt;(live, new RegressionEvaluator(), GateRule.AtMost("rmse", 0.1));
/// await gate.FeedAsync(rows);
/// var wrong = new LinearRegression().Fit(rows.With("label", 4.0, 2.0, 1.0));
/// await gate.PublishAsync(new(new(1, 1, 3, null, default), wrong), default);
/// gate.Last!.IsAccepted // => False
/// live.Current.Version.Number // => 0
/// </code>
/// </example>
/// <typeparam name="TState">What the evaluator's rows add up to.</typeparam>
public sealed class ModelGate<TState> : IModelSink, IGate
{
    readonly IRunningEvaluator<TState> _evaluator;
    readonly IModelSink _next;
    readonly SemaphoreSlim _deciding = new(1);
    readonly RetainedRows _fed = new();
    Table? _rows;
    PublishedModel? _waiting;
    Decided _last;

    /// <summary>A gate before a sink.</summary>
    /// <param name="next">Who takes the models that pass.</param>
    /// <param name="evaluator">What is measured of a model.</param>
    /// <param name="rules">What must hold of it; at least one rule.</param>
    /// <exception cref="ArgumentException">There are no rules, or one is of a measure that the evaluator does not have.</exception>
    public ModelGate(IModelSink next, IRunningEvaluator<TState> evaluator, params ImmutableArray<GateRule> rules)
    {
        (_next, _evaluator, Rules) = (next, evaluator, rules);
        if (rules.IsDefaultOrEmpty)
        {
            throw new ArgumentException("A gate needs at least one rule.", nameof(rules));
        }

        foreach (var rule in rules)
        {
            if (!evaluator.Measures.Contains(rule.Measure))
            {
                throw new ArgumentException(
                    $"There is no measure '{rule.Measure}'.{Nearest.Hint(rule.Measure, evaluator.Measures)} The measures are: "
                    + $"{string.Join(", ", evaluator.Measures)}.", nameof(rules));
            }
        }
    }

    /// <summary>What must hold of a model.</summary>
    public ImmutableArray<GateRule> Rules { get; }

    /// <summary>How many of the last labelled rows are kept; at least 1.</summary>
    public int MostRows { get; init => field = Require.AtLeast(1, value); } = 10_000;

    /// <summary>Is told of each decision.</summary>
    public IProgress<GateDecision>? Progress { get; init; }

    /// <summary>The last decision; null before the first.</summary>
    public GateDecision? Last { get; private set; }

    /// <summary>How many models have passed.</summary>
    public long Accepted => _last.Accepted;

    /// <summary>How many models have not passed.</summary>
    public long Refused => _last.Refused;

    /// <inheritdoc/>
    public bool WantsState => _next.WantsState;

    Decided IGate.Decided => _last;

    /// <inheritdoc/>
    public async ValueTask PublishAsync(PublishedModel model, CancellationToken cancellation)
    {
        await _deciding.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            _waiting = model;
            if (_rows is not null)
            {
                await DecideAsync(cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            _deciding.Release();
        }
    }

    /// <summary>Adds labelled rows, and lets go of the oldest where they are too many.</summary>
    public ValueTask FeedAsync(Table rows, CancellationToken cancellation = default) => TakeAsync(
        () =>
        {
            _fed.Add(rows, MostRows);
            return _fed.Whole();
        },
        null, cancellation);

    ValueTask IGate.FeedAsync(Table? rows, Decided? decided, CancellationToken cancellation) =>
        TakeAsync(() => rows, decided, cancellation);

    async ValueTask TakeAsync(Func<Table?> rows, Decided? decided, CancellationToken cancellation)
    {
        await _deciding.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            (_rows, _last) = (rows(), decided ?? _last);
            if (_waiting is not null && _rows is not null)
            {
                await DecideAsync(cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            _deciding.Release();
        }
    }

    async ValueTask DecideAsync(CancellationToken cancellation)
    {
        var model = _waiting!;
        var decision = Decide(model);
        if (decision.IsAccepted)
        {
            await _next.PublishAsync(model with { Version = decision.Version }, cancellation).ConfigureAwait(false);
        }

        _waiting = null; // Not before the next sink has it: what failed is tried again.
        Last = decision;
        Progress?.Report(decision);
    }

    /// <summary>Measures a model, or remembers what was decided of it before.</summary>
    GateDecision Decide(PublishedModel model)
    {
        if (_last.Version != model.Version.Number || _last.Measures is null)
        {
            var (measures, rows, error) = Measure(model.Model);
            var holds = error is null && Rules.All(rule => rule.Holds(measures[_evaluator.Measures.IndexOf(rule.Measure)]));
            _last = new(
                model.Version.Number, holds, rows, measures, error, _last.Accepted + (holds ? 1 : 0),
                _last.Refused + (holds ? 0 : 1));
        }

        var decided = _last;
        var metrics = model.Version.Metrics.SetItems(_evaluator.Measures.Select(
            (name, i) => KeyValuePair.Create(name, decided.Measures[i])));
        var broken = Rules.Where(rule => !rule.Holds(metrics[rule.Measure]));
        return new(
            model.Version with { Metrics = metrics }, decided.IsAccepted, decided.Rows,
            decided.IsAccepted ? "" : decided.Error ?? string.Join("; ", broken.Select(rule =>
                FormattableString.Invariant($"{rule.Measure} is {metrics[rule.Measure]:G6} and must be {rule.ToString()[(rule.Measure.Length + 1)..]}"))));
    }

    (double[] Measures, long Rows, string? Error) Measure(ITransformer model)
    {
        try
        {
            var rows = _evaluator.Predicted(model.Transform(_rows!));
            return (_evaluator.Measure(_evaluator.Update(_evaluator.Start(rows.Schema), rows)), rows.RowCount, null);
        }
        catch (Exception exception) when (exception is RowException or SchemaException or TrainingException)
        {
            var unknown = new double[_evaluator.Measures.Length];
            unknown.AsSpan().Fill(double.NaN);
            return (unknown, 0, $"It cannot be measured: {exception.Message}");
        }
    }
}

/// <summary>A gate, whatever it measures.</summary>
interface IGate
{
    int MostRows { get; }

    long Accepted { get; }

    long Refused { get; }

    /// <summary>What was decided last.</summary>
    Decided Decided { get; }

    /// <summary>Takes all rows to measure by; and what was decided last, where a job goes on.</summary>
    ValueTask FeedAsync(Table? rows, Decided? decided, CancellationToken cancellation);
}

/// <summary>A decision within a state.</summary>
readonly record struct Decided(
    long Version, bool IsAccepted, long Rows, double[] Measures, string? Error, long Accepted, long Refused);
