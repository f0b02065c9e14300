using System.Collections.Concurrent;
using Alink.Clustering;
using Alink.Features;
using Alink.Runtime;

namespace Alink.Tests.Runtime;

public class HostMachineTest
{
    /// <summary>Numbers of lanes around the powers of two, each with several numbers of hosts.</summary>
    public static IEnumerable<object[]> LanesAndHosts =>
        from lanes in new[] { 0, 1, 2, 3, 5, 63, 64, 65 }
        from hosts in new[] { 1, 2, 3, 4, 5 }
        select new object[] { lanes, hosts };

    [Theory]
    [MemberData(nameof(LanesAndHosts))]
    public async Task Every_host_gets_what_one_process_would(int lanes, int hosts) => Assert.All(
        await Cluster.RunAsync(hosts, async (machine, _) =>
        {
            var context = Rows.On(machine);
            return (await Rows.Of(lanes).AggregateAsync(new Spelling(), context), context.Rows);
        }, seed: (10 * lanes) + hosts),
        result => Assert.Equal((Spelling.Expected(lanes), 4L * lanes), result));

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task Many_passes_stay_in_step_and_give_the_same_bits(int hosts)
    {
        var alone = await Descend(new LocalMachine(1));

        var together = await Cluster.RunAsync(hosts, (machine, _) => Descend(machine), seed: hosts);

        Assert.All(together, bits => Assert.Equal(alone, bits));

        // A loop whose every pass depends on the last bit of the one before.
        static async Task<string> Descend(IMachine machine)
        {
            var residents = await Rows.Of(13).ResideAsync(
                batches => batches.SelectMany(batch => batch.Values(Rows.Number).ToArray()).ToArray(),
                lane => 4 * lane.Length,
                Rows.On(machine));
            var weights = new[] { 0.1, 0.7 };
            for (var iteration = 0; iteration < 40; iteration++)
            {
                var gradient = await residents.AggregateAsync(() => new double[2], (sum, lane, numbers) =>
                {
                    foreach (var number in numbers)
                    {
                        sum[0] += Math.Sin((number * weights[0]) + weights[1]) / 52;
                        sum[1] += Math.Cos((number * weights[1]) - (weights[0] * lane)) / 52;
                    }

                    return sum;
                }, (left, right) => [left[0] + right[0], left[1] + right[1]]);
                weights = [weights[0] - (0.1 * gradient[0]), weights[1] - (0.1 * gradient[1])];
            }

            return string.Join(' ', weights.Select(weight => BitConverter.DoubleToUInt64Bits(weight).ToString("x")));
        }
    }

    [Fact]
    public async Task A_pipeline_learns_the_same_bits_on_several_hosts()
    {
        var random = new Random(3);
        var rows = Table.Of("features", [.. Enumerable.Range(0, 50_000).Select(_ =>
            Vector.Of([random.NextDouble() * 9, random.NextDouble(), random.NextDouble()]))]);
        var pipeline = new Pipeline(new StandardScaler(), new KMeans { K = 5, MaxIterations = 6, Tolerance = 0 });

        var alone = await LearnAsync(new LocalMachine(1));
        var together = await Cluster.RunAsync(3, (machine, _) => LearnAsync(machine), seed: 3);

        Assert.All(together, model => Assert.Equal(alone, model));

        async Task<(Matrix Centroids, double Inertia, long Rows)> LearnAsync(IMachine machine)
        {
            var model = await pipeline.FitAsync(rows, Rows.On(machine));
            var clusters = (KMeansModel)model.Steps[1];
            return (clusters.Centroids, clusters.Inertia, clusters.Origin!.Rows);
        }
    }

    [Fact]
    public async Task A_host_keeps_only_lanes_of_its_own()
    {
        var made = new ConcurrentBag<(int Host, int Lane)>();

        await Cluster.RunAsync(3, async (machine, host) => await Rows.Of(7, (lane, batch) =>
        {
            if (batch == 0)
            {
                made.Add((host, lane));
            }
        }).ResideAsync(batches => batches.Count(), _ => 0, Rows.On(machine)));

        Assert.Equal([(0, 0), (0, 1), (1, 2), (1, 3), (2, 4), (2, 5), (2, 6)], made.Order());
    }

    [Fact]
    public async Task The_lowest_lane_that_fails_fails_the_verb_everywhere_and_the_program_goes_on()
    {
        var rows = Rows.Of(9, (lane, _) =>
        {
            if (lane is 4 or 7)
            {
                throw new TrainingException($"lane {lane}");
            }
        });

        var results = await Cluster.RunAsync(3, async (machine, _) =>
        {
            var failure = await Assert.ThrowsAsync<TrainingException>(
                async () => await rows.AggregateAsync(new Spelling(), Rows.On(machine)));
            return (failure.Message, await Rows.Of(9).AggregateAsync(new Spelling(), Rows.On(machine)));
        });

        Assert.All(results, result => Assert.Equal(("lane 4", Spelling.Expected(9)), result));
    }

