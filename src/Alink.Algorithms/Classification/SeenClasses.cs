using System.Collections.Immutable;

namespace Alink.Classification;

/// <summary>The classes of the rows so far, numbered in the order they were first seen, and the weight of each.</summary>
/// <remarks>Which class a row brings first must not show in a model: <see cref="Levels"/> are sorted.</remarks>
public sealed class SeenClasses
{
    readonly DataType _type;
    readonly Categories _numbers = new();
    readonly List<double> _weights = [];
    int _width = -1;

    /// <summary>No classes yet.</summary>
    /// <param name="schema">The columns of the rows to come.</param>
    /// <param name="settings">Which of them hold the features and the class.</param>
    /// <exception cref="SchemaException">A column is missing or of the wrong type.</exception>
    public SeenClasses(Schema schema, IClassifier settings)
        : this(schema, settings.Features, settings.Label)
    {
    }

    internal SeenClasses(Schema schema, Column<Vector> features, Column<Category> label)
    {
        _type = schema.Field(label).Type;
        FeatureNames = schema.Field(features).FeatureNames;
    }

    /// <summary>The classes of a model, each by its place.</summary>
    /// <exception cref="TrainingException">The model does not tell the weights of its classes.</exception>
    internal SeenClasses(ClassifierModel model, ImmutableArray<double> weights, int width)
    {
        (_type, FeatureNames, _width) = (model.Labels.Type, model.FeatureNames, width);
        if (weights.IsDefaultOrEmpty)
        {
            throw new TrainingException("The model does not tell the weights of its classes, so that no row can be added.");
        }

        foreach (var name in model.Labels.Names)
        {
            _weights.Add(weights[_numbers.Number(name)]);
        }
    }

    /// <summary>The names of the features; empty where unknown.</summary>
    public ImmutableArray<string> FeatureNames { get; }

    /// <summary>Whether a class has a weight above 0.</summary>
    internal bool AnyWeight => _weights.Exists(weight => weight > 0);

    /// <summary>How many classes.</summary>
    public int Count => _weights.Count;

    /// <summary>How many numbers each row has; 0 before the first row.</summary>
    public int Width => Math.Max(0, _width);

    /// <summary>The weight of a class, by its number.</summary>
    public double Weight(int number) => _weights[number];

    /// <summary>The weights of classes, by their numbers.</summary>
    internal ImmutableArray<double> Weights(int[] numbers) => [.. numbers.Select(Weight)];

    /// <summary>Takes in the classes of a batch, without their weights.</summary>
    /// <returns>The number of each row's class.</returns>
    /// <exception cref="TrainingException">A label is missing, or the vectors are of another length than those before.</exception>
    public int[] Read(Table batch, int width, Column<Category> label)
    {
        if (batch.RowCount > 0)
        {
            Lengthen(width);
        }

        var classes = batch.Classes(label, _numbers);
        Grow();
        return classes;
    }

    /// <summary>Adds the weight of one row to its class.</summary>
    public void Add(int number, double weight) => _weights[number] += weight;

    /// <summary>Adds the classes of other rows.</summary>
    /// <returns>The number here of each of their classes.</returns>
    /// <exception cref="TrainingException">Their vectors are of another length.</exception>
    public int[] Add(SeenClasses other)
    {
        if (other._width >= 0)
        {
            Lengthen(other._width);
        }

        var numbers = new int[other.Count];
        for (var number = 0; number < numbers.Length; number++)
        {
            numbers[number] = _numbers.Number(other._numbers.Names[number]);
            Grow();
            _weights[numbers[number]] += other._weights[number];
        }

        return numbers;
    }

    /// <summary>The classes of a weight above 0, in their order, and the number of each.</summary>
    /// <param name="settings">What learns.</param>
    /// <exception cref="TrainingException">There are none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is not one threshold for each.</exception>
    public (Levels Labels, int[] Numbers) Levels(IClassifier settings)
    {
        var names = _numbers.Names.Where((_, number) => _weights[number] > 0);
        var labels = Alink.Levels.Sorted(_type, names);
        if (labels.Count == 0)
        {
            throw new TrainingException($"{settings.GetType().Name} needs at least one row of a weight above 0.");
        }

        settings.CheckThresholds(labels);
        return (labels, [.. labels.Names.Select(name => _numbers.Number(name))]);
    }

    /// <summary>The classes, in their order, and the weight of each: those of a field, or those of a weight above 0.</summary>
    /// <param name="settings">What learns.</param>
    /// <param name="given">The classes that the label's field names; null where it names none.</param>
    /// <param name="labels">The classes.</param>
    /// <exception cref="TrainingException">No class has a weight above 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is not one threshold for each.</exception>
    internal double[] Weights(IClassifier settings, Levels? given, out Levels labels)
    {
        if (!AnyWeight)
        {
            throw new TrainingException($"{settings.GetType().Name} needs at least one row of a weight above 0.");
        }

        labels = given
            ?? Alink.Levels.Sorted(_type, _numbers.Names.Where((_, number) => _weights[number] > 0));
        settings.CheckThresholds(labels);
        var names = _numbers.Names;
        return [.. labels.Names.Select(name => names.IndexOf(name) is >= 0 and var number ? _weights[number] : 0)];
    }

    /// <summary>log ((N + λ) / Σ (N + λ)) of each of the given classes, N being its weight.</summary>
    /// <param name="numbers">The classes.</param>
    /// <param name="smoothing">λ.</param>
    public ImmutableArray<double> LogPriors(int[] numbers, double smoothing)
    {
        var total = numbers.Sum(number => _weights[number] + smoothing);
        return [.. numbers.Select(number => Math.Log((_weights[number] + smoothing) / total))];
    }

    void Grow()
    {
        while (_weights.Count < _numbers.Names.Count)
        {
            _weights.Add(0);
        }
    }

    void Lengthen(int width)
    {
        TrainingRows.SameLength(width, _width < 0 ? width : _width);
        _width = width;
    }
}
