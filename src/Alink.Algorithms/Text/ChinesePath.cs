namespace Alink.Text;

/// <summary>Cuts one text after another along its most probable path; for one thread.</summary>
/// <param name="words">What is known.</param>
/// <param name="findsUnknown">Whether single characters side by side may be a word.</param>
/// <param name="output">Where the words go.</param>
sealed class ChinesePath(ChineseWords words, bool findsUnknown, TokenBuffer output)
{
    int[] _starts = [];
    ChineseUnit[] _kinds = [];
    double[] _logs = [];
    int[] _next = [];
    byte[] _from = [];
    bool[] _isEnd = [];

    /// <summary>Adds the words of a text.</summary>
    public void Cut(ReadOnlySpan<byte> text)
    {
        var (count, end) = (0, 0);
        for (var units = new ChineseUnits(text); units.MoveNext();)
        {
            if (units.Start > end || units.Kind == ChineseUnit.Sign)
            {
                CutRun(text[..end], count);
                count = 0;
            }

            end = units.End;
            if (units.Kind == ChineseUnit.Sign)
            {
                output.Add(text[units.Start..end]);
            }
            else
            {
                Reserve(count + 2);
                (_starts[count], _kinds[count++]) = (units.Start, units.Kind);
            }
        }

        CutRun(text[..end], count);
    }

    /// <summary>Adds the words of pieces that stand side by side up to the end of the text.</summary>
    void CutRun(ReadOnlySpan<byte> text, int count)
    {
        if (count == 0)
        {
            return;
        }

        _starts[count] = text.Length;
        _logs[count] = 0;
        for (var i = count - 1; i >= 0; i--)
        {
            Step(text, i, count);
        }

        for (var i = 0; i < count;)
        {
            var end = i;
            while (end < count && _next[end] == end + 1 && _kinds[end] == ChineseUnit.Character)
            {
                end++;
            }

            if (findsUnknown && end - i > 1 && !words.Has(text[_starts[i].._starts[end]]))
            {
                CutUnknown(text, i, end);
                i = end;
                continue;
            }

            for (end = Math.Max(end, i + 1); i < end; i = _next[i])
            {
                output.Add(text[_starts[i].._starts[_next[i]]]);
            }
        }
    }

    /// <summary>Finds the best word that begins at a piece, where the best path after each later one is known.</summary>
    void Step(ReadOnlySpan<byte> text, int i, int count)
    {
        var (best, next) = (words.Unknown + _logs[i + 1], i + 1);
        var most = _starts[i] + words.Longest(text[_starts[i]..]);
        for (var end = i + 1; end <= count && _starts[end] <= most; end++)
        {
            if (words.LogOf(text[_starts[i].._starts[end]]) is { } log && (log + _logs[end] >= best || next == end))
            {
                (best, next) = (log + _logs[end], end);
            }
        }

        (_logs[i], _next[i]) = (best, next);
    }

    /// <summary>Adds the words of characters that are single on the best path.</summary>
    void CutUnknown(ReadOnlySpan<byte> text, int first, int end)
    {
        words.Viterbi(text, _starts.AsSpan(first..end), _from.AsSpan(4 * first), _isEnd.AsSpan(first));
        var start = _starts[first];
        for (var i = first; i < end; i++)
        {
            if (_isEnd[i])
            {
                output.Add(text[start.._starts[i + 1]]);
                start = _starts[i + 1];
            }
        }
    }

    void Reserve(int count)
    {
        if (count > _starts.Length)
        {
            var length = Math.Max(64, 2 * count);
            Array.Resize(ref _starts, length);
            Array.Resize(ref _kinds, length);
            (_logs, _next, _from, _isEnd) = (new double[length], new int[length], new byte[4 * length], new bool[length]);
        }
    }
}
