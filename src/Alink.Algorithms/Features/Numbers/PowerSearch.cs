namespace Alink.Features;

/// <summary>Seeks the λ of each feature between two bounds where the slope of the likelihood is 0.</summary>
/// <remarks>
/// By false position with Illinois' correction: M. Dowell and P. Jarratt, "A modified regula falsi method for computing the
/// root of an equation", BIT 11, 1971. λ stays where no number overflows.
/// </remarks>
sealed class PowerSearch
{
    const int MostPasses = 200;
    const double Tolerance = 1e-9;
    const double MostExponent = 300; // e^300, whose square is a number still.

    readonly PowerExtents _extents;
    readonly (double Least, double Most)[] _limits;
    readonly (double Lambda, double Slope)[] _below;
    readonly (double Lambda, double Slope)[] _above;
    readonly int[] _side;
    readonly bool[] _isFound;

    public PowerSearch(PowerExtents extents, PowerMethod method)
    {
        _extents = extents.Rows > 0 ? extents
            : throw new TrainingException($"{nameof(PowerTransformer)} needs at least one row.");
        var features = extents.Sums.Length;
        Lambdas = new double[features];
        (Means, Deviations, Origins) = (new double[features], new double[features], new double[features]);
        (_below, _above) = (new (double, double)[features], new (double, double)[features]);
        (_limits, _side, _isFound) = (new (double, double)[features], new int[features], new bool[features]);
        for (var j = 0; j < features; j++)
        {
            Lambdas[j] = 1;
            _limits[j] = Limits(method, extents.Least[j], extents.Greatest[j]);
            (_below[j].Lambda, _above[j].Lambda) = (double.NegativeInfinity, double.PositiveInfinity);
            Origins[j] = Math.Clamp(extents.Sums[j] / extents.Rows, extents.Least[j], extents.Greatest[j]);
            _isFound[j] = extents.Least[j] == extents.Greatest[j];
        }
    }

    /// <summary>The λ of each feature that comes next, and in the end the one found.</summary>
    public double[] Lambdas { get; }

    /// <summary>The mean of each feature under the last λ.</summary>
    public double[] Means { get; }

    /// <summary>The standard deviation of each feature under the last λ.</summary>
    public double[] Deviations { get; }

    /// <summary>A number of each feature from where its sums count.</summary>
    public double[] Origins { get; }

    /// <summary>How many passes there were.</summary>
    public int Passes { get; private set; }

    /// <summary>Whether the last sums were those of the λ found, for every feature.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Takes the sums of a pass under <see cref="Lambdas"/>, and moves those that are not found yet.</summary>
    public void Take(double[] sums, PowerMethod method)
    {
        Passes++;
        IsDone = Passes >= MostPasses || Array.TrueForAll(_isFound, found => found);
        for (var j = 0; j < Lambdas.Length; j++)
        {
            var n = (double)_extents.Rows;
            var s = sums.AsSpan(4 * j, 4);
            var variance = Math.Max(0, (s[1] - (s[0] * s[0] / n)) / n);
            (Means[j], Deviations[j]) = ((s[0] / n) + PowerCurve.Of(method, Lambdas[j], Origins[j]).Value, Math.Sqrt(variance));
            if (!_isFound[j] && !IsDone)
            {
                // Minus the slope of the likelihood: it rises as λ does.
                Move(j, (((s[3] - (s[0] * s[2] / n)) / variance) - _extents.Logs[j]) / n);
            }
        }
    }

    void Move(int j, double slope)
    {
        ref var here = ref Lambdas[j];
        slope = double.IsNaN(slope) ? here - 1 : slope; // All digits of the variance are gone, as only far out.
        var side = slope < 0 ? -1 : 1;
        (side < 0 ? ref _below[j] : ref _above[j]) = (here, slope);
        if (side == _side[j])
        {
            (side < 0 ? ref _above[j] : ref _below[j]).Slope /= 2; // The bound that stands still.
        }

        _side[j] = side;
        var (below, above) = (_below[j], _above[j]);
        var next = double.IsInfinity(above.Lambda) ? Math.Min(_limits[j].Most, here + Math.ScaleB(1, Passes))
            : double.IsInfinity(below.Lambda) ? Math.Max(_limits[j].Least, here - Math.ScaleB(1, Passes))
            : below.Lambda + ((above.Lambda - below.Lambda) * (below.Slope / (below.Slope - above.Slope)));
        _isFound[j] = slope == 0 || Math.Abs(next - here) <= Tolerance * Math.Max(1, Math.Abs(here))
            || above.Lambda - below.Lambda <= Tolerance * Math.Max(1, Math.Abs(here));
        here = slope == 0 ? here : next;
    }

    static (double Least, double Most) Limits(PowerMethod method, double least, double greatest)
    {
        if (method == PowerMethod.BoxCox)
        {
            var most = MostExponent / Math.Max(Math.Abs(PowerCurve.Log(method, least)), Math.Abs(PowerCurve.Log(method, greatest)));
            return (-most, most);
        }

        var (up, down) = (MostExponent / PowerCurve.Log1P(Math.Max(0, greatest)), MostExponent / PowerCurve.Log1P(Math.Max(0, -least)));
        return (Math.Max(-up, 2 - down), Math.Min(up, 2 + down));
    }
}
