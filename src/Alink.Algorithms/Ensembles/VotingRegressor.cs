using System.Collections.Immutable;
using Alink.Regression;

namespace Alink.Ensembles;

/// <summary>Predicts the weighted mean of what several learners predict.</summary>
/// <remarks>As in scikit-learn.</remarks>
/// <example>
/// <code>
/// using Alink.Ensembles;
/// using Alink.Regression;
///
/// var rows = Table.Of&lt;Vector&gt;("features", [1.0], [2.0], [3.0]).With("label", 1.0, 2.0, 3.0);
/// var model = new VotingRegressor { Learners = [new LinearRegression(), new IsotonicRegression()] }.Fit(rows);
/// var four = model.Transform(Table.Of&lt;Vector&gt;("features", [4.0])).Values&lt;double&gt;("prediction")[0];
/// Math.Round(four, 9) // => 3.5
/// </code>
/// </example>
public sealed record VotingRegressor : IEstimator<VotingRegressorModel>
{
    /// <summary>What predicts: regressors, or pipelines that end with one.</summary>
    public ImmutableArray<IEstimator> Learners { get; init => field = Require.Items(value); } = [new LinearRegression()];

    /// <summary>How much each learner counts, at least 0 and not all 0; empty where all count alike.</summary>
    public ImmutableArray<double> Weights { get; init => field = Require.Items(value); } = [];

    /// <summary>Where the predicted number goes.</summary>
    public Column<double> Prediction { get; init; } = "prediction";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A learner is no regressor.</exception>
    public Schema Transform(Schema input)
    {
        foreach (var learner in Learners)
        {
            learner.Transform(input).Reading(learner.Regressor().Prediction);
        }

        return input.With(Prediction);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">There is no learner, or there is not one weight for each.</exception>
    /// <exception cref="TrainingException">The rows cannot teach a learner.</exception>
    public async ValueTask<VotingRegressorModel> FitAsync(IDataset training, TrainingContext context)
    {
        Votes.Check(Learners, Weights);
        Transform(training.Schema);
        var models = await Votes.LearnAsync(Learners, training, context).ConfigureAwait(false);
        return new(this, models) { Origin = context.Origin() };
    }
}

/// <summary>What a <see cref="VotingRegressor"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Models">What each learner has learnt; shape: learners.</param>
public sealed record VotingRegressorModel(VotingRegressor Options, ImmutableArray<ITransformer> Models) : Model
{
    /// <inheritdoc/>
    public override Schema Transform(Schema input)
    {
        foreach (var model in Models)
        {
            model.Transform(input);
        }

        return input.With(Options.Prediction);
    }

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row)
    {
        var models = Models.Zip(Options.Learners)
            .Select(one => row.Aside(one.First, inner => inner.Read(one.Second.Regressor().Prediction))).ToArray();
        var weights = Votes.Weights(Options.Weights, models.Length);
        var prediction = row.Write(new Field(Options.Prediction.Name, DataType.Double));
        return () =>
        {
            var sum = 0.0;
            for (var i = 0; i < models.Length; i++)
            {
                if (!models[i].Step())
                {
                    return false;
                }

                sum += weights[i] * models[i].Read.Number;
            }

            prediction.Set(sum);
            return true;
        };
    }

    /// <inheritdoc/>
    public override Table Transform(Table input)
    {
        var field = Transform(input.Schema)[Options.Prediction.Name];
        var (weights, sums) = (Votes.Weights(Options.Weights, Models.Length), new double[input.RowCount]);
        for (var i = 0; i < Models.Length; i++)
        {
            if (Models[i].Transform(input).PredictedNumbers(input, Options.Learners[i]) is not { } numbers)
            {
                return base.Transform(input);
            }

            for (var row = 0; row < sums.Length; row++)
            {
                sums[row] += weights[i] * numbers[row];
            }
        }

        return input.With(field, new FixedColumn<double>(sums));
    }
}
