namespace Alink.Linear;

/// <summary>Lets an optimizer see features of mean 0 and deviation 1, without touching a row.</summary>
/// <remarks>
/// A coefficient b of the rows is θ / σ here, and the intercept b₀ is θ₀ − Σ μ θ / σ: sparse rows stay sparse. Gradients and
/// Hessians of the rows follow by the chain rule. A feature that never varies has coefficient 0.
/// </remarks>
sealed class StandardSpace
{
    readonly double[] _mean;
    readonly double[] _inverse;

    /// <summary>The space of features of the given deviations.</summary>
    /// <param name="mean">What the intercept takes off; shape: features; empty for nothing.</param>
    /// <param name="deviation">What each feature is divided by; 0 for one that never varies; shape: features.</param>
    /// <param name="intercept">Whether a point ends in an intercept.</param>
    public StandardSpace(ReadOnlySpan<double> mean, ReadOnlySpan<double> deviation, bool intercept)
    {
        _inverse = new double[deviation.Length];
        for (var j = 0; j < _inverse.Length; j++)
        {
            _inverse[j] = deviation[j] > 0 ? 1 / deviation[j] : 0;
        }

        _mean = mean.IsEmpty || !intercept ? new double[deviation.Length] : mean.ToArray();
        HasIntercept = intercept;
    }

    /// <summary>Whether a point ends in an intercept.</summary>
    public bool HasIntercept { get; }

    /// <summary>How many features.</summary>
    public int Width => _inverse.Length;

    /// <summary>How many numbers a point has.</summary>
    public int Length => Width + (HasIntercept ? 1 : 0);

    /// <summary>1 / σ of a feature; 0 for one that never varies.</summary>
    public double Inverse(int feature) => _inverse[feature];

    /// <summary>The coefficients and the intercept of the rows at a point.</summary>
    public void ToRaw(ReadOnlySpan<double> point, Span<double> raw)
    {
        var taken = 0.0;
        for (var j = 0; j < _inverse.Length; j++)
        {
            raw[j] = point[j] * _inverse[j];
            taken = Math.FusedMultiplyAdd(raw[j], _mean[j], taken);
        }

        if (HasIntercept)
        {
            raw[Width] = point[Width] - taken;
        }
    }

    /// <summary>Turns a gradient by coefficients and intercept of the rows into the gradient here.</summary>
    public void Gradient(Span<double> gradient)
    {
        var constant = HasIntercept ? gradient[Width] : 0;
        for (var j = 0; j < _inverse.Length; j++)
        {
            gradient[j] = Math.FusedMultiplyAdd(-_mean[j], constant, gradient[j]) * _inverse[j];
        }
    }

    /// <summary>Turns a Hessian by coefficients and intercept of the rows into the Hessian here.</summary>
    /// <param name="hessian">Given on and above the diagonal, and changed there; shape: length × length.</param>
    public void Hessian(Span<double> hessian)
    {
        var order = Length;
        for (var i = 0; i < Width; i++)
        {
            var row = hessian.Slice(i * order, order);
            for (var j = i; j < Width; j++)
            {
                if (HasIntercept)
                {
                    row[j] += (_mean[i] * ((_mean[j] * hessian[^1]) - hessian[(j * order) + Width])) - (_mean[j] * row[Width]);
                }

                row[j] *= _inverse[i] * _inverse[j];
            }
        }

        for (var i = 0; HasIntercept && i < Width; i++)
        {
            ref var cross = ref hessian[(i * order) + Width];
            cross = (cross - (_mean[i] * hessian[^1])) * _inverse[i];
        }
    }
}
