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

    static string Repeated(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
