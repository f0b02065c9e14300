namespace Alink.Evaluation;

/// <summary>The score, class and weight of each row that counts.</summary>
public sealed class ScoredRows
{
    internal ScoredRows(DataType type) => Type = type;

    /// <summary>That of the labels.</summary>
    internal DataType Type { get; }

    internal Categories Classes { get; } = new();

    internal List<double> Values { get; } = [];

    internal List<int> Numbers { get; } = [];

    internal List<double> Weights { get; } = [];

    internal ScoredRows Add(ReadOnlySpan<double> scores, ReadOnlySpan<int> classes, ReadOnlySpan<double> weights)
    {
        for (var i = 0; i < scores.Length; i++)
        {
            Add(scores[i], classes[i], weights.IsEmpty ? 1 : weights[i]);
        }

        return this;
    }

    internal ScoredRows Add(ScoredRows other)
    {
        for (var i = 0; i < other.Values.Count; i++)
        {
            Add(other.Values[i], Classes.Number(other.Classes.Names[other.Numbers[i]]), other.Weights[i]);
        }

        return this;
    }

    void Add(double score, int number, double weight)
    {
        if (weight > 0)
        {
            Values.Add(score);
            Numbers.Add(number);
            Weights.Add(weight);
        }
    }
}
