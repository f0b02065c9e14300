using Alink.Operators;
using Alink.Runtime;
using Alink.Tables;

namespace Alink.Tests.Operators;

public class TableOperatorsTest
{
    static readonly Table People = Table.Of("name", "Ada", "Alan", "Grace", "Ada").With("city", 1, 2, 1, 1).With("age", 36, 41, 85, 36);
    static readonly Table Cities = Table.Of("id", 1, 3).With("city", "London", "Oslo");

    [Fact]
    public void Tables_are_made_of_tables_by_clauses()
    {
        var people = new MemSourceBatchOp(People);

        Assert.Equal([72L, 82L], Column<long>(people.Where("age < 50").Distinct().Select("age * 2 as twice"), "twice"));
        Assert.Equal([85], Column<int>(people.Where(row => row.Get<int>("age") > 50), "age"));
        Assert.Equal([36, 36, 41], Column<int>(people.OrderBy("age", 3), "age"));
        Assert.Equal([41], Column<int>(people.OrderBy("age", 1, 1, isAscending: false), "age"));
        Assert.Equal([85, 36, 36, 41], Column<int>(people.OrderBy("city, age desc"), "age"));
        Assert.Equal([41, 85, 36], Column<int>(people.OrderBy("city, age", 3, isAscending: false), "age"));
        Assert.Equal([36, 36, 85], Column<int>(people.OrderBy("city, age desc", 1, 3, isAscending: false), "age"));
        Assert.Equal([85, 41, 36, 36], Column<int>(new OrderByBatchOp().SetClause("age").SetOrder("DESC").LinkFrom(people), "age"));
        Assert.Contains("'down'", Assert.Throws<ArgumentException>(() => new OrderByBatchOp().SetOrder("down")).Message);
        Assert.Equal([3L, 1L], Column<long>(people.GroupBy("city", "city, count(*) as n"), "n"));
        Assert.Equal([4L], Column<long>(new GroupByBatchOp().LinkFrom(people), "count"));
        Assert.Equal(["Ada", "Alan"], Column<string>(people.FirstN(2), "name"));
        Assert.Equal("who where age", Names(people.As("who, where, age")));
        Assert.Equal("age name", Names(people.Select("age", "name")));
        Assert.Equal(["3", "4", "5", "3"], Column<string>(people.Udf<string, string>("name", "length", name => $"{name.Length}"), "length"));
        Assert.Equal(4, people.Shuffle(3).Distinct().Collect().RowCount + 1);
        Assert.Throws<SchemaException>(() => people.As("a, b").Collect());
    }

    [Fact]
    public void Conditions_are_texts_or_functions_and_rows_any_values()
    {
        var people = new MemSourceBatchOp(People);
        Assert.Equal([36, 41, 36], Column<int>(new FilterBatchOp().SetClause("age < 50").LinkFrom(people), "age"));
        Assert.Equal([85], Column<int>(new FilterBatchOp(row => row.Get<int>("age") > 50).LinkFrom(people), "age"));
        Assert.Contains("SetClause first", Assert.Throws<InvalidOperationException>(() => new FilterBatchOp().LinkFrom(people).Collect()).Message);
        Assert.Contains("at character 7", Assert.Throws<FormatException>(() => new FilterBatchOp().SetClause("age < ")).Message);

        var rows = new MemSourceBatchOp([[(uint)7, 2.5m, new DateTime(2024, 2, 29)], [null, 1, DateTimeOffset.UnixEpoch]], "a int, b double, t timestamp").Collect();
        Assert.Equal([7, null], rows.Rows.Select(row => (int?)row["a"]));
        Assert.Equal([2.5, 1], rows.Values<double>("b").ToArray());
        Assert.Equal(new DateTimeOffset(2024, 2, 29, 0, 0, 0, TimeSpan.Zero), rows.Values<DateTimeOffset>("t")[0]);
        Assert.Contains("'5000000000'", Assert.Throws<SchemaException>(() => new MemSourceBatchOp([[5_000_000_000]], "a int")).Message);
        Assert.Equal(0, new NumSeqSourceBatchOp(5, 1).Count());
        Assert.Contains("more than", Assert.Throws<InvalidOperationException>(() => new NumSeqSourceBatchOp(long.MinValue, long.MaxValue).Collect()).Message);
    }

