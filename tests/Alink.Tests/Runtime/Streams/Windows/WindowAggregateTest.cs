using Alink.Runtime;

namespace Alink.Tests.Runtime.Streams;

/// <summary>Values by hand.</summary>
public class WindowAggregateTest
{
    static readonly Table Rows = Table
        .Of("time", [.. Enumerable.Range(0, 6).Select(second => DateTimeOffset.UnixEpoch.AddSeconds(second / 2))])
        .With<double?>("x", 2, null, 4, 4, 9, 1)
        .With("n", 5, 7, 5, 1, 7, 5)
        .With("s", "b", "a", null, "b", "c", "b");

    [Theory]
    [InlineData("COUNT(*)", "6")]
    [InlineData("COUNT(x)", "5")]
    [InlineData("COUNT(DISTINCT x)", "4")]
    [InlineData("SUM(x)", "20")]
    [InlineData("SUM(n)", "30")]
    [InlineData("AVG(x)", "4")]
    [InlineData("MIN(x)", "1")]
    [InlineData("MAX(s)", "c")]
    [InlineData("VAR_POP(x)", "7.6")] // Deviations −2, 0, 0, 5, −3: squares 38.
    [InlineData("VAR_SAMP(x)", "9.5")]
    [InlineData("STDDEV_POP(x)", "2.756809750418044")]
    [InlineData("STDDEV_SAMP(x)", "3.082207001484488")]
    [InlineData("SKEWNESS(x)", "0.859116611972")] // Cubes −8, 0, 0, 125, −27: 18 / 7.6^1.5.
    [InlineData("SQUARE_SUM(x)", "118")]
    [InlineData("LISTAGG(s)", "b,a,b,c,b")]
    [InlineData("CONCAT_AGG(n, '; ')", "5; 7; 5; 1; 7; 5")]
    [InlineData("MTABLE_AGG(s)", "[{\"s\":\"b\"},{\"s\":\"a\"},{\"s\":null},{\"s\":\"b\"},{\"s\":\"c\"},{\"s\":\"b\"}]")]
    [InlineData("MTABLE_AGG_PRECEDING(x, n)", "[{\"x\":2,\"n\":5},{\"x\":null,\"n\":7},{\"x\":4,\"n\":5},{\"x\":4,\"n\":1},{\"x\":9,\"n\":7}]")]
    [InlineData("MODE(s)", "b")]
    [InlineData("MODE(x)", "4")]
    [InlineData("MEDIAN(x)", "4")]
    [InlineData("MEDIAN(n)", "5")]
    [InlineData("FREQ(n)", "3")]
    [InlineData("IS_EXIST(n)", "True")]
    [InlineData("IS_EXIST(x)", "False")]
    [InlineData("LAST_VALUE(s)", "b")]
    [InlineData("LAST_VALUE(s, 3)", "a")]
    [InlineData("LAST_VALUE_INCLUDING_NULL(s, 3)", "-")]
    [InlineData("LAST_TIME(s, 3)", "1970-01-01")]
    [InlineData("LAST_TIME()", "00:00:02")]
    [InlineData("SUM_LAST(x, 3)", "14")]
    [InlineData("SUM_LAST(x, 99)", "20")]
    [InlineData("SUM_LAST(n)", "5")]
    [InlineData("LAST_DISTINCT(s)", "c")]
    [InlineData("LAST_DISTINCT(s, x)", "9")]
    [InlineData("LAG(n)", "7")]
    [InlineData("LAG(n, 6, -1)", "-1")]
    [InlineData("LAG(s, 9, 'none')", "none")]
    [InlineData("LAG(s, 9)", "-")]
    [InlineData("RANK()", "5")]
    [InlineData("DENSE_RANK()", "3")]
    [InlineData("RANK(n)", "2")]
    [InlineData("ROW_NUMBER()", "6")]
    [InlineData("SUM_PRECEDING(x)", "19")]
    [InlineData("COUNT_PRECEDING(*)", "5")]
    [InlineData("FREQ_PRECEDING(n)", "2")]
    [InlineData("MEDIAN_PRECEDING(x)", "4")]
    [InlineData("LISTAGG_PRECEDING(s, '')", "babc")]
    [InlineData("MODE_PRECEDING(n)", "5")] // Of 5 and 7, which are both there twice, the least.
    public async Task Functions_have_the_values_computed_by_hand(string clause, string expected)
    {
        var aggregates = WindowAggregate.Parse($"{clause} as v");
        if (!aggregates[0].IsPreceding)
        {
            var window = StreamWindow.Tumbling(TimeSpan.FromMinutes(1));
            Agree(expected, Assert.Single(await Streamed.RowsAsync(TableStream.Of(Rows, 4).Window(window, "time").Aggregate(aggregates))));
            if (aggregates[0].Function < WindowFunction.LastValue || aggregates[0].Function == WindowFunction.RowNumber)
            {
                // All of the rows are of one session, which they come to in halves that are far apart until the last one.
                var session = StreamWindow.Session(TimeSpan.FromSeconds(1.5));
                Agree(expected, Assert.Single(await Streamed.RowsAsync(TableStream.Of(Rows.Gather([0, 1, 4, 5, 2, 3]), 4)
                    .Window(session, new EventTime("time") { OutOfOrderness = TimeSpan.FromSeconds(9) }).Aggregate(aggregates))));
            }
        }

        var over = TableStream.Of(Rows, 4).OverCount(null, aggregates, "time").Select(rows => rows.Select("v"));
        Agree(expected, (await Streamed.RowsAsync(over))[^1]);
    }

