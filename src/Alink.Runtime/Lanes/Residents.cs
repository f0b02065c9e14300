namespace Alink.Runtime;

/// <summary>The lanes of this process, each made into an object; those that fit the memory budget are kept.</summary>
sealed class Residents<TLane>(
    Machine machine, IDataset rows, Func<IEnumerable<Table>, TLane> prepare, Func<TLane, long> bytes,
    TrainingContext context)
    : IResidents<TLane>
{
    readonly LaneRange _own = machine.Own(rows.Lanes);
    readonly (bool IsKept, TLane Lane, long Bytes)[] _lanes = new (bool, TLane, long)[machine.Own(rows.Lanes).Count];
    long _kept;
    long _largest;

    public int Lanes => _own.Lanes;

    /// <summary>Makes every lane once, so that whatever is wrong with its rows is known, and keeps those that
    /// fit.</summary>
    public async ValueTask FillAsync()
    {
        var counter = new RowCounter(context);
        await machine.PassAsync(_own, () => 0, (none, lane) =>
        {
            Keep(lane, prepare(counter.Read(rows, lane)));
            return none;
        }, (none, _) => none, counter).ConfigureAwait(false);

        // Lanes that are made again take memory beside those that are kept, one for each worker.
        var room = _lanes.All(lane => lane.IsKept) ? 0 : Math.Min(machine.Workers, _lanes.Length) * _largest;
        for (var i = _lanes.Length - 1; i >= 0 && _kept + room > machine.MemoryBudget; i--)
        {
            _kept -= _lanes[i].Bytes;
            _lanes[i] = default;
        }
    }

    public ValueTask<TState> AggregateAsync<TState>(
        Func<TState> start, Func<TState, int, TLane, TState> update, Func<TState, TState, TState> merge)
    {
        var counter = new RowCounter(context);
        return machine.PassAsync(_own, start, (state, lane) =>
        {
            ref var kept = ref _lanes[lane - _own.First];
            return update(state, lane, kept.IsKept ? kept.Lane : prepare(counter.Read(rows, lane)));
        }, merge, counter);
    }

    void Keep(int lane, TLane made)
    {
        var size = bytes(made);
        lock (_lanes)
        {
            _largest = Math.Max(_largest, size);
            if (_kept + size <= machine.MemoryBudget)
            {
                _kept += size;
                _lanes[lane - _own.First] = (true, made, size);
            }
        }
    }
}
