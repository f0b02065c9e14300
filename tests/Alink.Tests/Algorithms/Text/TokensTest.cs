using Alink.Runtime;
using Alink.Text;

namespace Alink.Tests.Algorithms;

/// <summary>The stages that make tokens out of texts, and of tokens.</summary>
public class TokensTest
{
    static readonly string?[] Texts =
    [
        "The quick  Fox", "", " \t\r\n ", " leading and trailing ", null, "Straße\u00a0ÄRGER\u2003x", "Ⱥ is longer when small", "K",
        "a", new string('X', 200) + " y", "日本語 テキスト", "one\u0085two",
    ];

    [Theory] // By hand; the last three: U+00A0 and U+2003 are white space, Ⱥ has two bytes and ⱥ three, the Kelvin sign's small letter is k.
    [InlineData("The quick  Fox", "the quick fox")]
    [InlineData(" \t\n one\r\ntwo ", "one two")]
    [InlineData("", "")]
    [InlineData("Straße\u00a0ÄRGER\u2003x", "straße ärger x")]
    [InlineData("Ⱥ Ⱥ", "ⱥ ⱥ")]
    [InlineData("\u212a", "k")]
    public void Texts_are_cut_at_white_space_in_small_letters(string text, string tokens) =>
        Assert.Equal(tokens, Of(new Tokenizer(), text));

    [Fact]
    public void Tokens_end_at_every_space_however_long_the_row_is()
    {
        var keep = new StopWordsRemover { Tokens = "text", Language = StopWordLanguage.None, Words = ["none"] };
        for (var length = 1; length < 200; length++)
        {
            var row = new string([.. Enumerable.Range(0, length).Select(i => i * i % 7 < 2 || i % 31 == 3 ? ' ' : (char)('a' + (i % 26)))]);

            Assert.Equal(string.Join(' ', row.Split(' ', StringSplitOptions.RemoveEmptyEntries)), Of(keep, row));
        }
    }

    [Fact]
    public void Capitals_stay_if_asked_for() =>
        Assert.Equal("The Ärger", Of(new Tokenizer { Lowercase = false }, "\tThe  Ärger"));

    [Theory] // The first three rows are those that Spark's RegexTokenizerSuite cuts.
    [InlineData(@"\w+|\p{P}", false, 1, "Test for tokenization.", "test for tokenization .")]
    [InlineData(@"\w+|\p{P}", false, 3, "Te,st. punct", "punct")]
    [InlineData(@"\s+", true, 1, "Te,st.  punct", "te,st. punct")]
    [InlineData(@",\s*", true, 1, ", New York, Oslo,", "new_york oslo")]
    [InlineData(@"\b\w\w+\b", false, 1, "Don't I naïvely go?", "don naïvely go")]
    [InlineData("", true, 1, "ab c", "a b _ c")]
    public void Patterns_match_tokens_or_what_lies_between(string pattern, bool gaps, int minimum, string text, string tokens) =>
        Assert.Equal(tokens, Of(new RegexTokenizer { Pattern = pattern, Gaps = gaps, MinTokenLength = minimum }, text));

    [Theory] // The first is slow for who backtracks, so that it would not end; the last two would need to, or too much memory.
    [InlineData("(a+)+$", true)]
    [InlineData(@"(\w+)\1", false)]
    [InlineData("(((x{100}){100}){100}){100}", false)]
    public void Hostile_patterns_are_quick_or_refused(string pattern, bool isTaken)
    {
        if (isTaken)
        {
            var text = new string('a', 50_000) + "!";
            Assert.Equal(text, Of(new RegexTokenizer { Pattern = pattern }, text));
        }
        else
        {
            Assert.Contains("Pattern must be", Assert.Throws<ArgumentOutOfRangeException>(() => new RegexTokenizer { Pattern = pattern }).Message);
        }
    }

    [Theory]
    [InlineData("The fox ISN'T in THE house", "fox house")]
    [InlineData("of", "")]
    [InlineData("Ärger über the K", "Ärger K")]
    public void Stop_words_are_left_out_in_any_capitals(string tokens, string left)
    {
        var remover = new StopWordsRemover { Words = ["Über"] };

        Assert.Equal(left, Of(remover with { Tokens = "text" }, tokens));
    }

