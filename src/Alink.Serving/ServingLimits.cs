namespace Alink.Serving;

/// <summary>How much a request may ask for.</summary>
public sealed record ServingLimits
{
    /// <summary>The most bytes of a body of JSON; at least 1. Default: 4 MiB.</summary>
    public int RequestBytes { get; init => field = Require.AtLeast(1, value); } = 4 << 20;

    /// <summary>The most rows of an array; at least 1. Default: 10,000.</summary>
    public int Rows { get; init => field = Require.AtLeast(1, value); } = 10_000;

    /// <summary>The most bytes of an answer to an array; at least 1. Default: 64 MiB.</summary>
    public int AnswerBytes { get; init => field = Require.AtLeast(1, value); } = 64 << 20;

    /// <summary>The most bytes of a line of NDJSON; at least 1. Default: 1 MiB.</summary>
    public int LineBytes { get; init => field = Require.AtLeast(1, value); } = 1 << 20;

    /// <summary>The most bytes of all lines of a request; at least 1. Default: 16 GiB.</summary>
    public long StreamBytes { get; init => field = Require.AtLeast(1, value); } = 16L << 30;

    /// <summary>The most bytes of bodies and answers that are held at the same time, those of a few kilobytes aside; at least 1.
    /// Default: 128 MiB.</summary>
    public long HeldBytes { get; init => field = Require.AtLeast(1, value); } = 128L << 20;

    /// <summary>How deep arrays and objects may nest, the body's own among them; at least 3. Default: 16.</summary>
    public int Depth { get; init => field = Require.AtLeast(3, value); } = 16;

    /// <summary>The most requests that are answered at the same time; at least 1. Default: 1,000.</summary>
    public int Concurrent { get; init => field = Require.AtLeast(1, value); } = 1_000;

    /// <summary>The most requests in a second, on average, with bursts of as many; at least 1, or null for no such limit,
    /// which is the default.</summary>
    public int? RequestsPerSecond { get; init => field = value is { } given ? Require.AtLeast(1, given) : value; }
}
