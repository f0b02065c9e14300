using System.Globalization;
using System.Text.Json;
using Alink.Tests.Architecture;

namespace Alink.Tests.Algorithms;

/// <summary>A theory on data sets that lie beside the repository, and not in it; skipped, and said so, in a clone.</summary>
public sealed class SharedTheoryAttribute : TheoryAttribute
{
    /// <summary>Looks for the folder.</summary>
    public SharedTheoryAttribute() =>
        Skip = Directory.Exists(SharedSets.Folder) ? null! : "The folder shared/datasets does not lie beside the repository.";
}

/// <summary>A test on such data sets.</summary>
public sealed class SharedFactAttribute : FactAttribute
{
    /// <summary>Looks for the folder.</summary>
    public SharedFactAttribute() => Skip = new SharedTheoryAttribute().Skip;
}

/// <summary>Streams of labelled rows, in the order of their files, and what reference programs make of them.</summary>
static class SharedSets
{
    public static readonly string Folder = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "datasets"));

    public static Table Read(string set) => set switch
    {
        "elec2-stream" => Elec2(),
        "adult-census" => Adult(),
        "open-bandit-ctr" => OpenBandit(),
        _ => throw new ArgumentOutOfRangeException(nameof(set), set, "There is no such set."),
    };

    /// <summary>A number of progressive validation, of six digits.</summary>
    public static double Reference(string set, string learner, string number)
    {
        using var reference = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, set, "reference.json")));
        var root = reference.RootElement;
        var all = root.TryGetProperty("stream_in_file_order", out var stream) ? stream : root;
        return all.GetProperty("progressive_validation").GetProperty(learner).GetProperty(number).GetDouble();
    }

    /// <summary>Log loss, accuracy and area under the curve of probabilities of "1" that were told before the label was.</summary>
    public static (double LogLoss, double Accuracy, double Auc) Score(Table predicted)
    {
        var p = predicted.Values<Vector>("probabilities").ToArray().Select(pair => pair[1]).ToArray();
        var y = predicted.Values<string>("label").ToArray().Select(label => label == "1").ToArray();
        var losses = p.Zip(y, (p, y) => -Math.Log(Math.Clamp(y ? p : 1 - p, 1e-15, 1 - 1e-15)));
        var right = p.Zip(y, (p, y) => p >= 0.5 == y ? 1.0 : 0);
        return (losses.Average(), right.Average(), Auc(p, y));
    }

    static double Auc(double[] p, bool[] y)
    {
        var ranks = 0.0;
        var before = 0;
        foreach (var tied in p.Zip(y).GroupBy(one => one.First).OrderBy(group => group.Key))
        {
            ranks += tied.Count(one => one.Second) * (before + ((tied.Count() + 1) / 2.0));
            before += tied.Count();
        }

        double ones = y.Count(one => one), zeros = y.Length - ones;
        return (ranks - (ones * (ones + 1) / 2)) / (ones * zeros);
    }

    static Table Elec2()
    {
        var rows = Rows("elec2-stream/elec2.csv").ToArray();
        var vectors = rows.Select(row => (Vector)Array.ConvertAll(row[..^1], number => double.Parse(number, CultureInfo.InvariantCulture)));
        return Labelled([.. vectors], [.. rows.Select(row => row[^1] == "1")]);
    }

    static Table Adult()
    {
        var rows = Rows("adult-census/adult.csv").ToArray();
        return OneHot(
            rows.Select(row => (string[])
            [
                Binned(row[0], 5), Binned(row[12], 5), Binned(row[10], 2500), Binned(row[11], 500),
                row[1], row[3], row[5], row[6], row[7], row[8], row[9], row[13],
            ]),
            [.. rows.Select(row => row[^1] == ">50K")]);

        static string Binned(string number, int width) => $"{int.Parse(number, CultureInfo.InvariantCulture) / width}";
    }

    static Table OpenBandit()
    {
        var rows = Rows("open-bandit-ctr/open_bandit_men.csv").ToArray();
        return OneHot(
            rows.Select(row => (string[])[row[0][11..13], row[1], row[2], row[3], row[6], row[7], row[8], row[9], .. row[11..14]]),
            [.. rows.Select(row => row[4] == "1")]);
    }

    /// <summary>A feature for each value of each column, numbered in the order of their appearance.</summary>
    static Table OneHot(IEnumerable<string[]> rows, bool[] labels)
    {
        var numbers = new Dictionary<(int, string), int>();
        var places = rows.Select(row => row.Select((value, column) =>
        {
            numbers.TryAdd((column, value), numbers.Count);
            return numbers[(column, value)];
        }).Order().ToArray()).ToArray();
        return Labelled(
            [.. places.Select(row => Vector.Sparse(numbers.Count, row, Array.ConvertAll(row, _ => 1.0)))], labels);
    }

    static Table Labelled(Vector[] vectors, bool[] labels) =>
        Table.Of("features", vectors).With("label", Array.ConvertAll(labels, label => label ? "1" : "0"));

    static IEnumerable<string[]> Rows(string file) =>
        File.ReadLines(Path.Combine(Folder, file)).Skip(1).Select(line => line.Split(','));
}
