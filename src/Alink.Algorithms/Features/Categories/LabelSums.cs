namespace Alink.Features;

/// <summary>What a label is to an encoder.</summary>
public enum TargetKind
{
    /// <summary>A number, whose mean is taken: of a regression, or 0 and 1.</summary>
    Number,

    /// <summary>One of two classes; the share of the positive one is taken.</summary>
    Binary,

    /// <summary>One of several classes; the share of each is taken, as a vector in their order.</summary>
    Multiclass,
}

/// <summary>The different values of columns, and the sums over the rows that hold each: of weights and of weighted labels,
/// or of the weights of each class; apart for each fold of the rows.</summary>
public sealed class LabelSums
{
    readonly Categories[] _values;
    readonly DataType[] _types;
    readonly Categories _classes = new();
    readonly DataType _labelType;
    readonly List<List<double>>[] _sums;
    readonly List<double> _classWeights = [];
    readonly int _folds;

    internal LabelSums(Schema schema, IEnumerable<string> columns, string label, int folds = 1)
    {
        _types = [.. columns.Select(name => schema[name].Type)];
        _values = [.. _types.Select(_ => new Categories())];
        _sums = [.. _types.Select(_ => new List<List<double>>())];
        (_labelType, _folds) = (schema[label].Type, folds);
    }

    /// <summary>Adds rows whose labels are numbers.</summary>
    /// <param name="batch">The rows.</param>
    /// <param name="columns">The columns of categories.</param>
    /// <param name="labels">One number for each row.</param>
    /// <param name="weights">One for each row, or none where each is 1.</param>
    /// <param name="folds">The fold of each row, or none where there is but one.</param>
    internal void AddNumbers(
        Table batch, IReadOnlyList<string> columns, ReadOnlySpan<double> labels, ReadOnlySpan<double> weights, ReadOnlySpan<int> folds)
    {
        var categories = new int[batch.RowCount];
        for (var c = 0; c < _values.Length; c++)
        {
            _values[c].Encode(batch, columns[c], categories);
            for (var i = 0; i < categories.Length; i++)
            {
                var (weight, cell) = (weights.IsEmpty ? 1 : weights[i], Cell(categories[i], folds.IsEmpty ? 0 : folds[i]));
                Add(c, 0, cell, weight);
                Add(c, 1, cell, weight * labels[i]);
            }
        }
    }

    /// <summary>Adds rows whose labels name classes.</summary>
    /// <inheritdoc cref="AddNumbers"/>
    internal void AddClasses(
        Table batch, IReadOnlyList<string> columns, Column<Category> label, ReadOnlySpan<double> weights, ReadOnlySpan<int> folds)
    {
        var classes = batch.Classes(label, _classes);
        var categories = new int[batch.RowCount];
        for (var i = 0; i < classes.Length; i++)
        {
            AddClass(classes[i], weights.IsEmpty ? 1 : weights[i]);
        }

        for (var c = 0; c < _values.Length; c++)
        {
            _values[c].Encode(batch, columns[c], categories);
            for (var i = 0; i < categories.Length; i++)
            {
                Add(c, classes[i], Cell(categories[i], folds.IsEmpty ? 0 : folds[i]), weights.IsEmpty ? 1 : weights[i]);
            }
        }
    }

    /// <summary>Adds rows of two classes, and encodes each by the rows before it.</summary>
    /// <param name="batch">The rows; each has one of the classes that are known.</param>
    /// <param name="columns">The columns of categories.</param>
    /// <param name="label">The column of the classes.</param>
    /// <param name="weights">One for each row, or none where each is 1.</param>
    /// <param name="two">The numbers of the two classes.</param>
    /// <param name="encoding">What follows from the positive and the negative rows of a category, and those of all.</param>
    /// <returns>The encodings, 0 for a category that no row had; shape: columns × rows.</returns>
    internal double[][] AddInTurn(
        Table batch, IReadOnlyList<string> columns, Column<Category> label, ReadOnlySpan<double> weights, (int Positive, int Negative) two,
        Func<double, double, (double Positive, double Negative), double> encoding)
    {
        var classes = batch.Classes(label, _classes);
        var (categories, made) = (new int[batch.RowCount], new double[_values.Length][]);
        var before = (Positive: ClassWeight(two.Positive), Negative: ClassWeight(two.Negative));
        for (var i = 0; i < classes.Length; i++)
        {
            AddClass(classes[i], weights.IsEmpty ? 1 : weights[i]);
        }

        for (var c = 0; c < made.Length; c++)
        {
            _values[c].Encode(batch, columns[c], categories);
            var all = before;
            made[c] = new double[categories.Length];
            for (var i = 0; i < categories.Length; i++)
            {
                var (cell, weight) = (Cell(categories[i], 0), weights.IsEmpty ? 1 : weights[i]);
                var (positive, negative) = (At(c, two.Positive, cell), At(c, two.Negative, cell));
                made[c][i] = positive + negative > 0 ? encoding(positive, negative, all) : 0;
                Add(c, classes[i], cell, weight);
                (classes[i] == two.Positive ? ref all.Positive : ref all.Negative) += weight;
            }
        }

        return made;
    }

