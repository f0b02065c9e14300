namespace Alink.Benchmarks.Data;

/// <summary>Documents as sparse counts of words that follow Zipf's law; a few words of each document are of its class.</summary>
sealed class WordCounts
{
    /// <summary>The documents of the full training set.</summary>
    public const int FullCount = 200_000;

    WordCounts(int width, int classes, int[] classOf, int[] offsets, int[] words, double[] counts) =>
        (Width, Classes, Class, Offsets, Words, Counts) = (width, classes, classOf, offsets, words, counts);

    /// <summary>The number of documents.</summary>
    public int Count => Class.Length;

    /// <summary>The number of words that there are.</summary>
    public int Width { get; }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>The class of each document, from 0; shape: documents.</summary>
    public int[] Class { get; }

    /// <summary>Where each document begins in <see cref="Words"/>, and where the last one ends; shape: documents + 1.</summary>
    public int[] Offsets { get; }

    /// <summary>The words of each document in ascending order; shape: stored counts.</summary>
    public int[] Words { get; }

    /// <summary>How often each word stands in its document; shape: stored counts.</summary>
    public double[] Counts { get; }

    /// <summary>The documents as a table of "features" and "label", over the same memory.</summary>
    public Table ToTable() => new(
        new Schema(new Field("features", DataType.Vector) { VectorLength = Width }, new Field("label", DataType.Int32)),
        [new VectorColumn(Width, Offsets, Words, Counts), new FixedColumn<int>(Class)]);

    /// <summary>The documents to learn from.</summary>
    public static WordCounts Train(int count) => Draw(count, seed: 23);

    /// <summary>20,000 documents to be judged by.</summary>
    public static WordCounts Test() => Draw(20_000, seed: 24);

    /// <summary>Draws documents of 20 to 180 words.</summary>
    static WordCounts Draw(int count, ulong seed, int width = 50_000, int classes = 20)
    {
        var random = new SeededRandom(seed);
        var (classOf, offsets, words, counts) = (new int[count], new int[count + 1], new List<int>(), new List<double>());
        var document = new int[180];
        for (var i = 0; i < count; i++)
        {
            classOf[i] = random.Below(classes);
            var length = 20 + random.Below(161);
            for (var t = 0; t < length; t++)
            {
                // The log-uniform rank is Zipf's law; a class's own words are the same ranks in another order.
                var rank = (int)Math.Exp(random.Uniform() * Math.Log(width));
                document[t] = random.Uniform() < 0.05 ? (int)((rank + ((long)classOf[i] * 2477)) * 7919 % width) : rank;
            }

            document.AsSpan(0, length).Sort();
            for (var t = 0; t < length; t++)
            {
                if (t > 0 && document[t] == document[t - 1])
                {
                    counts[^1]++;
                }
                else
                {
                    words.Add(document[t]);
                    counts.Add(1);
                }
            }

            offsets[i + 1] = words.Count;
        }

        return new(width, classes, classOf, offsets, [.. words], [.. counts]);
    }
}
