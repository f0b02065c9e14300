namespace Alink.Numerics;

/// <summary>Finds a step along a direction that lowers the value enough.</summary>
sealed class LineSearch(Objective objective, SearchRegion region, CancellationToken cancellation)
{
    const double Decrease = 1e-4;
    const double Flattening = 0.9;
    const int MaxTrials = 30;

    /// <summary>The share of a value by which sums over many rows differ through rounding alone.</summary>
    const double Noise = 1e-13;

    public int Evaluations { get; private set; }

    public async ValueTask EvaluateAsync(SearchPoint at)
    {
        cancellation.ThrowIfCancellationRequested();
        Evaluations++;
        at.Loss = await objective(at.Point, at.Gradient) + region.Penalty(at.Point);
    }

    /// <summary>Sets <paramref name="to"/> to a better point, or returns false if there is none to be found.</summary>
    /// <param name="from">Where the search starts.</param>
    /// <param name="direction">Where it leads.</param>
    /// <param name="slope">The derivative along it; negative.</param>
    /// <param name="step">What to try first.</param>
    /// <param name="to">Is overwritten.</param>
    public ValueTask<bool> FindAsync(SearchPoint from, double[] direction, double slope, double step, SearchPoint to) =>
        region.IsWhole ? WolfeAsync(from, direction, slope, step, to) : BentAsync(from, direction, step, to);

    /// <summary>
    /// The strong Wolfe conditions along a line: Nocedal and Wright, algorithms 3.5 and 3.6 in one loop.
    /// </summary>
    async ValueTask<bool> WolfeAsync(SearchPoint from, double[] direction, double slope, double step, SearchPoint to)
    {
        // The bracket: the better end, and the other, which is unknown as long as the step only grows.
        var low = new Trial(0, from.Loss, slope);
        Trial? high = null;
        for (var trial = 0; trial < MaxTrials; trial++)
        {
            region.Step(from.Point, direction, step, to.Point);
            await EvaluateAsync(to);
            var here = new Trial(step, to.Loss, DenseKernels.Dot(to.Gradient, direction));
            if (!double.IsFinite(here.Loss) || !double.IsFinite(here.Slope))
            {
                here = new(step, double.PositiveInfinity, double.NaN);
            }

            if (!Lowers(from.Loss, Decrease * step * slope, here.Loss, slope, here.Slope)
                || here.Loss > low.Loss + (Noise * Math.Abs(low.Loss)))
            {
                high = here;
            }
            else if (Math.Abs(here.Slope) <= -Flattening * slope)
            {
                return true;
            }
            else
            {
                if (here.Slope * ((high?.Step ?? double.PositiveInfinity) - here.Step) > 0)
                {
                    high = low;
                }

                low = here;
            }

            var following = high is { } end ? Between(low, end) : Beyond(low, step);
            if (following == step || !double.IsFinite(following))
            {
                break;
            }

            step = following;
        }

        // No step met both conditions, but one may have met the first: it is progress all the same.
        if (low.Step > 0 && low.Loss < from.Loss)
        {
            region.Step(from.Point, direction, low.Step, to.Point);
            await EvaluateAsync(to);
            return to.Loss < from.Loss;
        }

        return false;
    }

    /// <summary>Enough decrease along a path that the box bends, going back from the first step.</summary>
    async ValueTask<bool> BentAsync(SearchPoint from, double[] direction, double step, SearchPoint to)
    {
        for (var trial = 0; trial < MaxTrials; trial++)
        {
            var slope = region.Step(from.Point, direction, step, to.Point);
            if (!(slope < 0))
            {
                return false;
            }

            await EvaluateAsync(to);
            if (Lowers(from.Loss, Decrease * slope, to.Loss, slope, region.SlopeAlong(from, to)))
            {
                return true;
            }

            // The minimum of the parabola through both values and the first slope, kept between a tenth and a half.
            var share = slope / (2 * (slope + from.Loss - to.Loss));
            step *= double.IsFinite(to.Loss) && share > 0 ? Math.Clamp(share, 0.1, 0.5) : 0.1;
        }

        return false;
    }

    /// <summary>
    /// The first Wolfe condition, or, where the values differ by their rounding only, its form in slopes (W. Hager and
    /// H. Zhang, "A new conjugate gradient method with guaranteed descent", SIAM J. Optim. 16(1), 2005).
    /// </summary>
    static bool Lowers(double loss, double change, double newLoss, double slope, double newSlope) =>
        newLoss <= loss + change
        || (newLoss <= loss + (Noise * Math.Abs(loss)) && newSlope <= ((2 * Decrease) - 1) * slope);

    /// <summary>The minimum of the cubic through two values and slopes, kept away from both ends.</summary>
    static double Between(Trial low, Trial high)
    {
        var width = high.Step - low.Step;
        var middle = low.Step + (0.5 * width);
        if (!double.IsFinite(high.Loss))
        {
            return low.Step + (0.1 * width);
        }

        var d1 = low.Slope + high.Slope - (3 * (low.Loss - high.Loss) / (low.Step - high.Step));
        var d2 = Math.CopySign(Math.Sqrt((d1 * d1) - (low.Slope * high.Slope)), width);
        var step = high.Step - (width * (high.Slope + d2 - d1) / (high.Slope - low.Slope + (2 * d2)));
        var share = (step - low.Step) / width;
        return share is >= 0.05 and <= 0.95 ? step : share < 0.05 ? low.Step + (0.1 * width) : middle;
    }

    /// <summary>A longer step, while the value still falls steeply.</summary>
    static double Beyond(Trial low, double step) => low.Step == 0 ? step / 2 : 4 * step;

    readonly record struct Trial(double Step, double Loss, double Slope);
}
