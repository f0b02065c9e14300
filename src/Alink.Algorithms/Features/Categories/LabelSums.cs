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
    readonly List<List<double>>[] _sums; // The last are those of all rows, as of a column without values.
    readonly int _folds;

    internal LabelSums(Schema schema, IEnumerable<string> columns, string label, int folds = 1)
    {
        _types = [.. columns.Select(name => schema[name].Type)];
        _values = [.. _types.Select(_ => new Categories())];
        _sums = [.. Enumerable.Range(0, _types.Length + 1).Select(_ => new List<List<double>>())];
        (_labelType, _folds) = (schema[label].Type, folds);
    }

    /// <summary>Adds rows.</summary>
    /// <param name="batch">The rows.</param>
    /// <param name="columns">The columns of categories.</param>
    /// <param name="label">What is summed: numbers, or the weights of classes.</param>
    /// <param name="isNumber">Whether the labels are numbers.</param>
    /// <param name="weights">One for each row, or none where each is 1.</param>
    /// <param name="folds">The fold of each row, or none where there is but one.</param>
    internal void Add(
        Table batch, IReadOnlyList<string> columns, Column<Category> label, bool isNumber, ReadOnlySpan<double> weights, ReadOnlySpan<int> folds)
    {
        var (labels, classes) = LabelsOf(batch, label, isNumber);
        var categories = new int[batch.RowCount];
        for (var c = 0; c < _sums.Length; c++)
        {
            Encode(c, batch, columns, categories);
            for (var i = 0; i < categories.Length; i++)
            {
                var cell = Cell(categories[i], folds.IsEmpty ? 0 : folds[i]);
                Add(c, cell, classes.Length > 0 ? classes[i] : -1, labels.Length == 0 ? 0 : labels[i], weights.IsEmpty ? 1 : weights[i]);
            }
        }
    }

    /// <summary>Adds rows one after the other, each when something has been made of it by the rows before, given its place, the number of
    /// a column, and that of its value there, −1 for none.</summary>
    /// <inheritdoc cref="Add(Table, IReadOnlyList{string}, Column{Category}, bool, ReadOnlySpan{double}, ReadOnlySpan{int})"/>
    /// <returns>The places of the rows whose value in each column, be it none, a row before had.</returns>
    internal int[] AddInTurn(
        Table batch, IReadOnlyList<string> columns, Column<Category> label, bool isNumber, ReadOnlySpan<double> weights, ReadOnlySpan<int> folds,
        Action<int, int, int> make)
    {
        var (labels, classes) = LabelsOf(batch, label, isNumber);
        var (seen, isSeen) = (Array.ConvertAll(_values, values => values.Names.Count), new bool[batch.RowCount]);
        var categories = Array.ConvertAll(_sums, _ => new int[batch.RowCount]);
        for (var c = 0; c < categories.Length; c++)
        {
            Encode(c, batch, columns, categories[c]);
        }

        for (var i = 0; i < batch.RowCount; i++)
        {
            isSeen[i] = true;
            for (var c = 0; c < _values.Length; c++)
            {
                var category = categories[c][i];
                isSeen[i] &= category < 0 ? HasMissing(c) : category < seen[c];
                seen[c] = Math.Max(seen[c], category + 1); // Numbers are those of the order in which values come.
                make(i, c, category);
            }

            for (var c = 0; c < categories.Length; c++)
            {
                var cell = Cell(categories[c][i], folds.IsEmpty ? 0 : folds[i]);
                Add(c, cell, classes.Length > 0 ? classes[i] : -1, labels.Length == 0 ? 0 : labels[i], weights.IsEmpty ? 1 : weights[i]);
            }
        }

        return [.. Enumerable.Range(0, isSeen.Length).Where(i => isSeen[i])];
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
        for (var c = 0; c < _sums.Length; c++)
        {
            int[] categories = c == _values.Length ? [-1] : [-1, .. other._values[c].Names.Select(name => _values[c].Number(name))];
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

    /// <summary>The number of each level of a column, by which its sums go, then −1, that of none, and one that no row had.</summary>
    internal int[] NumbersOf(int column, Levels levels) =>
        [.. levels.Names.Select(name => _values[column].Number(name)), -1, _values[column].Names.Count];

    /// <summary>The sum over the rows that hold a value, but for those of a fold.</summary>
    /// <param name="column">The number of the column.</param>
    /// <param name="slot">0 for the weights and 1 for the weighted labels, or the number of a class.</param>
    /// <param name="category">The number of the value; −1 for none.</param>
    /// <param name="leftOut">The fold; −1 for none.</param>
    internal double SumOf(int column, int slot, int category, int leftOut = -1)
    {
        var (sums, sum) = (slot < _sums[column].Count ? _sums[column][slot] : [], 0.0);
        for (var fold = 0; fold < _folds; fold++)
        {
            sum += fold != leftOut && Cell(category, fold) is var cell && cell < sums.Count ? sums[cell] : 0;
        }

        return sum;
    }

    /// <summary>The sum over all rows.</summary>
    /// <inheritdoc cref="SumOf"/>
    internal double SumOfAll(int slot, int leftOut = -1) => SumOf(_values.Length, slot, -1, leftOut);

    (double[] Numbers, int[] Classes) LabelsOf(Table batch, Column<Category> label, bool isNumber) =>
        isNumber ? (batch.Targets(label.Name).ToArray(), []) : ([], batch.Classes(label, _classes));

    void Encode(int column, Table batch, IReadOnlyList<string> columns, Span<int> categories)
    {
        if (column < _values.Length)
        {
            _values[column].Encode(batch, columns[column], categories);
        }
        else
        {
            categories.Fill(-1);
        }
    }

    /// <summary>Missing values come first.</summary>
    int Cell(int category, int fold) => ((category + 1) * _folds) + fold;

    /// <summary>Adds a row of a class, or one of a number where the class is −1.</summary>
    void Add(int column, int cell, int label, double number, double weight)
    {
        Add(column, Math.Max(0, label), cell, weight);
        if (label < 0)
        {
            Add(column, 1, cell, weight * number);
        }
    }

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
