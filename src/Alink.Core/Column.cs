namespace Alink;

/// <summary>A typed column handle: the name of a column, and how its values are read.</summary>
/// <remarks>
/// Text converts to a handle, so an option reads <c>Features = "features"</c>. A handle meets the type of its column when
/// it meets a <see cref="Schema"/>, before any row is read. <c>Column&lt;double&gt;</c> reads every numeric column,
/// widened; <see cref="Column{T}"/> of <see cref="Category"/> reads every column that can name classes.
/// </remarks>
/// <typeparam name="T">The type of one value.</typeparam>
/// <param name="Name">The name of the column.</param>
public readonly record struct Column<T>(string Name)
{
    /// <summary>Names a column.</summary>
    public static implicit operator Column<T>(string name) => new(name);

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>Marks a column whose values name classes: text, whole numbers or booleans.</summary>
public readonly struct Category;
