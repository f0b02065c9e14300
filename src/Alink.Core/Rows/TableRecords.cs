namespace Alink;

/// <summary>Tables of typed records, and back.</summary>
public sealed partial class Table
{
    /// <summary>A table with a row for each record, and a column for each property.</summary>
    /// <remarks>A column is named after its property, with a small first letter, or by
    /// <see cref="ColumnAttribute"/>.</remarks>
    /// <example>
    /// <code>
    /// var people = Table.From(new[] { new { Name = "Ada", Age = 36 }, new { Name = "Alan", Age = 41 } });
    /// people.Schema // => name: String?, age: Int32
    /// people.Values&lt;int&gt;("age").ToArray() // => [36 41]
    /// </code>
    /// </example>
    /// <param name="records">Instances of a class, struct or record; none is null.</param>
    /// <exception cref="SchemaException">No column can hold the values of a property, or
    /// vectors differ in length.</exception>
    /// <exception cref="RowException">A property that is declared to have a value has none.</exception>
    public static Table From<T>(IEnumerable<T> records)
    {
        var properties = RecordMap<T>.Instance.Inputs;
        var fields = RecordMap<T>.Instance.Schema.Fields;
        var load = RecordMap<T>.Instance.Load(properties);
        var cells = fields.Select(field => new Cell(field.Name, field.Type)).ToArray();
        var capacity = records.TryGetNonEnumeratedCount(out var count) ? count : 0;
        var builders = fields.Select(field => ColumnBuilder.Of(field, capacity)).ToArray();
        var row = 0;
        foreach (var record in records)
        {
            if (record is null)
            {
                throw new ArgumentException($"The record of row {row} is null.", nameof(records));
            }

            load(in record, cells);
            for (var c = 0; c < cells.Length; c++)
            {
                if (cells[c].IsMissing && !fields[c].IsNullable)
                {
                    throw new RowException($"In row {row}, {properties[c]} is null, and it is declared not to be.");
                }

                if (builders[c] is VectorColumnBuilder { Width: >= 0 } vectors && !cells[c].IsMissing
                    && vectors.Width != cells[c].Vector.Length)
                {
                    throw new SchemaException($"In row {row}, {properties[c]} holds a vector of length "
                        + $"{cells[c].Vector.Length}; those before it have length {vectors.Width}.");
                }

                builders[c].Append(cells[c]);
            }

            row++;
        }

        var table = new Table(Schema.Empty, [], row, firstRow: 0);
        for (var c = 0; c < cells.Length; c++)
        {
            table = table.With(fields[c], builders[c].Build());
        }

        return table;
    }

    /// <summary>Each row once for every record that a function makes of it, with a column for each property of the records.
    /// </summary>
    /// <example>
    /// <code>
    /// var texts = Table.Of("id", 1, 2).With("text", "a b", "");
    /// var words = texts.SelectMany(row => row.Get&lt;string&gt;("text").Split(' ').Select(word => new { word, word.Length }));
    /// words.Values&lt;string&gt;("word")[1] // => b
    /// words.Values&lt;int&gt;("id").ToArray() // => [1 1 2]
    /// </code>
    /// </example>
    /// <param name="records">The records of a row; none leaves it out. Their columns take the place of those of the same names.</param>
    /// <inheritdoc cref="From"/>
    public Table SelectMany<T>(Func<Row, IEnumerable<T>> records)
    {
        var (rows, made) = (new List<int>(), new List<T>());
        for (var row = 0; row < RowCount; row++)
        {
            foreach (var record in records(new(this, row)))
            {
                rows.Add(row);
                made.Add(record);
            }
        }

        var columns = From(made);
        return columns.Schema.Fields.Aggregate(Gather([.. rows]), (table, field) => table.With(field, columns.Data(field.Name)));
    }

    /// <summary>A record for each row, with each property set from the column of its name; capitals do not matter.</summary>
    /// <remarks>
    /// A whole number is widened and a number rounded where the property is of another width. Columns that no property is
    /// named after are left out.
    /// </remarks>
    /// <typeparam name="T">A class, struct or record whose properties, or constructor's parameters,
    /// are named after columns.</typeparam>
    /// <exception cref="SchemaException">A property has no column, or does not take its values.</exception>
    /// <exception cref="RowException">A value is missing, and the property is not nullable.</exception>
    public T[] To<T>()
    {
        var properties = RecordMap<T>.Instance.Outputs;
        var fields = RecordMap<T>.Columns(properties, Schema);
        var fill = RecordMap<T>.Instance.Fill(properties);
        var cells = fields.Select(field => new Cell(field.Name, field.Type)).ToArray();
        var columns = fields.Select(field => Data(field.Name)).ToArray();
        var records = new T[RowCount];
        for (var row = 0; row < records.Length; row++)
        {
            for (var c = 0; c < cells.Length; c++)
            {
                columns[c].Load(row, cells[c]);
            }

            try
            {
                fill(cells, ref records[row]);
            }
            catch (RowException exception)
            {
                throw new RowException($"Row {FirstRow + row}: {exception.Message}");
            }
        }

        return records;
    }
}
