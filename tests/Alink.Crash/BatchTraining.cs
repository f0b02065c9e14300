using System.Diagnostics;
using System.Globalization;
using Alink.Clustering;
using Alink.Features;

namespace Alink.Crash;

/// <summary>
/// Trains a pipeline that checkpoints to a folder, and prints each iteration and the bits of its model; where an
/// iteration is given, kills itself there with the signal that no process catches.
/// </summary>
static class BatchTraining
{
    /// <summary>
    /// Arguments: folder, workers, and where to die: an iteration of k-means, after whose predecessor a checkpoint was
    /// written.
    /// </summary>
    public static void Run(string[] args)
    {
        var (folder, workers) = (args[0], int.Parse(args[1], CultureInfo.InvariantCulture));
        var deadly = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : int.MaxValue;
        var random = new Random(11);
        var rows = Table.Of("features", Enumerable.Range(0, 40_000).Select(_ =>
            Vector.Of([random.NextDouble() * 9, random.NextDouble(), random.NextDouble() * random.NextDouble()])).ToArray());
        var pipeline = new Pipeline(new StandardScaler(), new KMeans { K = 7, MaxIterations = 12, Tolerance = 0 });

        var model = pipeline.Fit(
            rows, new TrainingOptions { Checkpoints = folder, Workers = workers, Progress = new Witness(deadly) });

        var centroids = ((KMeansModel)model.Steps[1]).Centroids.Values.ToArray();
        Console.WriteLine(string.Join(' ', centroids.Select(number => $"{BitConverter.DoubleToUInt64Bits(number):x16}")));
    }

    sealed class Witness(int deadly) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            Console.WriteLine($"{value.Stage} {value.Iteration}");
            if (value.Iteration == deadly)
            {
                Process.GetCurrentProcess().Kill(); // SIGKILL, as kill -9 sends it.
                Thread.Sleep(Timeout.Infinite);
            }
        }
    }
}
