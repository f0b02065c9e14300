namespace Alink.Tests.Core;

public class TableTest
{
    static readonly Table People = Table
        .Of("name", "Ann", "Bob", "Cid", "Dan")
        .With<int?>("age", 30, null, 20, 30)
        .With("height", 1.7, 1.8, double.NaN, 1.6);

    [Fact]
    public void A_missing_column_is_named_with_the_nearest_name() =>
        Assert.StartsWith("There is no column 'hieght'. Did you mean 'height'?", Assert.Throws<SchemaException>(
            () => People.Data("hieght")).Message);

    [Fact]
    public void A_column_of_another_type_is_named() =>
        Assert.Equal("Column 'name' holds String, not numbers.", Assert.Throws<SchemaException>(
            () => People.Schema.Reading<double>("name")).Message);

    [Fact]
    public void A_column_is_added_at_the_end_or_replaced_in_its_place()
    {
        Assert.Equal("name: String, age: Int32, height: Double", People.With("age", 1, 2, 3, 4).Schema.ToString());
        Assert.Equal("name: String, age: Int32?, height: Double, x: Int32", People.With("x", 1, 2, 3, 4).Schema.ToString());
    }

    [Fact]
    public void Too_few_values_are_refused() =>
        Assert.Equal("2 values of 'x' for 4 rows.", Assert.Throws<SchemaException>(() => People.With("x", 1, 2)).Message);

    [Fact]
    public void Vectors_of_different_lengths_are_refused() =>
        Assert.Equal("A vector of length 1 follows vectors of length 2.", Assert.Throws<SchemaException>(
            () => Table.Of<Vector>("v", [1.0, 2.0], [1.0])).Message);

    [Fact]
    public void A_slice_of_a_slice_keeps_values_missing_ones_and_row_numbers()
    {
        var slice = People.Slice(1, 3).Slice(0, 2);

        Assert.Equal([null, 20], Boxed(slice, "age"));
        Assert.Equal(["Bob", "Cid"], Boxed(slice, "name"));
        Assert.Equal(1, slice.FirstRow);
    }

    [Fact]
    public void Sparse_and_dense_vectors_of_one_column_become_sparse()
    {
        var column = VectorColumn.Of([1.0, 0.0], Vector.Sparse(2, new[] { 1 }, new[] { 5.0 }), [0.0, 2.0]);

        Assert.False(column.IsDense);
        Assert.Equal([[1.0, 0.0], [0.0, 5.0], [0.0, 2.0]], column.ToArray().Select(vector => vector.ToArray()));
        Assert.Equal([5.0], column.Slice(1, 1) is VectorColumn slice ? slice.Block.ValuesOf(0).ToArray() : []);
    }

    [Fact]
    public void Missing_vectors_before_the_first_do_not_fix_the_length()
    {
        var builder = new VectorColumnBuilder();
        builder.AppendMissing();
        builder.Append([1.0, 2.0]);
        var column = (VectorColumn)builder.Build();

        Assert.True(column.IsMissing(0));
        Assert.Equal([1.0, 2.0], column[1].ToArray());
    }

    [Fact]
    public void Many_missing_values_are_remembered_across_words()
    {
        var builder = new FixedColumnBuilder<int>();
        for (var i = 0; i < 300; i++)
        {
            if (i % 3 == 0)
            {
                builder.AppendMissing();
            }
            else
            {
                builder.Append(i);
            }
        }

        var column = builder.Build();
        Assert.All(Enumerable.Range(0, 300), i => Assert.Equal(i % 3 == 0, column.IsMissing(i)));
    }

    [Fact]
    public void Where_keeps_the_rows_of_a_predicate_and_leaves_missing_values_out()
    {
        Assert.Equal(["Ann", "Dan"], Boxed(People.Where<int>("age", age => age > 20), "name"));
        Assert.Equal(["Bob"], Boxed(People.Where(row => row.IsMissing("age")), "name"));
        Assert.Equal(3, People.WhereComplete().RowCount);
    }

    [Fact]
    public void Sorting_is_stable_and_puts_missing_values_last()
    {
        Assert.Equal(["Cid", "Ann", "Dan", "Bob"], Boxed(People.Sort("age"), "name"));
        Assert.Equal(["Dan", "Ann", "Cid", "Bob"], Boxed(People.Sort("-age", "height"), "name"));
    }

    [Fact]
    public void A_computed_column_sees_the_row()
    {
        var doubled = People.With("twice", row => 2 * row.Number("height")).With<int, string>("old", "age", age => age > 20 ? "yes" : "no");

        Assert.Equal(3.4, doubled.Values<double>("twice")[0]);
        Assert.Equal(["yes", "no", "no", "yes"], Boxed(doubled, "old"));
    }

    [Fact]
    public void Dropping_and_renaming_leave_the_others_in_place()
    {
        Assert.Equal("name: String, height: Double", People.Drop("age").Schema.ToString());
        Assert.Equal("name: String, years: Int32?, height: Double", People.Rename("age", "years").Schema.ToString());
    }

