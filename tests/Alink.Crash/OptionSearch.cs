using System.Diagnostics;
using System.Globalization;
using Alink.Evaluation;
using Alink.Regression;
using Alink.Tuning;

namespace Alink.Crash;

/// <summary>
/// Searches over the options of a learner with checkpoints in a folder, and prints each training and what was found;
/// where a training is given, kills itself when that begins, with the signal that no process catches.
/// </summary>
static class OptionSearch
{
    public const string Option = "--search";

    /// <summary>Arguments: folder, workers, and which training to die of, from 1.</summary>
    public static void Run(string[] args)
    {
        Announced.Deadly = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : int.MaxValue;
        var random = new Random(11);
        var rows = Table.Of("features", Enumerable.Range(0, 200).Select(_ => Vector.Of([random.NextDouble(), random.NextDouble()])).ToArray())
            .With("label", _ => random.NextDouble());
        var search = Search.Of(new Announced())
            .Over(learner => learner.Inner.Regularization, Values.LogUniform(1e-4, 1))
            .Over(learner => learner.Inner.ElasticNet, Values.Uniform(0, 1))
            .By(new RegressionEvaluator(), metrics => metrics.MeanSquaredError, Goal.Minimize) with
        {
            Strategy = new TreeParzenSearch { Trials = 15, Startup = 6 },
            Folds = new KFold { Count = 3 },
            Round = 5,
        };

        var found = search.Fit(rows, new TrainingOptions { Checkpoints = args[0], Workers = int.Parse(args[1], CultureInfo.InvariantCulture) });

        var weights = ((LinearRegressionModel)found.Model).Coefficients;
        Console.WriteLine(string.Join(' ', found.Tried.SelectMany(trial => trial.Point.Concat(trial.Scores)).Concat(weights)
            .Select(number => $"{BitConverter.DoubleToUInt64Bits(number):x16}")));
    }

    /// <summary>Prints what it trains, before it does.</summary>
    sealed record Announced : IEstimator<LinearRegressionModel>
    {
        static int _trainings;

        /// <summary>The training that kills the process.</summary>
        public static int Deadly { get; set; }

        public LinearRegression Inner { get; init; } = new();

        public Schema Transform(Schema input) => ((IStage)Inner).Transform(input);

        public async ValueTask<LinearRegressionModel> FitAsync(IDataset training, TrainingContext context)
        {
            var rows = training.ReadAll().SelectMany(batch => batch.Values<double>("label").ToArray());
            Console.WriteLine(FormattableString.Invariant($"{Inner.Regularization:R} {rows.Sum():R}"));
            if (Interlocked.Increment(ref _trainings) == Deadly)
            {
                Process.GetCurrentProcess().Kill(); // SIGKILL, as kill -9 sends it.
                Thread.Sleep(Timeout.Infinite);
            }

            return await ((IEstimator<LinearRegressionModel>)Inner).FitAsync(training, context);
        }
    }
}
