using System.IO.Compression;
using Parquet;
using Parquet.Schema;

namespace Alink.IO;

/// <summary>Writes tables as row groups.</summary>
static class ParquetOutput
{
    public static async Task WriteAsync(IDataset rows, Stream stream, ParquetOptions options, CancellationToken cancellation)
    {
        var groups = Groups(rows, options.RowGroupRows, cancellation).GetEnumerator();
        var first = groups.MoveNext() ? groups.Current : Table.Empty(rows.Schema);
        var fields = rows.Schema.Fields;
        var schema = new ParquetSchema(fields.Select(field => ParquetColumn.ToFile(
            field, first.Data(field.Name) is VectorColumn { IsDense: false })));
        var writer = await ParquetWriter.CreateAsync(schema, stream, new Parquet.ParquetOptions
        {
            CompressionMethod = options.Compression switch
            {
                ParquetCompression.Zstd => CompressionMethod.Zstd,
                ParquetCompression.Gzip => CompressionMethod.Gzip,
                ParquetCompression.None => CompressionMethod.None,
                _ => CompressionMethod.Snappy,
            },
            CompressionLevel = CompressionLevel.Fastest,
        }, append: false, cancellation).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            var columns = schema.Fields.Select(field => ParquetColumn.Of("", field)).ToArray();
            for (var more = first.RowCount > 0; more; more = groups.MoveNext())
            {
                using var group = writer.CreateRowGroup();
                foreach (var column in columns)
                {
                    cancellation.ThrowIfCancellationRequested();
                    await WriteAsync(group, column, groups.Current.Data(column.Field.Name), cancellation).ConfigureAwait(false);
                }

                group.CompleteValidate();
            }
        }
    }

    /// <summary>The rows in tables of so many, but for the last.</summary>
    static IEnumerable<Table> Groups(IDataset rows, int size, CancellationToken cancellation)
    {
        List<Table> waiting = [];
        var count = 0;
        foreach (var batch in rows.ReadAll(cancellation))
        {
            for (var start = 0; start < batch.RowCount;)
            {
                var taken = Math.Min(size - count, batch.RowCount - start);
                waiting.Add(batch.Slice(start, taken));
                (start, count) = (start + taken, count + taken);
                if (count == size)
                {
                    yield return Table.Concat(waiting);
                    (waiting, count) = ([], 0);
                }
            }
        }

        if (count > 0)
        {
            yield return Table.Concat(waiting);
        }
    }

    static Task WriteAsync(ParquetRowGroupWriter group, ParquetColumn column, ColumnData data, CancellationToken cancellation) => data switch
    {
        FixedColumn<bool> values => FixedAsync(group, column, values, value => value, cancellation),
        FixedColumn<int> values => FixedAsync(group, column, values, value => value, cancellation),
        FixedColumn<long> values => FixedAsync(group, column, values, value => value, cancellation),
        FixedColumn<float> values => FixedAsync(group, column, values, value => value, cancellation),
        FixedColumn<double> values => FixedAsync(group, column, values, value => value, cancellation),
        FixedColumn<DateTimeOffset> values => FixedAsync(group, column, values, value => value.UtcDateTime, cancellation),
        StringColumn texts => group.WriteAsync(column.Leaves[0], texts.ToArray()!, null),
        VectorColumn vectors when column.IsSparse => SparseAsync(group, column, vectors, cancellation),
        _ => DenseAsync(group, column.Leaves[0], (VectorColumn)data, cancellation),
    };

    static Task FixedAsync<T, TFile>(
        ParquetRowGroupWriter group, ParquetColumn column, FixedColumn<T> data, Func<T, TFile> convert, CancellationToken cancellation)
        where T : unmanaged
        where TFile : struct
    {
        var leaf = column.Leaves[0];
        if (leaf.IsNullable)
        {
            var nullable = new TFile?[data.Length];
            for (var i = 0; i < nullable.Length; i++)
            {
                nullable[i] = data.IsMissing(i) ? null : convert(data[i]);
            }

            return group.WriteAsync<TFile>(leaf, nullable, null, null!, cancellation);
        }

        if (data.HasMissing)
        {
            throw new SchemaException($"Column '{column.Field.Name}' holds a missing value, and its field says that it never does.");
        }

        return (object)data.Memory is ReadOnlyMemory<TFile> direct
            ? group.WriteAsync(leaf, direct, null, null!, cancellation)
            : group.WriteAsync<TFile>(leaf, Array.ConvertAll(data.ToArray(), value => convert(value)), null, null!, cancellation);
    }

    static Task DenseAsync(ParquetRowGroupWriter group, DataField leaf, VectorColumn data, CancellationToken cancellation)
    {
        List<double> values = [];
        List<int> definitions = [];
        List<int> repetitions = [];
        for (var row = 0; row < data.Length; row++)
        {
            var vector = data.IsMissing(row) ? [] : data[row].ToArray();
            values.AddRange(vector);
            definitions.AddRange(vector.Length == 0
                ? [data.IsMissing(row) ? 0 : leaf.MaxDefinitionLevel - 1]
                : Enumerable.Repeat(leaf.MaxDefinitionLevel, vector.Length));
            repetitions.AddRange(Enumerable.Range(0, Math.Max(1, vector.Length)).Select(j => Math.Min(j, 1)));
        }

        return group.WriteAllPartsAsync<double>(
            leaf, values.ToArray(), definitions.ToArray(), repetitions.ToArray(), cancellation);
    }

    static async Task SparseAsync(ParquetRowGroupWriter group, ParquetColumn column, VectorColumn data, CancellationToken cancellation)
    {
        var (length, indices, values) = (column.Leaves[0], column.Leaves[1], column.Leaves[2]);
        List<int> storedIndices = [];
        List<double> storedValues = [];
        List<int> definitions = [];
        List<int> repetitions = [];
        for (var row = 0; row < data.Length; row++)
        {
            var vector = Sparse(data[row]);
            storedIndices.AddRange(vector.Indices);
            storedValues.AddRange(vector.Values);
            definitions.AddRange(vector.Indices.Length == 0
                ? [data.IsMissing(row) ? 0 : indices.MaxDefinitionLevel - 1]
                : Enumerable.Repeat(indices.MaxDefinitionLevel, vector.Indices.Length));
            repetitions.AddRange(Enumerable.Range(0, Math.Max(1, vector.Indices.Length)).Select(k => Math.Min(k, 1)));
        }

        var present = Enumerable.Range(0, data.Length).Select(row => data.IsMissing(row) ? 0 : length.MaxDefinitionLevel).ToArray();
        var lengths = Enumerable.Repeat(data.Width, present.Count(level => level > 0)).ToArray();
        await group.WriteAllPartsAsync<int>(length, lengths, present, null, cancellation).ConfigureAwait(false);
        var (defined, repeated) = (definitions.ToArray(), repetitions.ToArray());
        await group.WriteAllPartsAsync<int>(indices, storedIndices.ToArray(), defined, repeated, cancellation)
            .ConfigureAwait(false);
        await group.WriteAllPartsAsync<double>(values, storedValues.ToArray(), defined, repeated, cancellation)
            .ConfigureAwait(false);
    }

    /// <summary>A row of a later batch may be dense where the first batch was sparse.</summary>
    static Vector Sparse(Vector vector) => !vector.IsDense ? vector
        : Vector.Sparse(vector.Length, Enumerable.Range(0, vector.Length).ToArray(), vector.Values.ToArray());
}
