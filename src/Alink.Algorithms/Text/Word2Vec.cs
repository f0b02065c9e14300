using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Alink.Text;

/// <summary>What a <see cref="Word2Vec"/> predicts from what.</summary>
public enum WordContext
{
    /// <summary>Each word from each of its neighbours by itself: the better for rare words.</summary>
    SkipGram,

    /// <summary>Each word from the mean of its neighbours: several times as fast.</summary>
    ContinuousBagOfWords,
}

/// <summary>How a <see cref="Word2Vec"/> predicts one word of a vocabulary without a sum over all of it.</summary>
public enum WordObjective
{
    /// <summary>The word is told from others, drawn by their count to the power 3/4.</summary>
    NegativeSampling,

    /// <summary>Each turn of the path to the word through a Huffman tree is predicted, as in Spark and Alink.</summary>
    HierarchicalSoftmax,
}

/// <summary>Learns a vector for each word, near those of words that stand among the same neighbours; a text becomes the mean
/// of its words.</summary>
/// <remarks>
/// <para>T. Mikolov, K. Chen, G. Corrado, J. Dean, "Efficient estimation of word representations in vector space", ICLR 2013;
/// T. Mikolov et al., "Distributed representations of words and phrases and their compositionality", NIPS 2013. A word w is
/// predicted by σ(h·p), where h is a neighbour's vector or the mean of all, and p belongs to w or to a node above w. The
/// gradient of a mean is shared by its words (O. İrsoy, A. Benton, K. Stratos, "Corrected CBOW performs as well as
/// skip-gram", Insights 2021), where the authors' program gives each all of it, so that the <see cref="LearningRate"/> may be
/// several times as high. Defaults are that program's; Spark has hierarchical softmax, no subsampling and 1 epoch.</para>
/// <para>Steps follow one another in the order of the rows, by one worker and in single precision, so that a seed gives the
/// same bits anywhere; only the two passes before them, which count the words and number them, are shared by workers and
/// hosts. Each word of the rows takes 4 bytes of memory. A missing text has no words.</para>
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("tokens", [.. Enumerable.Repeat("cat purrs cat purrs", 50), .. Enumerable.Repeat("bus stops bus stops", 50)]);
/// var model = new Word2Vec { VectorSize = 8, Subsampling = 0, LearningRate = 0.1 }.Fit(rows);
/// model.Vocabulary.Order() // => [bus cat purrs stops]
/// model.Synonyms("cat", 1)[0].Word // => purrs
/// </code>
/// </example>
public sealed record Word2Vec : IEstimator<Word2VecModel>
{
    /// <summary>The tokens of each row, as <see cref="TokenTransformer"/> makes them.</summary>
    public Column<string> Tokens { get; init; } = "tokens";

    /// <summary>Where the mean of the vectors of each row's words goes.</summary>
    public Column<Vector> Output { get; init; } = "features";

    /// <summary>What is predicted from what.</summary>
    public WordContext Context { get; init; }

    /// <summary>How a word is predicted.</summary>
    public WordObjective Objective { get; init; }

    /// <summary>How many numbers a word's vector has; at least 1.</summary>
    public int VectorSize { get; init => field = Require.AtLeast(1, value); } = 100;

    /// <summary>How many words away the farthest neighbours are; each word draws its own reach up to this. From 1 to 1000.</summary>
    public int Window { get; init => field = Require.Between(1, 1000, value); } = 5;

    /// <summary>How often a word must come to be learnt; rarer ones are left out of the texts. At least 1.</summary>
    public long MinCount { get; init => field = Require.AtLeast(1, value); } = 5;

    /// <summary>From how many drawn words each word is told by negative sampling; from 1 to 1000.</summary>
    public int Negatives { get; init => field = Require.Between(1, 1000, value); } = 5;

    /// <summary>The share t of all words above which a word is thinned out: one of share f stays with chance √(t/f) + t/f.
    /// From 0, which keeps all, to 1.</summary>
    public double Subsampling { get; init => field = Require.Between(0, 1, value); } = 1e-3;

    /// <summary>How often the rows are read; at least 1.</summary>
    public int Epochs { get; init => field = Require.AtLeast(1, value); } = 5;

    /// <summary>The length of the first step; it falls with the words read, to 1/10,000 of this at the end. Above 0.</summary>
    public double LearningRate { get; init => field = Require.Positive(Require.Finite(0.0, value)); } = 0.025;

    /// <summary>What the first vectors, reaches, thinned and drawn words go by.</summary>
    public long Seed { get; init; }

    /// <inheritdoc/>
    public Schema Transform(Schema input) => input.Reading(Tokens).With(OutputField);

    /// <inheritdoc/>
    /// <exception cref="TrainingException">No word comes as often as asked for, or the vectors do not fit an array.</exception>
    public async ValueTask<Word2VecModel> FitAsync(IDataset training, TrainingContext context)
    {
        Transform(training.Schema);
        var counts = await training.AggregateAsync(new CountVectorizer { Tokens = Tokens }, context).ConfigureAwait(false);
        var words = counts.MostFrequent(static _ => true, int.MaxValue);
        var tokens = counts.TokensOf(words);
        var known = tokens.Count(count => count >= MinCount);
        if (known == 0 || (long)known * VectorSize > Array.MaxLength)
        {
            throw new TrainingException(known == 0
                ? $"No word of column '{Tokens}' comes {MinCount} times or more in {counts.Documents} rows; see {nameof(MinCount)}."
                : $"{known} words of {VectorSize} numbers are too many; a higher {nameof(MinCount)} leaves fewer words.");
        }

        var vocabulary = counts.TextOf(words[..known]);
        var text = await training.AggregateAsync(new WordNumbers(Tokens, TermTable.Of(vocabulary)), context).ConfigureAwait(false);
        var learner = new WordLearner(this, tokens[..known]);
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            learner.Learn(text.Words, context.Cancellation);
            context.Report(epoch + 1);
        }

