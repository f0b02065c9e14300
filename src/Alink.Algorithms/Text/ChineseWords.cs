using System.Text;

namespace Alink.Text;

/// <summary>The logarithms that a <see cref="ChineseSegmenterModel"/> adds up.</summary>
sealed class ChineseWords
{
    const int B = 0, M = 1, E = 2, S = 3, States = 4;

    readonly TermTable _words;
    readonly double[] _logs;
    readonly Dictionary<Rune, (int Longest, int Place)> _characters = [];
    readonly double[] _emissions;
    readonly double[] _transitions = new double[States * States];
    readonly double[] _starts = new double[States];

    public ChineseWords(ChineseSegmenterModel model)
    {
        var (smoothing, counts) = (model.Options.Smoothing, model.Counts);
        _words = TermTable.Of(model.Vocabulary);
        var total = Math.Log(counts.Sum());
        _logs = [.. counts.Select(count => Math.Log(count) - total)];
        Unknown = Math.Log(smoothing) - total;

        var emissions = new List<double>(new double[States]); // First that of characters never seen.
        var transitions = new double[States * States];
        for (var word = 0; word < model.Vocabulary.Length; word++)
        {
            Count(model.Vocabulary[word], counts[word], emissions, transitions);
        }

        var boundaries = model.Boundaries;
        (transitions[(E * States) + B], transitions[(E * States) + S]) = (boundaries[2], boundaries[3]);
        (transitions[(S * States) + B], transitions[(S * States) + S]) = (boundaries[4], boundaries[5]);
        _emissions = [.. emissions];
        Array.Fill(_transitions, double.NegativeInfinity);
        for (var state = 0; state < States; state++)
        {
            // After B and M come M and E, and after E and S come B and S.
            var (one, other) = state is B or M ? ((state * States) + M, (state * States) + E) : ((state * States) + B, (state * States) + S);
            Share(transitions[one], transitions[other], smoothing, out _transitions[one], out _transitions[other]);
            var sum = 0.0;
            for (var i = state; i < _emissions.Length; i += States)
            {
                sum += _emissions[i] += smoothing;
            }

            for (var i = state; i < _emissions.Length; i += States)
            {
                _emissions[i] = Math.Log(_emissions[i] / sum);
            }
        }

        Array.Fill(_starts, double.NegativeInfinity);
        Share(boundaries[0], boundaries[1], smoothing, out _starts[B], out _starts[S]);
    }

    /// <summary>The logarithm of the share of a character that is no word.</summary>
    public double Unknown { get; }

    /// <summary>Whether some pieces are a word.</summary>
    public bool Has(ReadOnlySpan<byte> word) => _words.Find(word) >= 0;

    /// <summary>The logarithm of the share of a word; null where it is none.</summary>
    public double? LogOf(ReadOnlySpan<byte> word) => _words.Find(word) is >= 0 and var number ? _logs[number] : null;

    /// <summary>The most bytes of a word that begins as a text does.</summary>
    public int Longest(ReadOnlySpan<byte> text) => _characters.GetValueOrDefault(First(text)).Longest;

    /// <summary>The most probable states of a run of characters.</summary>
    /// <param name="text">What they stand in.</param>
    /// <param name="starts">Where each begins.</param>
    /// <param name="from">Receives, for each character and state, the state of the character before; shape: characters × 4.</param>
    /// <param name="isEnd">Receives whether each character ends a word; shape: characters.</param>
    public void Viterbi(ReadOnlySpan<byte> text, ReadOnlySpan<int> starts, Span<byte> from, Span<bool> isEnd)
    {
        Span<double> now = stackalloc double[States], next = stackalloc double[States];
        for (var i = 0; i < starts.Length; i++)
        {
            var emissions = _emissions.AsSpan(States * _characters.GetValueOrDefault(First(text[starts[i]..])).Place, States);
            for (var state = 0; state < States; state++)
            {
                var best = i == 0 ? _starts[state] : double.NegativeInfinity;
                for (var before = 0; i > 0 && before < States; before++)
                {
                    var log = now[before] + _transitions[(before * States) + state];
                    if (log > best)
                    {
                        (best, from[(i * States) + state]) = (log, (byte)before);
                    }
                }

                next[state] = best + emissions[state];
            }

            next.CopyTo(now);
        }

        var last = now[E] > now[S] ? E : S;
        for (var i = starts.Length - 1; i >= 0; i--)
        {
            isEnd[i] = last is E or S;
            last = from[(i * States) + last];
        }
    }

    void Count(string word, double count, List<double> emissions, double[] transitions)
    {
        var length = Encoding.UTF8.GetByteCount(word);
        var first = Rune.GetRuneAt(word, 0);
        Note(first, length, emissions);
        var (isChinese, runes) = (true, 0);
        foreach (var rune in word.EnumerateRunes())
        {
            isChinese &= ChineseUnits.IsHan(rune);
            runes++;
        }

        if (!isChinese)
        {
            return;
        }

        var (place, before) = (0, S);
        foreach (var rune in word.EnumerateRunes())
        {
            var state = runes == 1 ? S : place == 0 ? B : place == runes - 1 ? E : M;
            emissions[(States * Note(rune, 0, emissions)) + state] += count;
            transitions[(before * States) + state] += place > 0 ? count : 0;
            (place, before) = (place + 1, state);
        }
    }

    int Note(Rune rune, int length, List<double> emissions)
    {
        if (!_characters.TryGetValue(rune, out var known))
        {
            known = (0, emissions.Count / States);
            emissions.AddRange(new double[States]);
        }

        _characters[rune] = (Math.Max(known.Longest, length), known.Place);
        return known.Place;
    }

    static void Share(double one, double other, double smoothing, out double logOne, out double logOther)
    {
        var log = Math.Log(one + other + (2 * smoothing));
        (logOne, logOther) = (Math.Log(one + smoothing) - log, Math.Log(other + smoothing) - log);
    }

    static Rune First(ReadOnlySpan<byte> text)
    {
        Rune.DecodeFromUtf8(text, out var rune, out _);
        return rune;
    }
}
