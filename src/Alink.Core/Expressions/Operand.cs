namespace Alink;

/// <summary>A term bound to the cells of a row: running it leaves its value in its cell.</summary>
sealed class Operand(Cell cell, Action? step, bool isNullable)
{
    /// <summary>Where the value is.</summary>
    public Cell Cell => cell;

    public DataType Type => cell.Type;

    /// <summary>Whether the value may be missing.</summary>
    public bool IsNullable => isNullable;

    /// <summary>Whether it is the word NULL, which has any type.</summary>
    public bool IsNull { get; init; }

    /// <summary>The term, for messages.</summary>
    public required Term Term { get; init; }

    public bool IsNumber => IsNull || Type.IsNumeric();

    public bool IsWhole => Type is DataType.Boolean or DataType.Int32 or DataType.Int64;

    public bool IsText => IsNull || Type == DataType.String;

    public void Run() => step?.Invoke();

    /// <summary>Whether a condition is known to hold.</summary>
    public bool Holds()
    {
        step?.Invoke();
        return !cell.IsMissing && cell.Integer != 0;
    }
}
