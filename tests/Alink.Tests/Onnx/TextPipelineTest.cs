using Alink.Classification;
using Alink.IO;
using Alink.Onnx;
using Alink.OnnxRuntime;
using Alink.Text;

namespace Alink.Tests.Onnx;

/// <summary>From texts to classes in ONNX Runtime, as here.</summary>
public class TextPipelineTest
{
    static readonly string Glosses = Path.Combine(Architecture.Repository.Root, "datasets", "wordnet-glosses", "glosses.csv");

    [Fact]
    public void Glosses_are_classified_as_they_are_here()
    {
        var all = Csv.Read(Glosses);
        var (training, rows) = (all.Where(row => row.Index % 5 != 4), all.Where(row => row.Index % 5 == 4));
        var model = new Pipeline(
            new Tokenizer { Text = "gloss" },
            new StopWordsRemover(),
            new NGram { Shortest = 1 },
            new TfIdfVectorizer { VocabularySize = 2000 },
            new LogisticRegression { Label = "domain", MaxIterations = 20 }).Fit(training);
        var file = new OnnxModel([], ["tokens", "prediction", "probabilities"], [.. model.ToOnnx(rows.Schema)]);

        var (ours, theirs) = (model.Transform(rows), file.Transform(rows));

        Assert.Equal(ours.Values<string>("tokens").ToArray(), theirs.Values<string>("tokens").ToArray());
        Assert.Equal(ours.Values<string>("prediction").ToArray(), theirs.Values<string>("prediction").ToArray());
        var (left, right) = (ours.Values<Vector>("probabilities"), theirs.Values<Vector>("probabilities"));
        Assert.All(Enumerable.Range(0, rows.RowCount), row => Assert.All(
            Enumerable.Range(0, 6), c => Assert.Equal(left[row][c], right[row][c], 1e-5)));
    }

    [Fact]
    public void Frequent_capitals_have_small_letters_and_rare_ones_are_refused()
    {
        var rows = Table.Of("text", "ÄRGER École ŁÓDŹ ΑΘΗΝΑ Москва Ёлка", "the THE");
        var stage = new Tokenizer();
        var file = new OnnxModel([], [], [.. stage.ToOnnx(rows.Schema)]);

        Assert.Equal(["ärger école łódź αθηνα москва ёлка", "the the"], file.Transform(rows).Values<string>("tokens").ToArray());
        Assert.Contains(
            "Tokenizer: column text holds a capital letter that no operator makes small",
            Assert.Throws<RowException>(() => file.Transform(Table.Of("text", "the", "Ⅷ"))).Message);
    }

    [Fact]
    public void Each_white_space_cuts()
    {
        var spaces = Enumerable.Range(0, char.MaxValue).Select(value => (char)value).Where(char.IsWhiteSpace).ToArray();
        var rows = Table.Of("text", $"{string.Concat(spaces.Select(space => $"a{space}"))}", " a ");
        var file = new OnnxModel([], [], [.. new Tokenizer().ToOnnx(rows.Schema)]);

        Assert.Equal(25, spaces.Length);
        Assert.Equal([string.Join(' ', Enumerable.Repeat("a", 25)), "a"], file.Transform(rows).Values<string>("tokens").ToArray());
    }

    /// <summary>The sign of Kelvin, U+212A, has the small letter k, and ſ, which matches s where case is ignored, is small itself.</summary>
    [Fact]
    public void Stop_words_are_those_of_the_same_small_letters()
    {
        var rows = Table.Of("tokens", "\u212A k K ſ s S X", "ÄB äb ab");
        var stage = new StopWordsRemover { Output = "kept", Language = StopWordLanguage.None, Words = ["K", "s", "äb", "."] };
        var file = new OnnxModel([], [], [.. stage.ToOnnx(rows.Schema)]);

        Assert.Equal(["ſ X", "ab"], stage.Transform(rows).Values<string>("kept").ToArray());
        Assert.Equal(["ſ X", "ab"], file.Transform(rows).Values<string>("kept").ToArray());
    }

    [Fact]
    public void Turkish_stop_words_have_their_own_capitals()
    {
        var rows = Table.Of("tokens", "iz İz Iz ız IZ İZ");
        var stage = new StopWordsRemover { Output = "kept", Language = StopWordLanguage.Turkish, Words = ["iz"] };
        var file = new OnnxModel([], [], [.. stage.ToOnnx(rows.Schema)]);

        Assert.Equal(["Iz ız IZ"], stage.Transform(rows).Values<string>("kept").ToArray());
        Assert.Equal(["Iz ız IZ"], file.Transform(rows).Values<string>("kept").ToArray());
    }

    [Fact]
    public void Tokens_that_may_be_missing_are_refused() => Assert.Contains(
        "column 'text', whose texts may be missing",
        Assert.Throws<OnnxExportException>(() => new Tokenizer().ToOnnx(Table.Of<string?>("text", "a", null).Schema)).Message);

    [Fact]
    public void More_tokens_than_a_file_takes_are_not_joined() => Assert.Contains(
        "it joins 65 tokens, and a file takes 64",
        Assert.Throws<OnnxExportException>(() => new NGram { N = 65 }.ToOnnx(Table.Of("tokens", "a").Schema)).Message);
}
