namespace Alink.Runtime;

/// <summary>What a stream job does after an epoch has failed: it may go on from its last checkpoint, after a while.</summary>
/// <remarks>Errors that the same rows would bring again (a schema that does not fit, a row that cannot be read or learnt)
/// end the job at once.</remarks>
public sealed record RestartStrategy
{
    /// <summary>The first error ends the job.</summary>
    public static RestartStrategy None { get; } = new();

    /// <summary>How often in a row the job is begun again; at least 0. An epoch that succeeds begins the count anew.</summary>
    public int Attempts { get; init => field = Require.AtLeast(0, value); }

    /// <summary>How long it waits before the first attempt.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>By how much each wait is longer than the one before it; at least 1.</summary>
    public double Factor { get; init => field = Require.AtLeast(1, value); } = 1;

    /// <summary>The longest wait.</summary>
    public TimeSpan MostDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Begins again after the same wait each time.</summary>
    public static RestartStrategy Fixed(int attempts, TimeSpan delay) =>
        new() { Attempts = attempts, Delay = delay, MostDelay = delay };

    /// <summary>Begins again after waits that grow: 1 s, 1.5 s, 2.25 s, up to a minute.</summary>
    public static RestartStrategy Exponential(int attempts = 20) =>
        new() { Attempts = attempts, Delay = TimeSpan.FromSeconds(1), Factor = 1.5 };

    /// <summary>How long to wait before an attempt, counted from 1.</summary>
    public TimeSpan DelayOf(int attempt) =>
        Delay.TotalSeconds * Math.Pow(Factor, attempt - 1) is var seconds && seconds < MostDelay.TotalSeconds
            ? TimeSpan.FromSeconds(seconds) : MostDelay;
}
