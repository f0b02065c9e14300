using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Alink.Text;

/// <summary>Cuts Chinese texts, which have no spaces, into words: known ones where these are the most probable, and
/// others by the characters that begin and end words.</summary>
/// <remarks>
/// <para>It learns from sentences whose words are parted by spaces, or from a dictionary, which is a row for each word with
/// its count as <see cref="Weight"/> (see <see cref="Dictionary"/>), or from both as rows of one table. No dictionary
/// is part of this library.</para>
/// <para>The words of the dictionary that stand in a text make an acyclic graph. Of its paths the one is taken whose words
/// have the largest product of shares of all counts, and of equal ones that with the longer first word. A character that
/// is no word counts <see cref="Smoothing"/>. Characters that are left single side by side, and together are no word, are
/// cut again by a hidden Markov model: each character begins, continues or ends a word, or is one (B, M, E, S), and
/// the most probable such states are Viterbi's. Both are as in jieba, whose parameters are here learnt by counting.
/// L. R. Rabiner, "A tutorial on hidden Markov models and selected applications in speech recognition", Proceedings of
/// the IEEE 77, 1989; N. Xue, "Chinese word segmentation as character tagging", Computational Linguistics and Chinese
/// Language Processing 8, 2003.</para>
/// <para>White space parts words. A run of letters and digits that are not Chinese stays whole, over one
/// <c>' ’ - _ &amp;</c> within, over <c>. ,</c> between digits, and with <c>%</c> after a digit. Each other sign is a
/// token, and so is a run of the same sign. How tokens stand in a column: see <see cref="TokenTransformer"/>.</para>
/// </remarks>
/// <example>
/// <code>
/// var words = ChineseSegmenter.Dictionary(["研究 30", "研究生 20", "生命 40", "起源 10"]);
/// var model = new ChineseSegmenter { Weight = "weight" }.Fit(words);
/// model.Transform(Table.Of("text", "研究生命起源")).Values&lt;string&gt;("tokens")[0] // => 研究 生命 起源
/// </code>
/// </example>
public sealed record ChineseSegmenter : IEstimator<ChineseSegmenterModel>, IAggregator<SegmentCounts>
{
    /// <summary>The sentences to learn from, one space between two words; the model does not read them.</summary>
    public Column<string> Words { get; init; } = "words";

    /// <summary>The texts that the model cuts; need not be there to learn.</summary>
    public Column<string> Text { get; init; } = "text";

    /// <summary>Where the words go.</summary>
    public Column<string> Output { get; init; } = "tokens";

    /// <summary>How often each row counts, at least 0; null for once.</summary>
    public Column<double>? Weight { get; init; }

    /// <summary>The most characters of a word; longer ones are not learnt. A text's cost grows with it; from 1 to 64.</summary>
    public int LongestWord { get; init => field = Require.Between(1, 64, value); } = 16;

    /// <summary>The count of a character that is no word, and what is added to each count of the hidden Markov model;
    /// finite and above 0.</summary>
    public double Smoothing { get; init => field = Require.Finite(double.Epsilon, value); } = 1;

    /// <summary>Whether words that are not in the dictionary are found, by the hidden Markov model.</summary>
    public bool FindsUnknown { get; init; } = true;

    /// <summary>A table of words and their counts out of lines of a word, a space, and its count.</summary>
    /// <remarks>For a file: <c>ChineseSegmenter.Dictionary(File.ReadLines(path))</c>. Without a count it is 1; what
    /// follows the count, such as jieba's part of speech, is passed over, and so are blank lines.</remarks>
    /// <returns>The columns "words" and "weight".</returns>
    /// <exception cref="TrainingException">A count is no finite number of at least 0.</exception>
    public static Table Dictionary(IEnumerable<string> lines)
    {
        var (words, counts, number) = (new List<string>(), new List<double>(), 0L);
        foreach (var line in lines)
        {
            number++;
            if (line.Split((char[]?)null, 3, StringSplitOptions.RemoveEmptyEntries) is [var word, .. var rest])
            {
                var count = 1.0;
                if (rest.Length > 0 && !(double.TryParse(rest[0], NumberStyles.Float, CultureInfo.InvariantCulture, out count)
                    && double.IsFinite(count) && count >= 0))
                {
                    throw new TrainingException(
                        $"Line {number} of the dictionary must have a count of at least 0 after its word; it was '{rest[0]}'.");
                }

                words.Add(word);
                counts.Add(count);
            }
        }

        return Table.Of("words", [.. words]).With("weight", [.. counts]);
    }

    /// <inheritdoc/>
    public Schema Transform(Schema input) => Rows(null).Transform(input.Reading(Words).Reading(Weight));

    /// <inheritdoc/>
    public SegmentCounts Start(Schema schema) => new();

