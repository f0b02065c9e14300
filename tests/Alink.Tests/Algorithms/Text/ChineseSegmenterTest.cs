using Alink.IO;
using Alink.Runtime;
using Alink.Text;

namespace Alink.Tests.Algorithms;

/// <summary>Words of Chinese texts: paths and states by hand, and a corpus.</summary>
public class ChineseSegmenterTest
{
    static readonly Table Dictionary = ChineseSegmenter.Dictionary(["研究 30 v", "", "研究生 20", "生命 40", "起源 10", "20万 5", "A股 5"]);

    static readonly ChineseSegmenterModel Model = new ChineseSegmenter { Weight = "weight" }.Fit(Dictionary);

    [Theory] // Of 110: 研究 生命 is 30 · 40, 研究生 with an unknown 命 is 20 · 1.
    [InlineData("研究生命起源", "研究 生命 起源")]
    [InlineData("研究生", "研究生")]
    [InlineData("研究生生命", "研究生 生命")]
    [InlineData("", "")]
    [InlineData(" 研究\t\u3000生命 ", "研究 生命")]
    [InlineData("研究，，生命。”", "研究 ，， 生命 。 ”")]
    [InlineData("起源20万A股", "起源 20万 A股")]
    [InlineData("20万AB股", "20万 AB 股")]
    [InlineData("3.14,16,250.50%a-b.c", "3.14,16,250.50%a-b . c")]
    [InlineData("don't研究naïve-e\u0301生命-", "don't 研究 naïve-e\u0301 生命 -")]
    [InlineData("研究……生命", "研究 …… 生命")]
    [InlineData("\ud840\udc00研究", "\ud840\udc00 研究")]
    public void The_most_probable_path_is_taken(string text, string words) => Assert.Equal(words, Cut(Model, text));

    [Fact]
    public void Of_equally_probable_paths_the_longer_first_word_is_taken()
    {
        var model = new ChineseSegmenter { Weight = "weight" }.Fit(ChineseSegmenter.Dictionary(["甲乙", "乙丙", "甲 2", "丙 2"]));

        Assert.Equal("甲乙 丙", Cut(model, "甲乙丙"));
    }

    [Fact]
    public void An_unknown_name_is_found_by_its_characters()
    {
        // 王 begins words and 明 ends them, as 的 is one; no two of them stand together in a word.
        var model = Sentences("王国 的 光明", "王朝 的 文明", "王位 的 声明");

        Assert.Equal("王明 的 王明", Cut(model, "王明的王明"));
        Assert.Equal("王 明 的", Cut(model with { Options = model.Options with { FindsUnknown = false } }, "王明的"));
    }

    [Fact] // By hand: after the run's first word (of two characters) comes one of one, twice; then one of two, once.
    public void Words_and_what_follows_them_are_counted()
    {
        var model = Sentences("我们 的 大学 。 我 A 的", "我们 的");

        Assert.Equal(["大学", "我", "我们", "的"], model.Vocabulary.ToArray());
        Assert.Equal([1.0, 1, 2, 3], model.Counts.ToArray());
        Assert.Equal([2.0, 2, 0, 2, 1, 0], model.Boundaries.ToArray());
    }

    [Fact]
    public void Lines_of_a_dictionary_are_words_and_counts_and_bad_ones_are_named()
    {
        Assert.Equal(6, Dictionary.RowCount);
        Assert.Equal(30, Dictionary.Values<double>("weight")[0]);
        Assert.Equal(1, ChineseSegmenter.Dictionary(["研究"]).Values<double>("weight")[0]);
        foreach (var count in new[] { "-1", "v", "NaN", "Infinity" })
        {
            Assert.Contains("Line 2", Assert.Throws<TrainingException>(() => ChineseSegmenter.Dictionary(["", $"研究 {count}"])).Message);
        }
    }

    [Fact]
    public void Rows_without_a_Chinese_word_teach_nothing()
    {
        var rows = ChineseSegmenter.Dictionary(["研究 0", "abc 3", "，"]);

        Assert.Contains("'words'", Assert.Throws<TrainingException>(() => new ChineseSegmenter { Weight = "weight" }.Fit(rows)).Message);
        Assert.Throws<TrainingException>(() => new ChineseSegmenter { LongestWord = 2 }.Fit(Table.Of("words", "研究生")));
    }

