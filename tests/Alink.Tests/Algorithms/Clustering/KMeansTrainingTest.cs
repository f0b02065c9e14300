using Alink.Clustering;
using Alink.Runtime;
using Alink.Tests.Runtime;
using static Alink.Tests.Algorithms.KMeansTest;

namespace Alink.Tests.Algorithms;

public class KMeansTrainingTest
{
    [Fact]
    public async Task Workers_change_no_bit()
    {
        var rows = Random(50_000, 5);
        foreach (var mode in Enum.GetValues<KMeansInit>())
        {
            var options = new KMeans { K = 4, InitMode = mode, MaxIterations = 5, Seed = 3 };
            var one = await options.FitAsync(rows, new TrainingContext(new LocalMachine(1)));
            var seven = await options.FitAsync(rows, new TrainingContext(new LocalMachine(7)));

            Assert.Equal(one.Centroids, seven.Centroids);
            Assert.Equal(one.Inertia, seven.Inertia);
            Assert.Equal(one.Sizes.ToArray(), seven.Sizes.ToArray());
        }
    }

    [Fact]
    public async Task Hosts_change_no_bit()
    {
        var rows = Random(100_000, 3);
        foreach (var mode in Enum.GetValues<KMeansInit>())
        {
            var options = new KMeans { K = 6, InitMode = mode, MaxIterations = 3 };
            var alone = options.Fit(rows);
            var together = await Cluster.RunAsync(3, (machine, _) => options.FitAsync(rows, new TrainingContext(machine)).AsTask());

            Assert.All(together, model => Assert.Equal(alone.Centroids, model.Centroids));
            Assert.All(together, model => Assert.Equal(alone.Inertia, model.Inertia));
        }

        // Two centroids without rows: the farthest rows travel.
        var given = new KMeans { K = 3, InitialCentroids = [0, 0, 0, 90, 90, 90, 91, 91, 91], MaxIterations = 1 };
        var moved = await Cluster.RunAsync(2, (machine, _) => given.FitAsync(rows, new TrainingContext(machine)).AsTask());
        Assert.All(moved, model => Assert.Equal(given.Fit(rows).Centroids, model.Centroids));
    }

    [Fact]
    public async Task A_training_goes_on_from_its_checkpoint_with_the_same_bits()
    {
        var rows = Random(3000, 4);
        var options = new KMeans { K = 8, Tolerance = 0, MaxIterations = 10 };
        var whole = await options.FitAsync(rows, new TrainingContext(new LocalMachine(2)));
        var checkpoints = new Memory { StopsAfter = 4 };
        var context = new TrainingContext(new LocalMachine(1)) { Checkpoints = checkpoints };
        await Assert.ThrowsAsync<OperationCanceledException>(() => options.FitAsync(rows, context).AsTask());
        checkpoints.StopsAfter = int.MaxValue;
        var resumed = await (options with { Seed = 77 }).FitAsync(rows, context);

        Assert.Equal(5, checkpoints.Saved[4]);
        Assert.Equal(whole.Centroids, resumed.Centroids);
        Assert.Equal(whole.Inertia, resumed.Inertia);
        Assert.Equal(whole.Iterations, resumed.Iterations);
    }

    [Fact]
    public async Task Progress_tells_the_inertia_of_every_iteration()
    {
        var told = new List<double>();
        var rows = Random(40_000, 4);
        var context = new TrainingContext(new LocalMachine(1)) { Progress = new Told(progress => told.Add(progress.Loss!.Value)) };
        var model = await new KMeans { K = 8, Tolerance = 0, MaxIterations = 9 }.FitAsync(rows, context);

        Assert.Equal(9, told.Count);
        Assert.Equal(told.OrderDescending(), told);
        var before = await new KMeans { K = 8, Tolerance = 0, MaxIterations = 8 }.FitAsync(rows, new TrainingContext(new LocalMachine(1)));
        Assert.Equal(before.Inertia, told[8], 1e-6);
        Assert.True(model.Inertia <= told[8]);
    }

    sealed class Told(Action<TrainingProgress> tell) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => tell(value);
    }

    sealed class Memory : ICheckpoints
    {
        object? _last;

        public int StopsAfter { get; set; }

        public List<int> Saved { get; } = [];

        public ValueTask<(int Iteration, TState State)?> LoadAsync<TState>(string stage, CancellationToken cancellation) =>
            new(_last is null ? null : (Saved[^1], (TState)_last));

        public ValueTask SaveAsync<TState>(string stage, int iteration, TState state, CancellationToken cancellation)
        {
            Saved.Add(iteration);
            _last = state;
            return iteration == StopsAfter ? throw new OperationCanceledException() : default;
        }
    }
}
