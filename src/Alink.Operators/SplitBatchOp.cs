namespace Alink.Operators;

/// <summary>Cuts the rows of another operator at random: its own table is the first part, its side output the rest.</summary>
public sealed class SplitBatchOp : BatchOperator<SplitBatchOp, SplitBatchOp.Split>
{
    readonly Lazy<Task<(Table First, Table Second)>> _parts;

    /// <summary>A node that has not computed yet.</summary>
    public SplitBatchOp() => _parts = new(async () =>
        (await Input.CollectAsync().ConfigureAwait(false)).Split(Options.Fraction, Options.RandomSeed));

    /// <summary>The share of the rows in the first part, in [0, 1].</summary>
    public SplitBatchOp SetFraction(double value) => Set(options => options with { Fraction = value });

    /// <summary>The same seed cuts the same way.</summary>
    public SplitBatchOp SetRandomSeed(int value) => Set(options => options with { RandomSeed = value });

    /// <summary>The rest of the rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is one side output, number 0.</exception>
    public BatchOperator GetSideOutput(int index = 0) =>
        index == 0 ? new Rest(this) : throw new ArgumentOutOfRangeException(nameof(index), index, "There is one side output, number 0.");

    /// <inheritdoc/>
    protected override async Task<Table> ComputeAsync() => (await _parts.Value.ConfigureAwait(false)).First;

    /// <summary>How rows are cut.</summary>
    public sealed record Split
    {
        /// <summary>The share of the rows in the first part, in [0, 1].</summary>
        public double Fraction { get; init; } = 0.8;

        /// <summary>The same seed cuts the same way.</summary>
        public int RandomSeed { get; init; }
    }

    sealed class Rest(SplitBatchOp split) : BatchOperator
    {
        protected override async Task<Table> ComputeAsync() => (await split._parts.Value.ConfigureAwait(false)).Second;
    }
}
