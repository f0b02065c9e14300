using Alink.Classification;
using Alink.Clustering;
using Alink.DuckDb;
using Alink.Features;
using Alink.Regression;

namespace Alink.Tests.DuckDb;

public class ModelFunctionTest
{
    static readonly Table Rows = Table.Of("id", [.. Enumerable.Range(0, 5000)])
        .With("age", row => (double)((row.Get<int>("id") * 37) % 71))
        .With("income", row => (long)((row.Get<int>("id") * 101) % 997))
        .With("buys", row => row.Get<double>("age") * 10 > row.Get<long>("income") ? "yes" : "no");

    static readonly PipelineModel Model = new VectorAssembler { Columns = ["income", "age"] }
        .Then(new LogisticRegression { Label = "buys" }).Fit(Rows);

    [Fact]
    public void Predictions_are_those_of_the_model_row_by_row()
    {
        var sql = new Sql().With("this", Rows).With("predict", Model, Rows.Schema).With("chances", Model, Rows.Schema, "probabilities");

        var made = sql.Query("select *, predict(age, income) as prediction, chances(age, income) as probabilities from this");

        var expected = Model.Transform(Rows);
        IO.AnyTable.AssertSame(expected.Select("id", "age", "income", "buys", "prediction", "probabilities"), made);
        Assert.Equal(
            expected.Values<string>("prediction").ToArray().Count(one => one == "yes"),
            sql.Query("select count(*) as n from this where predict(age, income) = 'yes'").Values<long>("n")[0]);
        Assert.Equal(expected.Values<string>("prediction")[7], sql.Query($"select predict({Rows.Values<double>("age")[7]}, {Rows.Values<long>("income")[7]}) as p").Values<string>("p")[0]);
        IO.AnyTable.AssertSame(made.Select("prediction"), (sql with { Threads = 2 }).Query("select predict(age, income) as prediction from this order by id"));
    }

    [Fact]
    public void Arguments_are_the_columns_that_are_read_in_the_order_of_the_rows()
    {
        var sql = new Sql().With("predict", Model, Rows.Schema);

        Assert.Equal("yes", sql.Query("select predict(70, 5) as p").Values<string>("p")[0]);
        Assert.Equal("no", sql.Query("select predict(5, 700) as p").Values<string>("p")[0]);
        Assert.Contains("predict(DOUBLE, BIGINT)", Assert.Throws<SqlException>(() => sql.Query("select predict(1) as p")).Message);
    }

    [Fact]
    public void Null_is_a_missing_value()
    {
        var rows = Table.Of<double?>("x", 1, null, 4).With("y", 3.0, 5.0, 9.0);
        var model = new Imputer { Columns = ["x"] }.Then(new VectorAssembler { Columns = ["x"] }).Then(new LinearRegression { Label = "y" }).Fit(rows);
        var sql = new Sql().With("this", rows).With("predict", model, rows.Schema);

        Assert.Equal(model.Transform(rows).Values<double>("prediction").ToArray(), sql.Query("select predict(x) as p from this").Values<double>("p").ToArray());

        var strict = new VectorAssembler { Columns = ["x"] }.Then(new LinearRegression { Label = "y" }).Fit(Table.Of("x", 1.0, 2).With("y", 3.0, 5));
        Assert.Contains("'x'", Assert.Throws<RowException>(() => new Sql().With("this", rows).With("predict", strict, rows.Schema).Query("select predict(x) as p from this")).Message);
    }

    [Fact]
    public void Vectors_are_lists_or_structs()
    {
        var dense = Table.Of<Vector>("v", [0.0, 1], [0.5, 1], [9, 9], [8, 9]);
        var sparse = Table.Of("v", Vector.Sparse(2, new[] { 1 }, new[] { 1.0 }), Vector.Sparse(2, new[] { 0, 1 }, new[] { 9.0, 9 }));
        var model = new KMeans { K = 2, Features = "v" }.Fit(dense);
        var sql = new Sql().With("dense", dense).With("sparse", sparse).With("cluster", model, dense.Schema);

        Assert.Equal(model.Transform(dense).Data("prediction").Boxed(3), sql.Query("select cluster([8, 9]) as p").Data("p").Boxed(0));
        IO.AnyTable.AssertSame(model.Transform(dense).Select("prediction"), sql.Query("select cluster(v) as prediction from dense"));
        IO.AnyTable.AssertSame(model.Transform(sparse).Select("prediction"), sql.Query("select cluster(v) as prediction from sparse"));
        Assert.Contains("they have 3", Assert.ThrowsAny<Exception>(() => sql.Query("select cluster([1, 2, 3]) as p")).Message);
        Assert.Contains("'v'", Assert.Throws<RowException>(() => sql.Query("select cluster(null) as p")).Message);
        Assert.Contains("holds String", Assert.Throws<SchemaException>(() => sql.Query("select cluster('a') as p")).Message);
    }

    [Fact]
    public void Models_that_are_no_functions_are_refused()
    {
        Assert.Contains("'predictions'", Assert.Throws<SchemaException>(() => new Sql().With("predict", Model, Rows.Schema, "predictions")).Message);
        Assert.Contains("'age'", Assert.Throws<SchemaException>(() => new Sql().With("predict", Model, Rows.Drop("age").Schema)).Message);
        var dropping = new Sql().With("this", Rows).With("even", new Alink.Tables.Where { Clause = "age > 5" }, Rows.Schema, "age");
        Assert.Contains("rows out", Assert.Throws<RowException>(() => dropping.Query("select even(age) as p from this")).Message);
    }
}
