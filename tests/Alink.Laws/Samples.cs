namespace Alink.Laws;

/// <summary>Rows that every algorithm can learn from.</summary>
static class Samples
{
    static readonly string[] Words = ["The", "the", "fox", " ", "naïve", "ÄRGER", "研究生命", "研究", "a_word_of_more_than_sixteen", "run", "RUN"];

    /// <summary>Four feature vectors of whole numbers from 0 on, so that counts are counts too; a label of two classes; and columns of other types.</summary>
    public static Table Rows(int rows = 240, int seed = 7)
    {
        var random = new Random(seed);
        var labels = Enumerable.Range(0, rows).Select(i => i % 2).ToArray();
        var vectors = labels.Select(label => Vector.Of(
        [
            random.Next(3) + (5 * label), random.Next(9), random.Next(2) == 0 ? 0 : random.Next(1, 6), random.Next(3) + (3 * (1 - label)),
        ])).ToArray();
        return Table
            .Of("id", [.. Enumerable.Range(0, rows)])
            .With(new Field("features", DataType.Vector) { FeatureNames = ["height", "width", "depth", "age"] }, VectorColumn.Of(vectors))
            .With("label", labels)
            .With("weight", [.. Enumerable.Range(0, rows).Select(i => 1.0 + (i % 3))])
            .With("color", [.. Enumerable.Range(0, rows).Select(i => new[] { "red", "green", "blue", "red" }[random.Next(4)])])
            .With("size", [.. Enumerable.Range(0, rows).Select(_ => random.Next(3))])
            .With("text", [.. Enumerable.Range(0, rows).Select(i => i % 11 == 5 ? null : string.Join(' ', Enumerable.Range(0, i % 7).Select(_ => Words[random.Next(Words.Length)])))])
            .With<double?>("score", [.. Enumerable.Range(0, rows).Select(i => i % 5 == 3 ? (double?)null : random.NextDouble())])
            .With<DateTimeOffset?>("when", [.. Enumerable.Range(0, rows).Select(
                i => i % 7 == 2 ? (DateTimeOffset?)null : new DateTimeOffset(2023, 12, 1, i % 24, 30, 0, TimeSpan.FromHours(2)).AddDays(i))]);
    }

    /// <summary>The same rows with sparse vectors.</summary>
    public static Table Sparse(Table rows) => rows.With(
        rows.Schema["features"],
        VectorColumn.Of([.. rows.Values<Vector>("features").ToArray().Select(Sparse)]));

    /// <summary>The same rows with texts as codes into a dictionary, as Parquet files have them.</summary>
    public static Table Coded(Table rows) => rows.Schema.Fields.Where(field => field.Type == DataType.String).Aggregate(rows, (table, field) =>
    {
        var (categories, codes, data) = (new Categories(), new int[rows.RowCount], rows.Data(field.Name));
        categories.Encode(data, codes);
        codes.AsSpan().Replace(-1, 0);
        return table.With(field, new StringColumn(codes, StringColumn.Of([.. categories.Names]), data.Validity));
    });

    /// <summary>The rows in lanes of a few batches each, as a large table has them.</summary>
    public static IDataset Laned(Table rows, int laneRows = 50, int batchRows = 20) => new Lanes([.. rows.Batches(laneRows)], rows.Schema, batchRows);

    static Vector Sparse(Vector vector)
    {
        var stored = Enumerable.Range(0, vector.Length).Where(j => vector[j] != 0).ToArray();
        return Vector.Sparse(vector.Length, stored, stored.Select(j => vector[j]).ToArray());
    }

    sealed record Lanes(Table[] Tables, Schema Schema, int BatchRows) : IDataset
    {
        int IDataset.Lanes => Tables.Length;

        public IEnumerable<Table> Read(int lane, CancellationToken cancellation) => Tables[lane].Batches(BatchRows);
    }
}
