using System.Runtime.InteropServices;
using System.Text;

namespace Alink.Benchmarks.Data;

/// <summary>Writes the jobs' rows as .npy files, for other libraries to be measured on the same numbers.</summary>
static class NumpyExport
{
    /// <summary>Writes all data sets into a folder, which is made if it is not there.</summary>
    public static void Write(string folder, double scale)
    {
        Directory.CreateDirectory(folder);
        void Array<T>(string name, string type, T[] values, params int[] shape) where T : struct =>
            WriteArray(Path.Combine(folder, name + ".npy"), type, values, shape.Length > 0 ? shape : [values.Length]);

        var dense = DenseRows.Draw((int)(DenseRows.FullCount * scale));
        Array("dense_features", "<f8", dense.Features, dense.Count, dense.Width);
        Array("dense_target", "<f8", dense.Target);
        Array("dense_class", "|b1", dense.Class);

        var clustered = ClusteredRows.Draw((int)(ClusteredRows.FullCount * scale));
        Array("clustered_features", "<f8", clustered.Features, clustered.Count, clustered.Width);
        Array("clustered_seeds", "<f8", clustered.Seeds(64), 64, clustered.Width);

        foreach (var (name, words) in new[]
        {
            ("train", WordCounts.Train((int)(WordCounts.FullCount * scale))), ("test", WordCounts.Test()),
        })
        {
            Array($"words_{name}_class", "<i4", words.Class);
            Array($"words_{name}_offsets", "<i4", words.Offsets);
            Array($"words_{name}_indices", "<i4", words.Words);
            Array($"words_{name}_counts", "<f8", words.Counts);
        }
    }

    /// <summary>NumPy's format 1.0: magic, the header padded to a multiple of 64 bytes, the values.</summary>
    static void WriteArray<T>(string path, string type, T[] values, int[] shape)
        where T : struct
    {
        var header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({string.Join(", ", shape)},), }}";
        header = header.PadRight(((header.Length + 11 + 63) / 64 * 64) - 11) + '\n';
        using var file = File.Create(path);
        file.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. Encoding.ASCII.GetBytes(header)]);
        for (var start = 0; start < values.Length; start += 1 << 20)
        {
            file.Write(MemoryMarshal.AsBytes(values.AsSpan(start, Math.Min(1 << 20, values.Length - start))));
        }
    }
}