    [Fact]
    public void Stop_words_may_be_those_given_alone_and_in_their_capitals() => Assert.Equal(
        "the fox in the house",
        Of(new StopWordsRemover { Tokens = "text", Language = StopWordLanguage.None, Words = ["The"], CaseSensitive = true }, "The the fox in the house"));

    [Theory]
    [InlineData(StopWordLanguage.Chinese, "我 在 北京 的 大学 学习", "北京 大学 学习")]
    [InlineData(StopWordLanguage.Danish, "Hunden er i huset og sover", "Hunden huset sover")]
    [InlineData(StopWordLanguage.Dutch, "De hond slaapt niet in het huis", "hond slaapt huis")]
    [InlineData(StopWordLanguage.English, "The dog isn't in its house", "dog house")]
    [InlineData(StopWordLanguage.Finnish, "Koira ei ole talossa mutta nukkuu", "Koira talossa nukkuu")]
    [InlineData(StopWordLanguage.French, "Le chien dort dans sa maison où il est à l aise", "chien dort maison aise")]
    [InlineData(StopWordLanguage.German, "Der Hund schläft über dem Haus", "Hund schläft Haus")]
    [InlineData(StopWordLanguage.Hungarian, "A kutya nem alszik és ő sem", "kutya alszik")]
    [InlineData(StopWordLanguage.Italian, "Il cane dorme nella casa perché è stanco", "cane dorme casa stanco")]
    [InlineData(StopWordLanguage.Norwegian, "Hunden er ikke i huset", "Hunden huset")]
    [InlineData(StopWordLanguage.Portuguese, "O cão não dorme na casa", "cão dorme casa")]
    [InlineData(StopWordLanguage.Russian, "Собака не спит в доме, ОНА ЖЕ там", "Собака спит доме,")]
    [InlineData(StopWordLanguage.Spanish, "El perro está en la casa también", "perro casa")]
    [InlineData(StopWordLanguage.Swedish, "Hunden är inte på gården", "Hunden gården")]
    [InlineData(StopWordLanguage.Turkish, "Köpek bu evde uyuyor ve çok mutlu değil", "Köpek evde uyuyor mutlu")]
    [InlineData(StopWordLanguage.Turkish, "İÇİN ILE HIÇ hiç gibi GİBİ Iğdır", "ILE HIÇ Iğdır")]
    [InlineData(StopWordLanguage.None, "the der le", "the der le")]
    public void Each_language_has_its_stop_words(StopWordLanguage language, string tokens, string left) =>
        Assert.Equal(left, Of(new StopWordsRemover { Tokens = "text", Language = language }, tokens));

    [Fact]
    public void Stop_words_are_distinct_and_small() => Assert.All(Enum.GetValues<StopWordLanguage>()[1..], language =>
    {
        var words = StopWords.Of(language);

        Assert.InRange(words.Length, 150, 400);
        Assert.Equal(words.Distinct(), words);
        Assert.All(words, word => Assert.Equal(word.ToLowerInvariant().Normalize(), word));
    });