        return new(this, vocabulary, ImmutableCollectionsMarshal.AsImmutableArray(learner.Vectors.Words))
        {
            Origin = context.Origin(),
        };
    }

    internal Field OutputField => new(Output.Name, DataType.Vector) { VectorLength = VectorSize };
}

/// <summary>What a <see cref="Word2Vec"/> has learnt.</summary>
/// <remarks>A text without any word of the vocabulary has a vector of zeros. Other words count nothing, whereas Spark divides
/// by their number too.</remarks>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Vocabulary">The words, the most frequent first.</param>
/// <param name="Vectors">Their vectors, one after the other; shape: vocabulary × vector size.</param>
public sealed record Word2VecModel(Word2Vec Options, ImmutableArray<string> Vocabulary, ImmutableArray<float> Vectors) : Model
{
    readonly Derived<TermTable> _words = new();

    /// <inheritdoc/>
    public override Schema Transform(Schema input) => Options.Transform(input);

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row)
    {
        var (input, output) = (row.Read(Options.Tokens), row.Write(Options.OutputField));
        var words = Words();
        return () =>
        {
            var mean = output.Dense(Options.VectorSize);
            mean.Clear();
            var count = 0;
            foreach (var token in new TokenSpans(input.IsMissing ? default : input.Utf8))
            {
                if (words.Find(token) is >= 0 and var word)
                {
                    count++;
                    Add(word, mean);
                }
            }

            Divide(mean, Math.Max(1, count));

            return true;
        };
    }

    /// <summary>The vector of a word.</summary>
    /// <exception cref="ArgumentException">The word is not in the vocabulary.</exception>
    public Vector VectorOf(string word)
    {
        var number = Words().Find(Encoding.UTF8.GetBytes(word));
        if (number < 0)
        {
            throw new ArgumentException(
                $"The vocabulary of {Vocabulary.Length} words has no '{word}'.{Nearest.Hint(word, Vocabulary)}", nameof(word));
        }

        var vector = new double[Options.VectorSize];
        Add(number, vector);
        return vector;
    }

    /// <summary>The words whose vectors point most nearly where a word's does, the nearest first, without the word itself.</summary>
    /// <param name="word">A word of the vocabulary.</param>
    /// <param name="count">How many at most.</param>
    /// <exception cref="ArgumentException">The word is not in the vocabulary.</exception>
    public ImmutableArray<Synonym> Synonyms(string word, int count) =>
        [.. Synonyms(VectorOf(word), Math.Min(count, Vocabulary.Length) + 1).Where(near => near.Word != word).Take(count)];

    /// <summary>The words whose vectors point most nearly in a direction, the nearest first.</summary>
    /// <param name="direction">As many numbers as a word has, such as a sum and difference of words.</param>
    /// <param name="count">How many at most.</param>
    /// <exception cref="ArgumentException">The direction is of another length.</exception>
    public ImmutableArray<Synonym> Synonyms(Vector direction, int count)
    {
        var (to, size) = (direction.ToArray(), Options.VectorSize);
        return to.Length == size
            ? [.. Vocabulary.Select((word, i) => new Synonym(word, Cosine(to, Vectors.AsSpan(i * size, size))))
                .OrderByDescending(near => near.Similarity).Take(count)]
            : throw new ArgumentException($"The words have {size} numbers; the direction has {to.Length}.", nameof(direction));
    }

    static double Cosine(ReadOnlySpan<double> x, ReadOnlySpan<float> y)
    {
        var (xx, yy, xy) = (0.0, 0.0, 0.0);
        for (var j = 0; j < x.Length; j++)
        {
            xx += x[j] * x[j];
            yy += (double)y[j] * y[j];
            xy += x[j] * y[j];
        }

        return xx > 0 && yy > 0 ? xy / Math.Sqrt(xx * yy) : 0;
    }

    void Add(int word, Span<double> sum)
    {
        var vector = Vectors.AsSpan(word * sum.Length, sum.Length);
        var j = 0;
        for (; j <= sum.Length - Vector512<float>.Count; j += Vector512<float>.Count)
        {
            var (lower, upper) = Vector512.Widen(Vector512.Create(vector[j..]));
            (Vector512.Create(sum[j..]) + lower).CopyTo(sum[j..]);
            (Vector512.Create(sum[(j + Vector512<double>.Count)..]) + upper).CopyTo(sum[(j + Vector512<double>.Count)..]);
        }

        for (; j < sum.Length; j++)
        {
            sum[j] += vector[j];
        }
    }

    static void Divide(Span<double> numbers, double divisor)
    {
        var j = 0;
        for (; j <= numbers.Length - Vector512<double>.Count; j += Vector512<double>.Count)
        {
            (Vector512.Create(numbers[j..]) / divisor).CopyTo(numbers[j..]);
        }

        for (; j < numbers.Length; j++)
        {
            numbers[j] /= divisor;
        }
    }

    TermTable Words()
    {
        var words = ImmutableCollectionsMarshal.AsArray(Vocabulary)!;
        return _words.Of(words, words, static (words, _) => TermTable.Of(words));
    }
}

/// <summary>A word, and how near it is.</summary>
/// <param name="Word">The word.</param>
/// <param name="Similarity">The cosine of the angle between both vectors, from −1 to 1; 0 where one is all zeros.</param>
public readonly record struct Synonym(string Word, double Similarity);
