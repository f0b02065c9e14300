namespace Alink.Features;

/// <summary>A product of columns, and where its numbers stand among the features.</summary>
/// <param name="Columns">The places of the columns; their last changes first.</param>
/// <param name="Lengths">How many places each has.</param>
/// <param name="Start">The place of the first number among the features.</param>
/// <param name="Drops">Whether the last number is left out.</param>
sealed record FormulaTerm(int[] Columns, int[] Lengths, int Start, bool Drops)
{
    readonly List<(int Place, double Value)> _entries = [];
    readonly List<(int Place, double Value)> _before = [];

    /// <summary>How many numbers.</summary>
    public int Length => Lengths.Aggregate(1, (product, length) => checked(product * length)) - (Drops ? 1 : 0);

    /// <summary>The terms of a model, in order.</summary>
    public static FormulaTerm[] Of(RFormulaModel model)
    {
        var (terms, start, keeps) = (new List<FormulaTerm>(), 0, !model.HasIntercept);
        foreach (var written in model.Terms)
        {
            int[] columns = [.. written.Split(':').Select(int.Parse)];
            var isText = columns.Length == 1 && model.Levels[columns[0]].Count > 0;
            terms.Add(new(columns, Array.ConvertAll(columns, model.LengthOf), start, isText && !keeps));
            keeps &= !isText;
            start = checked(start + terms[^1].Length);
        }

        return [.. terms];
    }

    /// <summary>The name of each number.</summary>
    /// <param name="names">The name of each number of each column.</param>
    public IEnumerable<string> Names(string[][] names) => Columns.Select(column => names[column].AsEnumerable())
        .Aggregate((left, right) => left.SelectMany(_ => right, (a, b) => $"{a}:{b}"))
        .Take(Length);

    /// <summary>The numbers of a row that are not 0, by their places among the features, rising; valid until the next row.</summary>
    public List<(int Place, double Value)> Multiply(FormulaInput[] inputs)
    {
        _entries.Clear();
        _entries.Add((0, 1));
        for (var c = 0; c < Columns.Length; c++)
        {
            _before.Clear();
            _before.AddRange(_entries);
            _entries.Clear();
            foreach (var (place, value) in _before)
            {
                foreach (var (other, factor) in inputs[Columns[c]].Entries)
                {
                    _entries.Add(((place * Lengths[c]) + other, value * factor));
                }
            }
        }

        for (var i = _entries.Count - 1; i >= 0; i--)
        {
            if (_entries[i].Place == Length)
            {
                _entries.RemoveAt(i);
                continue;
            }

            _entries[i] = (Start + _entries[i].Place, _entries[i].Value);
        }

        return _entries;
    }
}

/// <summary>A column of a formula, row by row.</summary>
sealed class FormulaInput(RFormulaModel model, RowCells row, int column)
{
    readonly bool _isText = model.Levels[column].Count > 0;
    readonly Categories _categories = new(model.Levels[column]);
    readonly Cell _cell = row.Schema[model.Columns[column]].Type == DataType.Vector ? row.Read<Vector>(model.Columns[column])
        : model.Levels[column].Count > 0 ? row.Read<Category>(model.Columns[column])
        : row.Read<double>(model.Columns[column]);

    /// <summary>The numbers that are not 0, by their places.</summary>
    public List<(int Place, double Value)> Entries { get; } = [];

    /// <summary>Whether the row holds all its numbers.</summary>
    public bool IsDense => !_isText && (_cell.Type != DataType.Vector || _cell.IsMissing || _cell.Vector.IsDense);

    /// <summary>What to say of text that training has not shown.</summary>
    public static RowException Unseen(RowCells row, Cell cell) => cell.IsMissing ? row.Missing(cell) : new(
        $"Column '{cell.Name}' holds a value in row {row.Row} that was not seen in training: '{cell.Shown}'.");

    /// <summary>Reads the row; returns false where it is to be left out.</summary>
    public bool Read()
    {
        Entries.Clear();
        if (_isText)
        {
            var index = _categories.Number(_cell);
            Entries.Add((index < 0 ? model.Levels[column].Count : index, 1));
            return index >= 0 || IsKept(Unseen);
        }

        if (_cell.Type != DataType.Vector)
        {
            Put(0, _cell.IsMissing ? double.NaN : _cell.Number);
            return !(_cell.IsMissing || double.IsNaN(_cell.Number)) || IsKept(Invalid);
        }

        if (_cell.IsMissing)
        {
            for (var j = 0; j < model.Lengths[column]; j++)
            {
                Put(j, double.NaN);
            }

            return IsKept(Invalid);
        }

        var vector = row.Features(_cell, model.Lengths[column]);
        var isInvalid = false;
        for (var k = 0; k < vector.Values.Length; k++)
        {
            isInvalid |= double.IsNaN(vector.Values[k]);
            Put(vector.IsDense ? k : vector.Indices[k], vector.Values[k]);
        }

        return !isInvalid || IsKept(Invalid);
    }

    static RowException Invalid(RowCells row, Cell cell) =>
        cell.IsMissing ? row.Missing(cell) : new($"Column '{cell.Name}' holds NaN in row {row.Row}.");

    void Put(int place, double value)
    {
        if (value != 0)
        {
            Entries.Add((place, value));
        }
    }

    bool IsKept(Func<RowCells, Cell, RowException> error) => model.Options.HandleInvalid switch
    {
        HandleInvalid.Skip => false,
        HandleInvalid.Keep => true,
        _ => throw error(row, _cell),
    };
}
