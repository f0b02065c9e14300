namespace Alink.IO;

/// <summary>The columns that a look-up adds.</summary>
static class LookedUp
{
    /// <summary>The columns, each of which may have no value.</summary>
    public static Schema Nullable(Schema fields) => new([.. fields.Fields.Select(field => field with { IsNullable = true })]);

    /// <summary>Rows with columns added.</summary>
    /// <exception cref="SchemaException">A column is there already.</exception>
    public static Schema Adding(this Schema input, Schema added) => new([.. input.Fields, .. added.Fields]);
}
