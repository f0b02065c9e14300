using Alink.Statistics;

namespace Alink.Classification;

/// <summary>What a logistic regression learns of its rows in the first pass.</summary>
/// <param name="classes">The classes, none seen yet.</param>
sealed class LogisticSeen(SeenClasses classes)
{
    /// <summary>The classes and their weights.</summary>
    public SeenClasses Classes { get; } = classes;

    /// <summary>The features.</summary>
    public Moments Moments { get; } = new();
}

/// <summary>The first pass: the classes, the means and the deviations; every number is checked.</summary>
sealed record LogisticFirstPass(LogisticRegression Options) : IAggregator<LogisticSeen>
{
    public LogisticSeen Start(Schema schema) => new(new(schema, Options));

    public LogisticSeen Update(LogisticSeen state, Table batch)
    {
        var features = batch.Features(Options.Features);
        var weights = batch.Weights(Options.Weight);
        var classes = state.Classes.Read(batch, features.Width, Options.Label);
        for (var i = 0; i < classes.Length; i++)
        {
            state.Classes.Add(classes[i], weights.IsEmpty ? 1 : weights[i]);
        }

        state.Moments.Add(features, weights);
        return state;
    }

    public LogisticSeen Merge(LogisticSeen left, LogisticSeen right)
    {
        left.Classes.Add(right.Classes);
        left.Moments.Add(right.Moments);
        return left;
    }
}
