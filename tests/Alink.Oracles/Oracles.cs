using System.Reflection;

namespace Alink.Oracles;

/// <summary>Which of our algorithms answers to which of theirs.</summary>
static class Oracles
{
    /// <summary>What runs the cases of an algorithm, by Spark ML's or Flink ML's name.</summary>
    public static IReadOnlyDictionary<string, IOracle> Of { get; } = typeof(Oracles).Assembly.GetTypes()
        .SelectMany(type => type.GetCustomAttributes<RunsAttribute>(), (type, runs) => (type, runs.Algorithm))
        .ToDictionary(pair => pair.Algorithm, pair => (IOracle)Activator.CreateInstance(pair.type)!);

    /// <summary>How many cases wait for an algorithm that is not here yet.</summary>
    public static IEnumerable<KeyValuePair<string, int>> NotHereYet =>
        CaseFile.All.Where(one => !Of.ContainsKey(one.Algorithm)).CountBy(one => one.Algorithm).OrderBy(pair => pair.Key);
}

/// <summary>The algorithm whose cases a class runs.</summary>
/// <param name="algorithm">Spark ML's or Flink ML's name.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
sealed class RunsAttribute(string algorithm) : Attribute
{
    public string Algorithm { get; } = algorithm;
}
