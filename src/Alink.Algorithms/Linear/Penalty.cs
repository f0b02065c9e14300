namespace Alink.Linear;

/// <summary>Σ l1 |θ| + ½ Σ l2 θ² at a point of a <see cref="StandardSpace"/>; the intercept is free.</summary>
sealed class Penalty
{
    readonly double[] _l1;
    readonly double[] _l2;

    /// <summary>The penalties of each coefficient.</summary>
    /// <param name="space">Where the points are.</param>
    /// <param name="l1">λ α.</param>
    /// <param name="l2">λ (1 − α).</param>
    /// <param name="standardize">Whether θ is penalised, which is σ b; else b itself is.</param>
    /// <param name="blocks">How many times the coefficients and the intercept stand one after the other.</param>
    public Penalty(StandardSpace space, double l1, double l2, bool standardize, int blocks = 1)
    {
        (_l1, _l2) = (new double[blocks * space.Length], new double[blocks * space.Length]);
        for (var k = 0; k < blocks; k++)
        {
            for (var j = 0; j < space.Width; j++)
            {
                // A feature that never varies has no coefficient: any penalty keeps it at 0.
                var factor = standardize || space.Inverse(j) == 0 ? 1 : space.Inverse(j);
                _l1[(k * space.Length) + j] = l1 * factor;
                _l2[(k * space.Length) + j] = l2 * factor * factor;
            }
        }

        HasL1 = l1 > 0;
    }

    /// <summary>Whether coefficients may be driven to 0.</summary>
    public bool HasL1 { get; }

    /// <summary>The L1 penalty of each number of a point; empty where there is none.</summary>
    public ReadOnlyMemory<double> L1 => HasL1 ? _l1 : default;

    /// <summary>The L2 penalty of each number of a point.</summary>
    public ReadOnlyMemory<double> L2 => _l2;

    /// <summary>½ Σ l2 θ².</summary>
    public double Squared(ReadOnlySpan<double> point)
    {
        var sum = 0.0;
        for (var j = 0; j < _l2.Length; j++)
        {
            sum = Math.FusedMultiplyAdd(_l2[j] * point[j], point[j], sum);
        }

        return 0.5 * sum;
    }

    /// <summary>Σ l1 |θ|.</summary>
    public double Absolute(ReadOnlySpan<double> point)
    {
        var sum = 0.0;
        for (var j = 0; HasL1 && j < _l1.Length; j++)
        {
            sum = Math.FusedMultiplyAdd(_l1[j], Math.Abs(point[j]), sum);
        }

        return sum;
    }

    /// <summary>Adds the gradient of ½ Σ l2 θ².</summary>
    public void AddGradient(ReadOnlySpan<double> point, Span<double> gradient)
    {
        for (var j = 0; j < _l2.Length; j++)
        {
            gradient[j] = Math.FusedMultiplyAdd(_l2[j], point[j], gradient[j]);
        }
    }
}
