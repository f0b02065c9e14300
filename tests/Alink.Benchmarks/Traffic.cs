namespace Alink.Benchmarks;

/// <summary>The bytes that a transformer must move for a batch: the columns that it reads, and those that it makes.</summary>
/// <param name="read">Bytes like those that it reads.</param>
/// <param name="made">The bytes of each column that it makes.</param>
sealed class Traffic(byte[] read, int[] made)
{
    static int _seen;

    /// <summary>The bytes read and written.</summary>
    public long Bytes => read.Length + made.Sum(column => (long)column);

    /// <summary>The traffic of a transformer over a batch.</summary>
    /// <remarks>A column that comes out as it went in, the same memory, was neither read nor made unless a step reads it.</remarks>
    public static Traffic Of(ITransformer transformer, Table batch)
    {
        var row = new RowCells(batch.Schema);
        transformer.Bind(row);
        var output = transformer.Transform(batch);
        var made = output.Schema.Fields.Select(field => field.Name)
            .Where(name => !batch.Schema.Has(name) || output.Data(name) != batch.Data(name)).ToArray();
        var gathered = made.Except(row.Outputs.Select(cell => cell.Name)).Where(batch.Schema.Has);
        var read = row.Inputs.Select(cell => cell.Name).Union(gathered);

        // Written once, for pages that never were are all read from one.
        var bytes = new byte[read.Sum(name => batch.Data(name).Bytes)];
        Array.Fill(bytes, (byte)1);
        return new(bytes, [.. made.Select(name => (int)output.Data(name).Bytes)]);
    }

    /// <summary>Moves the bytes: copies what was read to new columns, and reads or fills what is left on one side.</summary>
    public void Move()
    {
        ReadOnlySpan<byte> left = read;
        foreach (var bytes in made)
        {
            var column = GC.AllocateUninitializedArray<byte>(bytes);
            var copied = Math.Min(bytes, left.Length);
            left[..copied].CopyTo(column);
            column.AsSpan(copied).Fill(1);
            left = left[copied..];
        }

        _seen += left.Count((byte)1);
    }
}
