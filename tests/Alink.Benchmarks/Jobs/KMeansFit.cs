using Alink.Benchmarks.Data;
using Alink.Benchmarks.Neighbours;
using Alink.Clustering;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace Alink.Benchmarks.Jobs;

/// <summary>64 clusters of 1M x 32 by 20 iterations from given centroids, beside ML.NET's 20 iterations.</summary>
/// <remarks>ML.NET cannot be given centroids: its own initialization is part of its time, as it is of its users'.</remarks>
sealed class KMeansFit : PairedJob
{
    const int Clusters = 64;

    readonly MLContext _context = MlNet.Context();
    ClusteredRows? _rows;
    Table? _table;
    IDataView? _view;
    double[] _seeds = [];

    public override string Name => "kmeans";

    public override string Neighbour => "ML.NET 5 KMeans";

    public override double AtMost => 0.1;

    public override string QualityIs => "inertia; less is better";

    public override ValueTask PrepareAsync(Workspace workspace)
    {
        _rows = ClusteredRows.Draw(workspace.Rows(ClusteredRows.FullCount));
        _table = _rows.ToTable();
        _view = MlNet.View(_context, _rows);
        _seeds = _rows.Seeds(Clusters);
        return ValueTask.CompletedTask;
    }

    public override void Release() => (_rows, _table, _view) = (null, null, null);

    public override async ValueTask<Func<double>> RunAsync()
    {
        var estimator = new KMeans { K = Clusters, MaxIterations = 20, Tolerance = 0, InitialCentroids = [.. _seeds] };
        var model = await estimator.FitAsync(_table!);
        return () => _rows!.Inertia(model.Centroids.Values);
    }

    public override ValueTask<Func<double>> RunNeighbourAsync()
    {
        var options = new KMeansTrainer.Options { NumberOfClusters = Clusters, MaximumNumberOfIterations = 20 };
        var model = _context.Clustering.Trainers.KMeans(options).Fit(_view).Model;
        return ValueTask.FromResult(() =>
        {
            VBuffer<float>[] centroids = [];
            model.GetClusterCentroids(ref centroids, out _);
            return _rows!.Inertia([.. centroids.SelectMany(centroid => MlNet.Widen(centroid.DenseValues()))]);
        });
    }
}
