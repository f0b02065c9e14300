namespace Alink;

/// <summary>The type of every value in a column.</summary>
public enum DataType
{
    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A whole number of 32 bits.</summary>
    Int32,

    /// <summary>A whole number of 64 bits.</summary>
    Int64,

    /// <summary>A floating-point number of 32 bits.</summary>
    Single,

    /// <summary>A floating-point number of 64 bits.</summary>
    Double,

    /// <summary>Text.</summary>
    String,

    /// <summary>A moment, with its offset from UTC.</summary>
    DateTimeOffset,

    /// <summary>A row of numbers, dense or sparse.</summary>
    Vector,
}

/// <summary>What follows from a <see cref="DataType"/>.</summary>
public static class DataTypes
{
    /// <summary>The type of the values that a .NET type stands for.</summary>
    /// <exception cref="ArgumentException">No column can hold values of that type.</exception>
    public static DataType Of(Type type) =>
        type == typeof(bool) ? DataType.Boolean
        : type == typeof(int) ? DataType.Int32
        : type == typeof(long) ? DataType.Int64
        : type == typeof(float) ? DataType.Single
        : type == typeof(double) ? DataType.Double
        : type == typeof(string) ? DataType.String
        : type == typeof(DateTimeOffset) ? DataType.DateTimeOffset
        : type == typeof(Vector) ? DataType.Vector
        : throw new ArgumentException($"A column cannot hold {type.Name}.", nameof(type));

    /// <summary>Whether the values are numbers, so that <c>Column&lt;double&gt;</c> reads
    /// them; a boolean is 0 or 1.</summary>
    public static bool IsNumeric(this DataType type) => type <= DataType.Double;

    /// <summary>Whether the values can name classes.</summary>
    public static bool IsCategory(this DataType type) => type <= DataType.String;

    /// <summary>Whether a handle of <typeparamref name="T"/> reads columns of this type.</summary>
    internal static bool IsReadAs<T>(this DataType type) =>
        typeof(T) == typeof(Category) ? type.IsCategory()
        : typeof(T) == typeof(double) ? type.IsNumeric()
        : type == Of(typeof(T));
}
