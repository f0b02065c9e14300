using Xunit;

namespace Alink.Examples;

public class ShownTest
{
    [Theory]
    [InlineData(1.0 / 3, "0.333333")]
    [InlineData(1e-9, "1E-09")]
    [InlineData(2f, "2")]
    [InlineData(12345678, "12345678")]
    [InlineData(true, "True")]
    [InlineData("a b", "a b")]
    [InlineData(null, "null")]
    public void A_value_is_shown_as_a_reader_would_write_it(object? value, string text) =>
        Assert.Equal(text, Shown.As(value));

    [Fact]
    public void Lists_and_pairs_show_what_is_in_them()
    {
        Assert.Equal("[1 [2 3]]", Shown.As(new object[] { 1, new List<double> { 2, 3 } }));
        Assert.Equal("(0.666667, null)", Shown.As((2.0 / 3, (string?)null)));
        Assert.Equal("[0 1]", Shown.As(Enumerable.Range(0, 2)));
    }

    [Fact]
    public void The_numbers_of_a_record_are_rounded_and_its_words_are_left() =>
        Assert.Equal("Named { Name = v1.23456789, Value = 0.1235 }", Shown.As(new Named("v1.23456789", 0.1235)));

    [Fact]
    public void A_wrong_claim_fails() =>
        Assert.Throws<Xunit.Sdk.EqualException>(() => Shown.Is("0.333334", 1.0 / 3));

    sealed record Named(string Name, double Value);
}
