using System.Collections.Immutable;
using System.Globalization;
using Alink.Features;
using Alink.Laws;

namespace Alink.Benchmarks.Data;

/// <summary>Rows of vectors of 20 whole numbers, numbers, categories, texts of eight words, times and a label: the columns of the laws' samples.</summary>
static class EveryType
{
    const int Width = 20;

    static readonly string[] Colors = ["red", "green", "blue", "yellow", "violet"];

    static readonly string[] Words = [.. Documents.Draw(100).SelectMany(text => text.Split(' '))];

    /// <summary>Draws the rows.</summary>
    public static Table Draw(int rows)
    {
        var random = new SeededRandom(31);
        var features = new double[rows * Width];
        for (var i = 0; i < features.Length; i++)
        {
            features[i] = random.Below(10) + (i / Width % 2 * (i % 3));
        }

        return Table
            .Of("id", [.. Enumerable.Range(0, rows)])
            .With(
                new Field("features", DataType.Vector)
                {
                    VectorLength = Width,
                    FeatureNames = [.. Enumerable.Range(0, Width).Select(j => j == 2 ? "depth" : string.Create(CultureInfo.InvariantCulture, $"x{j}"))],
                },
                new VectorColumn(rows, Width, features))
            .With("label", [.. Enumerable.Range(0, rows).Select(i => i % 2)])
            .With("weight", Drawn(rows, () => 1 + random.Uniform()))
            .With("color", Drawn(rows, () => Colors[random.Below(Colors.Length)]))
            .With("size", Drawn(rows, () => random.Below(3)))
            .With("text", Drawn(rows, () => string.Join(' ', Drawn(8, () => Words[random.Below(Words.Length)]))))
            .With("score", Drawn<double?>(rows, () => random.Uniform() is var score && score < 0.05 ? null : score))
            .With("when", Drawn(rows, () => DateTimeOffset.UnixEpoch.AddSeconds(random.Below(int.MaxValue))));
    }

    /// <summary>The stage with options that go with vectors of this length.</summary>
    public static Stage Fitting(Stage stage) => stage.Name switch
    {
        nameof(ElementwiseProduct) => stage.With("Factors", Enumerable.Range(0, Width).Select(j => j - 0.5).ToImmutableArray()),
        nameof(VectorSizeHint) => stage.With("Size", Width),
        nameof(Text.ChineseSegmenter) => stage.With("Words", (Column<string>)"words"),
        _ => stage,
    };

    /// <summary>The rows with texts that the stage can read: Chinese ones have words of one to four of 500 characters, which
    /// are parted in a column of their own.</summary>
    public static Table Readable(Stage stage, Table rows)
    {
        if (stage.Name != nameof(Text.ChineseSegmenter))
        {
            return rows;
        }

        var random = new SeededRandom(37);
        var words = Drawn(3000, () => string.Concat(Drawn(1 + random.Below(2) + random.Below(3), () => (char)('\u4E00' + random.Below(500)))));
        var texts = Drawn(rows.RowCount, () => string.Join(' ', Drawn(8, () => words[random.Below(words.Length)])));
        return rows.With("words", texts).With("text", Array.ConvertAll(texts, text => text.Replace(" ", "", StringComparison.Ordinal)));
    }

    static T[] Drawn<T>(int count, Func<T> draw) => [.. Enumerable.Range(0, count).Select(_ => draw())];
}
