namespace Alink.IO;

/// <summary>
/// A piece of a file that is read by itself: bytes from a row's beginning to another's, or row groups.
/// </summary>
/// <param name="Start">Where it begins, in the format's own unit.</param>
/// <param name="End">Where it ends, exclusive; <see cref="long.MaxValue"/> for the end of the file.</param>
/// <param name="Bytes">How many bytes of the file it takes.</param>
/// <param name="Line">The line where it begins, from 1; 0 where it is not known.</param>
readonly record struct Split(long Start, long End, long Bytes = 0, long Line = 1)
{
    /// <summary>The whole file.</summary>
    public static Split Whole { get; } = new(0, long.MaxValue);

    /// <summary>Whether the beginning of the file is in it.</summary>
    public bool IsFirst => Start == 0;

    /// <summary>The whole of a file of known size.</summary>
    public static Split WholeOf(string file) => Whole with { Bytes = new FileInfo(file).Length };
}
