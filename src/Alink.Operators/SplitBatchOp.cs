using System.Collections.Immutable;

namespace Alink.Operators;

/// <summary>Cuts the rows of another operator at random: its own table is the first part, its side output <c>rest</c> the
/// other.</summary>
public sealed class SplitBatchOp : BatchOperator<SplitBatchOp, SplitBatchOp.Split>
{
    /// <summary>The name of the side output.</summary>
    public const string Rest = "rest";

    readonly Computed<(Table First, Table Second)> _parts;

    /// <summary>A node that has not computed yet.</summary>
    public SplitBatchOp() => _parts = new(async () =>
        (await Input.CollectAsync().ConfigureAwait(false)).Split(Options.Fraction, Options.RandomSeed), this);

    /// <inheritdoc/>
    public override ImmutableArray<string> SideOutputs => [Rest];

    /// <summary>The share of the rows in the first part, in [0, 1].</summary>
    public SplitBatchOp SetFraction(double value) => Set(options => options with { Fraction = value });

    /// <summary>The same seed cuts the same way.</summary>
    public SplitBatchOp SetRandomSeed(int value) => Set(options => options with { RandomSeed = value });

    /// <inheritdoc/>
    protected override async Task<Table> ComputeAsync() => (await _parts.Value.ConfigureAwait(false)).First;

    private protected override async Task<Table> SideAsync(string name) => (await _parts.Value.ConfigureAwait(false)).Second;

    private protected override void BeforeChange() => _parts.BeforeChange();

    /// <summary>How rows are cut.</summary>
    public sealed record Split
    {
        /// <summary>The share of the rows in the first part, in [0, 1].</summary>
        public double Fraction { get; init; } = 0.8;

        /// <summary>The same seed cuts the same way.</summary>
        public int RandomSeed { get; init; }
    }
}
