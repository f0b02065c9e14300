using Xunit.Abstractions;
using Xunit.Sdk;

namespace Alink.Oracles;

/// <summary>Counts the cases that ran, and says so aloud in the end.</summary>
public sealed class Tally(IMessageSink sink) : IDisposable
{
    readonly List<(string Id, double Worst)> _ran = [];

    public void Add(string id, double worst) => _ran.Add((id, worst));

    /// <inheritdoc/>
    public void Dispose()
    {
        var skipped = CaseFile.Cases.Values.Where(one => !CaseFile.IsPresent(one)).Select(one => one.Id).ToArray();
        var (waiting, algorithms) = (Oracles.NotHereYet.Sum(pair => pair.Value), Oracles.NotHereYet.Count());
        var nearest = _ran.OrderByDescending(run => run.Worst).Take(5)
            .Select(run => FormattableString.Invariant($"{run.Id} {run.Worst:P0}"));
        Say($"{_ran.Count} of {CaseFile.Cases.Count} oracle cases ran and agree, {skipped.Length} were skipped.");
        if (skipped.Length > 0)
        {
            Say($"Skipped: {string.Join(", ", skipped)}. {CaseFile.WhyAbsent}");
        }

        Say($"{waiting} more wait for {algorithms} algorithms that are not here yet.");
        Say($"Nearest to their tolerances: {string.Join(", ", nearest)}.");
    }

    void Say(string words) => sink.OnMessage(new DiagnosticMessage(words));
}
