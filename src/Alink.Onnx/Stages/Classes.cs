using System.Globalization;

namespace Alink.Onnx;

/// <summary>Classes and their probabilities.</summary>
static class Classes
{
    const string NoClass = "a row holds a number that is not finite, of which no class follows";

    /// <summary>Writes the probabilities of a classifier, and the class that they speak for.</summary>
    public static void Classify(this Rows rows, IClassifier options, Levels labels, Value probabilities)
    {
        var against = Against(options, probabilities);
        var isNone = against.Greatest().Is(double.NegativeInfinity);
        rows.Write(options.Probabilities.Name, probabilities.Unless(isNone, NoClass));
        rows.Write(options.Prediction.Name, against.PlaceOfGreatest().Unless(isNone, NoClass).In(labels.Elements()));
    }

    /// <summary>Writes the probabilities and the class that follow from the logarithms of joint probabilities.</summary>
    public static void ClassifyLogJoint(this Rows rows, IClassifier options, Levels labels, Value logJoint) =>
        rows.Classify(options, labels, logJoint.Softmax(takesInfinity: true));

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

    /// <summary>What classes are compared by, of equal ones the first, as <see cref="Classifiers.Decide(IClassifier, ReadOnlySpan{double})"/> does; −∞ for NaN.</summary>
    static Value Against(IClassifier options, Value probabilities)
    {
        var against = probabilities;
        if (!options.Thresholds.IsDefaultOrEmpty)
        {
            var isZero = probabilities.Row(options.Thresholds.AsSpan()).Is(0);
            against = isZero.Then((probabilities > 0).Then(double.PositiveInfinity, 0.0), probabilities / options.Thresholds.AsSpan());
        }

        return against.IsNaN().Then(double.NegativeInfinity, against);
    }
}
