using Alink.MicrosoftML;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Alink.Tests.MicrosoftML;

public class DataViewsTest
{
    static readonly DateTimeOffset Noon = new(2024, 5, 6, 12, 0, 0, TimeSpan.FromHours(2));

    static readonly Table Rows = Table.Of("whole", 1, 2, 3)
        .With("long", 1L, 1L << 40, -3L)
        .With("single", 0.5f, 1.5f, 2.5f)
        .With("double", 0.1, 0.2, 0.3)
        .With("is", true, false, true)
        .With("text", "å", "", "c")
        .With("when", Noon, Noon.AddDays(1), Noon.AddDays(2))
        .With<Vector>("dense", [1.0, 2.0], [3.0, 4.0], [5.0, 6.5])
        .With("sparse", Vector.Sparse(4, new[] { 1 }, new[] { 2.5 }), Vector.Sparse(4, new[] { 0, 3 }, new[] { 1.0, 7.0 }), Vector.Sparse(4, default, default));

    sealed record Streamed(Table Whole, int Cut) : IDataset
    {
        public Schema Schema => new([.. Whole.Schema.Fields.Select(column => column with { VectorLength = null })]);

        public int Lanes => 2;

        public IEnumerable<Table> Read(int lane, CancellationToken cancellation) =>
            lane == 0 ? [Whole.Slice(0, Cut)] : Whole.Slice(Cut, Whole.RowCount - Cut).Batches(1);
    }

    [Fact]
    public void Every_type_has_its_counterpart()
    {
        var types = Rows.ToDataView().Schema.ToDictionary(column => column.Name, column => column.Type.ToString());

        Assert.Equal("Int32, Int64, Single, Double, Boolean, String, DateTimeOffset, Vector<Single, 2>, Vector<Single, 4>", string.Join(", ", types.Values));
    }

    [Fact]
    public void A_table_comes_back_as_it_went()
    {
        var back = Rows.ToDataView().ToTable();

        Assert.Equal(Rows.Schema, back.Schema);
        Assert.Equal(Values(Rows), Values(back));
        Assert.False(back.Values<Vector>("sparse")[1].IsDense);
    }

    [Fact]
    public void A_dataset_streams_its_lanes()
    {
        var view = new Streamed(Rows, 2).ToDataView();

        Assert.Null(view.GetRowCount());
        Assert.False(view.CanShuffle);
        Assert.Equal("Vector<Single, 4>", view.Schema["sparse"].Type.ToString());
        Assert.Equal(Values(Rows), Values(view.ToTable()));
        Assert.Single(view.GetRowCursorSet(view.Schema, 8));
    }

