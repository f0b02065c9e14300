namespace Alink.Runtime;

/// <summary>Tables: the schema, and every column as its raw buffers.</summary>
sealed class TableCodec : Codec<Table?>
{
    public override int LeastBytes => sizeof(int);

    public override void Write(StateWriter writer, Table? table)
    {
        Codecs.Of<Schema?>().Write(writer, table?.Schema);
        foreach (var field in table?.Schema.Fields ?? [])
        {
            Codecs.Of<ColumnData>().Write(writer, table!.Data(field.Name));
        }
    }

    public override Table? Read(ref StateReader reader)
    {
        if (Codecs.Of<Schema?>().Read(ref reader) is not { } schema)
        {
            return null;
        }

        var columns = new ColumnData[schema.Fields.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = Codecs.Of<ColumnData>().Read(ref reader);
        }

        try
        {
            return new(schema, [.. columns]);
        }
        catch (SchemaException exception)
        {
            throw new InvalidDataException($"The bytes make no table: {exception.Message}", exception);
        }
    }
}
