namespace Alink.IO;

/// <summary>What is known of a table once every row has been read.</summary>
static class KnownMissing
{
    /// <summary>The table, whose every column says whether a value is missing in it.</summary>
    public static Table WithKnownMissing(this Table table)
    {
        foreach (var field in table.Schema.Fields)
        {
            var data = table.Data(field.Name);
            table = table.With(field with { IsNullable = data.HasMissing }, data);
        }

        return table;
    }
}
