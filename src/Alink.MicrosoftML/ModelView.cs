using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Alink.MicrosoftML;

/// <summary>What a model makes of rows with given columns.</summary>
sealed class ModelMapper : IRowToRowMapper
{
    readonly ITransformer _model;
    readonly Schema _input;
    readonly ImmutableArray<DataViewSchema.Column> _read;

    public ModelMapper(ITransformer model, DataViewSchema input)
    {
        (_model, InputSchema, _input) = (model, input, new([.. input.Where(column => !column.IsHidden && IsOurs(column)).Select(column => MadeColumn.Of(column).Field)]));
        var output = model.Transform(_input);
        Added = [.. output.Fields.Where(field => !_input.Has(field.Name) || !ReferenceEquals(_input[field.Name], field))
            .Select(field => SeenColumn.Of(field, key: null, isSingle: false))];
        var row = new RowCells(_input);
        model.Bind(row);
        _read = [.. row.Inputs.Select(cell => MadeColumn.Find(input, cell.Name))];
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(input);
        builder.AddColumns(SeenColumn.Schema(Added).AsEnumerable());
        OutputSchema = builder.ToSchema();
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    /// <summary>The columns that the model writes; they stand after those that come in.</summary>
    public ImmutableArray<SeenColumn> Added { get; }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        var wanted = dependingColumns.ToList();
        return wanted.Where(column => column.Index < InputSchema.Count).Select(column => InputSchema[column.Index])
            .Concat(wanted.Any(column => column.Index >= InputSchema.Count) ? _read : []).DistinctBy(column => column.Index);
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) =>
        new ModelRow(this, input, [.. activeColumns.Select(column => column.Index)]);

    /// <summary>The step of the model over ML.NET's row, and the cells that it writes.</summary>
    public (Action Run, Cell[] Written) Bind(DataViewRow input)
    {
        var row = new RowCells(_input);
        var step = _model.Bind(row);
        var reads = row.Inputs.Zip(_read, (cell, column) => MadeColumn.Of(column).Writer(input, cell)).ToArray();
        return (Run, [.. Added.Select(column => row[column.Field.Name])]);

        void Run()
        {
            row.Row = input.Position;
            foreach (var read in reads)
            {
                read();
            }

            if (!step())
            {
                throw new RowException($"{_model.GetType().Name} leaves out row {row.Row}, which a transformer of ML.NET cannot.");
            }
        }
    }

    static bool IsOurs(DataViewSchema.Column column)
    {
        try
        {
            MadeColumn.Of(column);
            return true;
        }
        catch (SchemaException)
        {
            return false; // The model does not see it; where it asks for it, that is an error.
        }
    }
}

/// <summary>A row of ML.NET with what a model makes of it, computed once.</summary>
sealed class ModelRow(ModelMapper mapper, DataViewRow input, HashSet<int> active) : DataViewRow, ICells
{
    (Action Run, Cell[] Written)? _bound;
    long _computed = -2;

    public override DataViewSchema Schema => mapper.OutputSchema;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public long Row => input.Position;

    public Cell Cell(int column)
    {
        var (run, written) = _bound!.Value;
        if (_computed != input.Position)
        {
            run();
            _computed = input.Position;
        }

        return written[column];
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        var place = column.Index - mapper.InputSchema.Count;
        if (place < 0)
        {
            return input.GetGetter<TValue>(mapper.InputSchema[column.Index]);
        }

        _bound ??= mapper.Bind(input);
        return mapper.Added[place].Getter<TValue>(this, place);
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    protected override void Dispose(bool disposing)
    {
        input.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>Rows of ML.NET with what a model makes of them.</summary>
sealed class ModelView(IDataView input, ModelMapper mapper) : IDataView
{
    public DataViewSchema Schema => mapper.OutputSchema;

    public bool CanShuffle => input.CanShuffle;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var wanted = columnsNeeded.ToList();
        return Over(input.GetRowCursor(mapper.GetDependencies(wanted), rand), wanted);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        var wanted = columnsNeeded.ToList();
        return Array.ConvertAll(input.GetRowCursorSet(mapper.GetDependencies(wanted), n, rand), rows => Over(rows, wanted));
    }

    DataViewRowCursor Over(DataViewRowCursor rows, IEnumerable<DataViewSchema.Column> wanted) =>
        new Cursor(rows, (ModelRow)mapper.GetRow(rows, wanted));

    sealed class Cursor(DataViewRowCursor rows, ModelRow row) : DataViewRowCursor
    {
        public override DataViewSchema Schema => row.Schema;

        public override long Position => rows.Position;

        public override long Batch => rows.Batch;

        public override bool MoveNext() => rows.MoveNext();

        public override bool IsColumnActive(DataViewSchema.Column column) => row.IsColumnActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => row.GetGetter<TValue>(column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => rows.GetIdGetter();

        protected override void Dispose(bool disposing)
        {
            row.Dispose();
            base.Dispose(disposing);
        }
    }
}
