using System.Collections.Immutable;

namespace Alink.IO;

/// <summary>Leads the values of rows from one format to another, by way of columns.</summary>
/// <remarks>
/// Each format has one reader and one writer, and every way leads through columns of a schema. Where none is given, columns
/// have their own types, numbers of JSON are numbers, and those of a vector too; what stands in other texts is text.
/// Values come back exactly, to the last bit of a number; a value that is missing is left out of pairs and triples.
/// </remarks>
/// <example>
/// <code>
/// using Alink.IO;
/// var rows = Table.Of("kv", "f0:1,f1:\"a,b\"", "f1:c");
/// var way = new Conversion(new KvFormat(), new JsonFormat()) { Schema = SchemaText.Parse("f0 double, f1 string") };
/// way.Convert(rows).Values&lt;string&gt;("json")[0] // => {"f0":1,"f1":"a,b"}
/// </code>
/// </example>
/// <param name="From">Where the values stand.</param>
/// <param name="To">Where they go.</param>
public sealed record Conversion(RowFormat From, RowFormat To) : RowTransformer
{
    /// <summary>The columns that the values make, such as <c>f0 double, f1
    /// string</c>; null: as the rows tell.</summary>
    public Schema? Schema { get; init; }

    /// <summary>The columns of the rows that are kept beside what is made; null: all. Of triples that are read it is the one that
    /// tells of which row they are.</summary>
    public ImmutableArray<string>? ReservedCols { get; init; }

    /// <summary>Whether what is made of a malformed row is missing; else it is an error that names the row.</summary>
    public bool SkipInvalid { get; init; }

    /// <summary>The rows with what is made.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="firstRow">The number of the first row, where triples tell their rows by number.</param>
    /// <exception cref="SchemaException">A column is missing or of the wrong type, or a schema must be given.</exception>
    /// <exception cref="RowException">A row is malformed, or a value is not one of its column.</exception>
    public Table Convert(Table rows, long firstRow = 0)
    {
        var schema = Schema ?? From.Columns(rows);
        ImmutableArray<string> names = [.. schema.Fields.Select(field => field.Name)];
        var values = Read(rows, schema);
        var made = To.Write(values, names);
        var kept = From is TripleFormat triples ? values.Select(triples.TripleRowCol) : rows.Select(ReservedCols ?? [.. rows.Schema.Fields.Select(field => field.Name)]);
        if (To is TripleFormat to)
        {
            kept = kept.Gather(Array.ConvertAll(made.Values<long>(to.TripleRowCol).ToArray(), row => (int)row));
        }

        // A column that tells of which row values are stays in the place of the number of the row.
        var own = To is TripleFormat { TripleRowCol: var row } && kept.Schema.Has(row) ? row : null;
        foreach (var field in made.Schema.Fields.Where(field => field.Name != own))
        {
            kept = kept.With(field, made.Data(field.Name));
        }

        if (firstRow != 0 && own is null && To is TripleFormat { TripleRowCol: var number })
        {
            kept = kept.With(number, Array.ConvertAll(kept.Values<long>(number).ToArray(), place => place + firstRow));
        }

        return kept;
    }

    /// <inheritdoc/>
    /// <exception cref="SchemaException">As a stage of a pipeline, a conversion must know its columns before the rows, and triples
    /// are no rows of their own.</exception>
    public override Schema Transform(Schema input) =>
        From is TripleFormat || To is TripleFormat ? throw new SchemaException("Triples are not made row by row: they are no stage of a pipeline.")
        : Schema is null && From is not ColumnsFormat ? throw new SchemaException($"A stage of a pipeline that reads {From.GetType().Name} needs a schema.")
        : Convert(Table.Empty(input)).Schema;

    /// <inheritdoc/>
    public override Table Transform(Table input)
    {
        Transform(input.Schema);
        return Convert(input);
    }

    /// <inheritdoc/>
    /// <remarks>A step makes a table of its row.</remarks>
    public override Func<bool> Bind(RowCells row)
    {
        Transform(row.Schema);
        var input = new Schema([.. From.Places(row.Schema).Select(name => row.Schema[name])]);
        var way = this with { ReservedCols = [] };
        var cells = input.Fields.Select(field => row.ReadAny(field.Name)).ToArray();
        var made = way.Convert(Table.Empty(input)).Schema.Fields.Select(row.Write).ToArray();
        return () =>
        {
            var builders = input.Fields.Select((field, i) => Built(ColumnBuilder.Of(field, 1), cells[i]));
            var converted = way.Convert(new(input, [.. builders]));
            foreach (var cell in made)
            {
                converted.Data(cell.Name).Load(0, cell);
            }

            return true;
        };

        static ColumnData Built(ColumnBuilder builder, Cell cell)
        {
            builder.Append(cell);
            return builder.Build();
        }
    }

    Table Read(Table rows, Schema schema)
    {
        if (!SkipInvalid || From is TripleFormat)
        {
            return From.Read(rows, schema);
        }

        var nullable = new Schema([.. schema.Fields.Select(field => field with { IsNullable = true })]);
        try
        {
            return From.Read(rows, nullable);
        }
        catch (RowException)
        {
            // Row by row, to leave out the malformed ones only.
            return Table.Concat([.. Enumerable.Range(0, rows.RowCount).Select(row => One(rows.Slice(row, 1), nullable))]);
        }
    }

    Table One(Table row, Schema schema)
    {
        try
        {
            return From.Read(row, schema).Select([.. schema.Fields.Select(field => field.Name)]);
        }
        catch (RowException)
        {
            return Table.Empty(schema).Gather([-1]);
        }
    }
}
