using System.Buffers;
using System.Text;
using Parquet;
using Parquet.Schema;

namespace Alink.IO;

/// <summary>Collects a column, row group after row group.</summary>
abstract partial class ParquetTarget(int rows)
{
    ulong[]? _bits;

    /// <summary>How many rows there will be.</summary>
    protected int Rows => rows;

    /// <summary>How many rows are collected.</summary>
    protected int Filled { get; set; }

    /// <summary>Which of the rows hold a value.</summary>
    protected Validity Validity => new(_bits);

    /// <summary>What collects a column.</summary>
    public static ParquetTarget Of(ParquetColumn column, int rows)
    {
        var leaf = column.Leaves[0];
        return column.Field.Type switch
        {
            DataType.Boolean => new FixedTarget<bool, bool>(leaf, rows, value => value),
            DataType.Single => new FixedTarget<float, float>(leaf, rows, value => value),
            DataType.Int64 when leaf.ClrType == typeof(uint) => new FixedTarget<uint, long>(leaf, rows, value => value),
            DataType.Int64 => new FixedTarget<long, long>(leaf, rows, value => value),
            DataType.Double when leaf.ClrType == typeof(decimal) => new FixedTarget<decimal, double>(leaf, rows, value => (double)value),
            DataType.Double => new FixedTarget<double, double>(leaf, rows, value => value),
            DataType.DateTimeOffset => new FixedTarget<DateTime, DateTimeOffset>(leaf, rows, value =>
                new(DateTime.SpecifyKind(value, DateTimeKind.Utc))),
            DataType.Int32 when leaf.ClrType == typeof(short) => new FixedTarget<short, int>(leaf, rows, value => value),
            DataType.Int32 when leaf.ClrType == typeof(sbyte) => new FixedTarget<sbyte, int>(leaf, rows, value => value),
            DataType.Int32 when leaf.ClrType == typeof(byte) => new FixedTarget<byte, int>(leaf, rows, value => value),
            DataType.Int32 when leaf.ClrType == typeof(ushort) => new FixedTarget<ushort, int>(leaf, rows, value => value),
            DataType.Int32 => new FixedTarget<int, int>(leaf, rows, value => value),
            DataType.String => new TextTarget(column.Field, leaf, rows),
            _ when column.IsSparse => new SparseTarget(column, rows),
            _ when leaf.ClrType == typeof(float) => new DenseTarget<float>(leaf, rows, value => value),
            _ when leaf.ClrType == typeof(int) => new DenseTarget<int>(leaf, rows, value => value),
            _ when leaf.ClrType == typeof(long) => new DenseTarget<long>(leaf, rows, value => value),
            _ => new DenseTarget<double>(leaf, rows, value => value),
        };
    }

    /// <summary>Collects the rows of a row group.</summary>
    public abstract Task ReadAsync(ParquetRowGroupReader group, CancellationToken cancellation);

    /// <summary>The column of all rows.</summary>
    public abstract ColumnData Build();

    /// <summary>Marks a row as holding no value.</summary>
    protected void SetMissing(int row)
    {
        if (_bits is null)
        {
            _bits = new ulong[(rows + 63) >> 6];
            Array.Fill(_bits, ulong.MaxValue);
        }

        _bits[row >> 6] &= ~(1UL << row);
    }

