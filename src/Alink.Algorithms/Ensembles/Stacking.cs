using System.Collections.Immutable;
using Alink.Classification;

namespace Alink.Ensembles;

/// <summary>Predicts from what other learners predict.</summary>
/// <remarks>
/// <para>
/// D. Wolpert, "Stacked generalization", Neural Networks 5, 1992. The last learner is trained on what each of the others
/// predicts of rows that were held out from it, in <see cref="Folds"/> folds, stratified where the last is a classifier;
/// then the others are trained anew on all rows. A regressor gives its prediction, a classifier the probability of each
/// class, but of two classes only that of the second, and 0 for a class that it was not taught. As in scikit-learn.
/// </para>
/// <para>The column that the last learner reads its features from is written to the rows, and so seen after it as well.</para>
/// </remarks>
/// <example>
/// <code>
/// using Alink.Classification;
/// using Alink.Ensembles;
///
/// var rows = Table.Of&lt;Vector&gt;("features", [.. Enumerable.Range(0, 40).Select(i =&gt; (Vector)new[] { i * 0.1 })])
///     .With("label", [.. Enumerable.Range(0, 40).Select(i =&gt; i &lt; 20 ? "low" : "high")]);
/// var model = new Stacking { Learners = [new GaussianNaiveBayes(), new NaiveBayes()] }.Fit(rows);
/// model.Transform(rows).Values&lt;Vector&gt;("stacked")[0].Length // => 2
/// </code>
/// </example>
public sealed record Stacking : IEstimator<StackingModel>
{
    /// <summary>What the last learner learns from: classifiers, regressors, or pipelines that end with one.</summary>
    public ImmutableArray<IEstimator> Learners { get; init => field = Require.Items(value); } =
        [new LogisticRegression(), new GaussianNaiveBayes()];

    /// <summary>What is trained last: a classifier, a regressor, or a pipeline that ends with one.</summary>
    public IEstimator Final { get; init => field = value ?? throw new ArgumentNullException(nameof(Final)); } =
        new LogisticRegression { Features = "stacked" };

    /// <summary>The column of vectors that the last learner reads; shape: numbers of all learners in their order.</summary>
    public Column<Vector> Output { get; init; } = "stacked";

    /// <summary>In how many folds rows are held out; at least 2.</summary>
    public int Folds { get; init => field = Require.AtLeast(2, value); } = 5;

