namespace Alink.IO;

/// <summary>Finds the lengths of vectors that a schema does not tell, so that every lane has the same.</summary>
static class VectorLengths
{
    /// <summary>The schema with the length of the first vector of each such column.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="rows">The rows, which are read as far as needed.</param>
    public static Schema Known(Schema schema, IEnumerable<Table> rows)
    {
        var unknown = schema.Fields.Where(field => field is { Type: DataType.Vector, VectorLength: null }).ToList();
        if (unknown.Count == 0)
        {
            return schema;
        }

        foreach (var batch in rows)
        {
            foreach (var field in unknown.ToArray())
            {
                var vectors = (VectorColumn)batch.Data(field.Name);
                if (Enumerable.Range(0, vectors.Length).Any(row => !vectors.IsMissing(row)))
                {
                    schema = schema.With(field with { VectorLength = vectors.Width });
                    unknown.Remove(field);
                }
            }

            if (unknown.Count == 0)
            {
                break;
            }
        }

        return schema;
    }

    /// <summary>The schema of a stream, whose batches must agree before all are read.</summary>
    /// <exception cref="SchemaException">A column of vectors does not say their length.</exception>
    public static Schema WithVectorLengths(this Schema schema)
    {
        foreach (var field in schema.Fields)
        {
            if (field is { Type: DataType.Vector, VectorLength: null })
            {
                throw new SchemaException($"Column '{field.Name}' of a stream needs a {nameof(Field.VectorLength)} in the schema.");
            }
        }

        return schema;
    }
}
