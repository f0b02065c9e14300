using Alink.Features;
using Alink.Runtime;

namespace Alink.Tests.Runtime;

/// <summary>Stages of a pipeline that learn in one pass over the rows.</summary>
public class TogetherTest
{
    static readonly Table Table = Table.Of("a", "x", "y", "x", null!).With("b", 1.0, double.NaN, 3, 4).With("label", 0, 1, 1, 0)
        .With<Vector>("features", [1, 2.0], [3, 4.0], [5, 9.0], [6, 7.0]);

    static readonly StringIndexer Indexer = new() { Columns = ["a"], HandleInvalid = HandleInvalid.Keep };

    static readonly Imputer Imputer = new() { Columns = ["b"] };

    [Fact]
    public void Neighbours_that_do_not_read_each_other_share_a_pass() =>
        Assert.Equal(1, Passes(Indexer, Imputer, new StandardScaler(), new TargetEncoder { Columns = ["a"] }, new CountEncoder { Columns = ["label"] }));

    [Fact]
    public void Who_reads_what_another_makes_learns_after_it()
    {
        Assert.Equal(2, Passes(Indexer, Imputer, new OneHotEncoder { Columns = ["a_index"] }));
        Assert.Equal(2, Passes(new StandardScaler(), new MinMaxScaler())); // In its place.
        Assert.Equal(2, Passes(Imputer, Imputer with { Outputs = ["c"] }));
        Assert.Equal(1, Passes(Imputer with { Outputs = ["c"] }, Imputer));
    }

    [Fact]
    public void Who_reads_what_another_makes_learns_what_it_makes()
    {
        var model = new Pipeline(new StandardScaler(), new MinMaxScaler()).Fit(Table);

        Assert.Equal(Math.Sqrt(59 / 16.0), ((StandardScalerModel)model.Steps[0]).Deviation[0], 1e-12);
        Assert.Equal((1 - 3.75) / Math.Sqrt(59 / 16.0), ((MinMaxScalerModel)model.Steps[1]).Least[0], 1e-12);
    }

    [Fact]
    public void Who_leaves_rows_out_teaches_those_after_it_the_others()
    {
        var skipping = Indexer with { HandleInvalid = HandleInvalid.Skip };

        Assert.Equal(2, Passes(skipping, Imputer));
        Assert.Equal(2, ((ImputerModel)new Pipeline(skipping, Imputer).Fit(Table).Steps[1]).Surrogates[0]);
        Assert.Equal(8 / 3.0, ((ImputerModel)new Pipeline(Indexer, Imputer).Fit(Table).Steps[1]).Surrogates[0], 1e-15);
    }

    [Fact]
    public void Who_refuses_rows_refuses_them_before_others_learn()
    {
        var strict = Indexer with { HandleInvalid = HandleInvalid.Error };

        Assert.Contains("row 3", Assert.Throws<RowException>(() => new Pipeline(strict, Imputer).Fit(Table)).Message);
        Assert.Equal(1, Passes([strict, Imputer], Table.Slice(0, 3)));
    }

    [Fact]
    public void Who_takes_several_passes_learns_alone() =>
        Assert.Equal(8, Passes(Indexer, Imputer with { Strategy = ImputerStrategy.Median }, new StandardScaler()));

    [Fact]
    public async Task A_hundred_stages_share_a_pass_of_hosts()
    {
        IStage[] stages = [.. Enumerable.Range(0, 100).Select(i => Indexer with { Outputs = [$"a{i}"] })];
        var alone = (StringIndexerModel)new Pipeline([.. stages]).Fit(Table).Steps[99];
        var network = new InMemoryNetwork(2, new Random(1));

        var models = await Task.WhenAll(Enumerable.Range(0, 2).Select(host => Task.Run(async () =>
        {
            await using var machine = new HostMachine(network[host], workers: 1);
            return await new Pipeline([.. stages]).FitAsync(Table, new TrainingContext(machine));
        })));

        Assert.Equal(1, Passes(stages));
        Assert.All(models, model => Assert.Equal(alone.Levels[0], ((StringIndexerModel)model.Steps[99]).Levels[0]));
    }

    static int Passes(params IStage[] stages) => Passes(stages, Table);

    static int Passes(IStage[] stages, Table rows)
    {
        var counted = new Counted(rows);
        new Pipeline([.. stages]).Fit(counted);
        return counted.Passes;
    }

    sealed class Counted(Table table) : IDataset
    {
        public int Passes { get; private set; }

        public Schema Schema => table.Schema;

        public int Lanes => 1;

        public IEnumerable<Table> Read(int lane, CancellationToken cancellation = default)
        {
            Passes++;
            return table.Batches(3);
        }
    }
}
