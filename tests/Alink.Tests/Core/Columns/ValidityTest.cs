namespace Alink.Tests.Core;

public class ValidityTest
{
    [Theory]
    [InlineData(0, 200)]
    [InlineData(1, 63)]
    [InlineData(1, 64)]
    [InlineData(63, 2)]
    [InlineData(64, 64)]
    [InlineData(100, 37)]
    [InlineData(200, 0)]
    public void Missing_numbers_of_any_slice_are_NaN(int start, int length)
    {
        // Every third row, every row from 64 to 127, and the last one.
        static bool IsMissing(int row) => row % 3 == 0 || row is >= 64 and < 128 or 199;
        var column = Enumerable.Range(0, 200).Select(row => IsMissing(row) ? null : (long?)row);
        var rows = Table.Of("x", column.ToArray()).Slice(start, length);

        var expected = Enumerable.Range(start, length).Select(row => IsMissing(row) ? double.NaN : row);
        Assert.Equal(expected, rows.Numbers("x").ToArray());
    }
}
