using Alink.Runtime;

namespace Alink.Tests.Runtime;

public class ExchangeTest
{
    static readonly Table Names = Numbered(60_000)
        .With("name", Each(60_000, row => row % 11 == 0 ? null : $"name {row * 7919L % 501}"));

    [Fact]
    public async Task Rows_of_a_key_stand_in_one_lane_in_their_order()
    {
        var exchanged = await Names.ExchangeAsync<string>("name", Rows.On(new LocalMachine(2)));

        Assert.Equal(Names.Lanes, exchanged.Lanes);
        var laneOf = new Dictionary<string, int>();
        var seen = new List<int>();
        for (var lane = 0; lane < exchanged.Lanes; lane++)
        {
            var last = -1;
            foreach (var batch in exchanged.Read(lane))
            {
                var names = batch.Values<string>("name").ToArray();
                foreach (var (row, name) in batch.Values<int>("row").ToArray().Zip(names))
                {
                    Assert.True(row > last, $"Row {row} comes after row {last}.");
                    Assert.Equal(Names.Values<string>("name")[row], name);
                    Assert.Equal(lane, laneOf.GetValueOrDefault(name ?? "", lane));
                    laneOf[name ?? ""] = lane;
                    last = row;
                    seen.Add(row);
                }
            }

            Assert.InRange(last, 0, int.MaxValue); // 501 keys leave none of four lanes empty.
        }

        Assert.Equal(Enumerable.Range(0, 60_000), seen.Order());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task Hosts_hold_the_lanes_that_one_process_would(int hosts)
    {
        var expected = await ListAsync<string>(Names, "name", new LocalMachine(1));

        var together = await Cluster.RunAsync(hosts, (machine, _) => ListAsync<string>(Names, "name", machine), seed: hosts);

        Assert.All(together, rows => Assert.Equal(expected, rows));
    }

    [Fact]
    public async Task A_lane_of_another_host_is_not_read() => await Cluster.RunAsync(2, async (machine, host) =>
    {
        var exchanged = await Names.ExchangeAsync<int>("row", Rows.On(machine));

        Assert.NotEmpty(exchanged.Read(3 * host));
        var refusal = Assert.Throws<InvalidOperationException>(() => exchanged.Read(3 * (1 - host)).Count());
        Assert.Contains("another host", refusal.Message);
        return true;
    });

    [Fact]
    public async Task Rows_beyond_the_budget_are_sifted_in_the_same_order()
    {
        var expected = await ListAsync<string>(Names, "name", new LocalMachine(2));
        var actual = await ListAsync<string>(Names, "name", new LocalMachine(2) { MemoryBudget = 1_000 });

        Assert.Equal(expected, actual);
    }

    [Fact]
    public async Task Equal_keys_of_different_types_have_one_lane()
    {
        var rows = Names.With("double", Each(60_000, row => (double)row))
            .With("single", Each(60_000, row => (float)row))
            .With("long", Each(60_000, row => (long)row));
        var machine = new LocalMachine(2);
        var expected = await ListAsync<int>(rows, "row", machine);

        Assert.Equal(expected, await ListAsync<double>(rows, "double", machine));
        Assert.Equal(expected, await ListAsync<float>(rows, "single", machine));
        Assert.Equal(expected, await ListAsync<long>(rows, "long", machine));
        Assert.NotEqual(expected, await ListAsync<string>(rows, "name", machine));
    }

    [Fact]
    public async Task The_lanes_of_some_keys_are_these_for_all_time()
    {
        var rows = Numbered(40_000).With("key", Each(40_000, row => row < 8 ? $"key {row}" : "rest"));

        var lanes = await rows.ExchangeAsync<string>("key", Rows.On(new LocalMachine(1)));

        // By the same hash, written in Python.
        Assert.Equal(3, lanes.Lanes);
        Assert.Equal(["key 2", "key 4", "key 6"], Keys(0));
        Assert.Equal(["key 3", "rest"], Keys(1));
        Assert.Equal(["key 0", "key 1", "key 5", "key 7"], Keys(2));

        IEnumerable<string> Keys(int lane) =>
            lanes.Read(lane).SelectMany(batch => batch.Values<string>("key").ToArray()).Distinct();
    }

    [Fact]
    public async Task Moments_go_by_their_instant_and_all_nan_stand_together()
    {
        var moment = DateTimeOffset.UnixEpoch;
        var rows = Numbered(40_000)
            .With("time", Each(40_000, row => moment.ToOffset(TimeSpan.FromHours(row % 5))))
            .With("nan", Each(40_000, row => BitConverter.UInt64BitsToDouble(0x7FF8_0000_0000_0000 + (ulong)row)))
            .With("zero", Each(40_000, row => row % 2 == 0 ? 0.0 : -0.0));

        Assert.Equal([0, 0, 40_000], (await Counts<DateTimeOffset>("time")).Order());
        Assert.Equal([0, 0, 40_000], (await Counts<double>("nan")).Order());
        Assert.Equal([0, 0, 40_000], (await Counts<double>("zero")).Order());

        async Task<int[]> Counts<T>(Column<T> key)
        {
            var lanes = await rows.ExchangeAsync(key, Rows.On(new LocalMachine(1)));
            return [.. Enumerable.Range(0, lanes.Lanes).Select(lane => lanes.Read(lane).Sum(batch => batch.RowCount))];
        }
    }

    [Fact]
    public async Task Vectors_are_no_keys_and_no_rows_have_no_lanes()
    {
        var context = Rows.On(new LocalMachine(1));

        await Assert.ThrowsAsync<SchemaException>(
            async () => await Table.Of<Vector>("v", [1.0]).ExchangeAsync<Vector>("v", context));
        Assert.Equal(0, (await Table.Of<int>("n").ExchangeAsync<int>("n", context)).Lanes);
    }

    static Table Numbered(int rows) => Table.Of("row", Each(rows, row => row));

    static T[] Each<T>(int rows, Func<int, T> value) => [.. Enumerable.Range(0, rows).Select(value)];

    static async Task<List<int>> ListAsync<TKey>(IDataset rows, Column<TKey> key, IMachine machine)
    {
        var exchanged = await rows.ExchangeAsync(key, Rows.On(machine));
        return await exchanged.AggregateAsync(new Listing(), Rows.On(machine));
    }

    /// <summary>The lanes' rows, one after the other.</summary>
    sealed class Listing : IAggregator<List<int>>
    {
        public List<int> Start(Schema schema) => [];

        public List<int> Update(List<int> state, Table batch) => [.. state, .. batch.Values<int>("row").ToArray()];

        public List<int> Merge(List<int> left, List<int> right) => [.. left, -1, .. right];
    }
}
