namespace Alink.Tests.Core.Splits;

public class FoldsTest
{
    static readonly Table Rows = Table
        .Of("id", [.. Enumerable.Range(0, 103)])
        .With("label", [.. Enumerable.Range(0, 103).Select(i => i % 10 == 0 ? "rare" : "common")])
        .With("user", [.. Enumerable.Range(0, 103).Select(i => i * i % 23)]);

    static readonly IFolds[] All =
        [new KFold { Seed = 3 }, new KFold { Stratify = "label" }, new KFold { Group = "user", Count = 4 }];

    [Fact]
    public void Each_row_is_held_out_once_and_taught_at_all_other_times()
    {
        foreach (var folds in All)
        {
            var cuts = Enumerable.Range(0, folds.Count).Select(fold => folds.Cut(Rows, fold)).ToArray();

            Assert.Equal(Enumerable.Range(0, 103), cuts.SelectMany(cut => Ids(cut.HeldOut)).Order());
            Assert.All(cuts, cut => Assert.Equal(
                Enumerable.Range(0, 103), Ids(cut.Training).Concat(Ids(cut.HeldOut)).Order()));
            Assert.All(cuts, cut => Assert.Equal(Ids(cut.Training).Order(), Ids(cut.Training)));
        }
    }

    [Fact]
    public void Folds_by_chance_are_of_one_size_and_go_by_the_seed()
    {
        var folds = new KFold { Count = 4 };

        Assert.Equal([25, 26, 26, 26], Enumerable.Range(0, 4).Select(fold => Ids(folds.Cut(Rows, fold).HeldOut).Length).Order());
        Assert.Equal(Ids(folds.Cut(Rows, 1).HeldOut), Ids(folds.Cut(Rows, 1).HeldOut));
        Assert.NotEqual(Ids(folds.Cut(Rows, 1).HeldOut), Ids((folds with { Seed = 1 }).Cut(Rows, 1).HeldOut));
    }

    [Fact]
    public void Every_row_is_as_likely_in_every_fold()
    {
        var counts = new int[20, 3];
        for (var seed = 0; seed < 3000; seed++)
        {
            for (var fold = 0; fold < 3; fold++)
            {
                foreach (var id in Ids(new KFold { Count = 3, Seed = seed }.Cut(Rows.Slice(0, 20), fold).HeldOut))
                {
                    counts[id, fold]++;
                }
            }
        }

        Assert.All(counts.Cast<int>(), count => Assert.InRange(count, 870, 1130)); // Five deviations about 1000.
    }

    [Fact]
    public void Strata_are_dealt_out_by_themselves()
    {
        for (var fold = 0; fold < 5; fold++)
        {
            var heldOut = (Table)new KFold { Stratify = "label" }.Cut(Rows, fold).HeldOut;

            Assert.InRange(heldOut.Where((Column<string>)"label", label => label == "rare").RowCount, 2, 3);
            Assert.InRange(heldOut.Where((Column<string>)"label", label => label == "common").RowCount, 18, 19);
        }
    }

    [Fact]
    public void Groups_stay_together()
    {
        for (var fold = 0; fold < 4; fold++)
        {
            var (training, heldOut) = new KFold { Group = "user", Count = 4 }.Cut(Rows, fold);

            Assert.Empty(((Table)training).Values<int>("user").ToArray().Intersect(((Table)heldOut).Values<int>("user").ToArray()));
            Assert.NotEmpty(Ids(heldOut));
        }
    }

    /// <summary>The folds of GroupKFold(3) of scikit-learn 1.2.1.</summary>
    [Fact]
    public void Groups_make_folds_of_about_one_size()
    {
        var rows = Table.Of("id", [.. Enumerable.Range(0, 15)])
            .With("user", "a", "b", "c", "c", "d", "d", "d", "d", "d", "d", "e", "e", "e", "f", "f");
        var folds = new KFold { Group = "user", Count = 3 };

        int[][] expected = [[4, 5, 6, 7, 8, 9], [0, 1, 10, 11, 12], [2, 3, 13, 14]];
        Assert.Equal(expected, HeldOut(folds, rows));
        Assert.Equal(expected, HeldOut(folds, new Laned(rows, LaneRows: 8, BatchRows: 3)));
        Assert.Equal(expected, HeldOut(folds, new Laned(rows, LaneRows: 2, BatchRows: 1)));
    }

