using Alink.Numerics;

namespace Alink.Text;

/// <summary>Reads texts in their order, and learns to predict each word by its neighbours.</summary>
sealed class WordLearner
{
    readonly Word2Vec _options;
    readonly SeededRandom _random;
    readonly double[] _kept;
    readonly WordDraw _draw;
    readonly HuffmanTree _tree;
    readonly double _total;
    readonly int[] _context;
    readonly int[] _candidates;
    readonly bool[] _isTrue;
    int[] _text = [];
    long _read;

    /// <param name="options">The settings.</param>
    /// <param name="counts">How often each word comes, the most frequent first.</param>
    public WordLearner(Word2Vec options, long[] counts)
    {
        var words = (double)counts.Sum();
        (_options, _random, _total) = (options, new(options.Seed), words * options.Epochs);
        _kept = Array.ConvertAll(counts, count => Kept(count / words));
        (_draw, _tree) = (new(counts), new(counts));
        (_context, _candidates, _isTrue) = (new int[2 * options.Window], new int[options.Negatives + 1], new bool[options.Negatives + 1]);
        _isTrue[0] = true;
        Vectors = new(counts.Length, options.VectorSize);
        foreach (ref var number in Vectors.Words.AsSpan())
        {
            number = (float)((_random.NextDouble() - 0.5) / options.VectorSize);
        }
    }

    public WordVectors Vectors { get; }

    /// <summary>Reads the texts once.</summary>
    public void Learn(ReadOnlySpan<int> texts, CancellationToken cancellation)
    {
        while (!texts.IsEmpty)
        {
            cancellation.ThrowIfCancellationRequested();
            var end = texts.IndexOf(NumberedText.End);
            LearnOne(texts[..end]);
            texts = texts[(end + 1)..];
        }
    }

    void LearnOne(ReadOnlySpan<int> text)
    {
        var words = Thinned(text);
        for (var i = 0; i < words.Length; i++)
        {
            var context = Near(words, i);
            var rate = (float)(_options.LearningRate * Math.Max(1e-4, 1 - ((_read + i) / _total)));
            if (_options.Context == WordContext.SkipGram)
            {
                for (var k = 0; k < context.Length; k++)
                {
                    Predict(words[i], context.Slice(k, 1), rate);
                }
            }
            else if (!context.IsEmpty)
            {
                Predict(words[i], context, rate);
            }
        }

        _read += text.Length;
    }

    void Predict(int word, ReadOnlySpan<int> context, float rate)
    {
        if (_options.Objective == WordObjective.HierarchicalSoftmax)
        {
            Vectors.Step(context, _tree.Path(word), _tree.Turns(word), rate);
            return;
        }

        var count = 1;
        _candidates[0] = word;
        for (var k = 0; k < _options.Negatives; k++)
        {
            var other = _draw.Next(_random);
            if (other != word)
            {
                _candidates[count++] = other;
            }
        }

        Vectors.Step(context, _candidates.AsSpan(0, count), _isTrue.AsSpan(0, count), rate);
    }

    /// <summary>The words around one, within a reach drawn anew.</summary>
    ReadOnlySpan<int> Near(ReadOnlySpan<int> words, int center)
    {
        var reach = 1 + _random.NextInt(_options.Window);
        var before = words[Math.Max(0, center - reach)..center];
        var after = words[(center + 1)..Math.Min(words.Length, center + 1 + reach)];
        before.CopyTo(_context);
        after.CopyTo(_context.AsSpan(before.Length));
        return _context.AsSpan(0, before.Length + after.Length);
    }

    ReadOnlySpan<int> Thinned(ReadOnlySpan<int> text)
    {
        if (_text.Length < text.Length)
        {
            _text = new int[text.Length];
        }

        var count = 0;
        foreach (var word in text)
        {
            if (_kept[word] >= 1 || _random.NextDouble() < _kept[word])
            {
                _text[count++] = word;
            }
        }

        return _text.AsSpan(0, count);
    }

    double Kept(double share) => _options.Subsampling == 0 ? 1
        : Math.Sqrt(_options.Subsampling / share) + (_options.Subsampling / share);
}
