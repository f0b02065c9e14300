using System.Collections.Immutable;
using System.Text.Json;

namespace Alink.Runtime;

/// <summary>The entry of a model file that tells which columns taught the model.</summary>
static class SchemaEntry
{
    const string Name = "schema.json";

    /// <summary>Writes the columns where they are known.</summary>
    public static void Write(ModelWriter writer, Schema? schema)
    {
        if (schema is null)
        {
            return;
        }

        using var file = writer.Open(Name);
        using var json = new Utf8JsonWriter(file, JsonForm.Written);
        var columns = schema.Fields.Select(field => new ColumnParts(field.Name, field.Type, field.IsNullable, field.VectorLength));
        OptionsWriter.WriteRecord(json, new SchemaParts([.. columns]), typeof(SchemaParts));
    }

    /// <summary>Reads the columns; null where the file tells of none.</summary>
    public static Schema? Read(ModelEntries entries, string file)
    {
        if (!entries.Has(Name))
        {
            return null;
        }

        using var document = OptionsJson.Parse(entries.ReadJson(Name), $"{file}, {Name}");
        var reader = new OptionsReader(new Catalog(), file);
        var parts = (SchemaParts)reader.ReadRecord(document.RootElement, typeof(SchemaParts), Name);
        try
        {
            return new([.. parts.Columns.Select(column => column.VectorLength >= 0 || column.VectorLength is null
                ? new Field(column.Name, column.Type) { IsNullable = column.IsNullable, VectorLength = column.VectorLength }
                : throw new SchemaException($"Column '{column.Name}' has vectors of length {column.VectorLength}."))]);
        }
        catch (SchemaException exception)
        {
            throw reader.Error(Name, exception.Message);
        }
    }

    sealed record SchemaParts(ImmutableArray<ColumnParts> Columns);

    sealed record ColumnParts(string Name, DataType Type, bool IsNullable, int? VectorLength);
}
