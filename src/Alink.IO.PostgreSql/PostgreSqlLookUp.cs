using System.Collections.Immutable;
using System.Globalization;
using Npgsql;

namespace Alink.IO;

/// <summary>Adds to each row the columns of a PostgreSQL row, which goes by the row's key.</summary>
/// <remarks>
/// The rows of a request are one query, with an array of keys for each column of the key as its parameters. Values become what
/// the columns to add are, as a cast would make it. A row without a key, or with one that the table has not, gets no values.
/// </remarks>
/// <param name="connection">The connection, as Npgsql has it: <c>Host=…;Database=…;Username=…;Password=…</c>. No message
/// and no log shows it.</param>
/// <param name="table">The table, or schema and table with a point between them.</param>
/// <param name="keys">The columns of the key, of the same names in the rows and in the table; at least one.</param>
/// <param name="fields">The columns of the table to add.</param>
public sealed class PostgreSqlLookUp(string connection, string table, ImmutableArray<string> keys, Schema fields)
    : ILookUp, IAsyncDisposable
{
    readonly PostgreSqlServer _server = new(connection);
    readonly Schema _added = LookedUp.Nullable(fields);

    /// <inheritdoc/>
    public Schema Transform(Schema input)
    {
        ArgumentOutOfRangeException.ThrowIfZero(keys.Length, nameof(keys));
        foreach (var key in keys)
        {
            if (input[key].Type == DataType.Vector)
            {
                throw new SchemaException($"The key '{key}' holds vectors, by which PostgreSQL is not asked.");
            }
        }

        return input.Adding(_added);
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The server does not answer.</exception>
    /// <exception cref="DataFormatException">The table cannot be asked so, or two of its rows have one key.</exception>
    public async Task<Table> AskAsync(Table rows, CancellationToken cancellation)
    {
        var values = new object?[rows.RowCount][];
        await _server.UseAsync($"looking up {rows.RowCount} rows", table, async open =>
        {
            var command = open.Command(Query(rows.Schema), [.. keys.Select(key => Keys(rows.Data(key)))]);
            await using (command.ConfigureAwait(false))
            {
                var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
                    {
                        Keep(values, rows, reader);
                    }
                }
            }

            return true;
        }, cancellation).ConfigureAwait(false);

        var columns = _added.Fields.Select((field, column) => Column(field, values, column));
        return new(rows.Schema.Adding(_added), [.. rows.Schema.Fields.Select(field => rows.Data(field.Name)), .. columns]);
    }

    /// <summary>Closes the connections.</summary>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>The place of each key among those of the parameters, and the values.</summary>
    string Query(Schema schema)
    {
        var selected = string.Join(", ", _added.Fields.Select(field => $"t.{Sql.Name(field.Name)}::{PostgreSqlColumn.TypeOf(field)}"));
        var arrays = string.Join(", ", keys.Select((key, k) => $"${k + 1}::{PostgreSqlColumn.TypeOf(schema[key])}[]"));
        var names = string.Join(", ", keys.Select((_, k) => $"k{k}"));
        var equal = string.Join(" AND ", keys.Select((key, k) => $"t.{Sql.Name(key)} = k.k{k}"));
        return $"SELECT k.place, {selected} FROM unnest({arrays}) WITH ORDINALITY AS k({names}, place) JOIN {Sql.Table(table)} t ON {equal}";
    }

    void Keep(object?[][] values, Table rows, NpgsqlDataReader reader)
    {
        var row = checked((int)reader.GetInt64(0)) - 1;
        if (values[row] is not null)
        {
            var key = string.Join(", ", keys.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one} {rows.Data(one).Boxed(row)}")));
            throw new DataFormatException($"Two rows have the key {key}.", table);
        }

        values[row] = [.. Enumerable.Range(1, _added.Fields.Length).Select(column => reader.IsDBNull(column) ? null : reader.GetValue(column))];
    }

    static object Keys(ColumnData column) => column switch
    {
        FixedColumn<bool> truths => Values(truths),
        FixedColumn<int> numbers => Values(numbers),
        FixedColumn<long> numbers => Values(numbers),
        FixedColumn<float> numbers => Values(numbers),
        FixedColumn<double> numbers => Values(numbers),
        FixedColumn<DateTimeOffset> moments => Array.ConvertAll(Values(moments), moment => moment?.UtcDateTime),
        _ => Enumerable.Range(0, column.Length).Select(row => column.IsMissing(row) ? null : ((StringColumn)column)[row]).ToArray(),
    };

    static T?[] Values<T>(FixedColumn<T> column)
        where T : unmanaged =>
        [.. Enumerable.Range(0, column.Length).Select(row => column.IsMissing(row) ? default(T?) : column.Values[row])];

    static ColumnData Column(Field field, object?[]?[] rows, int column)
    {
        var cell = new Cell(field.Name, field.Type);
        var builder = ColumnBuilder.Of(field, rows.Length);
        foreach (var row in rows)
        {
            Set(cell, row?[column]);
            builder.Append(cell);
        }

        return builder.Build();
    }

    static void Set(Cell cell, object? value)
    {
        switch (value)
        {
            case null:
                cell.SetMissing();
                break;
            case bool truth:
                cell.Set(truth);
                break;
            case int or long:
                cell.Set(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case float or double:
                cell.Set(Convert.ToDouble(value, CultureInfo.InvariantCulture));
                break;
            case DateTime moment:
                cell.Set(new DateTimeOffset(moment, TimeSpan.Zero));
                break;
            case double[] numbers:
                cell.Set(Vector.Dense(numbers));
                break;
            default:
                cell.Set((string)value);
                break;
        }
    }
}
