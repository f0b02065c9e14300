namespace Alink.Tests.Core;

public class GroupingTest
{
    static readonly Table People = Table
        .Of<string?>("city", "Rome", "Oslo", "Rome", null, "Oslo", null)
        .With<int?>("age", 20, 40, 30, 50, null, null)
        .With<double?>("score", 1.0, 2.0, 4.0, null, 2.0, null)
        .With("name", "a", "b", "c", "d", "e", "f");

    [Fact]
    public void Aggregates_are_those_of_pandas()
    {
        // pandas 1.5: df.groupby('city', dropna=False, sort=False).agg(...)
        var made = People.GroupBy("city", """
            city, count(*) as n, count(age) as ages, sum(age) as total, avg(age) as mean, min(score) as low, max(name) as last,
            stddev(score) as deviation, stddev_pop(score) as whole, var_samp(score) as variance, var_pop(score) as squares,
            median(score) as middle, count(distinct score) as scores, first_value(name) as first, last_value(name) as end_name
            """);

        Assert.Equal("""
            city  n  ages  total  mean  low  last  deviation  whole  variance  squares  middle  scores  first  end_name
            Rome  2     2     50    25    1  c       2.12132    1.5       4.5     2.25     2.5       2  a      c
            Oslo  2     1     40    40    2  e             0      0         0        0       2       1  b      e
                  2     1     50    50       f                                                       0  d      f

            """.ReplaceLineEndings("\n"), made.Format());
        Assert.Equal(DataType.Int64, made.Schema["total"].Type);
    }

    [Fact]
    public void Results_and_keys_are_computed_with()
    {
        var made = People.GroupBy("div(age, 20) as twenties, city is null", "div(age, 20) * 20 as age, upper(max(city)) as city, sum(score) / count(*) as share");

        Assert.Equal([20L, 40L, 40L, null, null], made.Rows.Select(row => row["age"]).Cast<long?>());
        Assert.Equal([2.5, 2.0, null, 2.0, null], made.Rows.Select(row => row["share"]).Cast<double?>());
        Assert.Equal("ROME", made.Rows.First()["city"]);
    }

    [Fact]
    public void Without_keys_there_is_one_group()
    {
        Assert.Equal(6L, People.GroupBy("", "count(*) as n").Values<long>("n")[0]);
        var none = People.Slice(0, 0).GroupBy("", "count(*) as n, sum(age) as total, count(age) as ages");
        Assert.Equal((1, 0L, null, 0L), (none.RowCount, none.Values<long>("n")[0], none.Data("total").Boxed(0), none.Values<long>("ages")[0]));
        Assert.Equal(0, People.Slice(0, 0).GroupBy("city", "city, count(*) as n").RowCount);
    }

    [Theory]
    [InlineData("city", "name", "character 1: column 'name' is no key and stands in no aggregate")]
    [InlineData("city", "city, sum(name) as x", "character 7: sum does not take String")]
    [InlineData("city", "sum(agge) as x", "There is no column 'agge'. Did you mean 'age'?")]
    [InlineData("city", "city, *", "'*' stands for columns that have no one value")]
    [InlineData("city", "sum(age, age) as x", "sum takes 1 value, not 2")]
    [InlineData("city", "sum() as x", "sum takes 1 value, not 0")]
    [InlineData("city", "count(distinct) as x", "count takes 1 value, not 0")]
    [InlineData("*", "count(*) as x", "'*' is no key")]
    [InlineData("city", "city, avg(sum(age)) as x", "SUM stands only in the clause of a group")]
    public void What_has_no_one_value_in_a_group_is_refused(string keys, string clause, string expected) =>
        Assert.Contains(expected, Assert.Throws<SchemaException>(() => People.GroupBy(keys, clause)).Message);

    [Fact]
    public void Keys_go_by_their_names_too() => Assert.Equal(
        [20L, 40L, 40L, null], People.GroupBy("div(age, 20) as twenties, city", "twenties * 20 as age").Rows.Select(row => row["age"]).Cast<long?>().Take(4));

    [Fact]
    public void NaN_stands_above_all_numbers_and_a_mean_of_whole_numbers_is_exact()
    {
        var rows = Table.Of("x", 2.0, double.NaN, 1.0).With("big", long.MaxValue, 6 - long.MaxValue, 0).With("s", "\uE000", "😀", "a");

        var made = rows.GroupBy("", "min(x) as low, max(x) as high, median(x) as middle, avg(big) as mean, max(s) as last");
        Assert.Equal([1.0, double.NaN, 2.0, 2.0, "😀"], made.Schema.Fields.Select(field => made.Rows.First()[field.Name]));
        Assert.Equal([1.0, 2.0, double.NaN], rows.OrderBy("x").Values<double>("x").ToArray());
        Assert.Equal(["a", "\uE000", "😀"], rows.Sort("s").Values<string>("s").ToArray());
    }

    [Fact]
    public void A_sum_beyond_64_bits_is_an_error() => Assert.Contains(
        "beyond 64 bits", Assert.Throws<RowException>(() => Table.Of("x", long.MaxValue, 1L).GroupBy("", "sum(x) as x")).Message);
}
