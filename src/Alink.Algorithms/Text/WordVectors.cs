using Alink.Numerics;

namespace Alink.Text;

/// <summary>The vectors of words, and those of what predicts them.</summary>
sealed class WordVectors(int words, int size)
{
    readonly float[] _mean = new float[size];
    readonly float[] _descent = new float[size];

    /// <summary>Shape: words × size.</summary>
    public float[] Words { get; } = new float[words * size];

    /// <summary>The weights of the logistic predictors: as many as words, of which those of a tree are one fewer; shape: words × size.</summary>
    public float[] Predictors { get; } = new float[words * size];

    /// <summary>One step down −Σ log σ(±h·p) over some predictors p, where h is the mean of some words.</summary>
    /// <param name="context">The words.</param>
    /// <param name="predictors">The predictors.</param>
    /// <param name="isTrue">Whether each is to say yes (+) or no (−).</param>
    /// <param name="rate">How far.</param>
    public void Step(ReadOnlySpan<int> context, ReadOnlySpan<int> predictors, ReadOnlySpan<bool> isTrue, float rate)
    {
        var hidden = context.Length == 1 ? Word(context[0]) : Mean(context);
        Array.Clear(_descent);
        for (var k = 0; k < predictors.Length; k++)
        {
            var predictor = Predictors.AsSpan(predictors[k] * size, size);
            var step = rate * ((isTrue[k] ? 1 : 0) - Sigmoid(DenseKernels.Dot(hidden, predictor)));
            DenseKernels.Axpy(step, predictor, _descent);
            DenseKernels.Axpy(step, hidden, predictor);
        }

        foreach (var word in context)
        {
            DenseKernels.Axpy(1f / context.Length, _descent, Word(word));
        }
    }

    Span<float> Word(int word) => Words.AsSpan(word * size, size);

    Span<float> Mean(ReadOnlySpan<int> context)
    {
        Array.Clear(_mean);
        foreach (var word in context)
        {
            DenseKernels.Axpy(1f / context.Length, Word(word), _mean);
        }

        return _mean;
    }

    static float Sigmoid(float x) => (float)(1 / (1 + VectorMath.Exp(-x)));
}