    [Fact]
    public void Another_language_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => StopWords.Of((StopWordLanguage)99));

    [Fact]
    public void A_language_that_is_misspelt_in_a_file_is_corrected() => Assert.Contains(
        "it was 'Frensh'. Did you mean 'French'?", Assert.Throws<DataFormatException>(() => PipelineFile.Parse(
            """{ "stages": [{ "kind": "StopWordsRemover", "language": "Frensh" }] }""", new Catalog(typeof(StopWordsRemover)))).Message);

    [Theory]
    [InlineData(2, null, "a b c d", "a_b b_c c_d")]
    [InlineData(3, null, "a b c d", "a_b_c b_c_d")]
    [InlineData(5, null, "a b c d", "")]
    [InlineData(1, null, "a b", "a b")]
    [InlineData(3, 1, "a b", "a b a_b")]
    [InlineData(2, 1, " a   b", "a b a_b")]
    public void Neighbouring_tokens_are_joined(int n, int? shortest, string tokens, string joined) =>
        Assert.Equal(joined, Of(new NGram { Tokens = "text", N = n, Shortest = shortest }, tokens));

    [Fact]
    public void A_token_of_any_length_is_found_in_a_row_of_any_length()
    {
        var random = new Random(3);
        for (var trial = 0; trial < 300; trial++)
        {
            var tokens = Enumerable.Range(0, random.Next(30)).Select(_ => new string('x', random.Next(1, 40))).ToArray();
            var row = string.Join(new string(' ', random.Next(1, 3)), tokens);

            Assert.Equal(string.Join(' ', tokens), Of(new NGram { Tokens = "text", N = 1 }, row));
        }
    }

    [Fact]
    public void Terms_that_differ_in_any_place_are_other_terms()
    {
        var random = new Random(4);
        var terms = Enumerable.Range(0, 20_000).Select(_ => Term()).ToHashSet();
        var removed = terms.Where((_, i) => i % 2 == 0).ToHashSet();
        var remover = new StopWordsRemover { Tokens = "text", Language = StopWordLanguage.None, Words = [.. removed] };

        Assert.True(terms.Count > 1000);
        Assert.Equal(string.Join(' ', terms.Except(removed)), Of(remover, string.Join(' ', terms)));

        // Of every length up to 20, from two letters of which one is rare.
        string Term() => string.Concat(Enumerable.Range(0, random.Next(1, 21)).Select(_ => "ab"[random.Next(10) / 9]));
    }

    public static TheoryData<TokenTransformer> Stages =>
    [
        new Tokenizer(), new Tokenizer { Lowercase = false }, new RegexTokenizer(), new StopWordsRemover { Tokens = "text" },
        new NGram { Tokens = "text", Shortest = 1 },
    ];

    [Theory, MemberData(nameof(Stages))]
    public void A_table_is_cut_as_its_rows_are(TokenTransformer stage)
    {
        var rows = Table.Of("text", Texts);
        var codes = Enumerable.Range(0, Texts.Length).ToArray();
        var coded = rows.With(
            rows.Schema["text"], new StringColumn(codes, StringColumn.Of(Texts), rows.Data("text").Validity));

        var simple = RowTransform.Run(stage, rows);

        Assert.Equal(StateCodec.Write(simple), StateCodec.Write(stage.Transform(rows)));
        Assert.Equal(simple.Values<string>("tokens").ToArray(), stage.Transform(coded).Values<string>("tokens").ToArray());
        Assert.Equal(simple.Values<string>("tokens").ToArray()[3..7], stage.Transform(rows.Slice(3, 4)).Values<string>("tokens").ToArray());
        Assert.Null(simple.Values<string>("tokens")[4]);
    }

    static string Of(TokenTransformer stage, string text) => stage.Transform(Table.Of("text", text)).Values<string>("tokens")[0];

    [Fact]
    public void Stop_words_are_those_whose_small_letters_are()
    {
        var random = new Random(4);
        string[] alphabet = ["a", "B", "k", "K", "\u212A", "İ", "i", "é", "É", "1", "'"];
        string[] stops = [.. Enumerable.Range(0, 300).Select(_ => Any())];
        var tokens = Enumerable.Range(0, 5000).Select(_ => Any()).ToArray();
        var remover = new StopWordsRemover { Tokens = "text", Language = StopWordLanguage.None, Words = [.. stops] };
        var small = stops.Select(Small).ToHashSet();

        Assert.Equal(string.Join(' ', tokens.Where(token => !small.Contains(Small(token)))), Of(remover, string.Join(' ', tokens)));
        Assert.All(tokens, token => Assert.Equal(small.Contains(Small(token)) ? "" : token, Of(remover, token)));
        Assert.All(tokens, token => Assert.Equal(stops.Contains(token) ? "" : token, Of(remover with { CaseSensitive = true }, token)));

        string Any() => string.Concat(Enumerable.Range(0, 1 + random.Next(3)).Select(_ => alphabet[random.Next(alphabet.Length)]));
        static string Small(string token) => string.Concat(token.EnumerateRunes().Select(System.Text.Rune.ToLowerInvariant));
    }
}
