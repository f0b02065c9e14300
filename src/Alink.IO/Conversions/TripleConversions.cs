using System.Collections.Immutable;

namespace Alink.IO;

/// <summary>Values of several columns as triples of row, column and value, and back.</summary>
public static class TripleConversions
{
    /// <summary>
    /// One row for each value that is not missing: the number of its row, from 0, the name of its column, and its text.
    /// </summary>
    /// <param name="table">The rows.</param>
    /// <param name="columns">The columns, in the order of the triples of a row.</param>
    /// <param name="row">The column of row numbers; Int64.</param>
    /// <param name="column">The column of names.</param>
    /// <param name="value">The column of texts.</param>
    /// <exception cref="SchemaException">A column is missing.</exception>
    public static Table ColumnsToTriples(
        this Table table, ImmutableArray<string> columns, string row = "row", string column = "column",
        string value = "value")
    {
        var (rows, names, values) = (
            new FixedColumnBuilder<long>(), new StringColumnBuilder(), new StringColumnBuilder());
        var cell = new CellText();
        for (var i = 0; i < table.RowCount; i++)
        {
            foreach (var name in columns)
            {
                var data = table.Data(name);
                if (!data.IsMissing(i))
                {
                    rows.Append(i);
                    names.Append(name);
                    values.Append(cell.Of(data, i));
                }
            }
        }

        return new(
            new Schema(
                new Field(row, DataType.Int64), new Field(column, DataType.String), new Field(value, DataType.String)),
            [rows.Build(), names.Build(), values.Build()]);
    }

    /// <summary>
    /// The rows that triples tell, in the order in which they first come: the row's key, and the columns of a schema.
    /// </summary>
    /// <param name="triples">Triples of a row's key, the name of a column and the text of a value. Other names are left
    /// out.</param>
    /// <param name="schema">The columns to read, for instance from <see cref="SchemaText.Parse"/>.</param>
    /// <param name="row">The column of keys, of any type but vectors.</param>
    /// <param name="column">The column of names.</param>
    /// <param name="value">The column of texts.</param>
    /// <exception cref="SchemaException">A column is missing, or holds no text.</exception>
    /// <exception cref="RowException">A triple has no key, a value stands twice, or it is not one of its
    /// column.</exception>
    public static Table TriplesToColumns(
        this Table triples, Schema schema, string row = "row", Column<string>? column = null,
        Column<string>? value = null)
    {
        var keys = triples.Data(row);
        var names = (StringColumn)triples.Values(column ?? "column");
        var values = (StringColumn)triples.Values(value ?? "value");
        var places = new Dictionary<object, int>();
        var firsts = new List<int>();
        var triplesOf = new List<int[]>();
        for (var i = 0; i < triples.RowCount; i++)
        {
            var key = keys.Boxed(i) ?? throw CellColumns.Wrong(row, i, "there is no key.", default);
            if (!places.TryGetValue(key, out var place))
            {
                places[key] = place = firsts.Count;
                firsts.Add(i);
                var none = new int[schema.Fields.Length];
                Array.Fill(none, -1);
                triplesOf.Add(none);
            }

            var name = names[i];
            if (name is not null && schema.Has(name))
            {
                ref var triple = ref triplesOf[place][schema.IndexOf(name)];
                triple = triple < 0 ? i
                    : throw CellColumns.Wrong(
                        (column ?? "column").Name, i, $"'{name}' stands twice for one row.", default);
            }
        }

        var columns = new CellColumns((value ?? "value").Name, schema, firsts.Count);
        for (var place = 0; place < firsts.Count; place++)
        {
            for (var j = 0; j < schema.Fields.Length; j++)
            {
                var triple = triplesOf[place][j];
                if (triple < 0 || values.IsMissing(triple))
                {
                    columns.SetMissing(j, place);
                }
                else
                {
                    columns.Set(j, place, values.Utf8(triple));
                }
            }
        }

        return columns.AddTo(triples.Gather(firsts.ToArray()).Select(row));
    }
}
