using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Alink.MicrosoftML;

/// <summary>What ML.NET has learnt.</summary>
/// <remarks>A model file holds ML.NET's own file as <c>zip.npy</c>. It is ML.NET that reads it, and the assembly of the trainer must be there; read files only from where
/// you would take a program from. What unpacks to more than 32 times its size, once that is above 64 MiB, is refused.</remarks>
/// <param name="Columns">The columns that it reads, as ML.NET saw them in training.</param>
/// <param name="Outputs">The columns that it adds, by ML.NET's names.</param>
/// <param name="Zip">ML.NET's file of the transformer.</param>
public sealed record MlNetModel(ImmutableArray<MlNetColumn> Columns, ImmutableArray<string> Outputs, ImmutableArray<byte> Zip) : Model
{
    /// <inheritdoc/>
    /// <exception cref="SchemaException">A column is missing or of another type.</exception>
    /// <exception cref="DataFormatException">ML.NET does not read what the model file holds.</exception>
    public override Schema Transform(Schema input) =>
        Theirs.Added(Theirs.Load(Zip), SeenColumn.Schema(Seen(input)), Outputs).Aggregate(input, (schema, column) => schema.With(column.Field));

    /// <inheritdoc/>
    /// <exception cref="SchemaException">A column is missing or of another type.</exception>
    /// <exception cref="DataFormatException">ML.NET does not read what the model file holds.</exception>
    public override Func<bool> Bind(RowCells row)
    {
        var (seen, transformer) = (Seen(row.Schema), Theirs.Load(Zip));
        var input = new RowOfCells(row, seen, [.. seen.Select(column => row.ReadAny(column.Field.Name))]);
        var made = Theirs.Added(transformer, input.Schema, Outputs);
        var output = transformer.GetRowToRowMapper(input.Schema).GetRow(input, made.Select(column => column.Source));
        var reads = made.Select(column => column.Writer(output, row.Write(column.Field))).ToArray();
        return () =>
        {
            input.Next();
            foreach (var read in reads)
            {
                read();
            }

            return true;
        };
    }

    ImmutableArray<SeenColumn> Seen(Schema input) => [.. Columns.Select(column => SeenColumn.Of(
        column.Field with { FeatureNames = column.Checked(input).FeatureNames }, column.Key, column.IsSingle))];
}

/// <summary>A column that a model of ML.NET reads, as ML.NET saw it in training.</summary>
/// <param name="Field">The column.</param>
/// <param name="IsSingle">Whether its numbers are narrowed.</param>
/// <param name="Key">The values that its keys stand for; null where it is no key.</param>
public sealed record MlNetColumn(Field Field, bool IsSingle, Levels? Key)
{
    internal Field Checked(Schema input) =>
        Field.VectorLength is { } length ? input.FeatureField(Field.Name, length)
        : input[Field.Name] is { } given && given.Type == Field.Type ? given
        : throw new SchemaException($"Column '{Field.Name}' holds {input[Field.Name].Type}; the model takes {Field.Type}.");
}

/// <summary>One row of cells as ML.NET reads it, again and again.</summary>
sealed class RowOfCells(RowCells row, ImmutableArray<SeenColumn> columns, ImmutableArray<Cell> cells) : DataViewRow, ICells
{
    long _position = -1;

    public override DataViewSchema Schema { get; } = SeenColumn.Schema(columns);

    public override long Position => _position;

    public override long Batch => 0;

    public long Row => row.Row;

    /// <summary>Told that the cells hold another row: ML.NET keeps what it computes of one.</summary>
    public void Next() => _position++;

    public Cell Cell(int column) => cells[column];

    public override bool IsColumnActive(DataViewSchema.Column column) => true;

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        columns[column.Index].Getter<TValue>(this, column.Index);

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref id) => id = new((ulong)_position, 0);
}
