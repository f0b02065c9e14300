using System.Collections.Immutable;
using System.Runtime.Intrinsics;
using Alink.Numerics;

namespace Alink.Online;

/// <summary>What a factorization machine has learnt so far.</summary>
public sealed class FactorizationState
{
    double _intercept;
    double _interceptSquares;
    double _interceptZ;

    internal FactorizationState(ImmutableArray<string> featureNames, OnlineClasses? classes) =>
        (FeatureNames, Classes) = (featureNames, classes);

    internal ImmutableArray<string> FeatureNames { get; }

    /// <summary>The classes; null where a number is predicted.</summary>
    internal OnlineClasses? Classes { get; }

    /// <summary>How many features there are; −1 before the first row.</summary>
    internal int Width { get; private set; } = -1;

    /// <summary>The margin where every feature is 0.</summary>
    internal ref double Intercept => ref _intercept;

    /// <summary>Σ g² of the intercept.</summary>
    internal ref double InterceptSquares => ref _interceptSquares;

    /// <summary>z of the intercept under FTRL.</summary>
    internal ref double InterceptZ => ref _interceptZ;

    /// <summary>The weight of each feature; shape: features.</summary>
    internal double[] Linear { get; private set; } = [];

    /// <summary>The factors of each feature; shape: features × factors.</summary>
    internal double[] Factors { get; private set; } = [];

    /// <summary>Σ g² of each feature's weight, then of its factors; shape: features × (1 + factors).</summary>
    internal double[] Squares { get; private set; } = [];

    /// <summary>z of each feature's weight, then of its factors, under FTRL, else nothing; shape: features × (1 + factors).</summary>
    internal double[] Z { get; private set; } = [];

    /// <summary>z of one parameter; under AdaGrad, a place that nobody reads.</summary>
    internal ref double ZOf(int place) => ref Z.Length > 0 ? ref Z[place] : ref _interceptZ;

    /// <summary>A state before any row, of the schema's length where that is known.</summary>
    internal static FactorizationState Start(Schema schema, FactorizationLearner options, OnlineClasses? classes)
    {
        var field = schema.Field(options.Features);
        var state = new FactorizationState(field.FeatureNames, classes);
        return field.VectorLength is { } width ? state.Sized(width, options) : state;
    }

    /// <summary>This state, once its rows are known to have a length.</summary>
    /// <exception cref="TrainingException">Rows of another length came before.</exception>
    internal FactorizationState Sized(int width, FactorizationLearner options)
    {
        if (Width < 0)
        {
            (Width, Linear, Squares) = (width, new double[width], new double[width * (1 + options.Factors)]);
            Factors = new double[width * options.Factors];
            for (var place = 0; place < Factors.Length; place++)
            {
                // Uniform with the given deviation, by feature and factor: no row has a say in it.
                var bits = Hash.Combine((ulong)options.Seed, (ulong)place);
                Factors[place] = ((2 * ((bits >> 11) * (1.0 / (1L << 53)))) - 1) * Math.Sqrt(3) * options.InitialDeviation;
            }

            BeginZ(options);
        }

        TrainingRows.SameLength(width, Width);
        return this;
    }

    /// <summary>The numbers of a model.</summary>
    /// <param name="learner">What learns.</param>
    /// <exception cref="TrainingException">There were no rows.</exception>
    internal FactorizationWeights Read(FactorizationLearner learner) => Width < 0
        ? throw new TrainingException($"{learner.GetType().Name} needs at least one row.")
        : new(
            Intercept, [.. Linear], new(Width, learner.Factors, [.. Factors]), InterceptSquares,
            new(Width, 1 + learner.Factors, [.. Squares]))
        {
            InterceptZ = InterceptZ,
            Z = new(Z.Length == 0 ? 0 : Width, 1 + learner.Factors, [.. Z]),
        };

    /// <summary>Takes over the numbers of a model.</summary>
    /// <param name="weights">The numbers.</param>
    /// <param name="learner">What learns.</param>
    /// <exception cref="TrainingException">The model has another number of factors.</exception>
    internal FactorizationState Take(FactorizationWeights weights, FactorizationLearner learner)
    {
        if (weights.Factors.Columns != learner.Factors)
        {
            throw new TrainingException($"The model has {weights.Factors.Columns} factors, and Factors is {learner.Factors}.");
        }

        Sized(weights.Linear.Length, learner);
        (Intercept, InterceptSquares) = (weights.Intercept, weights.InterceptSquares);
        weights.Linear.CopyTo(Linear);
        weights.Factors.Values.CopyTo(Factors);
        weights.Squares.Values.CopyTo(Squares);
        BeginZ(learner);
        if (Z.Length == weights.Z.Values.Length)
        {
            InterceptZ = weights.InterceptZ;
            weights.Z.Values.CopyTo(Z);
        }

        return this;
    }