    [Fact]
    public void Values_are_looked_up_read_of_JSON_and_numbered()
    {
        var map = Table.Of<int?>("id", 1, 2, null).With("region", "x", "y", "z").With("town", "London", "Rome", "none");
        var rows = Table.Of<int?>("city", 2, 9, null, 1).With("json", "{\"a\": 1.5, \"b\": \"t\"}", "{\"a\": 2}", "{}", "{\"b\": \"u\"}");
        LookupBatchOp Looked() => new LookupBatchOp().SetMapKeyCols("id").SetMapValueCols("town").SetSelectedCols("city");

        var looked = Looked().SetOutputCols("name").LinkFrom(new MemSourceBatchOp(map), new MemSourceBatchOp(rows));
        Assert.Equal("city json name", Names(looked));
        Assert.Equal(["Rome", null, null, "London"], looked.Collect().Rows.Select(row => (string?)row["name"]));
        Assert.Contains("several rows", Assert.Throws<SchemaException>(() => Looked()
            .LinkFrom(new MemSourceBatchOp(map.With("id", 1, 2, 1)), new MemSourceBatchOp(rows)).Collect()).Message);
        Assert.Contains("1 of values for 2", Assert.Throws<InvalidOperationException>(() => Looked().SetOutputCols("x", "y")
            .LinkFrom(new MemSourceBatchOp(map), new MemSourceBatchOp(rows)).Collect()).Message);

        var json = new JsonValueBatchOp().SetSelectedCol("json").SetJsonPath("$.b", "$.a").SetOutputCols("text", "number")
            .SetOutputColTypes(DataType.String, DataType.Double).LinkFrom(looked).Link(new AppendIdBatchOp()).Collect();
        Assert.Equal(["t", null, null, "u"], json.Rows.Select(row => (string?)row["text"]));
        Assert.Equal([1.5, 2, null, null], json.Rows.Select(row => (double?)row["number"]));
        Assert.Equal([0L, 1, 2, 3], json.Values<long>("append_id").ToArray());
    }

    [Fact]
    public void Below_0_rows_the_first_and_the_last_ten_are_printed()
    {
        var (long_, short_) = (new StringWriter(), new StringWriter());
        new NumSeqSourceBatchOp(101, 150, "n").Print(-1, writer: long_);
        new NumSeqSourceBatchOp(1, 20).Print(-1, writer: short_).Print(0, "none", short_);

        string[] expected = ["  n", .. Enumerable.Range(101, 10).Select(n => $"{n}"), "…", .. Enumerable.Range(141, 10).Select(n => $"{n}"), ""];
        Assert.Equal(expected, long_.ToString().Split('\n'));
        Assert.DoesNotContain("…\n", short_.ToString()[..^20]);
        Assert.Contains("none\nnum\n… 20 more rows", short_.ToString());
    }

    [Fact]
    public async Task Functions_make_columns_and_rows_of_rows()
    {
        var (people, streamed) = (new MemSourceBatchOp(People), new List<Table>());
        var batch = people.Udf<int>("age", row => row.Get<int>("age") / 10)
            .Udtf(row => Enumerable.Range(0, row.Get<int>("age") % 3).Select(i => new { Name = $"{row.Get<string>("name")}{i}", Half = i / 2.0 }));
        new MemSourceStreamOp(People)
            .Udf<int>("age", row => row.Get<int>("age") / 10)
            .Udtf(row => Enumerable.Range(0, row.Get<int>("age") % 3).Select(i => new { Name = $"{row.Get<string>("name")}{i}", Half = i / 2.0 }))
            .Udf<double, string>("half", "half", half => $"{half}")
            .Link(new StreamSinkStreamOp(new DelegateSink((_, batches) => streamed.AddRange(batches))));
        await StreamOperator.ExecuteAsync(new() { Trigger = StreamTrigger.EveryRows(1) });

        Assert.Equal("name city age half", Names(batch));
        Assert.Equal(["Alan0", "Grace0", "Grace1"], Column<string>(batch, "name"));
        Assert.Equal([4, 8, 8], Column<int>(batch, "age"));
        Assert.Equal(["0", "0", "0.5"], Table.Concat(streamed).Values<string>("half").ToArray());
    }

