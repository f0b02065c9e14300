namespace Alink.Runtime;

/// <summary>A version in a <see cref="ModelStore"/>.</summary>
/// <param name="Number">Its number.</param>
/// <param name="File">The name of its file.</param>
/// <param name="Bytes">The size of the file.</param>
/// <param name="Version">What is told of it; null where that cannot be read.</param>
/// <param name="IsServed">Whether it is the one that is served: the one rolled back to, else the newest.</param>
/// <param name="Error">Why it cannot be read; null where it can, as far as is known without loading the model.</param>
public sealed record StoredModel(long Number, string File, long Bytes, ModelVersion? Version, bool IsServed, string? Error);
