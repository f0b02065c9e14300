using Alink.Features;

namespace Alink.Tests.Algorithms;

public class VectorIndexerTest
{
    static readonly Table Rows = Table.Of<Vector>("features", [5.0, 3.0, 0.0], [-2.0, 1.0, 0.5], [0.0, 3.0, 1.5], [5.0, 7.0, 2.5], [-9.0, 7.0, 3.5]);

    [Fact]
    public void Zero_keeps_0_others_rise_and_features_of_many_numbers_stay() // By hand, after Spark ML's rule.
    {
        var model = new VectorIndexer { MaxCategories = 4 }.Fit(Rows);

        Assert.Equal([0, -9, -2, 5, 1, 3, 7], model.Categories.ToArray());
        Assert.Equal([0, 4, 7, 7], model.Starts.ToArray());
        Assert.Equal(
            ["[3 1 0]", "[2 0 0.5]", "[0 1 1.5]", "[3 2 2.5]", "[1 2 3.5]"],
            model.Transform(Rows).Values<Vector>("features").ToArray().Select(row => row.ToString()));
    }

    [Fact]
    public void A_feature_of_just_so_many_numbers_is_categorical_and_of_one_more_is_not()
    {
        Assert.Equal([0, 0, 3, 3], new VectorIndexer { MaxCategories = 3 }.Fit(Rows).Starts.ToArray());
        Assert.Equal([0, 4, 7, 12], new VectorIndexer { MaxCategories = 5 }.Fit(Rows).Starts.ToArray());
        Assert.Equal([0, 0, 0, 0], new VectorIndexer { MaxCategories = 2 }.Fit(Rows).Starts.ToArray());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Sparse_rows_in_pieces_teach_the_same(int most)
    {
        var indexer = new VectorIndexer { MaxCategories = most };
        var rows = Rows.Sparse();

        var first = indexer.Update(indexer.Start(rows.Schema), rows.Slice(0, 2));
        var second = indexer.Update(indexer.Start(rows.Schema), rows.Slice(2, 3));
        var model = indexer.Snapshot(indexer.Merge(first, second));

        Assert.Equal(indexer.Fit(Rows).Categories.ToArray(), model.Categories.ToArray());
        Assert.Equal(indexer.Fit(Rows).Starts.ToArray(), model.Starts.ToArray());
    }

    [Fact]
    public void A_number_not_seen_is_an_error_left_out_or_after_all_others()
    {
        var rows = Table.Of<Vector>("features", [5.0, 1.0, 99.0], [4.0, 0.0, 1.0], [0.0, double.NaN, double.NaN]);
        var indexer = new VectorIndexer { MaxCategories = 4 };

        Assert.Equal(
            "Column 'features' holds 4 in row 1, feature 0, which was not seen in training.",
            Assert.Throws<RowException>(() => indexer.Fit(Rows).Transform(rows)).Message);
        Assert.Equal("[3 0 99]", Shown(HandleInvalid.Skip).Single());
        Assert.Equal(["[3 0 99]", "[4 3 1]", "[0 3 NaN]"], Shown(HandleInvalid.Keep));

        IEnumerable<string> Shown(HandleInvalid invalid) => (indexer with { HandleInvalid = invalid }).Fit(Rows)
            .Transform(rows).Values<Vector>("features").ToArray().Select(row => row.ToString());
    }

    [Fact]
    public void A_sparse_row_stays_sparse_where_0_was_seen_in_every_categorical_feature()
    {
        var rows = Table.Of("features", Vector.Sparse(2, new[] { 0 }, new[] { 5.0 }), Vector.Sparse(2, new[] { 1 }, new[] { 4.0 }));

        Assert.Equal("[2: 0:1]", new VectorIndexer().Fit(rows).Transform(rows).Values<Vector>("features")[0].ToString());
        Assert.Equal("[1 1]", new VectorIndexer { HandleInvalid = HandleInvalid.Keep }.Fit(rows.Slice(0, 1))
            .Transform(rows.Slice(1, 1)).Values<Vector>("features")[0].ToString()); // 0 is not 5, and 4 is not 0.
    }
}
