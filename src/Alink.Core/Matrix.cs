using System.Collections.Immutable;

namespace Alink;

/// <summary>An immutable rectangle of numbers, row by row.</summary>
public sealed class Matrix : IEquatable<Matrix>
{
    readonly ImmutableArray<double> _values;

    /// <summary>A matrix over the given numbers.</summary>
    /// <param name="rows">How many rows; at least 0.</param>
    /// <param name="columns">How many columns; at least 0.</param>
    /// <param name="values">The numbers, row by row; shape: rows × columns.</param>
    /// <exception cref="ArgumentException">There are more or fewer numbers than places.</exception>
    public Matrix(int rows, int columns, ImmutableArray<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (values.Length != (long)rows * columns)
        {
            throw new ArgumentException($"{values.Length} numbers for {rows} × {columns}.", nameof(values));
        }

        (Rows, Columns, _values) = (rows, columns, values);
    }

    /// <summary>How many rows.</summary>
    public int Rows { get; }

    /// <summary>How many columns.</summary>
    public int Columns { get; }

    /// <summary>Every number, row by row; shape: rows × columns.</summary>
    public ReadOnlySpan<double> Values => _values.AsSpan();

    /// <summary>One number.</summary>
    public double this[int row, int column] => Row(row)[column];

    /// <summary>One row; shape: columns.</summary>
    public ReadOnlySpan<double> Row(int row) => Values.Slice(row * Columns, Columns);

    /// <summary>A matrix of the given rows.</summary>
    /// <exception cref="ArgumentException">The rows are not of one length.</exception>
    public static Matrix Of(params IReadOnlyList<double[]> rows)
    {
        var columns = rows.Count == 0 ? 0 : rows[0].Length;
        return rows.All(row => row.Length == columns)
            ? new(rows.Count, columns, [.. rows.SelectMany(row => row)])
            : throw new ArgumentException("The rows are not of one length.", nameof(rows));
    }

    /// <inheritdoc/>
    public bool Equals(Matrix? other) =>
        other is not null && Rows == other.Rows && Columns == other.Columns && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Matrix);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Rows, Columns, _values.IsEmpty ? 0 : _values[0]);

    /// <inheritdoc/>
    public override string ToString() => $"{Rows} × {Columns}";
}
