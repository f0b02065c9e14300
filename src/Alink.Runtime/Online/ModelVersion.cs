using System.Collections.Immutable;
using System.Globalization;

namespace Alink.Runtime;

/// <summary>Which of the models that a training publishes one after the other a model is.</summary>
/// <param name="Number">Rises from model to model; 0 for a model that no stream has taught.</param>
/// <param name="Epoch">The epoch at whose end it was taken.</param>
/// <param name="Rows">How many rows had taught it.</param>
/// <param name="EventTime">The latest event time among them; null where no column told it.</param>
/// <param name="Trained">The time of that epoch.</param>
public sealed record ModelVersion(long Number, long Epoch, long Rows, DateTimeOffset? EventTime, DateTimeOffset Trained)
{
    /// <summary>What was measured of the model, by name: <c>auc</c>, <c>log loss</c>.</summary>
    public ImmutableSortedDictionary<string, double> Metrics { get; init; } =
        ImmutableSortedDictionary<string, double>.Empty.WithComparers(StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool Equals(ModelVersion? other) => other is not null && Number == other.Number && Epoch == other.Epoch
        && Rows == other.Rows && EventTime == other.EventTime && Trained == other.Trained
        && Metrics.SequenceEqual(other.Metrics);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Number, Epoch, Rows);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"version {Number} of epoch {Epoch}, {Rows} rows, {Trained:u}")
        + string.Concat(Metrics.Select(metric => string.Create(CultureInfo.InvariantCulture, $", {metric.Key} {metric.Value:G4}")));
}
