namespace Alink.Tests.Core;

public class LevelsTest
{
    [Fact]
    public void Numbers_are_ordered_by_size_and_text_by_its_letters()
    {
        Assert.Equal("9, 10, 100", Levels.Sorted(DataType.Int32, ["10", "9", "100"]).ToString());
        Assert.Equal("10, 100, 9", Levels.Sorted(DataType.String, ["10", "9", "100"]).ToString());
        Assert.Equal("false, true", Levels.Sorted(DataType.Boolean, ["true", "false"]).ToString());
    }

    [Fact]
    public void Every_type_of_category_gets_the_same_numbers_whatever_its_encoding()
    {
        var plain = StringColumn.Of("b", "a", "b", null, "ü");
        var encoded = new StringColumn(new[] { 0, 1, 0, 0, 2 }, StringColumn.Of("b", "a", "ü"), Validity.Where(5, row => row == 3));

        Assert.Equal([0, 1, 0, -1, 2], Numbers(plain));
        Assert.Equal([0, 1, 0, -1, 2], Numbers(encoded));
        Assert.Equal([0, 1, 0], Numbers(new FixedColumn<double>(new[] { 1.0, 2, 1 })));
        Assert.Equal([0, 1, 0], Numbers(new FixedColumn<bool>(new[] { true, false, true })));
        Assert.Equal([0, 1, 0], Numbers(new FixedColumn<long>(new[] { long.MaxValue, long.MaxValue - 1, long.MaxValue })));

        static int[] Numbers(ColumnData column)
        {
            var numbers = new int[column.Length];
            new Categories().Encode(column, numbers);
            return numbers;
        }
    }

    [Fact]
    public void Given_levels_do_not_grow() =>
        Assert.Equal(-1, new Categories(Levels.Of("a", "b")).Number("c"));

    [Fact]
    public void A_fraction_is_no_class() =>
        Assert.Throws<TrainingException>(() => new Categories().Encode(new FixedColumn<double>(new[] { 0.5 }), new int[1]));

    [Fact]
    public void Whole_numbers_that_doubles_do_not_tell_apart_are_levels_of_their_own()
    {
        var levels = Levels.Sorted(DataType.Int64, ["9007199254740993", "9007199254740992", $"{long.MaxValue}", "-5"]);
        var cell = new Cell("x", DataType.Int64);
        levels.Set(cell, 2);

        Assert.Equal(["-5", "9007199254740992", "9007199254740993", $"{long.MaxValue}"], levels.Names.ToArray());
        Assert.Equal(9007199254740993, cell.Integer);
        Assert.Equal([long.MaxValue, 9007199254740993], ((FixedColumn<long>)levels.Column([3, 2])).Values.ToArray());
    }
}