    [Fact]
    public void Tables_are_joined_and_compared()
    {
        var (people, cities) = (new MemSourceBatchOp(People), new MemSourceBatchOp(Cities));
        const string condition = "a.city = b.id";
        const string clause = "name, b.city as town";

        Assert.Equal("London London London", Towns(new JoinBatchOp().SetJoinPredicate(condition).SetSelectClause(clause)));
        Assert.Equal("London - London London", Towns(new LeftOuterJoinBatchOp().SetJoinPredicate(condition).SetSelectClause(clause)));
        Assert.Equal("London London London Oslo", Towns(new RightOuterJoinBatchOp().SetJoinPredicate(condition).SetSelectClause(clause)));
        Assert.Equal(
            "London - London London Oslo",
            Towns(new JoinBatchOp().SetType(JoinKind.Full).SetJoinPredicate(condition).SetSelectClause(clause)));
        Assert.Equal(
            "London - London London Oslo",
            Towns(new FullOuterJoinBatchOp().SetJoinPredicate(condition).SetSelectClause(clause)));
        Assert.Contains("SetJoinPredicate first", Assert.Throws<InvalidOperationException>(() => new JoinBatchOp().LinkFrom(people, cities).Collect()).Message);

        var some = people.FirstN(2);
        Assert.Equal(6, new UnionAllBatchOp().LinkFrom(people, some).Collect().RowCount);
        Assert.Equal(3, new UnionBatchOp().LinkFrom(people, some, some).Collect().RowCount);
        Assert.Equal(2, new IntersectBatchOp().LinkFrom(people, some).Collect().RowCount);
        Assert.Equal(2, new IntersectAllBatchOp().LinkFrom(people, some).Collect().RowCount);
        Assert.Equal(1, new MinusBatchOp().LinkFrom(people, some).Collect().RowCount);
        Assert.Equal(2, new MinusAllBatchOp().LinkFrom(people, some).Collect().RowCount);
        Assert.Contains("no input", Assert.Throws<InvalidOperationException>(() => new UnionAllBatchOp().Collect()).Message);
        Assert.Contains("linked already", Assert.Throws<InvalidOperationException>(
            () => new UnionAllBatchOp().LinkFrom(people).LinkFrom(people)).Message);

        string Towns<TJoin>(JoinBatchOp<TJoin> join)
            where TJoin : JoinBatchOp<TJoin> =>
            string.Join(' ', join.LinkFrom(people, cities).Collect().Rows.Select(row => row["town"] ?? "-"));
    }

    [Fact]
    public void Clauses_are_stages_of_pipelines_and_of_streams()
    {
        var pipeline = new Where { Clause = "age < 50" }.Then(new Select { Clause = "name, age + 1 as next" });
        var model = pipeline.Fit(People);
        var text = new StringWriter();

        new MemSourceStreamOp(People).Filter("age < 50").Select("name, age + 1 as next").Print(text);
        StreamOperator.Execute();

        Assert.Equal([37L, 42L, 37L], model.Transform(People).Values<long>("next").ToArray());
        Assert.Contains(model.Transform(People).Format(), text.ToString());
        Assert.Contains("at character 7", Assert.Throws<FormatException>(() => new Where { Clause = "age < " }).Message);
        Assert.Contains("Did you mean 'age'?", Assert.Throws<SchemaException>(() => new Select { Clause = "agee" }.Transform(People.Schema)).Message);
        Assert.NotEqual(new Where { Clause = "a" }, new Where { Clause = "b" });
        Assert.Equal(new Select { Clause = "a" }, new Select { Clause = "a" });
    }

    static T[] Column<T>(BatchOperator node, string column) => node.Collect().Values<T>(column).ToArray();

    static string Names(BatchOperator node) => string.Join(' ', node.Collect().Schema.Fields.Select(field => field.Name));
}
