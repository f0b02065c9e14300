using Alink.DuckDb;
using Alink.Operators;

namespace Alink.Tests.Operators;

public class SqlQueryBatchOpTest
{
    static TableSourceBatchOp Orders => new(Table.Of("buyer", "Bob", "Ada", "Bob").With("price", 2.0, 3.0, 5.0));

    [Fact]
    public void Operators_with_names_are_the_tables_of_a_query()
    {
        Orders.RegisterTableName("orders");
        new TableSourceBatchOp(Table.Of("name", "Ada", "Bob")).RegisterTableName("People").Link(new SelectBatchOp().SetClause("name"));

        var sums = BatchOperator.SqlQuery("select name, sum(price) as total from ORDERS join people on buyer = name group by name order by name");

        Assert.Equal([3.0, 7.0], sums.Collect().Values<double>("total").ToArray());
        Assert.Equal([3.0, 7.0], BatchOperator.SqlQuery("from sums").With("sums", sums).Where("total > 0").Collect().Values<double>("total").ToArray());
    }

    [Fact]
    public void Only_what_is_mentioned_is_computed()
    {
        new UdfBatchOp<string, int>("buyer", "n", _ => throw new InvalidOperationException("computed")).LinkFrom(Orders).RegisterTableName("broken");
        Orders.RegisterTableName("or\"ders");

        Assert.Equal(3, BatchOperator.SqlQuery("select count(*) as n from \"or\"\"ders\"").Collect().Values<long>("n")[0]);
        Assert.Throws<InvalidOperationException>(() => BatchOperator.SqlQuery("select * from broken").Collect());
    }

    [Fact]
    public void A_name_is_that_of_the_last_that_took_it_when_the_query_was_made()
    {
        Orders.RegisterTableName("rows");
        var before = BatchOperator.SqlQuery("select count(*) as n from rows");
        new TableSourceBatchOp(Table.Of("x", 1)).RegisterTableName("ROWS");

        Assert.Equal(1, BatchOperator.SqlQuery("select count(*) as n from rows").Collect().Values<long>("n")[0]);
        Assert.Equal(3, before.Collect().Values<long>("n")[0]);
    }

    [Fact]
    public void Options_are_those_of_the_query() => Assert.Contains("disabled", Assert.Throws<SqlException>(() =>
        BatchOperator.SqlQuery("from read_text('/etc/hostname')").SetOptions(new() { ReadsFiles = false }).Collect()).Message);
}
