using System.Collections.Immutable;

namespace Alink;

/// <summary>A column computed of the rows of a window.</summary>
/// <example>
/// <code>
/// var clicks = WindowAggregate.Parse("TUMBLE_START() as start, COUNT(ip) as clicks, AVG(price) as price");
/// clicks[2] == WindowAggregate.Avg("price").As("price") // => True
/// </code>
/// </example>
/// <param name="Function">What is computed.</param>
/// <param name="Column">The column that it is computed of; null where none is needed.</param>
public sealed record WindowAggregate(WindowFunction Function, string? Column = null)
{
    /// <summary>The name of the result; by default the column and the function, as <c>price_avg</c>.</summary>
    public string Name
    {
        get => field.Length > 0 ? field
            : $"{(Column is null ? "" : $"{Column}_")}{ClauseNames.NameOf(Function).ToLowerInvariant()}";
        init;
    }

    = "";

    /// <summary>The columns after the first, of those functions that take several.</summary>
    public ImmutableArray<string> Others { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>How many values before the last, or how many of the last; null: the function's default.</summary>
    public int? Places { get; init => field = value is { } places ? Require.AtLeast(0, places) : null; }

    /// <summary>What stands between texts.</summary>
    public string Separator { get; init; } = ",";

    /// <summary>What <see cref="WindowFunction.Lag"/> gives where there are too few values, as text; null: nothing.</summary>
    public string? Default { get; init; }

    /// <summary>The column that <see cref="WindowFunction.LastDistinct"/> tells rows apart by; null: its own.</summary>
    public string? Key { get; init; }

    /// <summary>Whether equal values count once; for <see cref="WindowFunction.Count"/>.</summary>
    public bool IsDistinct { get; init; }

    /// <summary>Whether the current row is left out; for windows over preceding rows.</summary>
    public bool IsPreceding { get; init; }

    /// <summary>Whether missing values are values; for those functions that look back.</summary>
    public bool IncludesMissing { get; init; }

    /// <summary>The number of rows.</summary>
    public static WindowAggregate Count() => new(WindowFunction.Count);

    /// <summary>The number of values.</summary>
    public static WindowAggregate Count(string column) => new(WindowFunction.Count, column);

    /// <summary>The sum.</summary>
    public static WindowAggregate Sum(string column) => new(WindowFunction.Sum, column);

    /// <summary>The mean.</summary>
    public static WindowAggregate Avg(string column) => new(WindowFunction.Avg, column);

    /// <summary>The least value.</summary>
    public static WindowAggregate Min(string column) => new(WindowFunction.Min, column);

    /// <summary>The greatest value.</summary>
    public static WindowAggregate Max(string column) => new(WindowFunction.Max, column);

    /// <summary>The last value.</summary>
    public static WindowAggregate LastValue(string column) => new(WindowFunction.LastValue, column);

    /// <summary>The rows, as a text that holds a table of these columns.</summary>
    /// <remarks>
    /// A window's rows have no fixed number, and columns hold single values, so they come as a text: a JSON array with an
    /// object for each row, which any reader of JSON understands, and which <c>Flatten</c> of Alink.IO makes rows again.
    /// Names stand beside the values, so it is read by name and with the types of the reader's choice; numbers come back to
    /// the bit, and −0 as 0. Vectors are no values of it.
    /// </remarks>
    public static WindowAggregate Rows(string column, params ImmutableArray<string> others) =>
        new(WindowFunction.MtableAgg, column) { Others = others };

    /// <summary>The start of the window.</summary>
    public static WindowAggregate Start() => new(WindowFunction.WindowStart);

    /// <summary>The end of the window.</summary>
    public static WindowAggregate End() => new(WindowFunction.WindowEnd);

    /// <summary>Reads clauses as Alink writes them: <c>TUMBLE_START() as start, COUNT(ip) as clicks</c>.</summary>
    /// <remarks>
    /// Functions are the members of <see cref="WindowFunction"/>, written <c>STDDEV_SAMP</c>, in small or capital letters;
    /// <c>_PRECEDING</c> after one leaves out the current row, and <c>_INCLUDING_NULL</c> takes missing values for values.
    /// <c>TUMBLE_</c>, <c>HOP_</c> and <c>SESSION_</c> before <c>START</c>, <c>END</c> and <c>ROWTIME</c> mean the same.
    /// Arguments: a column (in backquotes where it is no plain name), <c>*</c> or nothing for the rows, and then what the
    /// function takes besides: <c>LISTAGG(x, '-')</c>, <c>MTABLE_AGG(time, x)</c>, <c>LAST_VALUE(x, 2)</c>, <c>LAG(x, 1, 0)</c>,
    /// <c>LAST_DISTINCT(key, x)</c>, <c>COUNT(DISTINCT x)</c>.
    /// </remarks>
    /// <exception cref="FormatException">The text is no such clauses: the place and what is wrong are told.</exception>
    public static ImmutableArray<WindowAggregate> Parse(string clauses) => new ClauseParser(clauses).Parse();

    /// <summary>Under this name.</summary>
    public WindowAggregate As(string name) => this with { Name = name };

    /// <summary>Without the current row.</summary>
    public WindowAggregate Preceding() => this with { IsPreceding = true };

    /// <inheritdoc/>
    public bool Equals(WindowAggregate? other) => other is not null
        && (Function, Column, Name, Places, Separator, Default, Key)
            == (other.Function, other.Column, other.Name, other.Places, other.Separator, other.Default, other.Key)
        && (IsDistinct, IsPreceding, IncludesMissing) == (other.IsDistinct, other.IsPreceding, other.IncludesMissing)
        && Others.SequenceEqual(other.Others);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Function, Column, Name);
}
