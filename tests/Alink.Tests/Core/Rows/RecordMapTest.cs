namespace Alink.Tests.Core;

public class RecordMapTest
{
    static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.FromHours(2));

    [Fact]
    public void Every_kind_of_property_becomes_a_column_and_comes_back()
    {
        Everything[] records =
        [
            new()
            {
                Double = 0.1, Single = 0.1f, Int = -3, Long = 1L << 60, Boolean = true, Text = "é", Moment = Noon, Vector = [1.0, 2.0],
                Doubles = [1.5], Singles = [0.5f, 0.25f], Memory = new double[] { 7 }, Floats = new float[] { 8 },
            },
            new()
            {
                Double = -1, Text = "", Vector = Vector.Sparse(2, new[] { 1 }, new[] { 3.0 }), Doubles = [2.5], Singles = [1, 2],
                Memory = new double[] { 9 }, Floats = new float[] { 10 },
            },
        ];

        var table = Table.From(records);
        var back = table.To<Everything>();

        Assert.Equal(
            "double: Double, single: Single, int: Int32, long: Int64, boolean: Boolean, text: String, moment: DateTimeOffset, "
            + "vector: Vector[2], doubles: Vector[1], singles: Vector[2], memory: Vector[1], floats: Vector[1]",
            table.Schema.ToString());
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(records[i].Double, back[i].Double);
            Assert.Equal(records[i].Single, back[i].Single);
            Assert.Equal((records[i].Int, records[i].Long, records[i].Boolean), (back[i].Int, back[i].Long, back[i].Boolean));
            Assert.Equal((records[i].Text, records[i].Moment), (back[i].Text, back[i].Moment));
            Assert.Equal(records[i].Vector, back[i].Vector);
            Assert.Equal(records[i].Doubles, back[i].Doubles);
            Assert.Equal(records[i].Singles, back[i].Singles);
            Assert.Equal(records[i].Memory.ToArray(), back[i].Memory.ToArray());
            Assert.Equal(records[i].Floats.ToArray(), back[i].Floats.ToArray());
        }
    }

    [Fact]
    public void Nullable_properties_carry_missing_values_both_ways()
    {
        Perhaps[] records =
        [
            new(1, 2, 3, 4, true, "a", Noon, [1.0], new double[] { 2 }, [3], [4]),
            new(null, null, null, null, null, null, null, null, null, null, null),
        ];

        var table = Table.From(records);
        var back = table.To<Perhaps>();

        Assert.All(table.Schema.Fields, field => Assert.True(field.IsNullable, field.Name));
        Assert.All(table.Schema.Fields, field => Assert.True(table.Data(field.Name).IsMissing(1), field.Name));
        Assert.Equal((1.0, 2f, 3, 4L, true, "a", Noon), (
            back[0].Double!.Value, back[0].Single!.Value, back[0].Int!.Value, back[0].Long!.Value, back[0].Boolean!.Value,
            back[0].Text, back[0].Moment!.Value));
        Assert.Equal([1.0], back[0].Vector!.Value);
        Assert.Equal([2.0], back[0].Memory!.Value.ToArray());
        Assert.Equal([3.0], back[0].Doubles!);
        Assert.Equal([4f], back[0].Singles!);
        Assert.Equal(records[1], back[1]);
    }

    [Fact]
    public void A_column_is_met_exactly_by_its_given_name_and_else_whatever_the_capitals()
    {
        var table = Table.Of<double>("sepal length", 1.0).With<double>("SEPALWIDTH", 2.0).With<double>("sepallength", 9);

        Assert.Equal(new Sepal(1, 2), Assert.Single(table.To<Sepal>()));
        Assert.Equal("sepal length: Double, sepalWidth: Double", Table.From([new Sepal(1, 2)]).Schema.ToString());
    }

    [Fact]
    public void A_class_is_filled_in_and_what_is_no_column_stays_out()
    {
        var rows = Table.From([new Account { Id = Guid.NewGuid(), Balance = 5 }]);

        Assert.Equal("twice: Double, balance: Double", rows.Schema.ToString());
        Assert.Equal(5, Assert.Single(rows.To<Account>()).Balance);
    }

    [Fact]
    public void Structs_of_every_making_come_back()
    {
        var table = Table.Of<int>("x", 1, 2).With<double>("y", 3, 4);

        Assert.Equal([new Open { X = 1, Y = 3 }, new Open { X = 2, Y = 4 }], table.To<Open>());
        Assert.Equal([new Closed(1, 3), new Closed(2, 4)], table.To<Closed>());
        Assert.Equal([(1, 3f), (2, 4f)], table.To<Made>().Select(made => (made.X, made.Y)));
    }

    [Fact]
    public void Whole_numbers_widen_and_narrow_where_they_fit()
    {
        var table = Table.Of<long>("value", 7, 1L << 40);

        Assert.Equal([7.0, 1L << 40], table.To<Number<double>>().Select(number => number.Value));
        Assert.Equal(7, table.Slice(0, 1).To<Number<int>>()[0].Value);
        Assert.Equal(
            "Row 1: Column 'value' holds 1099511627776, too large for property Value of Number`1 (Int32).",
            Assert.Throws<RowException>(() => table.To<Number<int>>()).Message);
    }

    [Fact]
    public void A_property_without_a_column_is_named_with_the_nearest() =>
        Assert.Equal(
            "There is no column for property Value of Number`1. Did you mean 'vaule'? The columns are: vaule: Double.",
            Assert.Throws<SchemaException>(() => Table.Of<double>("vaule", 1).To<Number<double>>()).Message);

    [Fact]
    public void A_column_of_another_type_is_refused() =>
        Assert.Equal(
            "Column 'value' holds String, which property Value of Number`1 (Double) does not take.",
            Assert.Throws<SchemaException>(() => Table.Of<string>("value", "1").To<Number<double>>()).Message);

    [Fact]
    public void A_missing_value_needs_a_property_that_can_be_null()
    {
        var table = Table.Of<double?>("value", 1.0, null);

        Assert.Equal([1.0, null], table.To<Number<double?>>().Select(number => number.Value));
        Assert.Equal(
            "Row 1: Column 'value' has no value, and property Value of Number`1 must have one.",
            Assert.Throws<RowException>(() => table.To<Number<double>>()).Message);
        Assert.Equal(
            "Row 0: Column 'text' has no value, and property Text of Word must have one.",
            Assert.Throws<RowException>(() => Table.Of<string?>("text", [null]).To<Word>()).Message);
        Assert.Equal(
            "In row 0, property Text of Word is null, and it is declared not to be.",
            Assert.Throws<RowException>(() => Table.From([new Word(null!)])).Message);
    }

    [Fact]
    public void What_no_column_can_hold_is_refused_by_name() =>
        Assert.Equal(
            "No column can hold property Value of Number`1, a Guid; [NotColumn] leaves it out.",
            Assert.Throws<SchemaException>(() => Table.From([new Number<Guid>(default)])).Message);

    [Fact]
    public void A_type_that_cannot_be_made_is_refused() =>
        Assert.StartsWith("Uri cannot be made", Assert.Throws<SchemaException>(() => Table.Of<int>("x", 1).To<Uri>()).Message);

    [Fact]
    public void Vectors_of_different_lengths_are_refused_by_row() =>
        Assert.Equal(
            "In row 1, property Value of Number`1 holds a vector of length 2; those before it have length 1.",
            Assert.Throws<SchemaException>(() => Table.From<Number<double[]>>([new([1]), new([1, 2])])).Message);

    [Fact]
    public void No_records_make_a_table_of_no_rows()
    {
        var table = Table.From<Sepal>([]);

        Assert.Equal(0, table.RowCount);
        Assert.Equal(2, table.Schema.Fields.Length);
        Assert.Empty(table.To<Sepal>());
    }

    [Fact]
    public void Vectors_that_come_back_are_their_own()
    {
        var numbers = new[] { 1.0, 2.0 };
        var table = Table.From<Number<double[]>>([new(numbers), new([3, 4])]);
        numbers[0] = 9;

        var back = table.To<Number<double[]>>();

        Assert.Equal([1.0, 2.0], back[0].Value);
        Assert.Equal([3.0, 4.0], back[1].Value);
    }

    [Fact]
    public void Filling_again_keeps_the_record_and_its_arrays()
    {
        var map = RecordMap<Everything>.Instance;
        var singles = map.Properties.Where(property => property.Name is "Doubles" or "Singles").ToArray();
        var fill = map.Fill([.. singles]);
        Cell[] cells = [new("doubles", DataType.Vector), new("singles", DataType.Vector)];
        cells[0].Set((Vector)new[] { 1.0, 2.0 });
        cells[1].Set(Vector.Sparse(2, new[] { 1 }, new[] { 4.0 }));
        var record = new Everything { Doubles = [0, 0], Singles = [9, 9] };
        var (before, doubles, floats) = (record, record.Doubles, record.Singles);

        fill(cells, ref record);

        Assert.Same(before, record);
        Assert.Same(doubles, record.Doubles);
        Assert.Same(floats, record.Singles);
        Assert.Equal([1.0, 2.0], doubles);
        Assert.Equal([0f, 4f], floats);
    }

    sealed class Everything
    {
        public double Double { get; set; }

        public float Single { get; set; }

        public int Int { get; set; }

        public long Long { get; set; }

        public bool Boolean { get; set; }

        public string Text { get; set; } = "";

        public DateTimeOffset Moment { get; set; }

        public Vector Vector { get; set; }

        public double[] Doubles { get; set; } = [];

        public float[] Singles { get; set; } = [];

        public ReadOnlyMemory<double> Memory { get; set; }

        public ReadOnlyMemory<float> Floats { get; set; }
    }

    sealed record Perhaps(
        double? Double, float? Single, int? Int, long? Long, bool? Boolean, string? Text, DateTimeOffset? Moment, Vector? Vector,
        ReadOnlyMemory<double>? Memory, double[]? Doubles, float[]? Singles);

    sealed record Sepal([Column("sepal length")] double SepalLength, double SepalWidth);

    class Numbered
    {
        [NotColumn]
        public Guid Id { get; set; }

        public double Twice => 2 * Worth;

        protected virtual double Worth => 0;
    }

    sealed class Account : Numbered
    {
        public double Balance { get; set; }

        protected override double Worth => Balance;
    }

    struct Open
    {
        public int X { get; set; }

        public double Y { get; set; }
    }

    readonly record struct Closed(int X, double Y);

    readonly struct Made(int x, float y)
    {
        public int X { get; } = x;

        public float Y { get; } = y;
    }

    sealed record Number<T>(T Value);

    sealed record Word(string Text);
}