    /// <summary>The sizes are those of GroupKFold of scikit-learn 1.2.1.</summary>
    [Theory]
    [InlineData(194, 206)]
    [InlineData(138, 127, 135)]
    [InlineData(79, 79, 87, 72, 83)]
    [InlineData(56, 56, 63, 63, 51, 48, 63)]
    public void Folds_of_groups_have_the_sizes_of_scikit_learn(params int[] sizes)
    {
        var rows = Table.Of("id", [.. Enumerable.Range(0, 400)]).With("user", row => row.Index * row.Index % 101 % 17);

        Assert.Equal(sizes, HeldOut(new KFold { Group = "user", Count = sizes.Length, Seed = 7 }, rows).Select(ids => ids.Length));
    }

    [Fact]
    public void The_seed_says_which_of_equal_groups_come_together()
    {
        var rows = Table.Of("id", [.. Enumerable.Range(0, 60)]).With("user", row => row.Index / 3);
        var cuts = Enumerable.Range(0, 20).Select(seed => string.Join(' ', Ids(new KFold { Group = "user", Seed = seed }.Cut(rows, 0).HeldOut)));

        Assert.Equal(20, cuts.Distinct().Count());
    }

    [Fact]
    public void As_many_groups_as_folds_leave_none_empty()
    {
        var rows = Table.Of("id", 0, 1, 2, 3, 4).With("user", "a", "b", "c", "d", "e");

        Assert.All(HeldOut(new KFold { Group = "user" }, rows), ids => Assert.Single(ids));
        Assert.Contains("'user' has 5 groups, which do not make 6 folds", Assert.Throws<TrainingException>(
            () => new KFold { Group = "user", Count = 6 }.Cut(rows, 0)).Message);
    }

    [Fact]
    public void Batches_do_not_matter_and_lanes_do()
    {
        foreach (var folds in All)
        {
            var expected = Ids(folds.Cut(new Laned(Rows, LaneRows: 40, BatchRows: 40), 2).HeldOut);

            Assert.Equal(expected, Ids(folds.Cut(new Laned(Rows, LaneRows: 40, BatchRows: 1), 2).HeldOut));
            Assert.Equal(expected, Ids(folds.Cut(new Laned(Rows, LaneRows: 40, BatchRows: 7), 2).HeldOut));
        }
    }