    [Fact]
    public void Vectors_of_other_lengths_join_by_their_names()
    {
        var (two, three) = (Named(["a", "c"], [1.0, 2.0]), Named(["a", "b", "c"], Vector.Sparse(3, new[] { 1, 2 }, new[] { 3.0, 4.0 })));
        var other = Named(["d", "a"], [5.0, 6.0]);

        Assert.Equal("[1 0 2 0] [0 3 4 0] [6 0 0 5]", Shown(two, three, other));
        Assert.Equal(["a", "b", "c", "d"], Table.Concat(two, three, other).Schema["v"].FeatureNames.ToArray());
        Assert.Equal("[1 2] [1 2]", Shown(two, two));
        Assert.Equal("[5 6] [7 8]", Shown(other, Named(["x", "y"], [7.0, 8.0])));
        Assert.Throws<SchemaException>(() => Table.Concat(two, Table.Of<Vector>("v", [1.0])));

        static Table Named(string[] names, Vector vector) => Table.Of<Vector>("v", vector)
            .With(new Field("v", DataType.Vector) { FeatureNames = [.. names] }, VectorColumn.Of(vector));

        static string Shown(params Table[] tables) => string.Join(' ', Table.Concat(tables).Values<Vector>("v").ToArray()
            .Select(vector => ((Vector)vector.ToArray()).ToString()));
    }

    [Fact]
    public void Tables_without_rows_are_concatenated_with_the_lengths_of_their_vectors()
    {
        var none = Table.Of<Vector>("v", [1.0, 2.0]).Slice(0, 0);

        Assert.Equal(2, Table.Concat(none, none).Schema["v"].VectorLength);
        Assert.Equal(2, Table.Concat(none, Table.Of<Vector>("v", [1.0, 2.0])).Schema["v"].VectorLength);
    }

    [Fact]
    public void Concatenated_tables_keep_order_and_missing_values()
    {
        var twice = Table.Concat(People, People.Slice(1, 2));

        Assert.Equal(["Ann", "Bob", "Cid", "Dan", "Bob", "Cid"], Boxed(twice, "name"));
        Assert.Equal([30, null, 20, 30, null, 20], Boxed(twice, "age"));
    }

    [Fact]
    public void An_inner_join_pairs_equal_keys_and_a_left_join_keeps_the_others()
    {
        var ages = Table.Of<int?>("age", 30, 20, 30).With("group", "a", "b", "c");

        Assert.Equal(["a", "c", "b", "a", "c"], Boxed(People.Join(ages, ["age"]), "group"));
        Assert.Equal(["a", "c", null, "b", "a", "c"], Boxed(People.Join(ages, ["age"], JoinKind.Left), "group"));
    }

    [Fact]
    public void Groups_come_in_the_order_first_seen()
    {
        var groups = People.GroupBy(["age"], Aggregate.Count(), Aggregate.Mean("height"), Aggregate.Max("height", "tallest"));

        Assert.Equal([30, null, 20], Boxed(groups, "age"));
        Assert.Equal([2L, 1L, 1L], Boxed(groups, "count"));
        Assert.Equal(1.65, groups.Values<double>("height_mean")[0], 1e-15);
        Assert.Equal(double.NaN, groups.Values<double>("tallest")[2]);
        Assert.Equal([2, 1, 1], People.Groups("age").Select(table => table.RowCount));
    }

    [Fact]
    public void A_stratified_split_keeps_the_proportions_and_loses_no_row()
    {
        var rows = Table.Of("id", [.. Enumerable.Range(0, 100)]).With("label", row => row.Index % 10 == 0 ? "rare" : "common");

        var (train, test) = rows.Split(0.7, seed: 1, stratify: "label");

        Assert.Equal(7, train.Where<string>("label", label => label == "rare").RowCount);
        Assert.Equal(63, train.Where<string>("label", label => label == "common").RowCount);
        Assert.Equal(Enumerable.Range(0, 100), Table.Concat(train, test).Values<int>("id").ToArray().Order());
        Assert.Equal(Boxed(train, "id"), Boxed(rows.Split(0.7, seed: 1, stratify: "label").First, "id"));
        Assert.NotEqual(Boxed(train, "id"), Boxed(rows.Split(0.7, seed: 2, stratify: "label").First, "id"));
    }

    [Fact]
    public void Description_is_that_computed_by_hand()
    {
        var described = Table.Of<double?>("x", 1, 2, 3, 4, null).Describe();

        Assert.Equal(4, described.Values<int>("unique")[0]);
        Assert.Equal(2, Table.Of<string?>("sex", "male", null, "female", null, "male").Describe().Values<int>("unique")[0]);
        Assert.Equal([4, 1, 2.5, 1.75, 3.25], new object?[] { described.Values<int>("count")[0], described.Values<int>("missing")[0], described.Values<double>("median")[0], described.Values<double>("quartile1")[0], described.Values<double>("quartile3")[0] }.Select(Convert.ToDouble));
        Assert.Equal(Math.Sqrt(5.0 / 3), described.Values<double>("deviation")[0], 1e-15);
    }

    [Fact]
    public void Printed_tables_align_numbers_to_the_right() =>
        Assert.Equal(
            "name  age  height\nAnn    30     1.7\nBob           1.8\n… 2 more rows\n",
            People.Format(rows: 2));

    [Fact]
    public void A_table_of_no_rows_has_no_lanes_and_a_large_one_at_most_64()
    {
        Assert.Equal(0, People.Slice(0, 0).Lanes);
        Assert.Equal(1, People.Lanes);
        Assert.Equal(2, Table.Of("x", new double[16_385]).Lanes);
        Assert.Equal(64, Table.Of("x", new double[64 * 16_384]).Lanes);
        Assert.Equal(33, Table.Of("x", new double[(64 * 16_384) + 1]).Lanes);
        var large = Table.Of("x", new double[2_000_000]);
        Assert.Equal(2_000_000, Enumerable.Range(0, large.Lanes).Sum(lane => large.Read(lane).Sum(batch => batch.RowCount)));
    }

    static object?[] Boxed(Table table, string column) => [.. Enumerable.Range(0, table.RowCount).Select(row => table.Data(column).Boxed(row))];
}
