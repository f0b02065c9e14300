namespace Alink.Features;

/// <summary>Finds the places that the words of a text have among levels.</summary>
/// <param name="words">The levels.</param>
/// <param name="delimiter">What stands between two words.</param>
/// <param name="keepsUnseen">Whether words that are no levels have one place after the others.</param>
sealed class WordPlaces(Levels words, string delimiter, bool keepsUnseen)
{
    char[] _text = [];
    int[] _places = new int[16];
    int _count;

    /// <summary>The places of the text looked at last, rising, none twice.</summary>
    public ReadOnlySpan<int> All => _places.AsSpan(0, _count);

    /// <summary>Looks at a text.</summary>
    /// <returns>The first word that has no place; empty where all have one.</returns>
    public ReadOnlySpan<char> Find(ReadOnlySpan<byte> utf8)
    {
        _count = 0;
        foreach (var word in new WordsOf(utf8, delimiter, ref _text))
        {
            var place = words.IndexOf(word);
            if (place < 0 && !keepsUnseen)
            {
                return word;
            }

            if (_count == _places.Length)
            {
                Array.Resize(ref _places, 2 * _count);
            }

            _places[_count++] = place < 0 ? words.Count : place;
        }

        _places.AsSpan(0, _count).Sort();
        var different = Math.Min(1, _count);
        for (var i = 1; i < _count; i++)
        {
            _places[different] = _places[i];
            different += _places[i] == _places[different - 1] ? 0 : 1;
        }

        _count = different;
        return [];
    }
}