    /// <summary>Chooses z, under FTRL, so that each parameter is what it is.</summary>
    void BeginZ(FactorizationLearner options)
    {
        if (options.Optimizer != FactorizationOptimizer.Ftrl)
        {
            return;
        }

        var steps = new FactorizationSteps(options);
        InterceptZ = steps.Intercept.Resume(Intercept, InterceptSquares);
        Z = new double[Squares.Length];
        for (var place = 0; place < Z.Length; place++)
        {
            var (j, f) = Math.DivRem(place, 1 + options.Factors);
            Z[place] = f == 0 ? steps.Linear.Resume(Linear[j], Squares[place])
                : steps.Factors.Resume(Factors[(j * options.Factors) + f - 1], Squares[place]);
        }
    }
}

/// <summary>The numbers of a factorization machine.</summary>
/// <param name="Intercept">The margin where every feature is 0.</param>
/// <param name="Linear">The weight of each feature; shape: features.</param>
/// <param name="Factors">The factors of each feature; shape: features × factors.</param>
/// <param name="InterceptSquares">The sum of the squared gradients of the intercept.</param>
/// <param name="Squares">
/// The sum of the squared gradients of each feature's weight, then of its factors; shape: features × (1 + factors).
/// </param>
public sealed record FactorizationWeights(
    double Intercept, ImmutableArray<double> Linear, Matrix Factors, double InterceptSquares, Matrix Squares)
{
    const int MostOnStack = 128;

    /// <summary>z of the intercept under FTRL, from which training goes on to the bit.</summary>
    public double InterceptZ { get; init; }

    /// <summary>z of each feature's weight, then of its factors, under FTRL; shape: features × (1 + factors), or 0 × any.</summary>
    public Matrix Z { get; init; } = new(0, 0, []);

    /// <summary>The margin of one row of as many features.</summary>
    public double Margin(Vector x)
    {
        Span<double> sums = Factors.Columns <= MostOnStack ? stackalloc double[Factors.Columns] : new double[Factors.Columns];
        if (!x.IsDense)
        {
            return Intercept + FactorizationKernel.Sum(x.Indices, x.Values, Linear.AsSpan(), Factors.Values, sums);
        }

        return Intercept + FactorizationKernel.Sum([], x.Values, Linear.AsSpan(), Factors.Values, sums);
    }
}

/// <summary>The margin of a factorization machine in time linear in entries and factors.</summary>
/// <remarks>
/// Σ_i Σ_{j&gt;i} ⟨v_i, v_j⟩ x_i x_j = ½ Σ_f ((Σ_j v_jf x_j)² − Σ_j (v_jf x_j)²). Entry after entry for each factor, so that
/// zeros change no bit, and eight factors side by side.
/// </remarks>
static class FactorizationKernel
{
    /// <summary>The margin without the intercept; sums[f] is Σ v_jf x_j then.</summary>
    /// <param name="indices">The places of the stored entries; empty where every entry is stored.</param>
    /// <param name="values">The stored entries.</param>
    /// <param name="linear">Shape: features.</param>
    /// <param name="factors">Shape: features × factors.</param>
    /// <param name="sums">Shape: factors.</param>
    public static double Sum(
        ReadOnlySpan<int> indices, ReadOnlySpan<double> values, ReadOnlySpan<double> linear, ReadOnlySpan<double> factors,
        Span<double> sums)
    {
        var sum = 0.0;
        for (var e = 0; e < values.Length; e++)
        {
            sum = Math.FusedMultiplyAdd(linear[indices.IsEmpty ? e : indices[e]], values[e], sum);
        }

        var (apart, f) = (0.0, 0);
        for (; f <= sums.Length - Vector512<double>.Count; f += Vector512<double>.Count)
        {
            var (eight, pairs) = (Vector512<double>.Zero, Vector512<double>.Zero);
            for (var e = 0; e < values.Length; e++)
            {
                var place = ((indices.IsEmpty ? e : indices[e]) * sums.Length) + f;
                var part = Vector512.Create(factors[place..]) * Vector512.Create(values[e]);
                eight += part;
                pairs = Vector512.FusedMultiplyAdd(part, part, pairs);
            }

            eight.CopyTo(sums[f..]);
            apart += Vector512.Sum(Vector512.FusedMultiplyAdd(eight, eight, -pairs));
        }

        for (; f <= sums.Length - Vector128<double>.Count; f += Vector128<double>.Count)
        {
            var (two, pairs) = (Vector128<double>.Zero, Vector128<double>.Zero);
            for (var e = 0; e < values.Length; e++)
            {
                var place = ((indices.IsEmpty ? e : indices[e]) * sums.Length) + f;
                var part = Vector128.Create(factors[place..]) * Vector128.Create(values[e]);
                two += part;
                pairs = Vector128.FusedMultiplyAdd(part, part, pairs);
            }

            two.CopyTo(sums[f..]);
            apart += Vector128.Sum(Vector128.FusedMultiplyAdd(two, two, -pairs));
        }

        for (; f < sums.Length; f++)
        {
            var (one, pairs) = (0.0, 0.0);
            for (var e = 0; e < values.Length; e++)
            {
                var part = factors[((indices.IsEmpty ? e : indices[e]) * sums.Length) + f] * values[e];
                one += part;
                pairs = Math.FusedMultiplyAdd(part, part, pairs);
            }

            sums[f] = one;
            apart += Math.FusedMultiplyAdd(one, one, -pairs);
        }

        return sum + (apart / 2);
    }
}
