using System.Text;

namespace Alink.Benchmarks.Data;

/// <summary>Texts of words that follow Zipf's law, some with a capital or a full stop.</summary>
static class Documents
{
    /// <summary>The documents of the full set.</summary>
    public const int FullCount = 200_000;

    /// <summary>Draws texts of 20 to 180 words, one space between two.</summary>
    public static string[] Draw(int count, ulong seed = 29, int vocabulary = 50_000)
    {
        var random = new SeededRandom(seed);
        var words = Enumerable.Range(0, vocabulary).Select(_ => Word(ref random)).ToArray();
        var documents = new string[count];
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            var length = 20 + random.Below(161);
            for (var t = 0; t < length; t++)
            {
                // The log-uniform rank is Zipf's law.
                var word = words[(int)Math.Exp(random.Uniform() * Math.Log(vocabulary))];
                var chance = random.Below(20);
                text.Append(t == 0 ? "" : " ");
                text.Append(chance == 0 ? char.ToUpperInvariant(word[0]) : word[0]).Append(word, 1, word.Length - 1).Append(chance == 1 ? "." : "");
            }

            documents[i] = text.ToString();
            text.Clear();
        }

        return documents;
    }

    static string Word(ref SeededRandom random)
    {
        var letters = new char[2 + random.Below(5) + random.Below(6)];
        for (var i = 0; i < letters.Length; i++)
        {
            letters[i] = (char)('a' + random.Below(26));
        }

        return new(letters);
    }
}
