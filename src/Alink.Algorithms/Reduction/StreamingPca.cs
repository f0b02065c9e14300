using System.Collections.Immutable;
using Alink.Numerics;
using Alink.Online;

namespace Alink.Reduction;

/// <summary>Projects each row onto the directions in which the rows so far vary most.</summary>
/// <remarks>
/// J. Weng, Y. Zhang and W.-S. Hwang, "Candid covariance-free incremental principal component analysis", IEEE Transactions on
/// Pattern Analysis and Machine Intelligence 25(8), 2003: every row turns each direction a little towards what the
/// directions before it leave of the row, so no matrix of features × features is ever made. With share p = (1 + l) / (n + l)
/// of row n, l being <see cref="Amnesia"/>, and δ = x − mean, it takes in turn
/// <list type="bullet">
/// <item>mean ← mean + p δ and u = √(1 − p) δ, so that exact directions would give exact variances;</item>
/// <item>for each k: v[k] ← (1 − p) v[k] + p (u · w[k]) u with w[k] = v[k] / |v[k]|, then u ← u − (u · w[k]) w[k]; a direction that is
/// not known yet begins with u.</item>
/// </list>
/// A row costs K times its length, zeros included. The sign of a direction is that of the first row that it came from, and
/// stays. What is projected is x − mean, as in scikit-learn; directions that no row has shown are 0.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of&lt;Vector&gt;("features", [0.0, 1.0], [3.0, 5.0], [6.0, 9.0], [9.0, 13.0]);
/// var model = new StreamingPca { K = 1 }.Fit(rows);
/// model.Components[0, 0] // => 0.6
/// model.Components[0, 1] // => 0.8
/// </code>
/// </example>
public sealed record StreamingPca : ISequentialEstimator<StreamingPcaState, StreamingPcaModel>
{
    /// <inheritdoc/>
    public bool LearnsFirst => true;

    /// <summary>The vectors to project; all of one length.</summary>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>Where the K numbers of each row go.</summary>
    public Column<Vector> Output { get; init; } = "components";

    /// <summary>How many directions; at least 1, and at most as many as features.</summary>
    public int K { get; init => field = Require.AtLeast(1, value); } = 2;

    /// <summary>How much less early rows count than late ones (l), at least 0: a row counts as 1 + l rows did when it came.</summary>
    /// <remarks>At 0 all rows count alike; 2 to 4 soon forget the first rows, whose directions were guesses.</remarks>
    public double Amnesia { get; init => field = Require.Finite(0.0, value); } = 2;

    /// <inheritdoc/>
    public Schema Transform(Schema input) => input.Reading(Features).With(OutputField);

    /// <inheritdoc/>
    public StreamingPcaState Start(Schema schema) => new([.. schema.Field(Features).FeatureNames], K);

    /// <inheritdoc/>
    /// <exception cref="TrainingException">The rows have fewer than K features, or are of several lengths.</exception>
    public StreamingPcaState Update(StreamingPcaState state, Table batch)
    {
        var rest = new double[batch.Features(Features).Width];
        var rows = batch.Values(Features);
        for (var i = 0; i < rows.Length; i++)
        {
            state.Add(rows[i], Amnesia, rest);
        }

        return state;
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There were no rows.</exception>
    public StreamingPcaModel Snapshot(StreamingPcaState state)
    {
        if (state.Count == 0)
        {
            throw new TrainingException($"{nameof(StreamingPca)} needs at least one row.");
        }

        var (components, variances) = (new double[K * state.Mean.Length], new double[K]);
        state.Read(components, variances);
        return new(this, [.. state.Mean], new(K, state.Mean.Length, [.. components]), [.. variances])
        {
            FeatureNames = [.. state.FeatureNames],
        };
    }

    /// <inheritdoc/>
    public StreamingPcaState Advance(StreamingPcaState state, Table batch, out Table output)
    {
        var width = batch.Features(Features).Width;
        output = new Learning(Transform(batch.Schema), row =>
        {
            var features = row.Read(Features);
            var (components, variances, rest) = (new double[K * width], new double[K], new double[width]);
            var step = Step(row, () => state.Mean, components);
            return () =>
            {
                state.Add(features.Vector, Amnesia, rest);
                state.Read(components, variances);
                return step();
            };
        }).Transform(batch);
        return state;
    }

    internal Field OutputField => new(Output.Name, DataType.Vector) { VectorLength = K };

    /// <summary>Projects one row by what the arrays hold when it comes.</summary>
    internal Func<bool> Step(RowCells row, Func<double[]> mean, double[] components)
    {
        var features = row.Read(Features);
        var output = row.Write(OutputField);
        var apart = new double[components.Length / K];
        return () =>
        {
            row.Features(features, apart.Length).CopyTo(apart);
            DenseKernels.Axpy(-1, mean(), apart);
            var projected = output.Dense(K);
            DenseKernels.Gemv(new(components, K, apart.Length), apart, projected);
            return true;
        };
    }
}

/// <summary>The mean of the rows so far of a <see cref="StreamingPca"/>, and its directions, as long as the variance along them.</summary>
public sealed class StreamingPcaState
{
    readonly int _count;
    double[] _directions = [];