    /// <summary>Reads a leaf's values with their levels into rented arrays, and hands them on.</summary>
    protected static async Task ReadLeafAsync<T>(
        ParquetRowGroupReader group, DataField leaf,
        Action<ReadOnlyMemory<T>, ReadOnlyMemory<int>, ReadOnlyMemory<int>> take, CancellationToken cancellation)
        where T : struct
    {
        var count = (int)group.GetMetadata(leaf)!.MetaData!.NumValues;
        var values = ArrayPool<T>.Shared.Rent(count);
        var definitions = ArrayPool<int>.Shared.Rent(count);
        var repetitions = ArrayPool<int>.Shared.Rent(count);
        try
        {
            // A bare null would become an empty Memory.
            Memory<int>? definition = leaf.MaxDefinitionLevel > 0 ? definitions.AsMemory(0, count) : default(Memory<int>?);
            Memory<int>? repetition = leaf.MaxRepetitionLevel > 0 ? repetitions.AsMemory(0, count) : default(Memory<int>?);
            await group.ReadRawAsync(leaf, values.AsMemory(0, count), definition, repetition, cancellation).ConfigureAwait(false);
            take(values.AsMemory(0, count), definition ?? default(Memory<int>), repetition ?? default(Memory<int>));
        }
        finally
        {
            ArrayPool<T>.Shared.Return(values, clearArray: true);
            ArrayPool<int>.Shared.Return(definitions);
            ArrayPool<int>.Shared.Return(repetitions);
        }
    }

    /// <summary>Numbers, booleans and moments.</summary>
    sealed class FixedTarget<TFile, T>(DataField leaf, int rows, Func<TFile, T> convert) : ParquetTarget(rows)
        where TFile : struct
        where T : unmanaged
    {
        readonly T[] _values = new T[rows];

        public override async Task ReadAsync(ParquetRowGroupReader group, CancellationToken cancellation)
        {
            var count = (int)group.RowCount;
            if (!leaf.IsNullable && _values is TFile[] direct)
            {
                await group.ReadAsync(leaf, direct.AsMemory(Filled, count), null, cancellation).ConfigureAwait(false);
            }
            else
            {
                await ReadLeafAsync<TFile>(
                    group, leaf, (values, definitions, _) => Take(values.Span, definitions.Span, count), cancellation)
                    .ConfigureAwait(false);
            }

            Filled += count;
        }

        public override ColumnData Build() => new FixedColumn<T>(_values, Validity);

        void Take(ReadOnlySpan<TFile> values, ReadOnlySpan<int> definitions, int count)
        {
            var next = 0;
            for (var i = 0; i < count; i++)
            {
                if (definitions.IsEmpty || definitions[i] == leaf.MaxDefinitionLevel)
                {
                    _values[Filled + i] = convert(values[next++]);
                }
                else
                {
                    SetMissing(Filled + i);
                }
            }
        }
    }

    /// <summary>Text.</summary>
    sealed class TextTarget : ParquetTarget
    {
        readonly TextSink _sink;
        readonly DataField _leaf;
        byte[] _utf8 = new byte[256];

        public TextTarget(Field field, DataField leaf, int rows)
            : base(rows)
        {
            (_sink, _leaf) = (new(field with { IsNullable = true }), leaf);
            _sink.Reserve(rows);
        }

        public override Task ReadAsync(ParquetRowGroupReader group, CancellationToken cancellation) =>
            ReadLeafAsync<ReadOnlyMemory<char>>(group, _leaf, (values, definitions, _) => Take(values.Span, definitions.Span), cancellation);

        public override ColumnData Build() => _sink.Build(Filled);

        void Take(ReadOnlySpan<ReadOnlyMemory<char>> values, ReadOnlySpan<int> definitions)
        {
            var next = 0;
            for (var i = 0; i < values.Length; i++, Filled++)
            {
                if (!definitions.IsEmpty && definitions[i] < _leaf.MaxDefinitionLevel)
                {
                    _sink.SetMissing(Filled);
                    continue;
                }

                var text = values[next++].Span;
                if (Encoding.UTF8.GetMaxByteCount(text.Length) > _utf8.Length)
                {
                    _utf8 = new byte[Encoding.UTF8.GetMaxByteCount(2 * text.Length)];
                }

                if (_sink.Set(Filled, _utf8.AsSpan(0, Encoding.UTF8.GetBytes(text, _utf8))) is { } wrong)
                {
                    throw new InvalidDataException(wrong);
                }
            }
        }
    }
}
