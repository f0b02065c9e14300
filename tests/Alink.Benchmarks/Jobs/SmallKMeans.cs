using Alink.Benchmarks.Data;
using Alink.Clustering;

namespace Alink.Benchmarks.Jobs;

/// <summary>Two clusters of 10,000 rows of 10 features by 20 iterations, initialization included: that small data stays cheap.</summary>
sealed class SmallKMeans : LimitedJob
{
    // One cloud, in which two centroids still move after 20 iterations.
    readonly Table _rows = ClusteredRows.Draw(10_000, width: 10, clusters: 1).ToTable();

    public override string Name => "small-kmeans";

    public override string Neighbour => "a limit of 10 ms";

    public override double Limit => 10e-3;

    public override string QualityIs => "iterations done; 20 is right";

    // Many, so that the median run is one in which every method has been compiled for good.
    public override int Repeats => 200;

    public override ValueTask PrepareAsync(Workspace workspace) => ValueTask.CompletedTask;

    public override void Release()
    {
    }

    public override async ValueTask<Func<double>> RunAsync()
    {
        var iterations = 0;
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            var model = await new KMeans { K = 2, MaxIterations = 20, Tolerance = 0, Seed = repeat }.FitAsync(_rows);
            iterations += model.Iterations;
        }

        return () => (double)iterations / Repeats;
    }
}
