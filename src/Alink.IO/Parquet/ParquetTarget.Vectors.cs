using Parquet;
using Parquet.Schema;

namespace Alink.IO;

/// <content>How vectors are collected: lists of numbers, and groups of a length, indices and values.</content>
partial class ParquetTarget
{
    /// <summary>Lists of numbers of one length.</summary>
    sealed class DenseTarget<T>(DataField leaf, int rows, Func<T, double> convert) : ParquetTarget(rows)
        where T : struct
    {
        double[] _numbers = [];
        int _width = -1;

        public override Task ReadAsync(ParquetRowGroupReader group, CancellationToken cancellation) =>
            ReadLeafAsync<T>(group, leaf, (values, definitions, repetitions) => Take(values.Span, definitions.Span, repetitions.Span), cancellation);

        public override ColumnData Build()
        {
            var width = Math.Max(0, _width);
            if (_numbers.Length < Filled * width)
            {
                Array.Resize(ref _numbers, Filled * width); // Missing vectors at the end.
            }

            return new VectorColumn(Filled, width, _numbers.AsMemory(0, Filled * width), Validity);
        }

        void Take(ReadOnlySpan<T> values, ReadOnlySpan<int> definitions, ReadOnlySpan<int> repetitions)
        {
            var next = 0;
            for (var i = 0; i < values.Length; Filled++)
            {
                var end = i + 1;
                while (end < values.Length && repetitions[end] > 0)
                {
                    end++;
                }

                if (definitions[i] == leaf.MaxDefinitionLevel)
                {
                    Fit(end - i, values.Length / (end - i));
                    for (var j = 0; j < _width; j++)
                    {
                        _numbers[(Filled * _width) + j] = definitions[i + j] == leaf.MaxDefinitionLevel
                            ? convert(values[next++])
                            : double.NaN;
                    }
                }
                else if (definitions[i] == leaf.MaxDefinitionLevel - 1 - (leaf.IsNullable ? 1 : 0))
                {
                    Fit(0, 0); // A list of no numbers.
                }
                else if (leaf.IsNullable && definitions[i] == leaf.MaxDefinitionLevel - 1)
                {
                    Fit(end - i, values.Length / (end - i));
                    next += Nulls(definitions[i..end], values, next);
                }
                else
                {
                    SetMissing(Filled);
                }

                i = end;
            }
        }

        /// <summary>A vector whose first number is null: those that are become NaN.</summary>
        int Nulls(ReadOnlySpan<int> definitions, ReadOnlySpan<T> values, int next)
        {
            var taken = 0;
            for (var j = 0; j < definitions.Length; j++)
            {
                _numbers[(Filled * _width) + j] = definitions[j] == leaf.MaxDefinitionLevel ? convert(values[next + taken++]) : double.NaN;
            }

            return taken;
        }

        void Fit(int width, int expected)
        {
            if (_width >= 0 && width != _width)
            {
                throw new InvalidDataException($"A list of {width} numbers in row {Filled} follows lists of {_width}; vectors are of one length.");
            }

            _width = width;
            var needed = checked((Filled + 1) * width);
            if (needed > _numbers.Length)
            {
                var wanted = Math.Max(2L * _numbers.Length, (long)(Filled + expected) * width);
                Array.Resize(ref _numbers, (int)Math.Min(Array.MaxLength, Math.Max(needed, wanted)));
            }
        }
    }

    /// <summary>Groups of a length, indices and values.</summary>
    sealed class SparseTarget(ParquetColumn column, int rows) : ParquetTarget(rows)
    {
        readonly int[] _offsets = new int[rows + 1];
        readonly List<int> _indices = [];
        readonly List<double> _values = [];
        int _width = -1;

        public override async Task ReadAsync(ParquetRowGroupReader group, CancellationToken cancellation)
        {
            var (length, indices, values) = (column.Leaves[0], column.Leaves[1], column.Leaves[2]);
            await ReadLeafAsync<int>(group, length, (lengths, definitions, _) => TakeLengths(lengths.Span, definitions.Span), cancellation).ConfigureAwait(false);
            await ReadLeafAsync<int>(group, indices, (found, definitions, repetitions) =>
                TakeIndices(found.Span, definitions.Span, repetitions.Span, indices.MaxDefinitionLevel), cancellation).ConfigureAwait(false);
            await ReadLeafAsync<double>(group, values, (found, definitions, _) =>
                _values.AddRange(found.Span[..definitions.Span.Count(values.MaxDefinitionLevel)]), cancellation).ConfigureAwait(false);
            Filled += (int)group.RowCount;
        }

        public override ColumnData Build()
        {
            if (_values.Count != _indices.Count)
            {
                throw new InvalidDataException($"There are {_indices.Count} indices for {_values.Count} values.");
            }

            for (var row = 0; row < Rows; row++)
            {
                for (var k = _offsets[row]; k < _offsets[row + 1]; k++)
                {
                    if (_indices[k] >= _width || _indices[k] < 0 || (k > _offsets[row] && _indices[k] <= _indices[k - 1]))
                    {
                        throw new InvalidDataException($"The indices of row {row} do not rise from 0 to {_width - 1}.");
                    }
                }
            }

            return new VectorColumn(Math.Max(0, _width), _offsets, _indices.ToArray(), _values.ToArray(), Validity);
        }

        void TakeLengths(ReadOnlySpan<int> lengths, ReadOnlySpan<int> definitions)
        {
            var next = 0;
            for (var i = 0; i < definitions.Length; i++)
            {
                if (definitions[i] < column.Leaves[0].MaxDefinitionLevel)
                {
                    SetMissing(Filled + i);
                    continue;
                }

                var length = lengths[next++];
                if (length < 0 || (_width >= 0 && length != _width))
                {
                    throw new InvalidDataException($"A vector of length {length} in row {Filled + i} follows vectors of length {_width}.");
                }

                _width = length;
            }
        }

        void TakeIndices(ReadOnlySpan<int> indices, ReadOnlySpan<int> definitions, ReadOnlySpan<int> repetitions, int stored)
        {
            var (row, next) = (Filled - 1, 0);
            for (var i = 0; i < definitions.Length; i++)
            {
                row += repetitions[i] == 0 ? 1 : 0;
                if (definitions[i] == stored)
                {
                    _indices.Add(indices[next++]);
                }

                _offsets[row + 1] = _indices.Count;
            }
        }
    }
}
