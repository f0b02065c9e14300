using System.Collections.Immutable;
using Alink.Classification;
using Alink.Runtime;

namespace Alink.Tests.Runtime.Online;

public sealed class ModelStoreTest : IDisposable
{
    static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    static readonly FtrlModel[] Models =
        [.. Enumerable.Range(1, 5).Select(i => Clicks.Learner.Fit(Clicks.Rows.Slice(0, 200 * i)) with { Origin = null })];

    readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    ModelStore Store => new(_folder, Clicks.Catalog);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    static PublishedModel Version(long number) => new(
        new(number, 10 * number, 100 * number, null, new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
        {
            Metrics = new Dictionary<string, double> { ["auc"] = 0.75, ["log loss"] = double.NaN }
                .ToImmutableSortedDictionary(StringComparer.Ordinal),
        },
        Models[number % 5]);

    string File(long number) => Path.Combine(_folder, $"model-{number:D12}.alink");

    async Task Publish(params long[] numbers)
    {
        foreach (var number in numbers)
        {
            await Store.PublishAsync(Version(number));
        }
    }

    [Fact]
    public async Task Versions_are_listed_with_what_is_told_of_them_and_read()
    {
        await Publish(1, 2, 5);

        var list = Store.List();

        Assert.Equal([5, 2, 1], list.Select(one => one.Number));
        Assert.Equal(Version(2).Version, list[1].Version);
        Assert.Equal(new FileInfo(File(5)).Length, list[0].Bytes);
        Assert.Equal([true, false, false], list.Select(one => one.IsServed));
        Assert.Equal(Clicks.Bytes(Models[2]), Clicks.Bytes(Store.Read(2).Model));
        Assert.Equal(5, Store.ReadServed()!.Version.Number);
        Assert.Empty(Directory.GetFiles(_folder, "*.tmp"));
    }

    [Fact]
    public async Task An_empty_store_serves_nothing()
    {
        Assert.Null(Store.ReadServed());
        Assert.Empty(Store.List());
        Assert.Equal(1, (await Store.AddAsync(Models[0], new ManualTime())).Version.Number);
        Assert.Equal(2, (await Store.AddAsync(Models[0], new ManualTime())).Version.Number);
    }

    [Fact]
    public async Task A_version_that_comes_again_changes_nothing_and_another_model_under_its_number_is_refused()
    {
        await Publish(1, 2);
        var before = System.IO.File.GetLastWriteTimeUtc(File(2));
        await Publish(2);
        Assert.Equal(before, System.IO.File.GetLastWriteTimeUtc(File(2)));

        var other = Version(2) with { Version = Version(2).Version with { Rows = 7 } };

        Assert.Contains("another model under that number",
            (await Assert.ThrowsAsync<ArgumentException>(async () => await Store.PublishAsync(other))).Message);
        System.IO.File.Delete(File(1));
        Assert.Contains("newer versions", (await Assert.ThrowsAsync<ArgumentException>(() => Publish(1))).Message);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Publish(0));
    }

    [Fact]
    public async Task The_last_versions_are_kept_and_the_one_rolled_back_to()
    {
        var store = new ModelStore(_folder, Clicks.Catalog) { Keep = 2 };
        foreach (var number in new long[] { 1, 2, 3 })
        {
            await store.PublishAsync(Version(number));
        }

        Assert.Equal([3, 2], store.List().Select(one => one.Number));
        store.Rollback(2);
        await store.PublishAsync(Version(4));
        await store.PublishAsync(Version(5));
        Assert.Equal([5, 4, 2], store.List().Select(one => one.Number));
        Assert.Equal([false, false, true], store.List().Select(one => one.IsServed));
        Assert.Equal(2, store.ReadServed()!.Version.Number);

        store.Unpin();
        Assert.Equal(5, store.ReadServed()!.Version.Number);
        Assert.Throws<FileNotFoundException>(() => store.Rollback(3));
    }

    [Fact]
    public async Task Whoever_starts_anew_begins_with_the_newest_and_follows()
    {
        await Publish(1, 2);
        var time = new ManualTime();
        await using var watch = Store.WatchAsync(Second, time).GetAsyncEnumerator();
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal(2, watch.Current.Version.Number);

        var next = watch.MoveNextAsync();
        await Publish(3, 4);
        Assert.False(next.IsCompleted);
        time.Advance(Second);
        Assert.True(await next);
        Assert.Equal(4, watch.Current.Version.Number);

        next = watch.MoveNextAsync();
        Store.Rollback(1);
        time.Advance(Second);
        Assert.True(await next);
        Assert.Equal(1, watch.Current.Version.Number);

        next = watch.MoveNextAsync();
        await Publish(5);
        time.Advance(Second);
        Assert.False(next.IsCompleted);
        Store.Unpin();
        time.Advance(Second);
        Assert.True(await next);
        Assert.Equal(5, watch.Current.Version.Number);
    }

