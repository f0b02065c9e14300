using System.Globalization;

namespace Alink.Runtime;

/// <summary>What a measure of a model must be, for a gate to let the model pass. A measure that is not a number never holds.</summary>
/// <param name="Measure">The name of the measure.</param>
/// <param name="Least">The least value; null where any will do.</param>
/// <param name="Most">The greatest value; null where any will do.</param>
public sealed record GateRule(string Measure, double? Least, double? Most)
{
    /// <summary>A measure that must be no less than some value.</summary>
    public static GateRule AtLeast(string measure, double value) => new(measure, value, null);

    /// <summary>A measure that must be no more than some value.</summary>
    public static GateRule AtMost(string measure, double value) => new(measure, null, value);

    /// <summary>Whether a value is as it must be.</summary>
    public bool Holds(double value) => !double.IsNaN(value) && !(value < Least) && !(value > Most);

    /// <inheritdoc/>
    public override string ToString() => Measure
        + (Least is { } least ? string.Create(CultureInfo.InvariantCulture, $" at least {least}") : "")
        + (Most is { } most ? string.Create(CultureInfo.InvariantCulture, $" at most {most}") : "");
}

/// <summary>What a gate made of a model.</summary>
/// <param name="Version">The version of the model, with what was measured of it.</param>
/// <param name="IsAccepted">Whether the model passed.</param>
/// <param name="Rows">On how many rows it was measured.</param>
/// <param name="Reason">Why it did not pass; empty where it did.</param>
public sealed record GateDecision(ModelVersion Version, bool IsAccepted, long Rows, string Reason);