    [Theory]
    [InlineData("SUM(x)")]
    [InlineData("AVG(x)")]
    [InlineData("MIN(s)")]
    [InlineData("VAR_POP(x)")]
    [InlineData("LISTAGG(s)")]
    [InlineData("MODE(s)")]
    [InlineData("MEDIAN(x)")]
    [InlineData("LAST_VALUE(x)")]
    public async Task Nothing_comes_of_no_values(string clause)
    {
        var none = Rows.With<double?>("x", [null, null, null, null, null, null]).With<string?>("s", [null, null, null, null, null, null]);

        Assert.Equal(["-"], await Streamed.RowsAsync(TableStream.Of(none, 4).Window(StreamWindow.Global, "time").Aggregate(clause)));
    }

    [Fact]
    public async Task Sums_of_whole_numbers_are_exact_and_refused_beyond_64_bits()
    {
        var rows = Table.Of("n", long.MaxValue, 1L, -1L);
        var sum = TableStream.Of(rows, 3).Window(StreamWindow.Global).Aggregate("SUM(n) as s");
        var beyond = TableStream.Of(rows.Head(2), 3).Window(StreamWindow.Global).Aggregate("SUM(n) as s");

        Assert.Equal([$"{long.MaxValue}"], await Streamed.RowsAsync(sum));
        Assert.Contains("'n' is beyond 64 bits", (await Assert.ThrowsAsync<RowException>(() => Streamed.RowsAsync(beyond))).Message);
    }

    [Fact]
    public void Clauses_are_read_with_names_in_quotes_and_without()
    {
        var read = WindowAggregate.Parse(" tumble_start() AS s ,Count(*) as `the count`, AVG(`a b`), LAST_DISTINCT(k, v) as d ");

        Assert.Equal(["s", "the count", "a b_avg", "d"], read.Select(one => one.Name));
        Assert.Equal([null, null, "a b", "v"], read.Select(one => one.Column));
        Assert.Equal("k", read[3].Key);
    }

