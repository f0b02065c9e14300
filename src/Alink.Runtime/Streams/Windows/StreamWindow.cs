namespace Alink;

/// <summary>How the rows of a stream are cut into windows.</summary>
/// <remarks>
/// A window of time holds the rows of [start, end). It is computed once the watermark of its <see cref="EventTime"/> has
/// reached its end, and every window that is left is computed when the stream ends.
/// </remarks>
public sealed record StreamWindow
{
    StreamWindow(WindowKind kind, long size = 0, long slide = 0, long offset = 0) =>
        (Kind, Size, Slide, Offset) = (kind, size, slide, offset);

    /// <summary>One window of all rows, computed when the stream ends.</summary>
    public static StreamWindow Global { get; } = new(WindowKind.Global);

    internal WindowKind Kind { get; }

    /// <summary>How long a window is: ticks, or rows.</summary>
    internal long Size { get; }

    /// <summary>How far apart windows begin: ticks, or rows.</summary>
    internal long Slide { get; }

    /// <summary>By how many ticks after 1970-01-01T00:00Z the first window begins, less than <see cref="Slide"/>.</summary>
    internal long Offset { get; }

    /// <summary>Windows of equal length, one after the other, aligned to 1970-01-01T00:00Z.</summary>
    /// <param name="size">Their length; above zero.</param>
    /// <param name="offset">By how much they begin later; days of a place eight hours ahead of UTC begin at −8 hours.</param>
    public static StreamWindow Tumbling(TimeSpan size, TimeSpan offset = default) => Sliding(size, size, offset);

    /// <summary>Windows of equal length that overlap, aligned to 1970-01-01T00:00Z.</summary>
    /// <param name="size">Their length.</param>
    /// <param name="slide">How far apart they begin: above zero and at most <paramref name="size"/>, so that no row is
    /// between windows.</param>
    /// <param name="offset">By how much they begin later.</param>
    public static StreamWindow Sliding(TimeSpan size, TimeSpan slide, TimeSpan offset = default) => new(
        WindowKind.Time,
        Require.AtLeast(Require.Positive(slide.Ticks, nameof(slide)), size.Ticks, nameof(size)),
        slide.Ticks,
        offset.Ticks);

    /// <summary>Windows that end where no row comes for a while: rows less than <paramref name="gap"/> apart share one,
    /// which begins at its first row and ends a gap after its last.</summary>
    /// <param name="gap">The least time between the rows of two windows; above zero.</param>
    public static StreamWindow Session(TimeSpan gap) => new(WindowKind.Session, Require.Positive(gap.Ticks, nameof(gap)));

    /// <summary>Windows of so many rows, one after the other, each computed with its last row; when the stream ends, the
    /// last with the rows that it has.</summary>
    /// <param name="rows">How many rows; at least 1.</param>
    public static StreamWindow Count(long rows) => Count(rows, rows);

    /// <summary>Windows of so many rows that overlap: after every <paramref name="slide"/> rows, the last
    /// <paramref name="rows"/>, or as many as there are.</summary>
    /// <param name="rows">How many rows; at least <paramref name="slide"/>.</param>
    /// <param name="slide">After how many rows a window ends; at least 1.</param>
    public static StreamWindow Count(long rows, long slide) => new(
        WindowKind.Count, Require.AtLeast(Require.AtLeast(1, slide, nameof(slide)), rows, nameof(rows)), slide);

    /// <summary>All that tells these windows from others, as text.</summary>
    internal string Settings => $"{Kind} {Size} {Slide} {Offset}";

    /// <summary>Whether windows are cut by event time.</summary>
    internal bool NeedTime => Kind is WindowKind.Time or WindowKind.Session;

    /// <summary>The start of the last window that holds a time.</summary>
    internal long LastStart(long ticks)
    {
        var origin = DateTimeOffset.UnixEpoch.Ticks + Offset;
        var since = (ticks - origin) % Slide;
        return ticks - (since < 0 ? since + Slide : since);
    }
}

/// <summary>What cuts windows.</summary>
enum WindowKind
{
    /// <summary>The clock of the rows.</summary>
    Time,

    /// <summary>A time without rows.</summary>
    Session,

    /// <summary>The number of rows.</summary>
    Count,

    /// <summary>Nothing.</summary>
    Global,
}

/// <summary>When a window begins and ends: [start, end), in UTC; null where no time cuts it.</summary>
/// <param name="Start">The first moment that belongs to it.</param>
/// <param name="End">The first moment after it.</param>
public readonly record struct WindowSpan(DateTimeOffset? Start, DateTimeOffset? End);
