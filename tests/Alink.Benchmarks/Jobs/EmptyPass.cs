using Alink.Runtime;

namespace Alink.Benchmarks.Jobs;

/// <summary>A pass over 100,000 rows, in lanes, that does nothing: what every iteration of every trainer pays before it starts to work.</summary>
sealed class EmptyPass : LimitedJob
{
    static readonly Table Rows = Table.Of("x", new double[100_000]);

    public override string Name => "empty-pass";

    public override string Neighbour => "a limit of 50 microseconds";

    public override double Limit => 50e-6;

    public override string QualityIs => "rows counted, as a share; 1 is best";

    public override int Repeats => 10_000;

    public override ValueTask PrepareAsync(Workspace workspace) => ValueTask.CompletedTask;

    public override void Release()
    {
    }

    public override async ValueTask<Func<double>> RunAsync()
    {
        var context = new TrainingContext(LocalMachine.Default);
        long counted = 0;
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            counted += await Rows.AggregateAsync(new Count(), context);
        }

        return () => (double)counted / Repeats / Rows.RowCount;
    }

    /// <summary>Counts the rows.</summary>
    sealed class Count : IAggregator<int>
    {
        public int Start(Schema schema) => 0;

        public int Update(int state, Table batch) => state + batch.RowCount;

        public int Merge(int left, int right) => left + right;
    }
}
