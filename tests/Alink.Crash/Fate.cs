using System.Diagnostics;

namespace Alink.Crash;

/// <summary>When a process dies: a while after it has come to a phase for the n-th time.</summary>
/// <param name="phase">One of <see cref="Phases"/>.</param>
/// <param name="time">The how manieth time; 0 for never.</param>
/// <param name="after">How long after that.</param>
sealed class Fate(string phase, int time, TimeSpan after)
{
    /// <summary>What happens in an epoch: it is planned and run, checkpointed, its model published, its rows written.</summary>
    public static readonly string[] Phases = ["rows", "checkpoint", "publish", "file", "kafka"];

    int _reached;

    /// <summary>Told by the process that it has come to a phase.</summary>
    public void Reach(string reached)
    {
        if (reached == phase && ++_reached == time)
        {
            var begun = Stopwatch.GetTimestamp();
            new Thread(() =>
            {
                while (Stopwatch.GetElapsedTime(begun) < after)
                {
                    Thread.SpinWait(20);
                }

                Process.GetCurrentProcess().Kill(); // SIGKILL, as kill -9 sends it.
            })
            { Priority = ThreadPriority.Highest }.Start();
        }
    }
}
