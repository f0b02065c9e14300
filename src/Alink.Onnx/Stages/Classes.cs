using System.Globalization;

namespace Alink.Onnx;

/// <summary>Classes and their probabilities.</summary>
static class Classes
{
    /// <summary>Writes the probabilities of a classifier, and the class that they speak for.</summary>
    public static void Classify(this Rows rows, IClassifier options, Levels labels, Value probabilities)
    {
        rows.Write(options.Probabilities.Name, probabilities);
        rows.Write(options.Prediction.Name, Decided(options, probabilities).In(labels.Elements()));
    }

    /// <summary>The levels in an array of their type.</summary>
    public static Array Elements(this Levels labels)
    {
        return labels.Type switch
        {
            DataType.String => labels.Names.ToArray(),
            DataType.Boolean => Of(name => name == "true"),
            DataType.Int32 => Of(name => int.Parse(name, CultureInfo.InvariantCulture)),
            DataType.Int64 => Of(name => long.Parse(name, CultureInfo.InvariantCulture)),
            DataType.Single => Of(name => float.Parse(name, CultureInfo.InvariantCulture)),
            _ => Of(name => double.Parse(name, CultureInfo.InvariantCulture)),
        };

        T[] Of<T>(Func<string, T> value) => [.. labels.Names.Select(value)];
    }

    /// <summary>e to the power of each element, over their sum; equal infinities share the certainty if asked for, and are NaN else.</summary>
    public static Value Softmax(this Value margins, bool takesInfinity)
    {
        var highest = margins.Greatest();
        var shares = (margins - highest).Exp();
        shares = takesInfinity ? margins.Is(highest).Then(1, shares) : shares;
        return shares / shares.Sum();
    }

    /// <summary>The place of the class that the probabilities speak for, as <see cref="Classifiers.Decide(IClassifier, ReadOnlySpan{double})"/> says.</summary>
    static Value Decided(IClassifier options, Value probabilities)
    {
        var against = probabilities;
        if (!options.Thresholds.IsDefaultOrEmpty)
        {
            var zero = probabilities.Row([.. options.Thresholds]).Is(0);
            against = zero.Then((probabilities > 0).Then(double.PositiveInfinity, 0.0), probabilities / options.Thresholds.AsSpan());
        }

        against = against.IsNaN().Then(double.NegativeInfinity, against);
        return against.PlaceOfGreatest().Unless(
            against.Greatest().Is(double.NegativeInfinity), $"column {options.Features} holds a number that is not finite, of which no class follows");
    }
}