    [Fact]
    public void A_long_text_is_cut_in_time_that_grows_with_it()
    {
        var model = Sentences(new string('一', 64), "二");
        var text = new string('一', 100_003);

        Assert.Equal(text, Cut(model, text).Replace(" ", ""));
        Assert.Equal(text, Cut(model with { Options = model.Options with { FindsUnknown = false } }, text).Replace(" ", ""));
    }

    [Fact]
    public void A_table_is_cut_as_its_rows_are_and_loses_nothing()
    {
        var random = new Random(5);
        string?[] texts = [.. Enumerable.Range(0, 200).Select(i => i % 9 == 4 ? null : string.Concat(Enumerable.Range(0, random.Next(30)).Select(
            _ => "研究生命起源王明万股A2.，… %\u0301日"[random.Next(19)])))];
        var rows = Table.Of("text", texts);

        var cut = Model.Transform(rows);

        Assert.Equal(StateCodec.Write(RowTransform.Run(Model, rows)), StateCodec.Write(cut));
        Assert.Equal(texts.Select(text => text?.Replace(" ", "")), cut.Values<string?>("tokens").ToArray().Select(words => words?.Replace(" ", "")));
    }

    /// <summary>A word counts as found if both its ends are those of the corpus, as in its reference.json.</summary>
    [SharedTheory, InlineData("dev.csv", "test.csv")]
    public void Words_of_a_corpus_are_found_better_than_by_the_longest_match(string training, string tested)
    {
        var train = Corpus(training);
        var test = Corpus(tested).Values<string>("words").ToArray();
        var texts = Table.Of("text", Array.ConvertAll(test, words => words.Replace(" ", "")));
        var segmenter = new ChineseSegmenter();
        var model = segmenter.Fit(train);

        var full = Of(model);
        var known = Of(model with { Options = segmenter with { FindsUnknown = false } });
        var longest = F1(test, [.. texts.Values<string>("text").ToArray().Select(text => LongestMatch(text, [.. model.Vocabulary]))]);

        Assert.Equal(0.8434, full, 0.0001); // jieba, with its own dictionary, comes to 0.7954: reference.json.
        Assert.Equal(0.6751, known, 0.0001);
        Assert.Equal(0.6748, longest, 0.0001);

        double Of(ChineseSegmenterModel cutter) => F1(test, cutter.Transform(texts).Values<string>("tokens").ToArray());
    }

    static Table Corpus(string file) => Csv.Read(Path.Combine(SharedSets.Folder, "chinese-segmentation-gsdsimp", file));

    static double F1(string[] gold, string[] cut)
    {
        double both = 0, all = 0;
        foreach (var (right, found) in gold.Zip(cut))
        {
            var (ours, theirs) = (Places(found), Places(right));
            both += ours.Intersect(theirs).Count();
            all += ours.Length + theirs.Length;
        }

        return 2 * both / all;

        static (int, int)[] Places(string words)
        {
            var end = 0;
            return [.. words.Split(' ').Select(word => (end, end += word.Length))];
        }
    }

    /// <summary>The baseline: from the left the longest word of the vocabulary, and of no Chinese character the run.</summary>
    static string LongestMatch(string text, HashSet<string> vocabulary)
    {
        var words = new List<string>();
        for (var start = 0; start < text.Length; start += words[^1].Length)
        {
            var foreign = System.Text.RegularExpressions.Regex.Match(text[start..], @"^[A-Za-z0-9](?:[A-Za-z0-9.,'-]*[A-Za-z0-9])?%?").Length;
            var known = Enumerable.Range(1, Math.Min(16, text.Length - start)).LastOrDefault(length => vocabulary.Contains(text.Substring(start, length)));
            words.Add(text.Substring(start, Math.Max(1, Math.Max(foreign, known))));
        }

        return string.Join(' ', words);
    }

    static ChineseSegmenterModel Sentences(params string[] rows) => new ChineseSegmenter { LongestWord = 64 }.Fit(Table.Of("words", rows));

    static string Cut(ChineseSegmenterModel model, string text) => model.Transform(Table.Of("text", text)).Values<string>("tokens")[0];
}
