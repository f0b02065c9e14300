using System.Collections.Immutable;

namespace Alink.Operators;

/// <summary>The rows of another operator for which a function of .NET holds.</summary>
public sealed class FilterStreamOp(Func<Row, bool> predicate) : StreamOperator<FilterStreamOp>
{
    /// <inheritdoc/>
    protected override Task<TableStream> PlanAsync(TableStream rows) =>
        Task.FromResult(rows.Select(batch => batch.Where(predicate)));
}

/// <inheritdoc cref="UdfBatchOp{TIn, TOut}"/>
public sealed class UdfStreamOp<TIn, TOut>(Column<TIn> selectedCol, Column<TOut> outputCol, Func<TIn, TOut> function)
    : StreamOperator<UdfStreamOp<TIn, TOut>>
{
    /// <inheritdoc/>
    protected override Task<TableStream> PlanAsync(TableStream rows) =>
        Task.FromResult(rows.Select(batch => batch.With(outputCol, selectedCol, function)));
}

/// <inheritdoc cref="UdfBatchOp{TOut}"/>
public sealed class UdfStreamOp<TOut>(Column<TOut> outputCol, Func<Row, TOut> function) : StreamOperator<UdfStreamOp<TOut>>
{
    /// <inheritdoc/>
    protected override Task<TableStream> PlanAsync(TableStream rows) => Task.FromResult(rows.Select(batch => batch.With(outputCol, function)));
}

/// <inheritdoc cref="UdtfBatchOp{T}"/>
public sealed class UdtfStreamOp<T>(Func<Row, IEnumerable<T>> function) : StreamOperator<UdtfStreamOp<T>>
{
    /// <inheritdoc/>
    protected override Task<TableStream> PlanAsync(TableStream rows) => Task.FromResult(rows.Select(batch => batch.SelectMany(function)));
}

/// <summary>The rows of several operators as one stream; in an epoch, operator by operator.</summary>
public sealed class UnionAllStreamOp : StreamOperator
{
    ImmutableArray<StreamOperator> _inputs = [];

    internal override IEnumerable<StreamOperator> Sources => _inputs;

    /// <summary>Takes the rows of all of <paramref name="inputs"/>, which have the same columns.</summary>
    /// <exception cref="InvalidOperationException">The operator is linked already.</exception>
    public UnionAllStreamOp LinkFrom(params ImmutableArray<StreamOperator> inputs)
    {
        Once(_inputs.IsEmpty ? null : this, this, this);
        _inputs = inputs;
        return this;
    }

    /// <inheritdoc/>
    protected override async Task<TableStream> PlanAsync()
    {
        Linked(_inputs.IsEmpty ? null : this, this);
        var streams = new TableStream[_inputs.Length];
        for (var i = 0; i < streams.Length; i++)
        {
            streams[i] = await _inputs[i].StreamAsync().ConfigureAwait(false);
        }

        return TableStream.Union([.. streams]);
    }
}

/// <summary>Cuts the rows of another operator at random, each by its number and the seed: its own rows are the first part,
/// its side output the rest.</summary>
public sealed class SplitStreamOp : StreamOperator<SplitStreamOp, SplitStreamOp.Split>
{
    internal override ImmutableArray<string> Sides => [StreamSamples.Rest];

    /// <summary>The chance of a row to come into the first part, in [0, 1].</summary>
    public SplitStreamOp SetFraction(double value) => Set(options => options with { Fraction = value });

    /// <summary>The same seed cuts the same way.</summary>
    public SplitStreamOp SetRandomSeed(int value) => Set(options => options with { RandomSeed = value });

    /// <inheritdoc/>
    protected override Task<TableStream> PlanAsync(TableStream rows) =>
        Task.FromResult(rows.Sample(Options.Fraction, Options.RandomSeed));

    /// <summary>How rows are cut.</summary>
    public sealed record Split
    {
        /// <summary>The chance of a row to come into the first part, in [0, 1].</summary>
        public double Fraction { get; init; } = 0.8;

        /// <summary>The same seed cuts the same way.</summary>
        public int RandomSeed { get; init; }
    }
}

/// <summary>Draws rows of another operator at random, each by its number and the seed.</summary>
public sealed class SampleStreamOp : StreamOperator<SampleStreamOp, SplitStreamOp.Split>
{
    /// <summary>The chance of a row to be drawn, in [0, 1].</summary>
    public SampleStreamOp SetRatio(double value) => Set(options => options with { Fraction = value });

    /// <summary>The same seed draws the same rows.</summary>
    public SampleStreamOp SetRandomSeed(int value) => Set(options => options with { RandomSeed = value });

    /// <inheritdoc/>
    protected override Task<TableStream> PlanAsync(TableStream rows) =>
        Task.FromResult(rows.Sample(Options.Fraction, Options.RandomSeed));
}

/// <summary>Reads a source no faster than one row in a while; its side outputs are those of the source.</summary>
public sealed class SpeedControlStreamOp : StreamOperator<SpeedControlStreamOp>
{
    SourceStreamOp? _source;
    double _interval = 0.001;

    /// <summary>How many seconds a row takes; above 0. Default: 0.001.</summary>
    public SpeedControlStreamOp SetTimeInterval(double value) => Set(ref _interval, Require.Positive(Require.Finite(0, value)));

    /// <summary>Reads the rows of <paramref name="input"/>.</summary>
    /// <exception cref="ArgumentException">It is not a source.</exception>
    /// <exception cref="InvalidOperationException">The operator is linked already.</exception>
    public override SpeedControlStreamOp LinkFrom(StreamOperator input)
    {
        _source = input as SourceStreamOp ?? throw new ArgumentException(
            $"The speed of a source is controlled, and {input.GetType().Name} is none: what follows a source is as fast as it.", nameof(input));
        return base.LinkFrom(input);
    }

    /// <inheritdoc/>
    protected override async Task<TableStream> PlanAsync(TableStream rows) =>
        _source!.StreamOf((await _source.SourceAsync().ConfigureAwait(false)).AtRate(1 / _interval));

    internal override ImmutableArray<string> Sides => _source?.Sides ?? [];
}
