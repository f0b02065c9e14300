using Alink.Numerics;
using Alink.Text;

namespace Alink.Tests.Algorithms;

/// <summary>Vectors of words, beside steps along differences of the loss, and beside the topics of texts.</summary>
public class Word2VecTest
{
    static readonly (string Word, int Count)[] Counts = [("a", 34), ("b", 21), ("c", 11), ("d", 6), ("e", 3), ("rare", 1)];

    public static TheoryData<WordContext, WordObjective> Ways => new()
    {
        { WordContext.SkipGram, WordObjective.NegativeSampling },
        { WordContext.SkipGram, WordObjective.HierarchicalSoftmax },
        { WordContext.ContinuousBagOfWords, WordObjective.NegativeSampling },
        { WordContext.ContinuousBagOfWords, WordObjective.HierarchicalSoftmax },
    };

    [Fact]
    public void A_text_is_the_mean_of_its_words_of_any_size()
    {
        float[] numbers = [.. Enumerable.Range(0, 2 * 37).Select(i => i / 7f)];
        var model = new Word2VecModel(new Word2Vec { VectorSize = 37 }, ["a", "b"], [.. numbers]);
        var text = model.Transform(Table.Of("tokens", "a b b unknown")).Values<Vector>("features")[0].ToArray();

        Assert.Equal(numbers[37..].Select(number => (double)number), model.VectorOf("b").ToArray());
        Assert.Equal(Enumerable.Range(0, 37).Select(j => ((double)numbers[j] + numbers[37 + j] + numbers[37 + j]) / 3), text);
    }

