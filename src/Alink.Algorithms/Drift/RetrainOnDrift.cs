namespace Alink.Drift;

/// <summary>Learns as another learner does, and begins anew where the errors of that learner rise.</summary>
/// <remarks>
/// <para>
/// J. Gama, P. Medas, G. Castillo and P. Rodrigues, "Learning with drift detection", SBIA 2004. The error of each row,
/// as the model before the row predicts it, goes to the detector: for a classifier 1 where the class is wrong and else
/// 0, for any other learner |label − prediction|. From the row that brings <see cref="DriftLevel.Warning"/> on a second
/// learner learns as well; it is dropped where the level falls back to <see cref="DriftLevel.None"/>, and takes the
/// place of the first where there is <see cref="DriftLevel.Drift"/>. Without a warning the row that brings drift is the
/// first that the new learner learns. Where the paper keeps the rows since the warning, this learns them at once.
/// </para>
/// <para>
/// A row without a prediction, as the first, goes to the learner alone. Any cut of the rows into batches gives the same
/// state, if it does so for the learner.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// var rows = Table
///     .Of&lt;Vector&gt;("features", [.. Enumerable.Range(0, 400).Select(i => (Vector)new[] { i % 2 * 1.0 })])
///     .With("label", [.. Enumerable.Range(0, 400).Select(i => i % 2 == 0 == i &lt; 200 ? "yes" : "no")]);
/// var learner = new RetrainOnDrift&lt;Alink.Classification.FtrlState, Alink.Classification.FtrlModel, DdmState&gt;(
///     new Alink.Classification.Ftrl(), new Ddm());
/// var state = learner.Update(learner.Start(rows.Schema), rows);
/// state.Drifts // => 1
/// learner.Snapshot(state).Transform(rows.Slice(398, 2)).Values&lt;string&gt;("prediction").ToArray() // => [no yes]
/// </code>
/// </example>
/// <param name="Learner">What learns; one that predicts a row before it learns it.</param>
/// <param name="Detector">What watches its errors.</param>
/// <typeparam name="TState">What the learner has learnt so far.</typeparam>
/// <typeparam name="TModel">What it learns.</typeparam>
/// <typeparam name="TDrift">The errors so far.</typeparam>
public sealed record RetrainOnDrift<TState, TModel, TDrift>(
    IOnlineEstimator<TState, TModel> Learner, IDriftDetector<TDrift> Detector)
    : ISequentialEstimator<RetrainState<TState, TDrift>, TModel>
    where TModel : ITransformer
    where TDrift : DriftState
{
    /// <summary>What learns; one that predicts a row before it learns it.</summary>
    public IOnlineEstimator<TState, TModel> Learner { get; init; } = !Learner.LearnsFirst ? Learner
        : throw new ArgumentException(
            $"{Learner.GetType().Name} learns a row before it passes it on, so it makes no errors.", nameof(Learner));

    /// <summary>The column with what is true; by default the label of a classifier, and else "label".</summary>
    public string Label { get; init; } = Learner is IClassifier classifier ? classifier.Label.Name : "label";

    /// <summary>The column with what the learner predicts; by default the prediction of a classifier, and else
    /// "prediction".</summary>
    public string Prediction { get; init; } =
        Learner is IClassifier classifier ? classifier.Prediction.Name : "prediction";

    /// <inheritdoc/>
    public Schema Transform(Schema input)
    {
        var output = Learner.Transform(input);
        return Learner is IClassifier ? output.Reading<Category>(Label).Reading<Category>(Prediction)
            : output.Reading<double>(Label).Reading<double>(Prediction);
    }

    /// <inheritdoc/>
    public RetrainState<TState, TDrift> Start(Schema schema) => new(schema, Learner.Start(schema), Detector.Start());

    /// <inheritdoc/>
    public RetrainState<TState, TDrift> Update(RetrainState<TState, TDrift> state, Table batch) =>
        Advance(state, batch, out _);

    /// <inheritdoc/>
    public TModel Snapshot(RetrainState<TState, TDrift> state) => Learner.Snapshot(state.Learner);

    /// <inheritdoc/>
    public RetrainState<TState, TDrift> Advance(RetrainState<TState, TDrift> state, Table batch, out Table output)
    {
        var pieces = new List<Table>();
        while (true)
        {
            // What the learner takes in beyond a drift goes with it, so it may run ahead of the detector.
            state.Learner = Learner.Advance(state.Learner, batch, out var predicted);
            var drift = Watch(state, batch, predicted);
            pieces.Add(predicted.Slice(0, drift < 0 ? batch.RowCount : drift + 1));
            if (drift < 0 || drift + 1 == batch.RowCount)
            {
                output = Table.Concat(pieces);
                return state;
            }

            batch = batch.Slice(drift + 1, batch.RowCount - drift - 1);
        }
    }

    /// <summary>Takes in the errors up to the first drift, and puts a new learner in the place of the old one
    /// there.</summary>
    /// <returns>The row that brought drift; −1 where none did.</returns>
    int Watch(RetrainState<TState, TDrift> state, Table batch, Table predicted)
    {
        var errors = Errors(predicted);
        var learnt = 0; // By the second learner.
        for (var row = 0; row < errors.Length; row++)
        {
            if (double.IsNaN(errors[row]))
            {
                continue;
            }

            var level = Detector.Update(state.Detector, errors[row]);
            if (level == DriftLevel.None)
            {
                (state.Next, state.HasNext) = (default, false);
            }
            else if (!state.HasNext)
            {
                (state.Next, state.HasNext, learnt) = (Learner.Start(state.Schema), true, row);
            }

            if (level == DriftLevel.Drift)
            {
                state.Learner = Learner.Update(state.Next!, batch.Slice(learnt, row + 1 - learnt));
                (state.Next, state.HasNext) = (default, false);
                state.Drifts++;
                return row;
            }
        }

        if (state.HasNext)
        {
            state.Next = Learner.Update(state.Next!, batch.Slice(learnt, batch.RowCount - learnt));
        }

        return -1;
    }

    /// <summary>The error of each row; NaN where there was no prediction.</summary>
    double[] Errors(Table predicted)
    {
        var errors = new double[predicted.RowCount];
        if (Learner is IClassifier)
        {
            var categories = new Categories();
            var (labels, classes) = (new int[errors.Length], new int[errors.Length]);
            categories.Encode(predicted.Data(Label), labels);
            categories.Encode(predicted.Data(Prediction), classes);
            for (var row = 0; row < errors.Length; row++)
            {
                errors[row] = classes[row] < 0 ? double.NaN : classes[row] == labels[row] ? 0 : 1;
            }

            return errors;
        }

        var truths = predicted.Numbers(Label);
        var predictions = predicted.Numbers(Prediction);
        for (var row = 0; row < errors.Length; row++)
        {
            errors[row] = Math.Abs(truths[row] - predictions[row]);
        }

        return errors;
    }
}

/// <summary>What a <see cref="RetrainOnDrift{TState, TModel, TDrift}"/> has learnt so far: the states of its
/// parts.</summary>
/// <typeparam name="TState">What the learner has learnt so far.</typeparam>
/// <typeparam name="TDrift">The errors so far.</typeparam>
public sealed class RetrainState<TState, TDrift> : IFigures
{
    internal RetrainState(Schema schema, TState learner, TDrift detector) =>
        (Schema, Learner, Detector) = (schema, learner, detector);

    /// <summary>The columns of the rows, under which a new learner starts.</summary>
    public Schema Schema { get; }

    /// <summary>What the learner has learnt since the last drift.</summary>
    public TState Learner { get; internal set; }

    /// <summary>What the second learner has learnt since the warning.</summary>
    public TState? Next { get; internal set; }

    /// <summary>Whether there is a second learner.</summary>
    public bool HasNext { get; internal set; }

    /// <summary>The errors so far.</summary>
    public TDrift Detector { get; }

    /// <summary>How often a new learner has taken the place of the old one.</summary>
    public long Drifts { get; internal set; }

    IEnumerable<(string Name, double Value)> IFigures.Figures => (Detector as IFigures)?.Figures ?? [];
}
