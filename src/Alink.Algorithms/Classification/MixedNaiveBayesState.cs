namespace Alink.Classification;

/// <summary>The rows so far of a <see cref="MixedNaiveBayes"/>: moments of numbers, and weights of categories.</summary>
/// <param name="classes">The classes, none seen yet.</param>
/// <param name="categorical">The places of the features that hold categories.</param>
public sealed class MixedNaiveBayesState(SeenClasses classes, int[] categorical)
{
    /// <summary>The moments of every feature; those of categories mean nothing.</summary>
    public ClassMoments Numbers { get; } = new(classes);

    /// <summary>The places of the features that hold categories.</summary>
    public int[] Categorical { get; } = categorical;

    /// <summary>The weights of the categories, one for each of <see cref="Categorical"/>.</summary>
    public CategoryWeights[] Categories { get; } = Array.ConvertAll(categorical, _ => new CategoryWeights());

    /// <summary>Adds one row to its class.</summary>
    /// <param name="number">The number of the class.</param>
    /// <param name="weight">How much the row counts; above 0.</param>
    /// <param name="features">The row.</param>
    public void Add(int number, double weight, Vector features)
    {
        Numbers.Add(number, weight, features.Indices, features.Values);
        for (var f = 0; f < Categorical.Length; f++)
        {
            Categories[f].Add(number, features[Categorical[f]], weight);
        }
    }

    /// <summary>Adds other rows, whose memory is taken over.</summary>
    public MixedNaiveBayesState Add(MixedNaiveBayesState other)
    {
        var numbers = Numbers.Add(other.Numbers);
        for (var f = 0; f < Categorical.Length; f++)
        {
            Categories[f].Add(other.Categories[f], numbers);
        }

        return this;
    }
}

/// <summary>The weight of each category of one feature in each class; categories are numbers, taken in as they come.</summary>
public sealed class CategoryWeights
{
    readonly Dictionary<double, int> _places = [];
    readonly List<double> _values = [];
    readonly List<List<double>> _weights = [];

    /// <summary>The categories seen, ascending.</summary>
    public double[] Ordered() => [.. _values.Order()];

    /// <summary>The weight of a category in a class.</summary>
    public double Weight(int number, double category)
    {
        var place = _places[category];
        return number < _weights.Count && place < _weights[number].Count ? _weights[number][place] : 0;
    }

    /// <summary>Adds weight to a category in a class.</summary>
    public void Add(int number, double category, double weight)
    {
        if (!_places.TryGetValue(category, out var place))
        {
            _places.Add(category, place = _values.Count);
            _values.Add(category);
        }

        while (_weights.Count <= number)
        {
            _weights.Add([]);
        }

        var weights = _weights[number];
        while (weights.Count <= place)
        {
            weights.Add(0);
        }

        weights[place] += weight;
    }

    /// <summary>Adds the weights of other rows.</summary>
    /// <param name="other">Their weights.</param>
    /// <param name="numbers">The number here of each of their classes.</param>
    public void Add(CategoryWeights other, int[] numbers)
    {
        for (var number = 0; number < other._weights.Count; number++)
        {
            var weights = other._weights[number];
            for (var place = 0; place < weights.Count; place++)
            {
                Add(numbers[number], other._values[place], weights[place]);
            }
        }
    }
}
