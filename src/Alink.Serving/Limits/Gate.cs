using System.Threading.RateLimiting;

namespace Alink.Serving;

/// <summary>Lets in as many requests, and holds as many of their bytes, as may be at the same time, and in a second.</summary>
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
    long _held;

    /// <summary>How many requests are being answered.</summary>
    public int Inside => Volatile.Read(ref _inside);

    /// <summary>How many bytes of bodies and answers are held.</summary>
    public long Held => Interlocked.Read(ref _held);

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

    /// <summary>Holds so many bytes more, or fewer, unless they are too many.</summary>
    public bool Hold(long more)
    {
        if (more == 0 || Interlocked.Add(ref _held, more) <= limits.HeldBytes || more < 0)
        {
            return true;
        }

        Interlocked.Add(ref _held, -more);
        return false;
    }

    public void Dispose() => _rate?.Dispose();
}
