using Alink.Numerics;

namespace Alink.Drift;

/// <summary>Keeps a window of the latest values whose mean has not changed, as long as that holds for it.</summary>
/// <remarks>
/// <para>
/// ADWIN2 of A. Bifet and R. Gavaldà, "Learning from time-changing data with adaptive windowing", SDM 2007. The window
/// falls apart at a cut into n₀ old and n₁ new values where their means differ by more than
/// ε = √(2 σ² L / m) + 2 L / (3 m), with σ² the variance of the window, L = ln(2 ln(n₀ + n₁) / δ) and
/// 1 / m = 1 / (n₀ − b + 1) + 1 / (n₁ − b + 1), b being <see cref="MinPart"/>; the oldest values are left behind until
/// no cut is left. L and m are those of MOA; the paper has b = 1.
/// </para>
/// <para>
/// Values stand in buckets of 1, 2, 4, … values, at most <see cref="MaxBuckets"/> of each size, and cuts are tried
/// between buckets; so n values take memory and time of log n.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// var errors = Table.Of&lt;double&gt;("error", [.. Enumerable.Range(0, 128).Select(i => i &lt; 64 ? 0.0 : 1.0)]);
/// var adwin = new Adwin();
/// adwin.Advance(adwin.Start(errors.Schema), errors, out var watched);
/// watched.Values&lt;int&gt;("drift").ToArray().IndexOf(2) // => 95
/// </code>
/// </example>
public sealed record Adwin : DriftDetector<AdwinState>
{
    /// <summary>δ, the chance taken of a change where there is none, at a cut; above 0 and below 1.</summary>
    public double Delta
    {
        get;
        init => field = Require.Positive(Require.Between(0, Math.BitDecrement(1.0), value));
    } = 0.002;

    /// <summary>Every how many values cuts are tried; at least 1.</summary>
    public int Clock { get; init => field = Require.AtLeast(1, value); } = 32;

    /// <summary>How many buckets there are of each size at most; at least 2.</summary>
    public int MaxBuckets { get; init => field = Require.AtLeast(2, value); } = 5;

    /// <summary>How many values stand on each side of a cut at least; at least 1.</summary>
    public int MinPart { get; init => field = Require.AtLeast(1, value); } = 5;

    /// <summary>The window is not cut while it has only so many values; at least 0.</summary>
    public int GracePeriod { get; init => field = Require.AtLeast(0, value); } = 10;

    /// <summary>Which change counts as drift; the window is cut after any.</summary>
    public DriftDirection Direction { get; init; }

    /// <inheritdoc/>
    public override AdwinState Start() => new();

    /// <inheritdoc/>
    protected override DriftLevel Observe(AdwinState state, double value)
    {
        state.Add(value, MaxBuckets);
        state.Estimate += (value - state.Estimate) / state.Width;
        if (state.Count % Clock != 0 || state.Width <= GracePeriod || !IsCut(state))
        {
            return DriftLevel.None;
        }

        var before = state.Estimate;
        do
        {
            state.DropOldest();
        }
        while (IsCut(state));

        (state.Estimate, _) = state.Moments();
        return Direction == DriftDirection.Either || state.Estimate > before == (Direction == DriftDirection.Rise)
            ? DriftLevel.Drift
            : DriftLevel.None;
    }

    /// <summary>Whether the window falls apart between two of its buckets.</summary>
    bool IsCut(AdwinState window)
    {
        var (mean, squares) = window.Moments();
        var width = (double)window.Width;
        var variance = squares / width;
        var logarithm = VectorMath.Log(2 * VectorMath.Log(width) / Delta);
        var (old, oldMean) = (0L, 0.0);
        for (var level = window.Levels.Count - 1; level >= 0; level--)
        {
            var buckets = window.Levels[level];
            for (var k = 0; k < buckets.Count; k++)
            {
                old += buckets.Size;
                oldMean += (buckets.Means[k] - oldMean) * buckets.Size / old;
                var rest = window.Width - old;
                if (old < MinPart || rest < MinPart)
                {
                    continue;
                }

                // The old mean less the new one, without a difference of sums.
                var apart = (oldMean - mean) * width / rest;
                var reciprocal = (1.0 / (old - MinPart + 1)) + (1.0 / (rest - MinPart + 1));
                var bound = Math.Sqrt(2 * reciprocal * variance * logarithm) + (2.0 / 3 * reciprocal * logarithm);
                if (Math.Abs(apart) > bound)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
