using Alink.Clustering;
using Alink.Runtime;
using Alink.Tests.IO;

namespace Alink.Tests.Runtime;

public sealed class FileCheckpointsTest : IDisposable
{
    readonly Scratch _scratch = new();

    string Folder => _scratch["checkpoints"];

    [Fact]
    public async Task The_last_state_of_a_stage_comes_back()
    {
        var checkpoints = new FileCheckpoints(Folder, "job");
        Assert.Null(await Load<double[]>(checkpoints, "0-KMeans"));

        await Save(checkpoints, "0-KMeans", 9, new[] { 9.5 });
        await Save(checkpoints, "0-KMeans", 10, new[] { 10.5, double.NaN });
        await Save(checkpoints, "0-KMeans/1-B.c", 12, "other");
        await Save(checkpoints, "", 13, 7);

        var (iteration, state) = (await Load<double[]>(new(Folder, "job"), "0-KMeans"))!.Value;
        Assert.Equal(10, iteration);
        Assert.Equal([10.5, double.NaN], state);
        Assert.Equal((12, "other"), await Load<string>(checkpoints, "0-KMeans/1-B.c"));
        Assert.Equal((13, 7), await Load<int>(checkpoints, ""));
        Assert.Null(await Load<int>(checkpoints, "0"));
    }

    [Fact]
    public async Task Only_the_last_few_are_kept_and_only_some_are_saved()
    {
        var checkpoints = new FileCheckpoints(Folder, "job") { Every = 5, Keep = 2 };
        for (var iteration = 1; iteration <= 23; iteration++)
        {
            await Save(checkpoints, "stage", iteration, iteration);
        }

        Assert.Equal(["stage.00000015.checkpoint", "stage.00000020.checkpoint"], Files());
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("flipped")]
    [InlineData("empty")]
    public async Task A_torn_file_is_passed_over_for_the_one_before(string harm)
    {
        var checkpoints = new FileCheckpoints(Folder, "job");
        await Save(checkpoints, "stage", 1, new[] { 1.0, 2 });
        await Save(checkpoints, "stage", 2, new[] { 3.0, 4 });
        var path = Path.Combine(Folder, "stage.00000002.checkpoint");
        var whole = File.ReadAllBytes(path);

        for (var place = 0; place < whole.Length; place++)
        {
            var bytes = harm == "cut" ? whole[..place] : harm == "empty" ? new byte[place] : [.. whole];
            if (harm == "flipped")
            {
                bytes[place] ^= 4;
            }

            File.WriteAllBytes(path, bytes);
            Assert.Equal(1, (await Load<double[]>(checkpoints, "stage"))!.Value.Iteration);
        }

        File.WriteAllBytes(path, whole);
        Assert.Equal(2, (await Load<double[]>(checkpoints, "stage"))!.Value.Iteration);
        File.WriteAllBytes(path, []);
        File.WriteAllBytes(Path.Combine(Folder, "stage.00000001.checkpoint"), []);
        Assert.Null(await Load<double[]>(checkpoints, "stage"));
    }

    [Fact]
    public async Task The_state_of_another_training_is_refused()
    {
        await Save(new FileCheckpoints(Folder, "job"), "stage", 1, new[] { 1.0 });

        var refusal = await RefusalAsync<double[]>("another");
        Assert.Contains("of another training", refusal.Message);
        Assert.EndsWith("stage.00000001.checkpoint", refusal.File);
        await RefusalAsync<float[]>("job");
        await RefusalAsync<(double, int)[]>("job");

        Task<DataFormatException> RefusalAsync<T>(string job) =>
            Assert.ThrowsAsync<DataFormatException>(async () => await Load<T>(new(Folder, job), "stage"));
    }

    [Fact]
    public async Task A_host_that_only_reads_the_folder_writes_nothing()
    {
        await Save(new FileCheckpoints(Folder, "job"), "stage", 1, 1.5);
        var reader = new FileCheckpoints(Folder, "job") { IsReadOnly = true };

        await Save(reader, "stage", 2, 2.5);

        Assert.Equal((1, 1.5), await Load<double>(reader, "stage"));
    }

    [Fact]
    public async Task A_cancelled_or_failed_write_leaves_nothing_behind()
    {
        var checkpoints = new FileCheckpoints(Folder, "job");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await checkpoints.SaveAsync("stage", 1, 1, new CancellationToken(canceled: true)));
        Assert.False(Directory.Exists(Folder));

        await Save(checkpoints, "stage", 1, 1);
        Directory.CreateDirectory(Path.Combine(Folder, "stage.00000002.checkpoint"));
        await Assert.ThrowsAnyAsync<Exception>(async () => await Save(checkpoints, "stage", 2, 2));
        Assert.Equal(["stage.00000001.checkpoint"], Files());
    }

    [Fact]
    public async Task Clearing_leaves_what_it_does_not_know()
    {
        var checkpoints = new FileCheckpoints(Folder, "job");
        await Save(checkpoints, "stage", 1, 1);
        File.WriteAllText(Path.Combine(Folder, "stage.00000002.checkpoint.4711.tmp"), "left by a killed process");
        File.WriteAllText(Path.Combine(Folder, "stage.notes.txt"), "");
        await Save(new FileCheckpoints(Folder, "another"), "stage2", 1, 1);

        checkpoints.Clear();

        Assert.Equal(["stage.notes.txt", "stage2.00000001.checkpoint"], Files());
    }

    [Fact]
    public void A_training_of_other_options_or_columns_does_not_go_on_from_the_states_of_this_one()
    {
        var rows = Table.Of<Vector>("features", [0.0], [1.0], [5.0], [6.0]);
        var kmeans = new KMeans { InitialCentroids = [0, 5] };
        Interrupt(kmeans, rows);
        Assert.NotEmpty(Files());

        Assert.Throws<DataFormatException>(() => (kmeans with { Seed = 1 }).Fit(rows, Options()));
        Assert.Throws<DataFormatException>(() => (kmeans with { InitialCentroids = [0, 6] }).Fit(rows, Options()));
        Assert.Throws<DataFormatException>(() => (kmeans with { MaxIterations = 21 }).Fit(rows, Options()));
        Assert.Throws<DataFormatException>(() => kmeans.Fit(rows.With("id", 1, 2, 3, 4), Options()));
        Assert.Throws<DataFormatException>(() => kmeans.Fit(rows.Slice(0, 3), Options()));
        Assert.Equal([0.5, 5.5], kmeans.Fit(rows, Options()).Centroids.Values.ToArray());
        Assert.Empty(Files());
    }

    public void Dispose() => _scratch.Dispose();

    TrainingOptions Options(IProgress<TrainingProgress>? progress = null) =>
        new() { Checkpoints = Folder, Progress = progress, Workers = 1 };

    void Interrupt(KMeans kmeans, Table rows) =>
        Assert.Throws<TimeoutException>(() => kmeans.Fit(rows, Options(new Interruption())));

    string[] Files() =>
        [.. Directory.GetFiles(Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    static ValueTask Save<T>(FileCheckpoints checkpoints, string stage, int iteration, T state) =>
        checkpoints.SaveAsync(stage, iteration, state, CancellationToken.None);

    static ValueTask<(int Iteration, T State)?> Load<T>(FileCheckpoints checkpoints, string stage) =>
        checkpoints.LoadAsync<T>(stage, CancellationToken.None);

    sealed class Interruption : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Iteration == 2)
            {
                throw new TimeoutException();
            }
        }
    }
}
