namespace Alink;

/// <summary>What a <see cref="WindowAggregate"/> computes of the rows of a window.</summary>
/// <remarks>Rows stand in the order of their event time, and those of one time in the order in which they came; without
/// event time all stand in the order in which they came. The last of them is the current row. Missing values are passed
/// over.</remarks>
public enum WindowFunction
{
    /// <summary>The number of rows, or of values.</summary>
    Count,

    /// <summary>The sum: a whole number of whole numbers; missing without values.</summary>
    Sum,

    /// <summary>The mean; missing without values.</summary>
    Avg,

    /// <summary>The least value; missing without values.</summary>
    Min,

    /// <summary>The greatest value; missing without values.</summary>
    Max,

    /// <summary>The standard deviation, divided by one less than the count; missing for fewer than two values.</summary>
    StddevSamp,

    /// <summary>The standard deviation, divided by the count; missing without values.</summary>
    StddevPop,

    /// <summary>The variance, divided by one less than the count; missing for fewer than two values.</summary>
    VarSamp,

    /// <summary>The variance, divided by the count; missing without values.</summary>
    VarPop,

    /// <summary>The third central moment over the third power of the standard deviation, both divided by the count;
    /// missing where the values do not vary.</summary>
    Skewness,

    /// <summary>The sum of the squares; missing without values.</summary>
    SquareSum,

    /// <summary>The values as text, in order, with a separator between them; missing without values.</summary>
    Listagg,

    /// <summary>The same as <see cref="Listagg"/>.</summary>
    ConcatAgg,

    /// <summary>The rows themselves, in order, as a text that holds a table: a JSON array with an object of the columns for
    /// each row, a missing value null.</summary>
    MtableAgg,

    /// <summary>The value that is there most often, the least of several.</summary>
    Mode,

    /// <summary>The value in the middle, or the mean of the two there.</summary>
    Median,

    /// <summary>How often the current row's value is there.</summary>
    Freq,

    /// <summary>Whether the current row's value is there in a row before it.</summary>
    IsExist,

    /// <summary>The last value, or the one so many values before it.</summary>
    LastValue,

    /// <summary>The event time of the last value, or of the one so many values before it.</summary>
    LastTime,

    /// <summary>The sum of the last so many values, or of all if there are fewer.</summary>
    SumLast,

    /// <summary>The last value whose key is not the current row's.</summary>
    LastDistinct,

    /// <summary>The value so many values before the last, by default one, or else a default.</summary>
    Lag,

    /// <summary>One more than the number of rows whose value, by default their event time, is below the current
    /// row's.</summary>
    Rank,

    /// <summary>One more than the number of different values, by default of event times, below the current
    /// row's.</summary>
    DenseRank,

    /// <summary>The number of the current row, from 1.</summary>
    RowNumber,

    /// <summary>The start of the window.</summary>
    WindowStart,

    /// <summary>The end of the window: the first moment after it.</summary>
    WindowEnd,

    /// <summary>The last millisecond of the window.</summary>
    WindowRowTime,
}
