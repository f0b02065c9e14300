using Alink.Benchmarks.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Alink.Benchmarks.Neighbours;

/// <summary>Rows for ML.NET 5, in the form that costs it least.</summary>
/// <remarks>
/// Each view is cached, and read once here so that the cache is full: what a job times is the trainer alone, on rows already in memory
/// as the single-precision vectors it wants. Threads and everything else are left at ML.NET's defaults.
/// </remarks>
static class MlNet
{
    /// <summary>ML.NET's context; seeded, so far as its threads allow.</summary>
    public static MLContext Context() => new(seed: 1);

    /// <summary>Dense rows with both labels.</summary>
    public static IDataView View(MLContext context, DenseRows rows) => Cached(
        context,
        Enumerable.Range(0, rows.Count).Select(i => new DenseRow
        {
            Features = Narrow(rows.Row(i)),
            Target = (float)rows.Target[i],
            Class = rows.Class[i],
        }),
        rows.Width);

    /// <summary>Dense rows without a label.</summary>
    public static IDataView View(MLContext context, ClusteredRows rows) => Cached(
        context, Enumerable.Range(0, rows.Count).Select(i => new FeatureRow { Features = Narrow(rows.Row(i)) }), rows.Width);

    /// <summary>Sparse rows with the class as a key.</summary>
    public static IDataView View(MLContext context, WordCounts rows) => Cached(
        context, Enumerable.Range(0, rows.Count).Select(i => Sparse(rows, i)), rows.Width);

    /// <summary>Numbers of single precision.</summary>
    public static float[] Narrow(ReadOnlySpan<double> values)
    {
        var narrow = new float[values.Length];
        for (var j = 0; j < narrow.Length; j++)
        {
            narrow[j] = (float)values[j];
        }

        return narrow;
    }

    /// <summary>Numbers of double precision.</summary>
    public static double[] Widen(IEnumerable<float> values) => [.. values.Select(value => (double)value)];

    static SparseRow Sparse(WordCounts rows, int i)
    {
        var stored = rows.Offsets[i]..rows.Offsets[i + 1];
        var counts = Narrow(rows.Counts.AsSpan(stored));
        return new()
        {
            Features = new(rows.Width, counts.Length, counts, rows.Words[stored]),
            Class = (uint)rows.Class[i],
        };
    }

    static IDataView Cached<T>(MLContext context, IEnumerable<T> rows, int width)
        where T : class
    {
        var definition = SchemaDefinition.Create(typeof(T));
        definition["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        var view = context.Data.Cache(context.Data.LoadFromEnumerable(rows, definition));
        using var cursor = view.GetRowCursor(view.Schema);
        while (cursor.MoveNext())
        {
        }

        return view;
    }

    sealed class DenseRow
    {
        public float[] Features { get; set; } = [];

        public float Target { get; set; }

        public bool Class { get; set; }
    }

    sealed class FeatureRow
    {
        public float[] Features { get; set; } = [];
    }

    sealed class SparseRow
    {
        public VBuffer<float> Features { get; set; }

        // Counts from 0 here, and from 1 inside ML.NET.
        [KeyType(20)]
        public uint Class { get; set; }
    }
}
