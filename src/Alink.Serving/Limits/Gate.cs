using System.Threading.RateLimiting;

namespace Alink.Serving;

/// <summary>Lets in as many requests as may be answered at the same time, and in a second.</summary>
sealed class Gate(ServingLimits limits) : IDisposable
{
    readonly TokenBucketRateLimiter? _rate = limits.RequestsPerSecond is { } most
        ? new(new()
        {
            TokenLimit = most,
            TokensPerPeriod = Math.Max(1, most / 10),
            ReplenishmentPeriod = TimeSpan.FromSeconds(Math.Max(0.1, 1.0 / most)),
            AutoReplenishment = true,
            QueueLimit = 0,
        })
        : null;

    int _inside;

    /// <summary>How many requests are being answered.</summary>
    public int Inside => Volatile.Read(ref _inside);

    /// <summary>Lets a request in, which is to leave again, or tells why not.</summary>
    public string? Enter()
    {
        if (Interlocked.Increment(ref _inside) > limits.Concurrent)
        {
            Leave();
            return $"At most {limits.Concurrent} requests are answered at the same time.";
        }

        if (_rate is not null)
        {
            using var lease = _rate.AttemptAcquire();
            if (!lease.IsAcquired)
            {
                Leave();
                return $"At most {limits.RequestsPerSecond} requests are answered in a second.";
            }
        }

        return null;
    }

    /// <summary>Lets a request out.</summary>
    public void Leave() => Interlocked.Decrement(ref _inside);

    public void Dispose() => _rate?.Dispose();
}
