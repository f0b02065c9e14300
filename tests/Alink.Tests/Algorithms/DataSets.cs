using System.Globalization;
using Alink.Tests.Architecture;

namespace Alink.Tests.Algorithms;

/// <summary>The data sets of numbers and one label, as rows.</summary>
static class DataSets
{
    /// <summary>Every row: the last column is the label, the others are the features.</summary>
    public static Table Read(string path)
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "datasets", path));
        var rows = lines.Skip(1).Select(line => line.Split(',')).ToArray();
        var vectors = rows.Select(row => (Vector)Array.ConvertAll(row[..^1], number => double.Parse(number, CultureInfo.InvariantCulture)));
        return Table.Of<Vector>("features", [.. vectors]).With("label", [.. rows.Select(row => row[^1])]);
    }

    /// <summary>The split of the reference numbers: every fifth row is for testing.</summary>
    public static (Table Train, Table Test) Split(this Table rows)
    {
        var places = Enumerable.Range(0, rows.RowCount).ToArray();
        return (rows.Gather([.. places.Where(i => i % 5 != 4)]), rows.Gather([.. places.Where(i => i % 5 == 4)]));
    }

    /// <summary>The same rows, stored sparse.</summary>
    public static Table Sparse(this Table rows) => rows.With("features", [.. rows.Values<Vector>("features").ToArray().Select(row =>
    {
        int[] stored = [.. Enumerable.Range(0, row.Length).Where(j => row[j] != 0)];
        return Vector.Sparse(row.Length, stored, Array.ConvertAll(stored, j => row[j]));
    })]);

    /// <summary>The part of the rows whose prediction is the label.</summary>
    public static double Accuracy(this ITransformer model, Table test)
    {
        var predictions = model.Transform(test).Values<string>("prediction").ToArray();
        return predictions.Zip(test.Values<string>("label").ToArray()).Average(pair => pair.First == pair.Second ? 1.0 : 0.0);
    }

    /// <summary>What a fold makes of the rows in batches of a given size.</summary>
    public static TState Fold<TState>(this IFold<TState> fold, Table rows, int batch) =>
        rows.Batches(batch).Aggregate(fold.Start(rows.Schema), fold.Update);
}