    [Fact]
    public void A_cursor_reads_the_columns_asked_for_and_no_others()
    {
        var view = Rows.ToDataView();
        using var cursor = view.GetRowCursor([view.Schema["double"]]);
        var getter = cursor.GetGetter<double>(view.Schema["double"]);
        var ids = cursor.GetIdGetter();
        var (value, id) = (0.0, default(DataViewRowId));
        Assert.True(cursor.MoveNext() && cursor.MoveNext());
        getter(ref value);
        ids(ref id);

        Assert.Equal((0.2, 1L, 1UL), (value, cursor.Position, id.Low));
        Assert.True(cursor.IsColumnActive(view.Schema["double"]));
        Assert.Contains("'text' was not asked for",
            Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<ReadOnlyMemory<char>>(view.Schema["text"])).Message);
        Assert.Contains("holds Double, not Single",
            Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<float>(view.Schema["double"])).Message);
        Assert.True(cursor.MoveNext());
        Assert.False(cursor.MoveNext());
        Assert.False(cursor.MoveNext());
        Assert.Equal(-1, cursor.Position);
    }

    [Fact]
    public void Rows_are_shuffled_as_MLNET_shuffles_its_own()
    {
        var numbers = Enumerable.Range(0, 50).ToArray();
        var ml = new MLContext();
        var theirs = ml.Data.Cache(ml.Data.LoadFromEnumerable(numbers.Select(number => new Numbered { X = number })));

        Assert.Equal(Shuffled(theirs), Shuffled(Table.Of("X", numbers).ToDataView()));

        static List<int> Shuffled(IDataView view)
        {
            using var cursor = view.GetRowCursor(view.Schema, new Random(7));
            var (getter, read, value) = (cursor.GetGetter<int>(view.Schema["X"]), new List<int>(), 0);
            while (cursor.MoveNext())
            {
                getter(ref value);
                read.Add(value);
            }

            return read;
        }
    }

    [Fact]
    public void Missing_whole_numbers_and_booleans_become_numbers_with_NaN()
    {
        var view = Table.Of<int?>("whole", 1, null).With<bool?>("is", null, true).With<long?>("long", 1L << 40, null)
            .With<double?>("double", null, 2).ToDataView();

        Assert.Equal("Double, Single, Double, Double", string.Join(", ", view.Schema.Select(column => column.Type)));
        var back = view.ToTable();
        Assert.Equal([1, double.NaN], back.Values<double>("whole").ToArray());
        Assert.Equal([float.NaN, 1], back.Values<float>("is").ToArray());
        Assert.Equal([1L << 40, double.NaN], back.Values<double>("long").ToArray());
        Assert.Equal([double.NaN, 2], back.Values<double>("double").ToArray());
    }

    [Fact]
    public void A_missing_value_that_the_schema_denies_stops_the_reader()
    {
        var rows = Table.Of("x", 1, 2).With(new Field("whole", DataType.Int32), new FixedColumn<int>(new[] { 5, 0 }, Validity.Where(2, row => row == 1)));

        Assert.Contains("Column 'whole' has no value in row 1", Assert.Throws<RowException>(() => rows.ToDataView().ToTable()).Message);
        Assert.Contains("Column 'when' has no value in row 0",
            Assert.Throws<RowException>(() => Table.Of<DateTimeOffset?>("when", null, Noon).ToDataView().ToTable()).Message);
    }

    [Fact]
    public void Missing_text_is_empty_and_a_missing_vector_is_all_NaN()
    {
        var vectors = new VectorColumnBuilder();
        vectors.AppendMissing();
        vectors.Append([1.0, 2.0]);
        var back = Table.Of("text", "a", null!).With(new Field("v", DataType.Vector), vectors.Build()).ToDataView().ToTable();

        Assert.Equal(["a", ""], back.Values<string>("text").ToArray());
        Assert.Equal([double.NaN, double.NaN], back.Values<Vector>("v")[0].ToArray());
        Assert.Equal([1.0, 2.0], back.Values<Vector>("v")[1].ToArray());
    }

    [Fact]
    public void Keys_count_from_1_along_the_levels_and_0_is_missing()
    {
        var rows = Table.Of("kind", "b", null!, "a").With("stars", 10, 9, 10);
        var view = rows.ToDataView(new() { Keys = ["kind", "stars"] });
        var keys = new List<uint>();
        using (var cursor = view.GetRowCursor(view.Schema))
        {
            var getter = cursor.GetGetter<uint>(view.Schema["kind"]);
            for (var key = 0u; cursor.MoveNext(); keys.Add(key))
            {
                getter(ref key);
            }
        }

        Assert.Equal([2u, 0u, 1u], keys);
        Assert.Equal("Key<UInt32, 0-1>", view.Schema["stars"].Type.ToString());
        var back = view.ToTable();
        Assert.Equal(new string?[] { "b", null, "a" }, back.Values<string>("kind").ToArray());
        Assert.Equal(2, ((StringColumn)back.Data("kind")).Dictionary!.Length);
        Assert.Equal([10, 9, 10], back.Values<int>("stars").ToArray());
        Assert.Equal(["9", "10"], back.Schema["stars"].Levels!.Names.ToArray());
    }

    [Fact]
    public void The_levels_of_a_column_are_the_order_of_its_keys()
    {
        var size = new Field("size", DataType.String) { Levels = Levels.Of("small", "large") };
        var view = Table.Empty(Schema.Empty).With(size, StringColumn.Of()).ToDataView(new() { Keys = ["size"] });

        VBuffer<ReadOnlyMemory<char>> values = default;
        view.Schema["size"].GetKeyValues(ref values);
        Assert.Equal(["small", "large"], values.DenseValues().Select(value => value.ToString()));
    }

    [Fact]
    public void Feature_names_are_slot_names_both_ways()
    {
        var field = new Field("v", DataType.Vector) { VectorLength = 2, FeatureNames = ["age", "income"] };
        var view = Table.Empty(Schema.Empty).With(field, new VectorColumn(0, 2, default)).ToDataView();

        VBuffer<ReadOnlyMemory<char>> names = default;
        view.Schema["v"].GetSlotNames(ref names);
        Assert.Equal(["age", "income"], names.DenseValues().Select(name => name.ToString()));
        Assert.Equal(["age", "income"], view.ToTable().Schema["v"].FeatureNames.ToArray());
    }

    [Fact]
    public void Numbers_are_narrowed_where_asked()
    {
        var view = Table.Of("y", 1.25, 2.5).With("n", 3, 4).ToDataView(new() { Singles = ["y", "n"] });

        Assert.All(view.Schema, column => Assert.Equal("Single", column.Type.ToString()));
        Assert.Equal([3f, 4f], view.ToTable().Values<float>("n").ToArray());
        Assert.Throws<SchemaException>(() => Rows.ToDataView(new() { Singles = ["text"] }));
        Assert.Throws<SchemaException>(() => Rows.ToDataView(new() { Keys = ["dense"] }));
        Assert.Contains("no column 'nowhere'", Assert.Throws<SchemaException>(() => Rows.ToDataView(new() { Keys = ["nowhere"] })).Message);
    }

    [Fact]
    public void MLNET_reads_our_rows_and_we_read_its_own()
    {
        var ml = new MLContext(seed: 1);
        var view = ml.Transforms.Concatenate("f", "single", "x").Append(ml.Transforms.NormalizeMinMax("f"))
            .Append(ml.Transforms.Conversion.MapValueToKey("k", "text")).Append(ml.Transforms.Text.TokenizeIntoWords("words", "text"))
            .Fit(Rows.With("x", 1f, 2f, 4f).ToDataView()).Transform(Rows.With("x", 1f, 2f, 4f).ToDataView());
        var made = view.ToTable("f", "k");

        Assert.Equal([0.2, 0.25], made.Values<Vector>("f")[0].ToArray().Select(value => Math.Round(value, 6)));
        Assert.Equal(["single", "x"], made.Schema["f"].FeatureNames.ToArray());
        Assert.Equal(new string?[] { "å", null, "c" }, made.Values<string>("k").ToArray());
        Assert.Contains("'words' is of ML.NET's type Vector<String>", Assert.Throws<SchemaException>(() => view.ToTable()).Message);
        Assert.Contains("no column 'g'", Assert.Throws<SchemaException>(() => view.ToTable("g")).Message);
    }

    [Fact]
    public void Numbers_of_other_widths_widen()
    {
        var view = new MLContext().Data.LoadFromEnumerable(new List<Widths> { new() { A = 200, B = -3, C = 65_000, D = 4_000_000_000, E = 7, T = new(2024, 1, 2), V = [1, 2] } });
        var table = view.ToTable();

        Assert.Equal("A: Int32, B: Int32, C: Int32, D: Int64, E: Int64, T: DateTimeOffset, V: Vector[2]", table.Schema.ToString());
        Assert.Equal((200, -3, 65_000, 4_000_000_000, 7L), (table.Values<int>("A")[0], table.Values<int>("B")[0], table.Values<int>("C")[0],
            table.Values<long>("D")[0], table.Values<long>("E")[0]));
        Assert.Equal(new(2024, 1, 2, 0, 0, 0, TimeSpan.Zero), table.Values<DateTimeOffset>("T")[0]);
        Assert.Equal([1.0, 2.0], table.Values<Vector>("V")[0].ToArray());
    }

    [Fact]
    public void Vectors_of_differing_lengths_are_refused()
    {
        var rows = new Uneven(Table.Of<Vector>("v", [1.0, 2.0]), Table.Of<Vector>("v", [1.0, 2.0, 3.0]));

        Assert.Contains("length 3 in row 0; the view takes length 2", Assert.Throws<RowException>(() => rows.ToDataView().ToTable()).Message);
    }

    sealed record Uneven(Table First, Table Second) : IDataset
    {
        public Schema Schema { get; } = new(new Field("v", DataType.Vector));

        public int Lanes => 2;

        public IEnumerable<Table> Read(int lane, CancellationToken cancellation) => [lane == 0 ? First : Second];
    }

    [Fact]
    public void No_rows_make_an_empty_view()
    {
        var back = Rows.Slice(0, 0).ToDataView().ToTable();

        Assert.Equal(0, back.RowCount);
        Assert.Equal(Rows.Schema.ToString(), back.Schema.ToString());
    }

    static List<object?> Values(Table table) =>
        [.. table.Schema.Fields.SelectMany(field => Enumerable.Range(0, table.RowCount).Select(row => table.Data(field.Name).Boxed(row)))];

    sealed class Numbered
    {
        public int X { get; set; }
    }

    sealed class Widths
    {
        public byte A { get; set; }

        public sbyte B { get; set; }

        public ushort C { get; set; }

        public uint D { get; set; }

        public ulong E { get; set; }

        public DateTime T { get; set; }

        [VectorType(2)]
        public byte[] V { get; set; } = [];
    }
}