    [Theory, MemberData(nameof(Ways))]
    public void Every_step_goes_down_the_loss(WordContext context, WordObjective objective)
    {
        var options = new Word2Vec
        {
            Context = context,
            Objective = objective,
            VectorSize = 3,
            Window = 3,
            MinCount = 2,
            Negatives = 2,
            Subsampling = 0.1,
            Epochs = 2,
            LearningRate = 0.5,
            Seed = 11,
        };
        string[] words = [.. Counts.SelectMany(word => Enumerable.Repeat(word.Word, word.Count))];
        new Random(5).Shuffle(words);
        var texts = words.Chunk(25).Select(text => string.Join(' ', text)).ToArray();

        var model = options.Fit(Table.Of("tokens", texts));

        Assert.Equal(["a", "b", "c", "d", "e"], model.Vocabulary.ToArray());
        var expected = new Word2VecByDifferences(options, Counts[..^1]).Learn(texts);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], model.Vectors[i], 1e-5);
        }
    }

    [Theory, MemberData(nameof(Ways))]
    public void Words_of_one_topic_are_each_other_s_synonyms(WordContext context, WordObjective objective)
    {
        var random = new Random(2);
        var texts = Enumerable.Range(0, 600).Select(i => string.Join(' ', Enumerable.Range(0, 10).Select(_ => Word(i % 3, random.Next(5)))));
        var model = new Word2Vec { Context = context, Objective = objective, VectorSize = 10, Subsampling = 0, LearningRate = 0.1 }
            .Fit(Table.Of("tokens", [.. texts]));

        foreach (var word in model.Vocabulary)
        {
            var near = model.Synonyms(word, 4);

            Assert.All(near, synonym => Assert.Equal(word[..6], synonym.Word[..6]));
            Assert.DoesNotContain(word, near.Select(synonym => synonym.Word));
            Assert.Equal(near.OrderByDescending(synonym => synonym.Similarity), near);
        }

        static string Word(int topic, int word) => $"topic{topic}_{word}";
    }

    [Fact]
    public void A_text_is_the_mean_of_its_known_words()
    {
        var rows = Table.Of("tokens", "a b b", "b", "x y", "", null, "a x");

        var vectors = ByHand().Transform(rows).Values<Vector>("features").ToArray();

        Assert.Equal(
            [[1.0 / 3, 4.0 / 3], [0, 2], [0, 0], [0, 0], [0, 0], [1, 0]], vectors.Select(vector => vector.ToArray()));
    }

    [Fact]
    public void Synonyms_point_the_same_way()
    {
        var model = ByHand();

        Assert.Equal([new("c", Math.Sqrt(0.5)), new("zero", 0), new("b", 0)], model.Synonyms("a", 9).OrderBy(near => -near.Similarity).ThenBy(near => -near.Word.Length));
        Assert.Equal([new("b", 1)], model.Synonyms(Vector.Of([0.0, 5.0]), 1).ToArray());
        Assert.Equal([0.0, 2.0], model.VectorOf("b").ToArray());
        Assert.Empty(model.Synonyms("a", 0));
        Assert.Equal(3, model.Synonyms("a", int.MaxValue).Length);
    }

    [Fact]
    public void A_word_that_is_not_known_is_named_with_one_that_is() => Assert.Contains(
        "has no 'zerro'. Did you mean 'zero'?", Assert.Throws<ArgumentException>(() => ByHand().Synonyms("zerro", 1)).Message);

    [Fact]
    public void A_direction_of_another_length_is_refused() => Assert.Contains(
        "have 2 numbers; the direction has 3", Assert.Throws<ArgumentException>(() => ByHand().Synonyms(Vector.Of([1.0, 2, 3]), 1)).Message);

    [Fact]
    public void Rare_words_alone_teach_nothing() => Assert.Contains(
        "No word of column 'tokens' comes 5 times or more in 2 rows",
        Assert.Throws<TrainingException>(() => new Word2Vec().Fit(Table.Of("tokens", "a b a", "a a"))).Message);

    [Fact]
    public void Vectors_that_fit_no_array_are_refused() => Assert.Contains(
        "2 words of 2000000000 numbers are too many",
        Assert.Throws<TrainingException>(() => new Word2Vec { VectorSize = 2_000_000_000, MinCount = 1 }.Fit(Table.Of("tokens", "a b"))).Message);

    [Theory, MemberData(nameof(Ways))]
    public void One_word_has_a_vector(WordContext context, WordObjective objective) => Assert.Equal(
        100, new Word2Vec { Context = context, Objective = objective }.Fit(Table.Of("tokens", "a a a a a")).VectorOf("a").Length);

    [Fact]
    public void Options_have_their_ranges()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Word2Vec { VectorSize = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Word2Vec { Window = 1001 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Word2Vec { MinCount = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Word2Vec { Negatives = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Word2Vec { Subsampling = -0.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Word2Vec { Epochs = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Word2Vec { LearningRate = 0 });
    }

    static Word2VecModel ByHand() => new(new Word2Vec { VectorSize = 2 }, ["a", "b", "c", "zero"], [1, 0, 0, 2, 3, 3, 0, 0]);
}

/// <summary>The same learning in double precision, in which each step follows central differences of the loss.</summary>
sealed class Word2VecByDifferences
{
    const double Small = 1e-5;

    readonly Word2Vec _options;
    readonly SeededRandom _random;
    readonly string[] _words;
    readonly double[] _counts;
    readonly double[][] _vectors;
    readonly double[][] _predictors;
    readonly Dictionary<int, (int Node, bool Right)[]> _paths = [];

    public Word2VecByDifferences(Word2Vec options, (string Word, int Count)[] counts)
    {
        (_options, _random) = (options, new(options.Seed));
        (_words, _counts) = ([.. counts.Select(each => each.Word)], [.. counts.Select(each => (double)each.Count)]);
        _vectors = [.. counts.Select(_ => Enumerable.Range(0, options.VectorSize).Select(
            _ => (double)(float)((_random.NextDouble() - 0.5) / options.VectorSize)).ToArray())];
        _predictors = [.. counts.Select(_ => new double[options.VectorSize])];

        var nodes = new PriorityQueue<(int Word, (int Node, bool Right)[] Path)[], double>();
        for (var word = 0; word < _counts.Length; word++)
        {
            nodes.Enqueue([(word, [])], _counts[word]);
        }

        for (var node = 0; nodes.Count > 1; node++)
        {
            nodes.TryDequeue(out var left, out var light);
            nodes.TryDequeue(out var right, out var heavy);
            nodes.Enqueue([.. Under(left!, false), .. Under(right!, true)], light + heavy);

            IEnumerable<(int, (int, bool)[])> Under((int Word, (int, bool)[] Path)[] words, bool isRight) =>
                words.Select(each => (each.Word, ((int, bool)[])[.. each.Path, (node, isRight)]));
        }

        foreach (var (word, path) in nodes.Dequeue())
        {
            _paths[word] = path;
        }
    }

    public double[] Learn(string[] texts)
    {
        var (read, total) = (0, _counts.Sum());
        foreach (var text in Enumerable.Repeat(texts, _options.Epochs).SelectMany(text => text))
        {
            var known = text.Split(' ').Select(word => Array.IndexOf(_words, word)).Where(word => word >= 0).ToArray();
            var words = known.Where(word => Kept(_counts[word] / total)).ToArray();
            for (var i = 0; i < words.Length; i++)
            {
                var reach = 1 + _random.NextInt(_options.Window);
                var near = Enumerable.Range(0, words.Length).Where(j => j != i && Math.Abs(i - j) <= reach).Select(j => words[j]).ToArray();
                var rate = _options.LearningRate * (1 - ((read + i) / (total * _options.Epochs)));
                foreach (var context in _options.Context == WordContext.SkipGram ? near.Chunk(1) : near.Length > 0 ? [near] : [])
                {
                    Step(words[i], context, rate);
                }
            }

            read += known.Length;
        }

        return [.. _vectors.SelectMany(vector => vector)];
    }

    void Step(int word, int[] context, double rate)
    {
        var moves = context.Distinct().ToDictionary(each => each, _ => new double[_options.VectorSize]);
        foreach (var (node, isTrue) in Predictors(word))
        {
            var predictor = _predictors[node];
            foreach (var (each, move) in moves)
            {
                foreach (var (j, slope) in Slopes(_vectors[each]))
                {
                    move[j] -= rate * slope;
                }
            }

            foreach (var (j, slope) in Slopes(predictor).ToArray())
            {
                predictor[j] -= rate * slope;
            }

            IEnumerable<(int, double)> Slopes(double[] x) => Enumerable.Range(0, x.Length).Select(j =>
            {
                var at = x[j];
                x[j] = at + Small;
                var above = Loss(context, predictor, isTrue);
                x[j] = at - Small;
                var below = Loss(context, predictor, isTrue);
                x[j] = at;
                return (j, (above - below) / (2 * Small));
            });
        }

        foreach (var (each, move) in moves)
        {
            _vectors[each] = [.. _vectors[each].Zip(move, (x, by) => x + by)];
        }
    }

    IEnumerable<(int Predictor, bool IsTrue)> Predictors(int word)
    {
        if (_options.Objective == WordObjective.HierarchicalSoftmax)
        {
            return _paths[word];
        }

        var powers = _counts.Select(count => Math.Pow(count, 0.75)).ToArray();
        var drawn = Enumerable.Range(0, _options.Negatives).Select(_ => _random.NextDouble() * powers.Sum()).ToArray();
        return [(word, true), .. drawn.Select(Word).Where(other => other != word).Select(other => (other, false))];

        int Word(double place) => Enumerable.Range(0, powers.Length).First(i => place < powers.Take(i + 1).Sum());
    }

    double Loss(int[] context, double[] predictor, bool isTrue)
    {
        var score = context.Average(word => _vectors[word].Zip(predictor, (x, y) => x * y).Sum());
        return Math.Log(1 + Math.Exp(isTrue ? -score : score));
    }

    bool Kept(double share)
    {
        var chance = Math.Sqrt(_options.Subsampling / share) + (_options.Subsampling / share);
        return chance >= 1 || _random.NextDouble() < chance;
    }
}
