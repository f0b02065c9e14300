using System.Collections.Immutable;

namespace Alink;

/// <content>Choosing, naming and computing columns.</content>
public sealed partial class Table
{
    /// <summary>The vectors of a column, where each row has one of the given length; else null.</summary>
    /// <remarks>For kernels over columns: where they find null, going row by row tells which row is wrong.</remarks>
    /// <exception cref="SchemaException">The column is missing, or holds no vectors.</exception>
    public VectorColumn? FeatureRows(Column<Vector> column, int length) =>
        Values(column) is VectorColumn { Validity.IsFull: true } rows && rows.Width == length ? rows : null;

    /// <summary>This table without the given columns.</summary>
    /// <exception cref="SchemaException">A column is missing.</exception>
    public Table Drop(params string[] columns)
    {
        var dropped = columns.Select(Schema.IndexOf).ToHashSet();
        return Select([.. Schema.Fields.Where((_, place) => !dropped.Contains(place)).Select(field => field.Name)]);
    }

    /// <summary>This table with one column named anew.</summary>
    /// <exception cref="SchemaException">The column is missing, or the new name is another's.</exception>
    public Table Rename(string from, string to)
    {
        var place = Schema.IndexOf(from);
        return new(new Schema(Schema.Fields.SetItem(place, Schema.Fields[place] with { Name = to })), _columns, RowCount, FirstRow);
    }

    /// <summary>This table with a column computed from each row.</summary>
    /// <param name="column">The column: added, or replaced in its place.</param>
    /// <param name="value">The value of a row; null is a missing value.</param>
    public Table With<T>(Column<T> column, Func<Row, T> value) => With(column, [.. Rows.Select(value)]);

    /// <summary>This table with a column computed from another.</summary>
    /// <param name="column">The column: added, or replaced in its place.</param>
    /// <param name="from">The column it is computed from.</param>
    /// <param name="value">The value for a value.</param>
    /// <exception cref="SchemaException">The column computed from is missing, or of another type.</exception>
    public Table With<TFrom, T>(Column<T> column, Column<TFrom> from, Func<TFrom, T> value)
    {
        var values = Values(from);
        var results = new T[RowCount];
        for (var row = 0; row < results.Length; row++)
        {
            results[row] = value(values[row]);
        }

        return With(column, results);
    }

    /// <summary>The rows of several tables, one after the other.</summary>
    /// <remarks>Vectors of other lengths join by the names of their numbers, where all have names: what one does not name is
    /// 0 there.</remarks>
    /// <exception cref="SchemaException">The tables have other columns, named by the first that differs.</exception>
    public static Table Concat(params IReadOnlyList<Table> tables)
    {
        ArgumentOutOfRangeException.ThrowIfZero(tables.Count, nameof(tables));
        var first = tables[0].Schema;
        foreach (var other in tables)
        {
            Agree(first, other.Schema);
        }

        var fields = first.Fields.ToBuilder();
        var columns = ImmutableArray.CreateBuilder<ColumnData>(fields.Count);
        for (var place = 0; place < fields.Count; place++)
        {
            var parts = tables.Select(table => (table.Schema.Fields[place], table._columns[place])).ToArray();
            fields[place] = Widest(parts);
            if (NamedVectors.Names(parts) is { } names)
            {
                fields[place] = fields[place] with { VectorLength = names.Length, FeatureNames = names };
                columns.Add(NamedVectors.Join(parts, names));
            }
            else
            {
                columns.Add(ColumnData.Concat([.. parts.Select(part => part.Item2)]));
            }
        }

        return new(new Schema(fields.MoveToImmutable()), columns.MoveToImmutable());
    }

    /// <summary>Tables whose rows are put together have the same columns.</summary>
    static void Agree(Schema first, Schema other)
    {
        if (other.Fields.Length != first.Fields.Length)
        {
            throw new SchemaException($"Tables of {first.Fields.Length} and of {other.Fields.Length} columns are not one.");
        }

        foreach (var (field, its) in first.Fields.Zip(other.Fields))
        {
            if (field.Name != its.Name || field.Type != its.Type)
            {
                throw new SchemaException($"A column '{its}' stands where the first table has '{field}'.");
            }
        }
    }

    /// <summary>What is known of a column that stands in several tables: of the first, the
    /// longest vectors, the most levels.</summary>
    static Field Widest((Field Field, ColumnData Data)[] parts)
    {
        var vectors = parts.MaxBy(part => part.Data is VectorColumn column ? column.Width : 0).Field;
        return parts[0].Field with
        {
            IsNullable = Array.Exists(parts, part => part.Field.IsNullable),
            VectorLength = vectors.VectorLength,
            FeatureNames = vectors.FeatureNames,
            Levels = parts.MaxBy(part => part.Field.Levels?.Count ?? -1).Field.Levels,
        };
    }

    /// <summary>The columns of two tables of equally many rows, side by side.</summary>
    /// <exception cref="SchemaException">The tables have other numbers of rows, or a column of one name.</exception>
    public Table Beside(Table other) => other.RowCount == RowCount
        ? new(new Schema([.. Schema.Fields, .. other.Schema.Fields]), _columns.AddRange(other._columns), RowCount, FirstRow)
        : throw new SchemaException($"A table of {other.RowCount} rows does not stand beside one of {RowCount}.");
}