    /// <summary>Decides the folds.</summary>
    public int Seed { get; init; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A learner is neither classifier nor regressor.</exception>
    /// <exception cref="SchemaException">A column is missing, or the last learner does not read <see cref="Output"/>.</exception>
    public Schema Transform(Schema input)
    {
        foreach (var learner in Learners)
        {
            _ = learner.End() is IClassifier ? learner.Transform(input) : learner.Transform(input).Reading(learner.Regressor().Prediction);
        }

        var read = Final is IRegressor regressor ? regressor.Features : (Final as IClassifier)?.Features ?? Output;
        return read == Output || !input.Has(read.Name) ? Final.Transform(input.With(Output))
            : throw new SchemaException($"{nameof(Final)} reads column '{read}'; the predictions of the learners are in '{Output}'.");
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">There is no learner.</exception>
    /// <exception cref="TrainingException">The rows, or those of a fold, cannot teach a learner.</exception>
    public async ValueTask<StackingModel> FitAsync(IDataset training, TrainingContext context)
    {
        Votes.Check(Learners, []);
        Transform(training.Schema);
        var models = await Votes.LearnAsync(Learners, training, context).ConfigureAwait(false);
        var folds = new KFold { Count = Folds, Seed = Seed, Stratify = (Final.End() as IClassifier)?.Label };
        var heldOut = new IDataset[Folds];
        for (var fold = 0; fold < Folds; fold++)
        {
            var (rows, others) = folds.Cut(training, fold);
            var held = await Votes.LearnAsync(Learners, rows, context, $"{fold}-").ConfigureAwait(false);
            heldOut[fold] = others.Through(new Stacked(Learners, Output, held, models));
        }

        var final = await Final.LearnAsync(new JoinedRows(heldOut), context, "final").ConfigureAwait(false);
        return new(this, models, final) { Origin = context.Origin() };
    }
}

/// <summary>What a <see cref="Stacking"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Models">What each learner has learnt from all rows; shape: learners.</param>
/// <param name="Final">What the last learner has learnt from the predictions of the others.</param>
public sealed record StackingModel(Stacking Options, ImmutableArray<ITransformer> Models, ITransformer Final) : Model
{
    internal Stacked Stacked => new(Options.Learners, Options.Output, Models, Models);

    /// <inheritdoc/>
    public override Schema Transform(Schema input) => Final.Transform(Stacked.Transform(input));

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row)
    {
        var (stacked, final) = (Stacked.Bind(row), Final.Bind(row));
        return () => stacked() && final();
    }

    /// <inheritdoc/>
    public override Table Transform(Table input) => Final.Transform(Stacked.Transform(input));
}

/// <summary>Writes what models predict as one vector.</summary>
/// <param name="Learners">What has learnt.</param>
/// <param name="Output">Where the vector goes.</param>
/// <param name="Models">What each has learnt.</param>
/// <param name="Whole">What each has learnt from all rows, which tells the classes.</param>
sealed record Stacked(
    ImmutableArray<IEstimator> Learners, Column<Vector> Output, ImmutableArray<ITransformer> Models, ImmutableArray<ITransformer> Whole)
    : RowTransformer
{
    public override Schema Transform(Schema input)
    {
        foreach (var model in Models)
        {
            model.Transform(input);
        }

        return input.With(Field(input));
    }

    public override Func<bool> Bind(RowCells row)
    {
        var field = Field(row.Schema);
        var models = Learners.Zip(Models).Select((one, i) => row.Aside(one.Second, inner => (
            Cell: one.First.End() is IClassifier classifier ? inner.Read(classifier.Probabilities) : inner.Read(one.First.Regressor().Prediction),
            Places: Places(i, inner.Schema, row.Schema)))).ToArray();
        var output = row.Write(field);
        return () =>
        {
            foreach (var model in models)
            {
                if (!model.Step())
                {
                    return false;
                }
            }

            var numbers = output.Dense(field.FeatureNames.Length);
            var place = 0;
            foreach (var (_, (cell, places)) in models)
            {
                if (cell.Type != DataType.Vector)
                {
                    numbers[place++] = cell.Number;
                    continue;
                }

                var probabilities = cell.Vector;
                foreach (var own in places)
                {
                    numbers[place++] = own < 0 ? 0 : probabilities[own];
                }
            }

            return true;
        };
    }

    public override Table Transform(Table input)
    {
        var field = Transform(input.Schema)[Output.Name];
        var (width, first) = (field.FeatureNames.Length, 0);
        var numbers = new double[checked(input.RowCount * width)];
        for (var i = 0; i < Learners.Length; i++)
        {
            var (learner, output) = (Learners[i], Models[i].Transform(input));
            if (learner.End() is not IClassifier classifier)
            {
                if (output.PredictedNumbers(input, learner) is not { } predicted)
                {
                    return base.Transform(input);
                }

                Put(predicted, [0]);
                continue;
            }

            if (output.RowCount != input.RowCount
                || output.Values(classifier.Probabilities) is not VectorColumn { IsDense: true, Validity.IsFull: true } probabilities)
            {
                return base.Transform(input);
            }

            Put(probabilities.Block.Values, Places(i, output.Schema, input.Schema));
        }

        return input.With(field, new VectorColumn(input.RowCount, width, numbers));

        // Each row's numbers from these places, and 0 for one that has none.
        void Put(ReadOnlySpan<double> values, int[] places)
        {
            var own = input.RowCount == 0 ? 0 : values.Length / input.RowCount;
            for (var row = 0; row < input.RowCount; row++)
            {
                for (var p = 0; p < places.Length; p++)
                {
                    numbers[(row * width) + first + p] = places[p] < 0 ? 0 : values[(row * own) + places[p]];
                }
            }

            first += places.Length;
        }
    }

    Field Field(Schema input)
    {
        var names = Learners.SelectMany((learner, i) => Labels(i, input) is { } labels
            ? labels.Select(label => $"{i}_{learner.End().GetType().Name}_{label}")
            : [$"{i}_{learner.End().GetType().Name}"]).ToImmutableArray();
        return new(Output.Name, DataType.Vector) { VectorLength = names.Length, FeatureNames = names };
    }

    /// <summary>The classes whose probabilities a classifier gives, of two only the second; null for a regressor.</summary>
    ImmutableArray<string>? Labels(int learner, Schema input) => Learners[learner].End() is not IClassifier classifier ? null
        : classifier.LabelsOf(Whole[learner].Transform(input)).Names is var labels && labels.Length == 2 ? labels.RemoveAt(0) : labels;

    /// <summary>The place of each of these among the probabilities of a model; −1 where it does not know the class.</summary>
    int[] Places(int learner, Schema output, Schema input) => Labels(learner, input) is { } labels
        ? [.. labels.Select(((IClassifier)Learners[learner].End()).LabelsOf(output).IndexOf)]
        : [];
}
