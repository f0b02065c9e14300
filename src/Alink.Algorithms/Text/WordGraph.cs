namespace Alink.Text;

/// <summary>Scores the words of one row after another by those that stand beside them; for one thread.</summary>
sealed class WordGraph
{
    long[] _pairs = [];
    double[] _weights = [];
    double[] _degrees = [];
    double[] _next = [];

    /// <summary>Scores the words of a row, as <see cref="TextRankKeywords"/> says.</summary>
    /// <param name="tokens">The word of each token; −1 for none.</param>
    /// <param name="options">How words are joined and scored.</param>
    /// <param name="scores">Receives the score of each word.</param>
    public void Score(ReadOnlySpan<int> tokens, TextRankKeywords options, Span<double> scores)
    {
        var joins = Joins(Pairs(tokens, options.Window), options.Weighted, scores.Length);
        scores.Fill(1);
        var next = _next.AsSpan(0, scores.Length);
        for (var (round, move) = (0, double.PositiveInfinity); round < options.MaxIterations && move > options.Tolerance; round++)
        {
            next.Clear();
            for (var i = 0; i < joins; i++)
            {
                var (word, other) = Pair(i);
                next[word] += _weights[i] * scores[other] / _degrees[other];
            }

            move = 0;
            for (var word = 0; word < next.Length; word++)
            {
                var score = 1 - options.Damping + (options.Damping * next[word]);
                move = Math.Max(move, Math.Abs(score - scores[word]));
                scores[word] = score;
            }
        }
    }

    (int Word, int Other) Pair(int i) => ((int)(_pairs[i] >> 32), (int)_pairs[i]);

    /// <summary>Notes every two different words that stand within a window, in both orders, and sorts these pairs.</summary>
    /// <returns>How many.</returns>
    int Pairs(ReadOnlySpan<int> tokens, int window)
    {
        var count = 0;
        for (var i = 0; i < tokens.Length; i++)
        {
            for (var j = i + 1; j < tokens.Length && j < i + window; j++)
            {
                if (tokens[i] >= 0 && tokens[j] >= 0 && tokens[i] != tokens[j])
                {
                    if (count + 2 > _pairs.Length)
                    {
                        Array.Resize(ref _pairs, checked(2 * Math.Max(16, count)));
                    }

                    _pairs[count++] = ((long)tokens[i] << 32) | (uint)tokens[j];
                    _pairs[count++] = ((long)tokens[j] << 32) | (uint)tokens[i];
                }
            }
        }

        _pairs.AsSpan(0, count).Sort();
        return count;
    }

    /// <summary>Makes equal pairs one, with their number as weight where asked for, and sums the weights of each word.</summary>
    /// <returns>How many different pairs there are.</returns>
    int Joins(int pairs, bool weighted, int words)
    {
        if (_weights.Length < pairs)
        {
            _weights = new double[_pairs.Length];
        }

        if (_degrees.Length < words)
        {
            (_degrees, _next) = (new double[2 * words], new double[2 * words]);
        }

        _degrees.AsSpan(0, words).Clear();
        var joins = 0;
        for (var i = 0; i < pairs; i++)
        {
            var isNew = i == 0 || _pairs[i] != _pairs[joins - 1];
            if (isNew)
            {
                _pairs[joins] = _pairs[i];
                _weights[joins++] = 0;
            }

            var weight = isNew || weighted ? 1 : 0;
            _weights[joins - 1] += weight;
            _degrees[Pair(joins - 1).Word] += weight;
        }

        return joins;
    }
}