    [Fact]
    public async Task A_failure_of_another_kind_is_told_by_name_to_the_other_hosts()
    {
        var failures = await Cluster.FailAsync(3, async (machine, _) => await Rows.Of(3, (lane, _) =>
        {
            if (lane == 1)
            {
                throw new FormatException("torn");
            }
        }).AggregateAsync(new Spelling(), Rows.On(machine)));

        Assert.IsType<FormatException>(failures[1]);
        Assert.Equal("Host 1 failed: FormatException: torn", Assert.IsType<HostException>(failures[0]).Message);
        Assert.Equal(1, Assert.IsType<HostException>(failures[2]).Host);
    }

    [Fact]
    public async Task A_state_that_is_not_plain_data_fails_on_every_host()
    {
        var failures = await Cluster.FailAsync(2, async (machine, _) =>
        {
            var residents = await Rows.Of(1).ResideAsync(batches => batches.Count(), _ => 0, Rows.On(machine));
            await residents.AggregateAsync(() => new List<Action>(), (state, _, _) => state, (left, _) => left);
        });

        Assert.Contains("Action", failures[0]!.Message);
        Assert.Contains("Action", failures[1]!.Message);
    }

    [Fact]
    public async Task A_cancelled_host_leaves_no_other_waiting()
    {
        using var source = new CancellationTokenSource();

        var failures = await Cluster.FailAsync(3, async (machine, host) =>
        {
            var context = Rows.On(machine, host == 2 ? source.Token : default);
            await Rows.Of(3).AggregateAsync(new Spelling(), context);
            await Rows.Of(3, (lane, _) =>
            {
                if (lane == 2)
                {
                    source.Cancel();
                }
            }).AggregateAsync(new Spelling(), context);
        });

        Assert.IsAssignableFrom<OperationCanceledException>(failures[2]);
        Assert.Contains("Host 2 takes part no more: it was cancelled", Told(failures[0]));
        Assert.IsType<HostException>(failures[1]);
    }

    [Fact]
    public async Task A_host_cancelled_while_it_waits_leaves_no_other_waiting()
    {
        using var source = new CancellationTokenSource();
        using var waits = new SemaphoreSlim(0);

        var failures = await Cluster.FailAsync(2, async (machine, host) =>
        {
            await Rows.Of(2, (lane, _) =>
            {
                if (lane == 1)
                {
                    waits.Wait(); // Host 0 waits for lane 1, and is cancelled there.
                }
            }).AggregateAsync(new Spelling(), Rows.On(machine, host == 0 ? source.Token : default));
        }, inner => new HostMessagesTest.Tampering(inner, (message, _) =>
        {
            if (inner.Host == 0)
            {
                source.Cancel();
                waits.Release(2);
            }

            return [message];
        }));

        Assert.IsAssignableFrom<OperationCanceledException>(failures[0]);
        Assert.IsType<HostException>(failures[1]);
    }

    [Fact]
    public async Task A_program_that_ends_early_leaves_no_other_waiting()
    {
        var failures = await Cluster.FailAsync(3, async (machine, host) =>
        {
            await Rows.Of(4).AggregateAsync(new Spelling(), Rows.On(machine));
            if (host != 1)
            {
                await Rows.Of(4).AggregateAsync(new Spelling(), Rows.On(machine));
            }
        });

        Assert.Null(failures[1]);
        Assert.Contains("Host 1 takes part no more: its program has ended", Told(failures[0]));
        Assert.IsType<HostException>(failures[2]);
    }

    [Fact]
    public async Task Two_verbs_at_the_same_time_are_refused()
    {
        var failures = await Cluster.FailAsync(1, async (machine, _) =>
        {
            var rows = Rows.Of(1, (_, batch) =>
            {
                if (batch == 0)
                {
                    Rows.Of(1).AggregateAsync(new Spelling(), Rows.On(machine)).AsTask().GetAwaiter().GetResult();
                }
            });
            await rows.AggregateAsync(new Spelling(), Rows.On(machine));
        });

        Assert.Contains("Two verbs", Assert.IsType<InvalidOperationException>(failures[0]).Message);
    }

    [Fact]
    public async Task A_machine_that_was_left_runs_nothing_more()
    {
        var machine = new HostMachine(new InMemoryNetwork(1)[0], 1);
        await machine.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => SpellAsync(machine, 1));
    }

    internal static async Task<string> SpellAsync(IMachine machine, int lanes) =>
        await Rows.Of(lanes).AggregateAsync(new Spelling(), Rows.On(machine));

    internal static string Told(Exception? failure) => Assert.IsType<HostException>(failure).Message;
}
