using Alink.Tables;

namespace Alink.Operators;

/// <summary>Makes other rows of the rows of another operator: fewer, more, or new ones.</summary>
public abstract class ResampleBatchOp<TSelf, TResampler> : BatchOperator<TSelf, TResampler>
    where TSelf : ResampleBatchOp<TSelf, TResampler>
    where TResampler : class, IResampler, new()
{
    /// <inheritdoc/>
    protected override async Task<Table> ComputeAsync() => Options.Resample(await Input.CollectAsync().ConfigureAwait(false));
}

/// <summary>Draws rows of another operator at random: what Alink's operators for samples have in common.</summary>
public abstract class SampleBatchOpBase<TSelf> : ResampleBatchOp<TSelf, Sample>
    where TSelf : SampleBatchOpBase<TSelf>
{
    /// <summary>Whether a row can be drawn several times; false by default.</summary>
    public TSelf SetWithReplacement(bool value) => Set(options => options with { WithReplacement = value });

    /// <summary>The same seed draws the same rows.</summary>
    public TSelf SetRandomSeed(long value) => Set(options => options with { Seed = value });
}

/// <summary>Draws so many rows of another operator, each with the same chance.</summary>
public sealed class SampleWithSizeBatchOp : SampleBatchOpBase<SampleWithSizeBatchOp>
{
    /// <summary>How many rows.</summary>
    public SampleWithSizeBatchOp SetSize(int value) => Set(options => options with { Size = value });
}

/// <summary>Draws rows of another operator by weights; see <see cref="Sample"/>.</summary>
public sealed class WeightSampleBatchOp : SampleBatchOpBase<WeightSampleBatchOp>
{
    /// <summary>How likely each row is.</summary>
    public WeightSampleBatchOp SetWeightCol(string value) => Set(options => options with { Weight = value });

    /// <summary>The share of the rows that is drawn.</summary>
    public WeightSampleBatchOp SetRatio(double value) => Set(options => options with { Ratio = value });
}

/// <summary>Draws a share of the rows of each stratum of another operator.</summary>
public sealed class StratifiedSampleBatchOp : SampleBatchOpBase<StratifiedSampleBatchOp>
{
    /// <summary>The column of the strata.</summary>
    public StratifiedSampleBatchOp SetStrataCol(string value) => Set(options => options with { Strata = value });

    /// <summary>The share of every stratum that has none of its own.</summary>
    public StratifiedSampleBatchOp SetStrataRatio(double value) => Set(options => options with { Ratio = value });

    /// <summary>Shares of strata, as <c>a:0.1,b:0.3</c>.</summary>
    public StratifiedSampleBatchOp SetStrataRatios(string value) => Set(options => options with { StrataRatios = value });
}

/// <summary>Draws so many rows of each stratum of another operator.</summary>
public sealed class StratifiedSampleWithSizeBatchOp : SampleBatchOpBase<StratifiedSampleWithSizeBatchOp>
{
    /// <summary>The column of the strata.</summary>
    public StratifiedSampleWithSizeBatchOp SetStrataCol(string value) => Set(options => options with { Strata = value });

    /// <summary>How many rows of every stratum that has no number of its own.</summary>
    public StratifiedSampleWithSizeBatchOp SetStrataSize(int value) => Set(options => options with { Size = value });

    /// <summary>Numbers of rows of strata, as <c>a:10,b:30</c>.</summary>
    public StratifiedSampleWithSizeBatchOp SetStrataSizes(string value) => Set(options => options with { StrataSizes = value });
}