    /// <inheritdoc/>
    public SegmentCounts Update(SegmentCounts state, Table batch)
    {
        var rows = (StringColumn)batch.Values(Words);
        var weights = batch.Weights(Weight);
        for (var row = 0; row < rows.Length; row++)
        {
            state.Add(rows.Utf8(row), weights.IsEmpty ? 1 : weights[row], LongestWord);
        }

        return state;
    }

    /// <inheritdoc/>
    public SegmentCounts Merge(SegmentCounts left, SegmentCounts right) => left.Add(right);

    /// <summary>The model of the rows so far.</summary>
    /// <exception cref="TrainingException">There was no Chinese word.</exception>
    public ChineseSegmenterModel Snapshot(SegmentCounts state)
    {
        var words = state.Words();
        return words.Length > 0
            ? new(this, [.. words.Select(word => word.Word)], [.. words.Select(word => word.Count)], [.. state.Boundaries])
            : throw new TrainingException($"{nameof(ChineseSegmenter)} needs at least one Chinese word in column '{Words}'.");
    }

    /// <inheritdoc/>
    public async ValueTask<ChineseSegmenterModel> FitAsync(IDataset training, TrainingContext context)
    {
        training.Schema.Reading(Words).Reading(Weight);
        var state = await training.AggregateAsync(this, context).ConfigureAwait(false);
        return Snapshot(state) with { Origin = context.Origin() };
    }

    internal TokenRows Rows(ChineseWords? words) => new(
        Text, Output, output => new ChinesePath(words!, FindsUnknown, output).Cut);
}

/// <summary>What a <see cref="ChineseSegmenter"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Vocabulary">The words, in the order of their UTF-8 bytes.</param>
/// <param name="Counts">How often each word came; shape: vocabulary.</param>
/// <param name="Boundaries">How often, within a run of Chinese characters, a word came first, and after a word of some
/// characters, and after one of a single character: each a word of some and one of a single character; shape: 6.</param>
public sealed record ChineseSegmenterModel(
    ChineseSegmenter Options, ImmutableArray<string> Vocabulary, ImmutableArray<double> Counts, ImmutableArray<double> Boundaries) : Model
{
    readonly Derived<ChineseWords> _words = new();

    TokenRows Rows => Options.Rows(_words.Of(this, this, static (model, _) => new(model)));

    /// <inheritdoc/>
    public override Schema Transform(Schema input) => Options.Rows(null).Transform(input);

    /// <inheritdoc/>
    public override Table Transform(Table input) => Rows.Transform(input);

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row) => Rows.Bind(row);
}

/// <summary>The Chinese words of the rows so far, and how they follow each other.</summary>
public sealed class SegmentCounts
{
    readonly TermTable _words = new();
    double[] _counts = new double[16];

    internal SegmentCounts()
    {
    }

    /// <summary>How many different words.</summary>
    public int Count => _words.Count;

    internal double[] Boundaries { get; } = new double[6];

    /// <summary>Adds a sentence of words.</summary>
    internal void Add(ReadOnlySpan<byte> row, double weight, int longest)
    {
        var before = 0;
        foreach (var token in new TokenSpans(row))
        {
            var (pieces, characters) = (0, 0);
            for (var units = new ChineseUnits(token); units.MoveNext();)
            {
                pieces += units.Kind == ChineseUnit.Sign ? 2 * token.Length : 1;
                characters += units.Kind == ChineseUnit.Character ? 1 : 0;
            }

            if (characters > 0 && pieces <= longest)
            {
                Of(token) += weight;
            }

            if (characters == pieces && characters > 0)
            {
                var isSingle = characters == 1 ? 1 : 0;
                Boundaries[(2 * before) + isSingle] += weight;
                before = 1 + isSingle;
            }
            else
            {
                before = 0;
            }
        }
    }

    /// <summary>Adds the rows of another.</summary>
    internal SegmentCounts Add(SegmentCounts other)
    {
        for (var i = 0; i < other.Count; i++)
        {
            Of(other._words[i]) += other._counts[i];
        }

        for (var i = 0; i < Boundaries.Length; i++)
        {
            Boundaries[i] += other.Boundaries[i];
        }

        return this;
    }

    /// <summary>The words in the order of their bytes, with their counts above 0.</summary>
    internal (string Word, double Count)[] Words()
    {
        var words = Enumerable.Range(0, Count).Where(word => _counts[word] > 0).ToArray();
        Array.Sort(words, (x, y) => _words[x].SequenceCompareTo(_words[y]));
        return Array.ConvertAll(words, word => (Encoding.UTF8.GetString(_words[word]), _counts[word]));
    }

    ref double Of(ReadOnlySpan<byte> word)
    {
        var number = _words.Add(word);
        if (number == _counts.Length)
        {
            Array.Resize(ref _counts, 2 * number);
        }

        return ref _counts[number];
    }
}
