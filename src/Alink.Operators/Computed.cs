namespace Alink.Operators;

/// <summary>What a node computes once, when it is first wanted; what failed or was stopped is computed anew when it is wanted
/// again.</summary>
/// <param name="compute">Computes it.</param>
/// <param name="node">The node, for messages.</param>
sealed class Computed<T>(Func<Task<T>> compute, object node)
{
    readonly Lock _lock = new();
    Task<T>? _value;
    bool _isBeginning;

    /// <summary>Whether it is there, or on its way.</summary>
    public bool IsBegun => _value is { IsFaulted: false, IsCanceled: false };

    /// <summary>It, once it is there.</summary>
    /// <exception cref="InvalidOperationException">It is wanted for itself.</exception>
    public Task<T> Value
    {
        get
        {
            lock (_lock)
            {
                if (IsBegun)
                {
                    return _value!;
                }

                if (_isBeginning)
                {
                    throw new InvalidOperationException($"{node.GetType().Name} is linked to itself, through others or at once.");
                }

                _isBeginning = true;
                try
                {
                    return _value = compute();
                }
                finally
                {
                    _isBeginning = false;
                }
            }
        }
    }

    /// <summary>An option is changed before it is read.</summary>
    /// <exception cref="InvalidOperationException">It was read.</exception>
    public void BeforeChange()
    {
        if (IsBegun)
        {
            throw new InvalidOperationException($"{node.GetType().Name} has begun with the options as they were; make another one for others.");
        }
    }
}
