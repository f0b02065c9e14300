namespace Alink.Crash;

/// <summary>How a life ends.</summary>
/// <param name="Phase">The phase that it dies at, or not long after.</param>
/// <param name="Time">The how manieth time that it comes to that phase.</param>
/// <param name="After">How long after that.</param>
/// <param name="Outside">How long after its start it is killed from outside, unless that phase comes first; or null.</param>
sealed record Death(string Phase, int Time, TimeSpan After, TimeSpan? Outside)
{
    /// <summary>No life runs more epochs than this, so that the job is not over before its last kill.</summary>
    public const int Epochs = 4;

    /// <summary>One in six comes from outside at any time, the others at a phase of an epoch, or a little later.</summary>
    public static Death Draw(Random random)
    {
        var choice = random.Next(Fate.Phases.Length + 1);
        if (choice == Fate.Phases.Length)
        {
            return new("kafka", Epochs, TimeSpan.Zero, TimeSpan.FromMilliseconds(random.Next(100, 2000)));
        }

        // A file is written within some milliseconds; the first rows of a life go to Kafka within some hundreds.
        var (phase, time) = (Fate.Phases[choice], random.Next(1, Epochs));
        var longest = phase == "kafka" && time == 1 ? 500_000 : 20_000;
        return new(phase, time, TimeSpan.FromMicroseconds(random.Next(3) * random.Next(longest) / 2), null);
    }

    public override string ToString() => Outside is { } outside
        ? $"{outside.TotalMilliseconds:F0} ms after its start" : $"{After.TotalMilliseconds:F1} ms into {Phase} {Time}";
}
