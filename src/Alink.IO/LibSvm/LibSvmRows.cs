using System.Collections.Immutable;

namespace Alink.IO;

/// <summary>Reads the rows of a LIBSVM file, or of a piece of it, into tables of sparse vectors.</summary>
/// <param name="file">The file.</param>
/// <param name="split">The piece.</param>
/// <param name="options">How it is read.</param>
/// <param name="cancellation">Ends the reading.</param>
sealed class LibSvmRows(string file, Split split, LibSvmOptions options, CancellationToken cancellation)
    : LineRows(file, split, options.SetAside, options.MaxRowBytes, cancellation)
{
    readonly LibSvmRow _row = new(options);
    double[] _labels = [];
    long[] _queries = [];
    int[] _offsets = [];
    int[] _indices = [];
    double[] _values = [];

    /// <summary>The length that the vectors read so far need.</summary>
    public int Length { get; private set; }

    protected override void Reserve(int rows)
    {
        Array.Resize(ref _labels, rows);
        Array.Resize(ref _offsets, rows + 1);
        if (options.Query is not null)
        {
            Array.Resize(ref _queries, rows);
        }
    }

    protected override bool Fill(int row, ReadOnlySpan<byte> line)
    {
        if (_row.Read(line, out var column, out var text, out var isEmpty) is { } wrong)
        {
            return Bad(column, wrong, text, line);
        }

        if (isEmpty)
        {
            return false;
        }

        var start = _offsets[row];
        var end = (long)start + _row.Indices.Length;
        if (end > _indices.Length)
        {
            if (end > Array.MaxLength)
            {
                return Bad(
                    options.Features.Name,
                    "The file holds more numbers than one table can; open it to be read in lanes.", default, line);
            }

            var larger = (int)Math.Min(Array.MaxLength, Math.Max(end, Math.Max(1024, 2L * _indices.Length)));
            Array.Resize(ref _indices, larger);
            Array.Resize(ref _values, larger);
        }

        _row.Indices.CopyTo(_indices.AsSpan(start));
        _row.Values.CopyTo(_values.AsSpan(start));
        _labels[row] = _row.Label;
        if (options.Query is not null)
        {
            _queries[row] = _row.Query;
        }

        _offsets[row + 1] = (int)end;
        Length = _row.Indices is [.., var last] ? Math.Max(Length, last + 1) : Length;
        return true;
    }

    protected override Table Build(int rows)
    {
        var length = options.VectorLength ?? Length;
        var stored = _offsets[rows];
        var columns = ImmutableArray.CreateBuilder<ColumnData>(3);
        columns.Add(new FixedColumn<double>(_labels.AsMemory(0, rows)));
        if (options.Query is not null)
        {
            columns.Add(new FixedColumn<long>(_queries.AsMemory(0, rows)));
        }

        columns.Add(
            new VectorColumn(
                length, _offsets.AsMemory(0, rows + 1), _indices.AsMemory(0, stored), _values.AsMemory(0, stored)));
        (_labels, _queries, _offsets) = ([], [], []);
        (_indices, _values) = (new int[stored], new double[stored]);
        return new(options.SchemaOf(length), columns.DrainToImmutable());
    }
}
