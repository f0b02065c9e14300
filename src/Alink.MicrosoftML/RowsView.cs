using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Alink.MicrosoftML;

/// <summary>Rows as a data view.</summary>
/// <param name="rows">The rows.</param>
/// <param name="columns">How each column is seen, in the order of the schema.</param>
/// <param name="passed">Told, after each whole pass, how many rows it read.</param>
/// <param name="cancellation">Stops whoever reads.</param>
sealed class RowsView(
    IDataset rows, ImmutableArray<SeenColumn> columns, Action<long>? passed = null, CancellationToken cancellation = default) : IDataView
{
    public DataViewSchema Schema { get; } = SeenColumn.Schema(columns);

    ImmutableArray<SeenColumn> Columns => columns;

    Action<long>? Passed => passed;

    CancellationToken Cancellation => cancellation;

    /// <summary>The rows of a table can be read in any order.</summary>
    public bool CanShuffle => rows is Table;

    public long? GetRowCount() => (rows as Table)?.RowCount;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(this, [.. columnsNeeded.Select(column => column.Index)], rows is Table table ? Order(table.RowCount, rand) : null);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    IEnumerable<Table> Batches() => rows is Table table ? [table] : rows.ReadAll(cancellation);

    /// <summary>The places of rows as chance orders them, in the way of ML.NET's own cache; null for their own order.</summary>
    static int[]? Order(int rows, Random? random)
    {
        if (random is null)
        {
            return null;
        }

        var order = new int[rows];
        for (var i = 0; i < rows; i++)
        {
            order[i] = i;
        }

        for (var i = 0; i < rows; i++)
        {
            var other = i + random.Next(rows - i);
            (order[i], order[other]) = (order[other], order[i]);
        }

        return order;
    }

    sealed class Cursor : DataViewRowCursor, ICells
    {
        readonly RowsView _view;
        readonly HashSet<int> _active;
        readonly int[]? _order;
        readonly IEnumerator<Table> _batches;
        readonly Cell[] _cells;
        readonly ColumnData[] _data;
        Table? _batch;
        long _position = -1;
        int _next;
        int _row;
        bool _ended;

        public Cursor(RowsView view, HashSet<int> active, int[]? order)
        {
            (_view, _active, _order, _batches) = (view, active, order, view.Batches().GetEnumerator());
            _cells = [.. view.Schema.Select(column => new Cell(column.Name, view.Columns[column.Index].Field.Type))];
            _data = new ColumnData[_cells.Length];
        }

        public override DataViewSchema Schema => _view.Schema;

        public override long Position => _position;

        public override long Batch => 0;

        public long Row => _batch!.FirstRow + _row;

        public Cell Cell(int column)
        {
            _data[column].Load(_row, _cells[column]);
            return _cells[column];
        }

        public override bool MoveNext()
        {
            _view.Cancellation.ThrowIfCancellationRequested();
            while (_batch is null || _next == _batch.RowCount)
            {
                if (_ended || !_batches.MoveNext())
                {
                    End();
                    return false;
                }

                (_batch, _next) = (_batches.Current, 0);
                foreach (var column in _active)
                {
                    _data[column] = _batch.Data(_cells[column].Name);
                }
            }

            _row = _order is null ? _next : _order[_next];
            _next++;
            _position++;
            return true;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => IsColumnActive(column)
            ? _view.Columns[column.Index].Getter<TValue>(this, column.Index)
            : throw new InvalidOperationException($"Column '{column.Name}' was not asked for.");

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref id) => id = new((ulong)_row, 0);

        protected override void Dispose(bool disposing)
        {
            _batches.Dispose();
            base.Dispose(disposing);
        }

        void End()
        {
            if (!_ended)
            {
                (_ended, var count) = (true, _position + 1);
                _view.Passed?.Invoke(count);
            }

            _position = -1;
        }
    }
}
