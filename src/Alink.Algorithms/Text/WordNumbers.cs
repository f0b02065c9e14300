namespace Alink.Text;

/// <summary>Writes texts as the numbers of their words, in the order of the rows; other words are left out.</summary>
sealed class WordNumbers(Column<string> tokens, TermTable words) : IAggregator<NumberedText>
{
    public NumberedText Start(Schema schema) => new();

    public NumberedText Update(NumberedText state, Table batch)
    {
        var rows = (StringColumn)batch.Values(tokens);
        for (var row = 0; row < rows.Length; row++)
        {
            foreach (var token in new TokenSpans(rows.Utf8(row)))
            {
                if (words.Find(token) is >= 0 and var word)
                {
                    state.Add([word]);
                }
            }

            state.Add([NumberedText.End]);
        }

        return state;
    }

    public NumberedText Merge(NumberedText left, NumberedText right)
    {
        left.Add(right.Words);
        return left;
    }
}

/// <summary>The words of texts by their numbers, one text after the other.</summary>
sealed class NumberedText
{
    /// <summary>What stands after the last word of each text.</summary>
    public const int End = -1;

    int[] _words = new int[64];
    int _count;

    public ReadOnlySpan<int> Words => _words.AsSpan(0, _count);

    /// <exception cref="TrainingException">There are more than an array holds.</exception>
    public void Add(ReadOnlySpan<int> words)
    {
        var count = (long)_count + words.Length;
        if (count > Array.MaxLength)
        {
            throw new TrainingException($"{nameof(Word2Vec)} learns from {Array.MaxLength} words and rows at most.");
        }

        if (count > _words.Length)
        {
            Array.Resize(ref _words, (int)Math.Min(Array.MaxLength, Math.Max(count, 2L * _words.Length)));
        }

        words.CopyTo(_words.AsSpan(_count));
        _count = (int)count;
    }
}
