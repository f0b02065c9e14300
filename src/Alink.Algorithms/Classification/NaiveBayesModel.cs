using System.Collections.Immutable;
using System.Runtime.Intrinsics;
using Alink.Numerics;

namespace Alink.Classification;

/// <summary>What a <see cref="NaiveBayes"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Labels">The classes.</param>
/// <param name="Intercepts">The log-joint of each class at the row of zeros; shape: classes.</param>
/// <param name="Coefficients">What each unit of a feature adds to the log-joint; shape: features × classes.</param>
public sealed record NaiveBayesModel(
    NaiveBayes Options, Levels Labels, ImmutableArray<double> Intercepts, Matrix Coefficients) : ClassifierModel
{
    /// <inheritdoc/>
    public override Levels Labels { get; init; } = Labels;

    /// <summary>The weight of each class, from which a stream goes on; shape: classes, or empty where it is not known.</summary>
    public ImmutableArray<double> ClassWeights { get; init; } = [];

    /// <summary>Σ w x of each feature in each class, from which a stream goes on; shape: features × classes.</summary>
    public Matrix FeatureSums { get; init; } = new(0, 0, []);

    /// <inheritdoc/>
    protected override int Length => Coefficients.Rows;

    /// <inheritdoc/>
    protected override IClassifier Settings => Options;

    /// <inheritdoc/>
    protected override void Probabilities(VectorColumn rows, Span<double> p)
    {
        if (!rows.IsDense || Options.Type == NaiveBayesType.Bernoulli || Labels.Count > Vector512<double>.Count)
        {
            base.Probabilities(rows, p);
            return;
        }

        // All classes of a row side by side; a feature that is 0 changes none of them.
        var block = rows.Block;
        var (classes, width) = (Labels.Count, Length);
        var coefficients = new Vector512<double>[width];
        for (var j = 0; j < width; j++)
        {
            coefficients[j] = Side(Coefficients.Row(j));
        }

        var start = Side(Intercepts.AsSpan());
        Span<double> sums = stackalloc double[Vector512<double>.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            var row = block.Values.Slice(i * width, width);
            var sum = start;
            for (var j = 0; j < coefficients.Length; j++)
            {
                var x = Vector512.Create(row[j]);
                sum = Vector512.ConditionalSelect(
                    Vector512.Equals(x, Vector512<double>.Zero), sum, Vector512.FusedMultiplyAdd(x, coefficients[j], sum));
            }

            sum.CopyTo(sums);
            sums[..classes].CopyTo(p[(i * classes)..]);
        }

        for (var i = 0; i < p.Length; i += classes)
        {
            Normalize(p.Slice(i, classes));
        }

        static Vector512<double> Side(ReadOnlySpan<double> numbers)
        {
            Span<double> side = stackalloc double[Vector512<double>.Count];
            side.Clear();
            numbers.CopyTo(side);
            return Vector512.Create<double>(side);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="RowException">A number is neither 0 nor 1, and the type is Bernoulli.</exception>
    protected override void LogJoint(Vector features, Span<double> logJoint)
    {
        Intercepts.AsSpan().CopyTo(logJoint);
        var values = features.Values;
        var indices = features.Indices;
        var bernoulli = Options.Type == NaiveBayesType.Bernoulli;
        for (var i = 0; i < values.Length; i++)
        {
            var x = values[i];
            if (x == 0)
            {
                continue;
            }

            if (bernoulli && x != 1)
            {
                throw new RowException(
                    $"Column '{Options.Features}' holds {x} in feature {(features.IsDense ? i : indices[i])}; Bernoulli takes 0 or 1.");
            }

            DenseKernels.Axpy(x, Coefficients.Row(features.IsDense ? i : indices[i]), logJoint);
        }
    }
}