    [Fact]
    public async Task A_model_that_cannot_be_read_is_reported_once_passed_over_and_tried_again()
    {
        await Publish(1, 2);
        var whole = await System.IO.File.ReadAllBytesAsync(File(2));
        await System.IO.File.WriteAllBytesAsync(File(2), whole.AsMemory(0, whole.Length / 2));
        var (time, told) = (new ManualTime(), new Told());
        await using var watch = Store.WatchAsync(Second, time, told).GetAsyncEnumerator();
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal(1, watch.Current.Version.Number);

        var next = watch.MoveNextAsync();
        time.Advance(Second);
        time.Advance(Second);
        Assert.Equal([2], told.All.Select(one => one.Number));
        Assert.NotNull(Store.List()[0].Error);
        await System.IO.File.WriteAllBytesAsync(File(2), whole);
        time.Advance(Second);

        Assert.True(await next);
        Assert.Equal(2, watch.Current.Version.Number);
        Assert.Equal(Clicks.Bytes(Models[2]), Clicks.Bytes(watch.Current.Model));
    }

    [Fact]
    public async Task A_damaged_array_shows_when_the_model_is_read_and_a_damaged_version_is_written_again()
    {
        await Publish(1, 2);
        var bytes = await System.IO.File.ReadAllBytesAsync(File(2));
        bytes[bytes.AsSpan().LastIndexOf("NUMPY"u8) + 124] ^= 1; // The first number after the header of 128 bytes.
        await System.IO.File.WriteAllBytesAsync(File(2), bytes);

        Assert.Throws<DataFormatException>(() => Store.Read(2));
        Assert.Equal(1, Store.ReadServed()!.Version.Number);
        Assert.Throws<DataFormatException>(() => Store.Rollback(2));
        await System.IO.File.WriteAllBytesAsync(File(2), []);
        await Publish(2);
        Assert.Equal(2, Store.ReadServed()!.Version.Number);
    }

    [Fact]
    public async Task A_folder_of_anything_else_is_left_alone_and_links_and_false_names_are_refused()
    {
        await Publish(1);
        System.IO.File.Copy(File(1), File(3));
        System.IO.File.CreateSymbolicLink(File(4), File(1));
        foreach (var name in new[] { "model-..alink", "model-00000000000x.alink", "model--00000000001.alink", "notes.txt" })
        {
            await System.IO.File.WriteAllTextAsync(Path.Combine(_folder, name), "../../etc/passwd");
        }

        Assert.Equal([4, 3, 1], Store.List().Select(one => one.Number));
        Assert.Contains("link", Store.List()[0].Error);
        Assert.Contains("holds version 1", Store.List()[1].Error);
        Assert.Equal(1, Store.ReadServed()!.Version.Number);
        Assert.Throws<DataFormatException>(() => Store.Read(4));
    }

    [Theory]
    [InlineData("../1")]
    [InlineData("")]
    [InlineData("1\n")]
    [InlineData("00000000000000000000000001")]
    public async Task A_pin_that_is_no_number_is_refused_and_what_is_served_stays(string pin)
    {
        await Publish(1);
        var (time, told) = (new ManualTime(), new Told());
        await using var watch = Store.WatchAsync(Second, time, told).GetAsyncEnumerator();
        Assert.True(await watch.MoveNextAsync());
        await System.IO.File.WriteAllTextAsync(Path.Combine(_folder, "pinned"), pin);
        await Publish(2);

        var next = watch.MoveNextAsync();
        time.Advance(Second);

        Assert.False(next.IsCompleted);
        Assert.Equal("pinned", told.All.Single().File);
        Assert.Throws<DataFormatException>(() => Store.List());
        Store.Unpin();
        time.Advance(Second);
        Assert.True(await next);
    }

    [Fact]
    public async Task A_job_publishes_into_the_store_and_a_live_model_follows_it()
    {
        var live = new LiveModel<FtrlModel>(Models[0]);
        await Clicks.Job(250).Run(TableStream.Of(Clicks.Rows, 40).Train(Clicks.Learner, Store)).RunAsync();
        using var stop = new CancellationTokenSource();

        await foreach (var model in Store.WatchAsync(Second, new ManualTime(), cancellation: stop.Token))
        {
            await live.PublishAsync(model);
            break;
        }

        Assert.Equal(new(4, 4, 1000, null, new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)), live.Current.Version);
        Assert.NotNull(Store.Read(3).State);
        await Clicks.Job(250).Run(TableStream.Of(Clicks.Rows, 40)
            .Train(Clicks.Learner, new OnlineTrainingOptions { Sinks = [Store], From = Store.ReadServed() })).RunAsync();
        Assert.Equal(2000, Store.ReadServed()!.Version.Rows);
        Assert.Equal(8, Store.ReadServed()!.Version.Number);
    }

    sealed class Told : IProgress<StoredModel>
    {
        public List<StoredModel> All { get; } = [];

        public void Report(StoredModel value) => All.Add(value);
    }
}
