using System.Text;

namespace Alink.Evaluation;

/// <summary>The tokens of each row of a text column, one space between two, as numbers of their texts.</summary>
/// <param name="batch">The rows.</param>
/// <param name="column">The column; the empty text holds no token.</param>
/// <param name="names">The texts met so far; new ones join them.</param>
sealed class NumberedTokens(Table batch, Column<string> column, Categories names)
{
    readonly StringColumn _texts = (StringColumn)batch.Values(column);
    readonly List<int> _places = [];
    char[] _letters = [];

    /// <summary>The different tokens of the row that was read last, in the order of their first places.</summary>
    public List<int> Numbers { get; } = [];

    /// <summary>How many tokens that row has.</summary>
    public int Count => Numbers.Count;

    /// <summary>The place of a token among those of the row, or −1.</summary>
    public int IndexOf(int number) =>
        number < _places.Count && _places[number] < Count && Numbers[_places[number]] == number ? _places[number] : -1;

    /// <summary>Goes to a row.</summary>
    /// <exception cref="TrainingException">The row has no value.</exception>
    public void Read(int row)
    {
        if (_texts.IsMissing(row))
        {
            throw new TrainingException($"Column '{column}' has no value in row {batch.FirstRow + row}.");
        }

        var bytes = _texts.Utf8(row);
        if (_letters.Length < bytes.Length)
        {
            _letters = new char[2 * bytes.Length];
        }

        var text = _letters.AsSpan(0, Encoding.UTF8.GetChars(bytes, _letters));
        Numbers.Clear();
        foreach (var range in text.Split(' '))
        {
            var token = text[range];
            if (!token.IsEmpty)
            {
                Add(names.Number(token));
            }
        }
    }

    void Add(int number)
    {
        while (_places.Count <= number)
        {
            _places.Add(0);
        }

        if (IndexOf(number) < 0)
        {
            _places[number] = Count;
            Numbers.Add(number);
        }
    }
}
