using Alink.Runtime;

namespace Alink.Benchmarks.Jobs;

/// <summary>An epoch of one row that does nothing: what every epoch pays before its operators start to work.</summary>
sealed class EmptyEpoch : LimitedJob
{
    Table _rows = Table.Of("x", 0.0);

    public override string Name => "empty-epoch";

    public override string Neighbour => "a limit of 50 microseconds";

    public override double Limit => 50e-6;

    public override string QualityIs => "rows counted, as a share; 1 is best";

    public override int Repeats => 10_000;

    public override ValueTask PrepareAsync(Workspace workspace)
    {
        _rows = Table.Of("x", new double[Repeats]);
        return ValueTask.CompletedTask;
    }

    public override void Release()
    {
    }

    public override async ValueTask<Func<double>> RunAsync()
    {
        var counted = new Count();
        var stream = TableStream.Of(_rows, rowsPerBatch: 1).Through(counted).Select(rows => rows);
        await new StreamJob { Options = new() { Trigger = StreamTrigger.EveryRows(1) } }.Run(stream).RunAsync();
        return () => (double)counted.Rows / Repeats;
    }

    /// <summary>Counts the rows.</summary>
    sealed class Count : IStreamOperator<long>
    {
        public long Rows { get; private set; }

        public Schema Transform(Schema input) => input;

        public long Start(Schema input) => 0;

        public ValueTask<long> UpdateAsync(long state, StreamBatch batch, StreamOutput output)
        {
            Rows = state + batch.Rows.RowCount;
            return new(Rows);
        }
    }
}
