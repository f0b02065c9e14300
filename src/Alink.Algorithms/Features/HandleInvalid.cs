namespace Alink.Features;

/// <summary>What becomes of a row that a stage cannot take as it is.</summary>
public enum HandleInvalid
{
    /// <summary>It is an error, which names the column and the row.</summary>
    Error,

    /// <summary>The row is left out.</summary>
    Skip,

    /// <summary>The row is kept, with a value that stands for the invalid one.</summary>
    Keep,
}