    [Theory]
    [InlineData("SUMM(x) as s", "at character 1: there is no function 'SUMM'. Did you mean 'SUM'?")]
    [InlineData("SUM(x) as s, COUT(y)", "at character 14: there is no function 'COUT'. Did you mean 'COUNT'?")]
    [InlineData("SUM(x", "at character 6: ')' is expected")]
    [InlineData("SUM()", "at character 5: SUM needs a column")]
    [InlineData("ROW_NUMBER(x)", "at character 12: ROW_NUMBER takes nothing")]
    [InlineData("SUM(x, 2)", "at character 1: SUM takes at most 1 arguments")]
    [InlineData("LISTAGG(x, y)", "at character 12: text in quotes is expected")]
    [InlineData("LISTAGG(x, 'y)", "at character 12: the closing ' is missing")]
    [InlineData("LAST_VALUE(x, two)", "at character 15: a whole number of at least 0 is expected, not 'two'")]
    [InlineData("SUM(x) as s COUNT(y)", "at character 13: ',' or the end is expected, not 'COUNT'")]
    [InlineData("MTABLE_AGG(x, )", "at character 15: a column is expected")]
    [InlineData("SUM(x) as s, AVG(x) as s", "at character 14: a column 's' stands before already")]
    [InlineData("LAG_PRECEDING(x)", "at character 1: LAG cannot leave out the current row")]
    [InlineData("TUMBLE_PROCTIME()", "at character 1: 'TUMBLE_PROCTIME' would tell the time of a clock")]
    [InlineData("", "at character 1: a function is expected")]
    public void A_clause_that_is_wrong_is_refused_with_the_place(string clause, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => WindowAggregate.Parse(clause)).Message);

    [Fact]
    public void Functions_that_do_not_fit_the_columns_or_the_windows_are_refused_before_any_row()
    {
        var stream = TableStream.Of(Rows, 4);

        Assert.Contains("'s' holds String", Assert.Throws<SchemaException>(() => stream.Window(StreamWindow.Count(2)).Aggregate("SUM(s)")).Message);
        Assert.Contains("no column 'y'", Assert.Throws<SchemaException>(() => stream.Window(StreamWindow.Count(2)).Aggregate("SUM(y)")).Message);
        Assert.Contains("windows of time", Assert.Throws<ArgumentException>(() => stream.Window(StreamWindow.Count(2)).Aggregate("TUMBLE_START()")).Message);
        Assert.Contains("no current row", Assert.Throws<ArgumentException>(() => stream.Window(StreamWindow.Count(2)).Aggregate("SUM_PRECEDING(x)")).Message);
        Assert.Contains("event time", Assert.Throws<ArgumentException>(() => stream.OverCount(1, WindowAggregate.Parse("RANK()"))).Message);
        Assert.Contains("'soon'", Assert.Throws<ArgumentException>(() => stream.OverCount(1, WindowAggregate.Parse("LAG(n, 1, 'soon')"))).Message);
    }

    [Theory]
    [InlineData("30s", 30)]
    [InlineData("5m", 300)]
    [InlineData("1h", 3600)]
    [InlineData("1d", 86400)]
    [InlineData("2d", 172800)]
    [InlineData("1M", 2592000)]
    [InlineData("1y", 31536000)]
    [InlineData("1.5h", 5400)]
    [InlineData(" 45 ", 45)]
    [InlineData("0.25", 0.25)]
    public void Lengths_of_time_are_read(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Durations.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("-1d")]
    [InlineData("1D")]
    [InlineData("1e3s")]
    [InlineData("99999999999y")]
    public void What_is_no_length_of_time_is_refused(string text) =>
        Assert.Contains($"'{text}' is no length of time", Assert.Throws<FormatException>(() => Durations.Parse(text)).Message);

    static void Agree(string expected, string got)
    {
        if (double.TryParse(expected, System.Globalization.CultureInfo.InvariantCulture, out var number))
        {
            Assert.Equal(number, double.Parse(got, System.Globalization.CultureInfo.InvariantCulture), 1e-6);
        }
        else
        {
            Assert.Equal(expected, got);
        }
    }
}
