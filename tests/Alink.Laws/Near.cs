namespace Alink.Laws;

/// <summary>Numbers that are equal but for rounding.</summary>
static class Near
{
    /// <summary>Compares columns: numbers and vectors within a tolerance relative to their size, all else exactly.</summary>
    public static void Same(ColumnData expected, ColumnData actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var row = 0; row < expected.Length; row++)
        {
            switch (expected.Boxed(row), actual.Boxed(row))
            {
                case (Vector left, Vector right):
                    Assert.Equal(left.Length, right.Length);
                    for (var j = 0; j < left.Length; j++)
                    {
                        Same(left[j], right[j], tolerance);
                    }

                    break;
                case (double left, double right):
                    Same(left, right, tolerance);
                    break;
                case var (left, right):
                    Assert.Equal(left, right);
                    break;
            }
        }
    }

    static void Same(double left, double right, double tolerance) =>
        Assert.True(left.Equals(right) || Math.Abs(left - right) <= tolerance * Math.Max(1, Math.Abs(left)), $"{left:R} is not {right:R}");
}
