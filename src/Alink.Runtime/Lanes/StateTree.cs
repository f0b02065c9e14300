namespace Alink.Runtime;

/// <summary>Merges states in the canonical tree, in whatever order they come.</summary>
/// <param name="range">The lanes whose states come.</param>
/// <param name="merge">The state of both, the left first.</param>
sealed class StateTree<TState>(LaneRange range, Func<TState, TState, TState> merge)
{
    readonly (bool Is, TState State)[] _waiting = new (bool, TState)[2 * range.Leaves];

    /// <summary>The states of the largest subtrees whose lanes have all come, in the order of their lanes.</summary>
    public TState[] States => [.. range.Roots().Select(root => _waiting[root].State)];

    /// <summary>Adds the state of a subtree, and merges it upwards as far as the states beside it have come.</summary>
    public void Add(int node, TState state)
    {
        for (; node > 1 && range.IsWhole(node / 2); node /= 2)
        {
            var sibling = node ^ 1;
            if (range.Exists(sibling))
            {
                TState other;
                lock (_waiting)
                {
                    if (!_waiting[sibling].Is)
                    {
                        _waiting[node] = (true, state);
                        return;
                    }

                    other = _waiting[sibling].State;
                    _waiting[sibling] = default;
                }

                state = sibling > node ? merge(state, other) : merge(other, state);
            }
        }

        lock (_waiting)
        {
            _waiting[node] = (true, state);
        }
    }
}
