namespace Alink.Tests.Core;

public class HostileClauseTest
{
    static readonly Table Rows = Table.Of("x", 1, 2);

    [Theory]
    [InlineData("case when true then ", "true", "parentheses are deeper than 200")]
    [InlineData("abs(", "1", "parentheses are deeper than 200")]
    [InlineData("1 + ", "1 = 1", "there are more than 1000 operators")]
    [InlineData("true and ", "true", "there are more than 1000 operators")]
    [InlineData("true or ", "true", "there are more than 1000 operators")]
    public void A_clause_that_would_take_the_stack_is_refused(string before, string last, string wrong) => Assert.Contains(
        wrong, Assert.Throws<FormatException>(() => Rows.Where(Repeated(before, 50_000) + last)).Message);

    [Theory]
    [InlineData("not ", 50_000, "true", 2)]
    [InlineData("- ", 50_000, "1 = 1", 2)]
    [InlineData("true and ", 1000, "true", 2)]
    [InlineData("x in (", 1, "1)", 1)]
    public void What_the_stack_does_for_is_computed(string before, int times, string last, int rows) =>
        Assert.Equal(rows, Rows.Where(Repeated(before, times) + last).RowCount);

    [Fact]
    public void A_list_may_be_long() =>
        Assert.Equal(1, Rows.Where($"x in ({string.Join(", ", Enumerable.Range(2, 20_000))})").RowCount);

    [Fact]
    public void A_list_of_any_length_takes_no_stack()
    {
        Assert.Equal(1, Rows.Where($"x in ({string.Join(", ", Enumerable.Range(2, 300_000))})").RowCount);
        Assert.Equal(2, Rows.Compute(string.Join(", ", Enumerable.Range(0, 3_000).Select(i => $"x + {i} as c{i}"))).RowCount);
    }

    [Fact]
    public void A_text_of_many_quotes_is_read_in_one_go() =>
        Assert.Equal(2, Rows.Where($"length('{new string('\'', 1_000_000)}') = 500000").RowCount);

    [Fact]
    public void Of_a_long_clause_an_error_shows_what_stands_around_it()
    {
        var message = Assert.Throws<FormatException>(() => Rows.Where($"{new string(' ', 1_000_000)}x ; 1")).Message;

        Assert.StartsWith("In the clause '…   ", message, StringComparison.Ordinal);
        Assert.EndsWith("x ; 1', at character 1000003: ';' has no meaning here.", message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 100, 300);
    }

    static string Repeated(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
