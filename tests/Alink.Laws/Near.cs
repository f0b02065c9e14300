using System.Collections;
using System.Reflection;

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

    /// <summary>Compares the data of two results: numbers within a tolerance relative to their size, all else exactly.</summary>
    public static void Same(object? expected, object? actual, double tolerance)
    {
        switch (expected, actual)
        {
            case (double left, double right):
                Same(left, right, tolerance);
                break;
            case (Matrix left, Matrix right):
                Same(left.Values.ToArray(), right.Values.ToArray(), tolerance);
                break;
            case (IEnumerable left and not string, IEnumerable right):
                var (lefts, rights) = (left.Cast<object?>().ToArray(), right.Cast<object?>().ToArray());
                Assert.Equal(lefts.Length, rights.Length);
                Assert.All(lefts.Zip(rights), pair => Same(pair.First, pair.Second, tolerance));
                break;
            case (not null, not null) when expected is not string && !expected.GetType().IsPrimitive && expected is not Enum:
                Assert.All(
                    expected.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
                        .Where(property => property.GetIndexParameters().Length == 0),
                    property => Same(property.GetValue(expected), property.GetValue(actual), tolerance));
                break;
            default:
                Assert.Equal(expected, actual);
                break;
        }
    }

    static void Same(double left, double right, double tolerance) =>
        Assert.True(left.Equals(right) || Math.Abs(left - right) <= tolerance * Math.Max(1, Math.Abs(left)), $"{left:R} is not {right:R}");
}
