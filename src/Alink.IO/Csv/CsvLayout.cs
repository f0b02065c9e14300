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
    public static CsvLayout Of(string file, CsvOptions options) => Of(file, Split.Whole, options);

    /// <summary>The layout that a file's header, the options and the first rows tell, as far as a piece goes.</summary>
    /// <exception cref="DataFormatException">The piece is empty, or its header is not one of the schema.</exception>
    public static CsvLayout Of(string file, Split piece, CsvOptions options) => OfAll([file], options, piece)[file];

    /// <summary>
    /// The layouts of files of one schema: the same types in all, inferred from the first rows of each.
    /// </summary>
    /// <exception cref="DataFormatException">A file is empty, or its header differs from the first file's, or from the
    /// schema.</exception>
    public static Dictionary<string, CsvLayout> OfAll(IReadOnlyList<string> files, CsvOptions options) =>
        OfAll(files, options, Split.Whole);

    static Dictionary<string, CsvLayout> OfAll(IReadOnlyList<string> files, CsvOptions options, Split piece)
    {
        var rows = options.Schema is null ? Math.Max(100, options.SampleRows / files.Count) : 100;
        var samples = new Dictionary<string, (string[] Names, double RowBytes)>();
        TypeInference? inference = null;
        foreach (var file in files)
        {
            samples[file] = Sample(file, piece, options, Math.Min(options.SampleRows, rows), ref inference);
        }

        var first = samples[files[0]].Names;
        var inferred = options.Schema is null ? inference!.Schema() : null;
        return files.ToDictionary(file => file, file =>
        {
            var (names, bytes) = samples[file];
            if (options.Schema is { } schema)
            {
                return Matched(schema, names, bytes, options, file);
            }

            return first.SequenceEqual(names)
                ? new(inferred!, [.. Enumerable.Range(0, names.Length)], names.Length, bytes)
                : throw new DataFormatException(
                    $"The columns are {string.Join(", ", names)}; in {files[0]} they are {string.Join(", ", first)}.",
                    file, 1);
        });
    }

    static (string[] Names, double RowBytes) Sample(
        string file, Split piece, CsvOptions options, int most, ref TypeInference? inference)
    {
        // Bad rows of the sample are told when the rows themselves are read.
        using var input = new CsvInput(
            file, piece, options, oneColumn: false, new BadRowPolicy(new BadRows(0), file));
        var any = input.Read();
        var names = Names(file, input, any, options);
        any = options.HasHeader ? input.Read() : any;
        if (options.Schema is null)
        {
            inference ??= new(names, options);
        }

        var start = any ? input.Position : 0;
        var rows = 0;
        for (; any && rows < most; any = input.Read())
        {
            rows++;
            if (input.FieldCount == names.Length && inference?.Width == names.Length)
            {
                inference.Add(input);
            }
        }

        return (names, any && rows > 0 ? (double)(input.Position - start) / rows : 0);
    }

    static string[] Names(string file, CsvInput input, bool any, CsvOptions options)
    {
        if (options.HasHeader)
        {
            return any ? input.Header(options.MaxColumns)
                : throw new DataFormatException("The file is empty; there is no header.", file);
        }

        if (!any && options.Schema is null)
        {
            throw new DataFormatException("The file is empty; there are neither rows nor a schema.", file);
        }

        var width = any ? input.FieldCount : options.Schema!.Fields.Length;
        return width <= options.MaxColumns ? [.. Enumerable.Range(0, width).Select(NameOf)]
            : throw new DataFormatException(
                $"There are {width} columns, above {nameof(CsvOptions.MaxColumns)} = {options.MaxColumns}.", file,
                input.Line);
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
                        $"The schema asks for a column that the header has not.{Nearest.Hint(field.Name, names)}",
                        file, 1, field.Name)),
            ],
            names.Length,
            bytes);
    }
}