    internal StreamingPcaState(string[] featureNames, int count) => (FeatureNames, _count) = (featureNames, count);

    /// <summary>How many rows.</summary>
    public long Count { get; private set; }

    internal string[] FeatureNames { get; }

    internal double[] Mean { get; private set; } = [];

    /// <summary>Adds a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="amnesia">How much less early rows count than late ones.</param>
    /// <param name="rest">A place for a row.</param>
    internal void Add(Vector row, double amnesia, double[] rest)
    {
        var width = row.Length;
        if (Count == 0)
        {
            (Mean, _directions) = width >= _count ? (new double[width], new double[_count * width])
                : throw new TrainingException($"There are {width} features, fewer than K, which is {_count}.");
        }

        TrainingRows.SameLength(width, Mean.Length);

        Count++;
        var share = (1 + amnesia) / (Count + amnesia);
        row.CopyTo(rest);
        DenseKernels.Axpy(-1, Mean, rest);
        DenseKernels.Axpy(share, rest, Mean);
        DenseKernels.Scale(Math.Sqrt(1 - share), rest);
        for (var k = 0; k < _count && Turn(_directions.AsSpan(k * width, width), rest, share); k++)
        {
        }
    }

    /// <summary>Writes the directions, each of length 1 or all zeros, and the variance along each.</summary>
    internal void Read(Span<double> components, Span<double> variances)
    {
        _directions.CopyTo(components);
        for (var k = 0; k < variances.Length; k++)
        {
            var direction = components.Slice(k * Mean.Length, Mean.Length);
            variances[k] = Length(direction);
            DenseKernels.Scale(variances[k] > 0 ? 1 / variances[k] : 0, direction);
        }
    }

    /// <summary>Turns a direction towards a row, and takes from the row what lies along it.</summary>
    /// <returns>Whether anything is left for the next direction.</returns>
    static bool Turn(Span<double> direction, Span<double> rest, double share)
    {
        var length = Length(direction);
        if (length == 0)
        {
            DenseKernels.Axpy(share * Length(rest), rest, direction);
            return false;
        }

        var along = DenseKernels.Dot(rest, direction) / length;
        DenseKernels.Scale(1 - share, direction);
        DenseKernels.Axpy(share * along, rest, direction);
        var square = DenseKernels.Dot(direction, direction);
        if (square > 0)
        {
            DenseKernels.Axpy(-DenseKernels.Dot(rest, direction) / square, direction, rest);
        }

        return true;
    }

    static double Length(ReadOnlySpan<double> vector) => Math.Sqrt(DenseKernels.Dot(vector, vector));
}

/// <summary>What a <see cref="StreamingPca"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Mean">The mean of each feature; shape: features.</param>
/// <param name="Components">The directions, each of length 1, or zeros where no row has shown it; shape: K × features.</param>
/// <param name="Variances">The variance of the rows along each direction, dividing by their weight; shape: K.</param>
public sealed record StreamingPcaModel(
    StreamingPca Options, ImmutableArray<double> Mean, Matrix Components, ImmutableArray<double> Variances) : Model
{
    /// <inheritdoc/>
    public override Schema Transform(Schema input)
    {
        input.FeatureField(Options.Features, Mean.Length);
        return input.With(Options.OutputField);
    }

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row)
    {
        Transform(row.Schema);
        var mean = Mean.ToArray();
        return Options.Step(row, () => mean, Components.Values.ToArray());
    }

    /// <inheritdoc/>
    public override Table Transform(Table input)
    {
        Transform(input.Schema);
        return (input.Values(Options.Features) is VectorColumn { IsDense: true }
            ? new Projection(Components, [.. Mean], [.. Variances.Select(_ => 1.0)]).Transform(input, Options.Features, Options.OutputField)
            : null) ?? base.Transform(input);
    }
}
