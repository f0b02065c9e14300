using System.Collections.Immutable;

namespace Alink.IO;

/// <summary>The rows of files, read from them on every pass: data that need not fit in memory.</summary>
/// <remarks>
/// <para>
/// A lane holds about 8 MiB of a file, or more once there would be above 1,024 lanes; small files share a lane. So
/// lanes follow
/// from the sizes of the files alone, and never from the machine. A lane in reading holds one batch of rows and one
/// buffer.
/// </para>
/// <para>
/// CSV is cut between rows: it is read over once when it is opened, for a line end may stand within quotes. JSON lines
/// and
/// LIBSVM are cut at line ends, Parquet between row groups. A compressed file is one lane.
/// </para>
/// <para>Made by <see cref="DataFile.Open"/>, or by the <c>Open</c> of a format, such as <see cref="Csv.Open"/>.</para>
/// </remarks>
public sealed class PartitionedFiles : IDataset
{
    /// <summary>
    /// The most rows of a batch: small enough for arrays of one column to stay out of the large object heap.
    /// </summary>
    internal const int BatchRows = 8192;

    const long LaneBytes = 8 << 20;
    const int MostLanes = 1024;

    readonly ISplitFormat _format;
    readonly ImmutableArray<ImmutableArray<(string File, Split Split)>> _lanes;

    internal PartitionedFiles(IReadOnlyList<string> files, ISplitFormat format)
    {
        (_format, Files) = (format, [.. files]);
        var bytes = Math.Max(LaneBytes, files.Sum(file => new FileInfo(file).Length) / MostLanes);
        var lanes = ImmutableArray.CreateBuilder<ImmutableArray<(string, Split)>>();
        var lane = ImmutableArray.CreateBuilder<(string, Split)>();
        var filled = 0L;
        foreach (var file in files)
        {
            foreach (var split in format.SplitsOf(file, bytes))
            {
                if (lane.Count > 0 && filled + split.Bytes > bytes)
                {
                    lanes.Add(lane.DrainToImmutable());
                    filled = 0;
                }

                lane.Add((file, split));
                filled += split.Bytes;
            }
        }

        if (lane.Count > 0)
        {
            lanes.Add(lane.DrainToImmutable());
        }

        _lanes = lanes.DrainToImmutable();
    }

    /// <summary>The paths of the files, in the order of their rows.</summary>
    public ImmutableArray<string> Files { get; }

    /// <inheritdoc/>
    public Schema Schema => _format.Schema;

    /// <inheritdoc/>
    public int Lanes => _lanes.Length;

    /// <inheritdoc/>
    /// <exception cref="DataFormatException">A row is bad and not set aside, or a file has changed.</exception>
    public IEnumerable<Table> Read(int lane, CancellationToken cancellation = default)
    {
        foreach (var (file, split) in _lanes[lane])
        {
            foreach (var batch in _format.Read(file, split, cancellation))
            {
                yield return batch;
            }
        }
    }

    /// <summary>All rows in one table.</summary>
    /// <exception cref="DataFormatException">A row is bad and not set aside.</exception>
    public Table ToTable(CancellationToken cancellation = default)
    {
        var batches = this.ReadAll(cancellation).ToArray();
        return batches.Length == 0
            ? Table.Empty(Schema)
            : new Table(
                Schema, [.. Schema.Fields.Select(
                    field => ColumnData.Concat([.. batches.Select(batch => batch.Data(field.Name))]))]);
    }
}
