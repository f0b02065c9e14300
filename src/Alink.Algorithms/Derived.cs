namespace Alink;

/// <summary>What follows from a model's data and is costly to compute: made at its first use, and again for other data.</summary>
/// <remarks>Equal to every other, so that a record that keeps one is compared by its data alone.</remarks>
/// <typeparam name="T">What follows.</typeparam>
sealed class Derived<T> : IEquatable<Derived<T>>
    where T : class
{
    Kept? _kept;

    /// <summary>What follows from the data.</summary>
    /// <param name="first">The data, compared by reference; the copy that <c>with</c> makes may have other data.</param>
    /// <param name="second">More of the data.</param>
    /// <param name="make">Computes it; may run twice where two threads come first.</param>
    public T Of<TFirst, TSecond>(TFirst first, TSecond second, Func<TFirst, TSecond, T> make)
        where TFirst : class
        where TSecond : class
    {
        var kept = _kept;
        if (!ReferenceEquals(kept?.First, first) || !ReferenceEquals(kept.Second, second))
        {
            _kept = kept = new(first, second, make(first, second));
        }

        return kept.Value;
    }

    public bool Equals(Derived<T>? other) => other is not null;

    public override bool Equals(object? obj) => obj is Derived<T>;

    public override int GetHashCode() => 0;

    sealed record Kept(object First, object Second, T Value);
}
