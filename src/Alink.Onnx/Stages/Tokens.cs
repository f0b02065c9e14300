using System.Text;
using Alink.Text;

namespace Alink.Onnx;

/// <summary>Stages that make tokens of texts, or of other tokens.</summary>
static class Tokens
{
    /// <summary>How many letters are replaced together: a graph within a graph is slow to open where it is long.</summary>
    const int LettersTogether = 32;

    /// <summary>How many stop words stand in one regular expression.</summary>
    const int StopWordsTogether = 256;

    /// <summary>The most tokens that are joined into one; each takes operators of its own.</summary>
    const int MostJoined = 64;

    public static void Add(Converters all)
    {
        all.Add<Tokenizer>((stage, rows) =>
        {
            var text = rows.Read(stage.Text.Name);
            rows.Write(stage.Output.Name, Words(stage.Lowercase ? Small(text, stage.Text.Name) : text).ToText());
        });
        all.Add<StopWordsRemover>((stage, rows) =>
        {
            var words = rows.Read(stage.Tokens.Name).ToWords();
            rows.Write(stage.Output.Name, IsStopWord(words, stage).Then(words.Text(""), words).Gathered().ToText());
        });
        all.Add<NGram>((stage, rows) =>
        {
            var grams = Grams(rows.Read(stage.Tokens.Name).ToWords(), stage);
            rows.Write(stage.Output.Name, grams[0].Beside(grams.AsSpan(1)).Gathered().ToText());
        });
    }

    /// <summary>Texts in small letters. An operator makes those of A to Z, other capitals that are frequent are replaced one by one, and rare ones refused.</summary>
    static Value Small(Value text, string column)
    {
        var others = Letters.Capitals.Where(letter => !letter.IsAscii).ToLookup(IsFrequent);
        var isRare = !text.Matches($"[^{Letters.Set(others[false])}]*");
        text = text.Unless(isRare, $"column {column} holds a capital letter that no operator makes small").Lower();
        return others[true].Chunk(LettersTogether).Aggregate(text, (made, letters) => Replaced(
            made, letters, letter => Rune.ToLowerInvariant(letter).ToString()));
    }

    /// <summary>Whether it is a letter of Latin-1, Latin Extended-A, Greek, or the first of Cyrillic: each one makes files longer, and slower to open.</summary>
    static bool IsFrequent(Rune letter) => letter.Value is <= 0x17F or (>= 0x386 and <= 0x42F);

    /// <summary>The words of texts with white space of any kind between two.</summary>
    static Value Words(Value text)
    {
        var others = Letters.WhiteSpace.Where(space => space.Value != ' ').ToArray();
        return Replaced(text, others, _ => " ").ToWords();
    }

    /// <summary>The texts with others in the place of some characters, if any of them has one.</summary>
    static Value Replaced(Value text, Rune[] characters, Func<Rune, string> other) => text.WhereAny(
        !text.Matches($"[^{Letters.Set(characters)}]*"),
        inner => characters.Aggregate(inner, (made, character) => made.Replaced(character.ToString(), other(character))));

    static Value IsStopWord(Value words, StopWordsRemover stage)
    {
        string[] stopWords = [.. StopWords.Of(stage.Language).Concat(stage.Words).Where(word => word.Length > 0).Distinct()];
        if (stopWords.Length == 0)
        {
            return !words.Is(words);
        }

        var isTurkish = stage.Language == StopWordLanguage.Turkish;
        return stage.CaseSensitive ? words.PlaceAmong([.. stopWords]) >= 0 : stopWords.Chunk(StopWordsTogether)
            .Select(some => words.Matches(string.Join('|', some.Select(word => Letters.InAnyCase(word, isTurkish)))))
            .Aggregate((left, right) => left | right);
    }

    /// <summary>From the shortest on, the texts of each length that begin at each word; where too few words follow, none.</summary>
    static Value[] Grams(Value words, NGram stage)
    {
        if (stage.N > MostJoined)
        {
            throw new OnnxExportException($"it joins {stage.N} tokens, and a file takes {MostJoined}");
        }

        var graph = words.Graph;
        var followed = words.Beside(words.Text("").Filling(words.RowCount(), graph.Constant(new[] { stage.N - 1L }, 1)));
        var (gram, grams) = (words, new Value[stage.N]);
        for (var length = 1; length <= stage.N; length++)
        {
            var end = length == stage.N ? long.MaxValue : length - stage.N;
            var last = followed.Slice(graph.Constant(new[] { length - 1L }, 1), graph.Constant(new[] { end }, 1));
            gram = length == 1 ? last : gram + last.Text("_") + last;
            grams[length - 1] = last.Is("").Then(last, gram);
        }

        return grams[(Math.Min(stage.Shortest ?? stage.N, stage.N) - 1)..];
    }
}
