using Alink.Similarity;

namespace Alink.Tests.Algorithms;

public class LocalitySensitiveHashTest
{
    static readonly Table Digits = DataSets.Read("digits/digits.csv");

    public static TheoryData<LocalitySensitiveHash> Hashes => new(
        new RandomProjectionLsh { BucketLength = 20, Tables = 12, HashesPerTable = 2 }, new MinHashLsh { Tables = 12, HashesPerTable = 2 });

    [Fact]
    public void Distances_are_those_computed_by_hand()
    {
        Assert.Equal(5, new RandomProjectionLsh().Distance([1.0, 2.0], [-2.0, -2.0])); // Spark's test of keyDistance.
        Assert.Equal(5, new RandomProjectionLsh().Distance(Vector.Sparse(4, new[] { 1 }, new[] { 3.0 }), [0.0, 0.0, 4.0, 0.0]));
        Assert.Equal(5, new RandomProjectionLsh().Distance(
            Vector.Sparse(4, new[] { 1, 3 }, new[] { 3.0, 7.0 }), Vector.Sparse(4, new[] { 2, 3 }, new[] { 4.0, 7.0 })));
        Assert.Equal(1 - (2.0 / 5), new MinHashLsh().Distance([1.0, 1.0, 0.0, 2.0, 0.0, 0.0], Vector.Sparse(6, new[] { 0, 2, 3, 4, 5 }, new[] { 3.0, 0, 1, 1, 1 })), 1e-15);
        Assert.Equal(0, new MinHashLsh().Distance([0.0, 0.0], [0.0, 0.0]));
        Assert.Equal(1, new MinHashLsh().Distance([0.0, 0.0], [0.0, 1.0]));
        Assert.Throws<ArgumentException>(() => new MinHashLsh().Distance([1.0], [1.0, 2.0]));
        Assert.Throws<ArgumentException>(() => new RandomProjectionLsh().Distance([1.0], [1.0, 2.0]));
    }

    [Fact]
    public void A_bucket_is_as_long_as_it_says()
    {
        // On one feature every direction is 1 or −1.
        var rows = Table.Of<Vector>("features", [0.5], [3.9], [4.1], [-0.1], [-4.1]);
        var buckets = new RandomProjectionLsh { BucketLength = 4 }.Transform(rows)
            .Values<Vector>("hashes").ToArray().Select(row => row[0]).ToArray();

        Assert.Equal(buckets[0] == 0 ? [0, 0, 1, -1, -2] : [-1, -1, -2, 0, 1], buckets);
    }

    [Fact]
    public void Sets_agree_with_the_probability_of_what_they_share()
    {
        var lsh = new MinHashLsh { Tables = 4000 };
        var rows = lsh.Transform(Table.Of<Vector>("features", [1.0, 1.0, 1.0, 0.0, 0.0, 1.0], [1.0, 1.0, 0.0, 1.0, 1.0, 0.0])).Values<Vector>("hashes");
        var agreeing = Enumerable.Range(0, 4000).Count(h => rows[0][h] == rows[1][h]) / 4000.0;

        Assert.Equal(1 - lsh.Distance([1.0, 1.0, 1.0, 0.0, 0.0, 1.0], [1.0, 1.0, 0.0, 1.0, 1.0, 0.0]), agreeing, 0.03);
        Assert.All(rows[0].ToArray(), hash => Assert.InRange(hash, 0, 2038074742));
    }

    [Fact]
    public void Numbers_do_not_matter_to_sets_and_empty_sets_meet_each_other_alone()
    {
        var lsh = new MinHashLsh { Tables = 3 };
        var rows = Table.Of<Vector>("features", [0.0, 0.0, 0.0], [0.0, 2.0, 3.0], [0.0, -1.0, 9.0], [0.0, 0.0, 0.0]);
        var hashes = lsh.Transform(rows).Values<Vector>("hashes");

        Assert.Equal(hashes[1], hashes[2]);
        Assert.NotEqual(hashes[0], hashes[1]);
        Assert.Equal([0, 3], lsh.Index(rows).Join(rows.Slice(0, 1), 2).Values<int>("neighbor").ToArray());
    }

    [Theory, MemberData(nameof(Hashes))]
    public void Most_of_the_nearest_rows_are_found(LocalitySensitiveHash lsh)
    {
        var index = lsh.Index(Digits);
        var (found, sought) = (0, 0);
        for (var key = 0; key < 100; key++)
        {
            var vector = Digits.Values<Vector>("features")[key];
            var all = Enumerable.Range(0, Digits.RowCount)
                .Select(row => lsh.Distance(vector, Digits.Values<Vector>("features")[row])).Order().Take(5).ToArray();
            var near = index.Nearest(vector, 5).Values<double>("distance").ToArray();

            Assert.Equal(0, near[0]); // The row itself always meets itself.
            Assert.Equal(near.Order(), near);
            sought += 5;
            found += near.Count(distance => distance <= all[4]);
        }

        Assert.True(found > 0.85 * sought, $"{found} of {sought}");
    }

    [Theory, MemberData(nameof(Hashes))]
    public void A_join_gives_pairs_below_the_distance_once_each_and_in_order(LocalitySensitiveHash lsh)
    {
        var (left, right) = (Digits.Slice(0, 150), Digits.Slice(100, 200));
        var within = lsh is MinHashLsh ? 0.2 : 25.0;
        var pairs = lsh.Index(right).Join(left, within);

        var found = pairs.Values<int>("row").ToArray().Zip(pairs.Values<int>("neighbor").ToArray()).ToArray();
        Assert.Equal(found.Distinct().Order(), found);
        Assert.All(found.Zip(pairs.Values<double>("distance").ToArray()), pair =>
        {
            Assert.Equal(lsh.Distance(left.Values<Vector>("features")[pair.First.First], right.Values<Vector>("features")[pair.First.Second]), pair.Second);
            Assert.True(pair.Second < within);
        });
        Assert.Subset(found.ToHashSet(), Enumerable.Range(100, 50).Select(row => (row, row - 100)).ToHashSet());
    }

    [Fact]
    public void More_tables_find_more_and_more_hashes_less()
    {
        int Pairs(int tables, int hashes) => new RandomProjectionLsh { BucketLength = 10, Tables = tables, HashesPerTable = hashes }
            .Index(Digits.Slice(0, 300)).Join(Digits.Slice(0, 300), 30).RowCount;

        Assert.True(Pairs(6, 3) > Pairs(2, 3));
        Assert.True(Pairs(2, 1) > Pairs(2, 3));
        Assert.Equal(300, new RandomProjectionLsh().Index(Digits.Slice(0, 300)).Join(Digits.Slice(0, 300), 1e-9).RowCount);
    }

    [Fact]
    public void Rows_without_a_vector_are_never_near_and_no_row_is_hashed_by_another_length()
    {
        var rows = Table.Of("id", 1, 2).With(
            new Field("features", DataType.Vector) { IsNullable = true }, VectorColumn.Of([1.0], [2.0]).Gather([0, -1]));
        var lsh = new RandomProjectionLsh();

        Assert.Equal([1], lsh.Index(rows).Nearest([1.0], 9).Values<int>("id").ToArray());
        Assert.Equal(1, lsh.Index(rows).Join(rows, 1).RowCount);
        Assert.Contains("row 1", Assert.Throws<RowException>(() => lsh.Transform(rows)).Message);
        Assert.Contains("length 2", Assert.Throws<ArgumentException>(() => lsh.Index(rows).Nearest([1.0, 1.0], 1)).Message);
    }
}