    /// <summary>Whether every row of a column has one of the classes so far.</summary>
    internal bool Knows(ColumnData labels)
    {
        var classes = new int[labels.Length];
        new Categories(Classes).Encode(labels, classes);
        return !classes.Contains(-1);
    }

    /// <summary>Whether every row has a category in each column that a row so far had, be it none.</summary>
    internal bool KnowsAll(Table batch, IReadOnlyList<string> columns)
    {
        for (var c = 0; c < _values.Length; c++)
        {
            var (data, categories) = (batch.Data(columns[c]), new int[batch.RowCount]);
            new Categories(LevelsOf(c)).Encode(data, categories);
            var (knowsMissing, isUnseen) = (HasMissing(c), false);
            for (var i = 0; i < categories.Length; i++)
            {
                isUnseen |= categories[i] < 0 && !(knowsMissing && data.IsMissing(i));
            }

            if (isUnseen)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Adds the rows of another.</summary>
    internal LabelSums Add(LabelSums other)
    {
        int[] slots = other._classes.Names.Count == 0 ? [0, 1] : [.. other._classes.Names.Select(name => _classes.Number(name))];
        for (var slot = 0; slot < other._classWeights.Count; slot++)
        {
            AddClass(slots[slot], other._classWeights[slot]);
        }

        for (var c = 0; c < _values.Length; c++)
        {
            int[] categories = [-1, .. other._values[c].Names.Select(name => _values[c].Number(name))];
            for (var slot = 0; slot < other._sums[c].Count; slot++)
            {
                var sums = other._sums[c][slot];
                for (var cell = 0; cell < sums.Count; cell++)
                {
                    Add(c, slots[slot], Cell(categories[cell / _folds], cell % _folds), sums[cell]);
                }
            }
        }

        return this;
    }

    /// <summary>The values of a column, in their order.</summary>
    internal Levels LevelsOf(int column) => Levels.Sorted(_types[column], _values[column].Names);

    /// <summary>The classes of the label, in their order; none where it is a number.</summary>
    internal Levels Classes => Levels.Sorted(_labelType, _classes.Names);

    /// <summary>The number of a class, by which its sums go.</summary>
    internal int SlotOf(string name) => _classes.Number(name);

    /// <summary>The numbers of the positive class and of the other one.</summary>
    /// <param name="label">The column of the label.</param>
    /// <param name="positive">The positive class; null for the second of the two.</param>
    /// <exception cref="TrainingException">There are not two classes, or the positive one is none of them.</exception>
    internal (int Positive, int Negative) Two(string label, string? positive)
    {
        var names = Classes.Names;
        if (names.Length != 2)
        {
            throw new TrainingException($"Column '{label}' has {names.Length} classes; there must be two.");
        }

        positive ??= names[1];
        return names.Contains(positive)
            ? (SlotOf(positive), SlotOf(names[names[0] == positive ? 1 : 0]))
            : throw new TrainingException(
                $"Column '{label}' has the classes '{names[0]}' and '{names[1]}'; '{positive}' is none of them.");
    }

    /// <summary>Whether a row of a column held no value.</summary>
    internal bool HasMissing(int column)
    {
        foreach (var sums in _sums[column])
        {
            for (var cell = 0; cell < Math.Min(_folds, sums.Count); cell++)
            {
                if (sums[cell] != 0)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The sums over the rows that hold each level, and at last over those that hold none.</summary>
    /// <param name="column">The number of the column.</param>
    /// <param name="levels">Its values, in the order asked for.</param>
    /// <param name="fold">The number of the fold.</param>
    /// <param name="slot">0 for the weights and 1 for the weighted labels, or the number of a class.</param>
    internal double[] Of(int column, Levels levels, int fold, int slot)
    {
        var sums = slot < _sums[column].Count ? _sums[column][slot] : [];
        return [.. levels.Names.Select(name => _values[column].Number(name)).Append(-1)
            .Select(category => Cell(category, fold)).Select(cell => cell < sums.Count ? sums[cell] : 0)];
    }

    /// <summary>Missing values come first.</summary>
    /// <summary>The weight of the rows of a class, summed in their order.</summary>
    internal double ClassWeight(int slot) => slot < _classWeights.Count ? _classWeights[slot] : 0;

    void AddClass(int slot, double weight)
    {
        while (_classWeights.Count <= slot)
        {
            _classWeights.Add(0);
        }

        _classWeights[slot] += weight;
    }

    int Cell(int category, int fold) => ((category + 1) * _folds) + fold;

    double At(int column, int slot, int cell) => _sums[column][slot] is var sums && cell < sums.Count ? sums[cell] : 0;

    void Add(int column, int slot, int cell, double amount)
    {
        var slots = _sums[column];
        while (slots.Count <= slot)
        {
            slots.Add([]);
        }

        var sums = slots[slot];
        while (sums.Count <= cell)
        {
            sums.Add(0);
        }

        sums[cell] += amount;
    }
}
