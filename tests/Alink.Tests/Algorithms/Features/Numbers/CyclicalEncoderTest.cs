using Alink.Features;

namespace Alink.Tests.Algorithms;

public class CyclicalEncoderTest
{
    [Fact]
    public void Quarters_of_a_round_are_exact_however_many_rounds_there_were()
    {
        var rows = Table.Of("hour", 0.0, 6, 12, 18, 24, -6, 24e9 + 6);

        var made = new CyclicalEncoder { Columns = ["hour"], Periods = [24] }.Transform(rows);

        Assert.Equal([0.0, 1, 0, -1, 0, -1, 1], made.Values<double>("hour_sin").ToArray());
        Assert.Equal([1.0, 0, -1, 0, 1, 0, 0], made.Values<double>("hour_cos").ToArray());
    }

    [Fact]
    public void Each_column_has_its_period()
    {
        var rows = Table.Of("hour", 1).With("month", 1.0);

        var made = new CyclicalEncoder { Columns = ["hour", "month"], Periods = [24, 12] }.Transform(rows);

        Assert.Equal(Math.Sin(Math.PI / 12), made.Values<double>("hour_sin")[0], 1e-15);
        Assert.Equal(Math.Cos(Math.PI / 12), made.Values<double>("hour_cos")[0], 1e-15);
        Assert.Equal(0.5, made.Values<double>("month_sin")[0], 1e-15);
        Assert.Equal(Math.Sqrt(0.75), made.Values<double>("month_cos")[0], 1e-15);
    }

    [Fact]
    public void A_missing_number_has_no_place_and_NaN_none_either()
    {
        var made = new CyclicalEncoder { Columns = ["x"] }.Transform(Table.Of<double?>("x", null, double.NaN, double.PositiveInfinity));

        Assert.Null(made.Data("x_sin").Boxed(0));
        Assert.Null(made.Data("x_cos").Boxed(0));
        Assert.Equal([double.NaN, double.NaN], [made.Values<double>("x_sin")[1], made.Values<double>("x_cos")[2]]);
    }

    [Fact]
    public void What_is_no_period_is_refused_in_words()
    {
        Assert.Contains("they were 12, 0", Assert.Throws<ArgumentOutOfRangeException>(() => new CyclicalEncoder { Periods = [12, 0] }).Message);
        Assert.Contains("has 1 Columns and 2 Periods", Assert.Throws<SchemaException>(
            () => new CyclicalEncoder { Columns = ["x"], Periods = [1, 2] }.Transform(Table.Of("x", 1.0))).Message);
    }
}
