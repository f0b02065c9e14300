namespace Alink.Runtime;

/// <summary>How much a model file may hold; checked before memory is taken for it.</summary>
public sealed record ModelLimits
{
    /// <summary>How many bytes its entries may have together, unpacked; at least 1.</summary>
    public long Bytes
    {
        get;
        init => field = Require.AtLeast(1, value);
    } = 16L << 30;

    /// <summary>How many entries it may have; at least 1.</summary>
    public int Entries
    {
        get;
        init => field = Require.AtLeast(1, value);
    } = 10_000;

    /// <summary>How many times its own size it may unpack to, once that is above 64 MiB; at least 1.
    /// Files of ours are not packed.</summary>
    public int Expansion
    {
        get;
        init => field = Require.AtLeast(1, value);
    } = 32;
}
