using System.Runtime.InteropServices;
using Alink.Numerics;

namespace Alink.Similarity;

/// <summary>Rows by the buckets of a <see cref="LocalitySensitiveHash"/>: finds near rows, and misses some of them.</summary>
/// <remarks>Only rows that agree with the one sought in all hashes of a table are compared with it. For one thread at a time.</remarks>
public sealed class LshIndex
{
    readonly LocalitySensitiveHash _lsh;
    readonly Table _rows;
    readonly VectorColumn _vectors;
    readonly Action<Vector, Span<double>> _hash;
    readonly double[] _hashes;
    readonly Dictionary<ulong, List<int>>[] _buckets;

    /// <summary>The number of the search that last came to a row.</summary>
    readonly int[] _seen;
    int _search;

    internal LshIndex(LocalitySensitiveHash lsh, Table rows)
    {
        (_lsh, _rows) = (lsh, rows);
        _vectors = (VectorColumn)rows.Values(lsh.Features);
        _hash = lsh.Hash(_vectors.Width);
        _hashes = new double[lsh.Tables * lsh.HashesPerTable];
        _seen = new int[rows.RowCount];
        _buckets = [.. Enumerable.Range(0, lsh.Tables).Select(_ => new Dictionary<ulong, List<int>>())];
        for (var row = 0; row < rows.RowCount; row++)
        {
            if (_vectors.IsMissing(row))
            {
                continue;
            }

            _hash(_vectors[row], _hashes);
            for (var table = 0; table < _buckets.Length; table++)
            {
                ref var bucket = ref CollectionsMarshal.GetValueRefOrAddDefault(_buckets[table], KeyOf(table), out _);
                (bucket ??= []).Add(row);
            }
        }
    }

    /// <summary>The nearest of the rows that meet a vector.</summary>
    /// <param name="key">The vector, of the rows' length.</param>
    /// <param name="count">How many are sought; at least 1. Fewer come where fewer meet it.</param>
    /// <returns>The rows, the nearest first, of equals the first, with their <c>distance</c>.</returns>
    public Table Nearest(Vector key, int count)
    {
        Require.AtLeast(1, count);
        var near = Meeting(key).Select(row => (row, distance: _lsh.Distance(key, _vectors[row])))
            .OrderBy(one => one.distance).ThenBy(one => one.row).Take(count).ToArray();
        return _rows.Gather(Array.ConvertAll(near, one => one.row)).With("distance", Array.ConvertAll(near, one => one.distance));
    }

    /// <summary>The pairs of rows that meet and are nearer than a distance.</summary>
    /// <param name="others">The rows to find neighbours of; may be the indexed ones, where each row meets itself too.</param>
    /// <param name="within">Their distance is below this.</param>
    /// <returns>
    /// A table of pairs, in the order of the rows: <c>row</c> of <paramref name="others"/>, <c>neighbor</c> of the indexed rows,
    /// both from 0, and their <c>distance</c>.
    /// </returns>
    public Table Join(Table others, double within)
    {
        var vectors = others.Values(_lsh.Features);
        var (rows, neighbors, distances) = (new List<int>(), new List<int>(), new List<double>());
        for (var row = 0; row < others.RowCount; row++)
        {
            if (others.Data(_lsh.Features.Name).IsMissing(row))
            {
                continue;
            }

            foreach (var neighbor in Meeting(vectors[row]).Order())
            {
                var distance = _lsh.Distance(vectors[row], _vectors[neighbor]);
                if (distance < within)
                {
                    rows.Add(row);
                    neighbors.Add(neighbor);
                    distances.Add(distance);
                }
            }
        }

        return Table.Of("row", rows.ToArray()).With("neighbor", neighbors.ToArray()).With("distance", distances.ToArray());
    }

    /// <summary>The rows that agree with a vector in a table, each once.</summary>
    List<int> Meeting(Vector key)
    {
        if (key.Length != _vectors.Width)
        {
            throw new ArgumentException($"The vector has length {key.Length}; those that are searched have length {_vectors.Width}.");
        }

        _search++;
        _hash(key, _hashes);
        var meeting = new List<int>();
        for (var table = 0; table < _buckets.Length; table++)
        {
            foreach (var row in CollectionsMarshal.AsSpan(_buckets[table].GetValueOrDefault(KeyOf(table))))
            {
                if (_seen[row] != _search)
                {
                    _seen[row] = _search;
                    meeting.Add(row);
                }
            }
        }

        return meeting;
    }

    /// <summary>The hashes of a table as one number; where two differ and their numbers do not, a far row is looked at in vain.</summary>
    ulong KeyOf(int table) => Hash.Of(_hashes.AsSpan(table * _lsh.HashesPerTable, _lsh.HashesPerTable));
}
