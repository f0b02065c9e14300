using System.Collections.Immutable;

namespace Alink.IO;

/// <summary>Which columns are read from a CSV file, and from where.</summary>
/// <param name="Schema">The columns.</param>
/// <param name="Places">For each column, the place of its field in a row.</param>
/// <param name="Width">How many fields a row has.</param>
/// <param name="RowBytes">The bytes of a row on average; 0 where no row was seen.</param>
sealed record CsvLayout(Schema Schema, ImmutableArray<int> Places, int Width, double RowBytes)
{
    /// <summary>The name of a column that has none.</summary>
    public static string NameOf(int field) => $"f{field}";

    /// <summary>The layout that a file's header, the options and the first rows tell.</summary>
    /// <exception cref="DataFormatException">The file is empty, or its header is not one of the schema.</exception>
    public static CsvLayout Of(string file, CsvOptions options)
    {
        // Bad rows of the sample are told when the rows themselves are read.
        using var input = new CsvInput(file, Split.Whole, options, oneColumn: false, new BadRowPolicy(new BadRows(0), file));
        string[] names;
        var any = input.Read();
        if (options.HasHeader)
        {
            names = any ? input.Header(options.MaxColumns) : throw new DataFormatException("The file is empty; there is no header.", file);
            any = input.Read();
        }
        else if (any || options.Schema is not null)
        {
            var width = any ? input.FieldCount : options.Schema!.Fields.Length;
            if (width > options.MaxColumns)
            {
                throw new DataFormatException(
                    $"There are {width} columns, above {nameof(CsvOptions.MaxColumns)} = {options.MaxColumns}.", file, input.Line);
            }

            names = [.. Enumerable.Range(0, width).Select(NameOf)];
        }
        else
        {
            throw new DataFormatException("The file is empty; there are neither rows nor a schema.", file);
        }

        var inference = new TypeInference(names, options);
        var start = any ? input.ByteOffset : 0;
        var rows = 0;
        for (; any && rows < options.SampleRows && (options.Schema is null || rows < 100); any = input.Read())
        {
            rows++;
            if (options.Schema is null && input.FieldCount == names.Length)
            {
                inference.Add(input);
            }
        }

        var bytes = any && rows > 0 ? (double)(input.ByteOffset - start) / rows : 0;
        return options.Schema is { } schema
            ? Matched(schema, names, bytes, options, file)
            : new(inference.Schema(), [.. Enumerable.Range(0, names.Length)], names.Length, bytes);
    }

    static CsvLayout Matched(Schema schema, string[] names, double bytes, CsvOptions options, string file)
    {
        if (!options.HasHeader)
        {
            return new(schema, [.. Enumerable.Range(0, schema.Fields.Length)], schema.Fields.Length, bytes);
        }

        var places = names.Index().ToDictionary(name => name.Item, name => name.Index);
        return new(
            schema,
            [
                .. schema.Fields.Select(field => places.TryGetValue(field.Name, out var place) ? place
                    : throw new DataFormatException(
                        $"The schema asks for a column that the header has not.{Nearest.Hint(field.Name, names)}", file, 1, field.Name)),
            ],
            names.Length,
            bytes);
    }
}