    [Fact]
    public void One_split_has_the_sizes_of_its_share()
    {
        foreach (var (count, share, expected) in ((int, double, int)[])
            [(103, 0.75, 77), (10, 0.8, 8), (2, 0.75, 1), (2, 0.01, 1), (3, 0.99, 2), (100, 0.005, 1), (100, 0.015, 2)])
        {
            var split = new TrainValidationSplit { TrainShare = share, Seed = 3 };
            var (training, heldOut) = split.Cut(Rows.Slice(0, count), 0);
            var laned = split.Cut(new Laned(Rows.Slice(0, count), LaneRows: 40, BatchRows: 7), 0);

            Assert.Equal(expected, Ids(training).Length);
            Assert.Equal(expected, Ids(laned.Training).Length);
            Assert.Equal(Enumerable.Range(0, count), Ids(training).Concat(Ids(heldOut)).Order());
            Assert.Equal(Enumerable.Range(0, count), Ids(laned.Training).Concat(Ids(laned.HeldOut)).Order());
            Assert.Equal(Ids(laned.HeldOut), Ids(split.Cut(new Laned(Rows.Slice(0, count), LaneRows: 40, BatchRows: 1), 0).HeldOut));
        }

        Assert.Contains("1 rows", Assert.Throws<TrainingException>(() => new TrainValidationSplit().Cut(Rows.Slice(0, 1), 0)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainValidationSplit { TrainShare = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainValidationSplit().Cut(Rows, 1));
    }

    [Fact]
    public void Every_row_is_as_likely_held_out_by_one_split()
    {
        var counts = new int[20];
        for (var seed = 0; seed < 4000; seed++)
        {
            foreach (var id in Ids(new TrainValidationSplit { Seed = seed }.Cut(Rows.Slice(0, 20), 0).HeldOut))
            {
                counts[id]++;
            }
        }

        Assert.All(counts, count => Assert.InRange(count, 863, 1137)); // Five deviations about 1000.
    }

    [Fact]
    public void A_column_that_is_not_there_or_not_whole_is_named()
    {
        Assert.Contains("'lable'", Assert.Throws<SchemaException>(() => new KFold { Stratify = "lable" }.Cut(Rows, 0)).Message);
        Assert.Contains("not by both", Assert.Throws<ArgumentException>(
            () => new KFold { Stratify = "label", Group = "user" }.Cut(Rows, 0)).Message);
        var rows = Table.Of("label", "a", null!, "b");
        Assert.Contains("row 1", Assert.Throws<TrainingException>(() => new KFold { Stratify = "label" }.Cut(rows, 0)).Message);
    }

    /// <summary>The indices are those of TimeSeriesSplit(3) of scikit-learn 1.2.1.</summary>
    [Fact]
    public void Stretches_of_time_are_those_of_scikit_learn()
    {
        var rows = Table.Of("id", [.. Enumerable.Range(0, 14)]).With("time", row => 100 - row.Index);
        var cuts = Enumerable.Range(0, 3).Select(fold => new TimeSeriesFolds("time") { Count = 3 }.Cut(rows, fold)).ToArray();

        Assert.Equal([[8, 7, 6], [5, 4, 3], [2, 1, 0]], cuts.Select(cut => Ids(cut.HeldOut).Reverse().ToArray()));
        Assert.Equal([5, 8, 11], cuts.Select(cut => Ids(cut.Training).Length));
        Assert.All(cuts, cut => Assert.True(Ids(cut.Training).Min() > Ids(cut.HeldOut).Max()));
    }

    [Fact]
    public void Rows_of_one_moment_are_on_one_side()
    {
        var days = new[] { 1, 1, 1, 2, 2, 3, 3, 3 }.Select(day => new DateTimeOffset(2026, 1, day, 0, 0, 0, TimeSpan.Zero));
        var rows = Table.Of("id", [.. Enumerable.Range(0, 8)]).With("day", [.. days]);

        var (training, heldOut) = new TimeSeriesFolds("day") { Count = 1 }.Cut(rows, 0);

        Assert.Equal([0, 1, 2], Ids(training));
        Assert.Equal([3, 4, 5, 6, 7], Ids(heldOut));
        Assert.Throws<TrainingException>(() => new TimeSeriesFolds("day") { Count = 8 }.Cut(rows, 0));
    }

    [Fact]
    public void Datasets_are_cut_in_two_by_chance_by_group_and_by_time()
    {
        var (first, second) = ((IDataset)Rows).Split(0.7, seed: 5);
        Assert.InRange(Ids(first).Length, 55, 90);
        Assert.Equal(Enumerable.Range(0, 103), Ids(first).Concat(Ids(second)).Order());

        var (some, others) = Rows.SplitByGroup("user", 0.5, seed: 2);
        Assert.Empty(some.Values<int>("user").ToArray().Intersect(others.Values<int>("user").ToArray()));
        Assert.Equal(103, some.RowCount + others.RowCount);
        Assert.InRange(some.RowCount, 20, 80);

        var (past, future) = Rows.SplitByTime("user", 0.5);
        Assert.True(past.Values<int>("user").ToArray().Max() < future.Values<int>("user").ToArray().Min());
        Assert.InRange(past.RowCount, 40, 52);
        Assert.Equal(0, Rows.SplitByTime("user", 0).First.RowCount);
        Assert.Equal(0, Rows.SplitByTime("user", 1).Second.RowCount);
        Assert.Throws<ArgumentOutOfRangeException>(() => Rows.SplitByTime("user", 1.5));
    }

    static IEnumerable<int[]> HeldOut(IFolds folds, IDataset rows) =>
        Enumerable.Range(0, folds.Count).Select(fold => Ids(folds.Cut(rows, fold).HeldOut));

    static int[] Ids(IDataset rows) => [.. rows.ReadAll().SelectMany(batch => batch.Values<int>("id").ToArray())];

    sealed record Laned(Table Rows, int LaneRows, int BatchRows) : IDataset
    {
        readonly Table[] _lanes = [.. Rows.Batches(LaneRows)];

        public Schema Schema => Rows.Schema;

        public int Lanes => _lanes.Length;

        public IEnumerable<Table> Read(int lane, CancellationToken cancellation) => _lanes[lane].Batches(BatchRows);
    }
}
