using System.Globalization;
using Alink.Features;

namespace Alink.Tests.Algorithms;

public class OptimalBinningTest
{
    static readonly OptimalBinning Binning = new() { Columns = ["x"] };

    /// <summary>Every way to join twelve fine bins of the German credit rows was tried by a script in Python; the positive class is "good".</summary>
    [Theory]
    [InlineData("age", 0.05, 10, EvidenceTrend.Monotone, 0.09587427950906499, "25, 30, 35")]
    [InlineData("age", 0.05, 10, EvidenceTrend.Free, 0.1428988462756506, "23, 25, 27, 28, 30, 33, 35, 41, 46")]
    [InlineData("age", 0.15, 3, EvidenceTrend.Rising, 0.09509990351699686, "25, 35")]
    [InlineData("age", 0.15, 3, EvidenceTrend.Falling, 0, "")]
    [InlineData("duration", 0.05, 10, EvidenceTrend.Monotone, 0.2075180834876973, "12, 18, 36, 39")]
    [InlineData("duration", 0.15, 3, EvidenceTrend.Falling, 0.19240112289984584, "18, 36")]
    [InlineData("credit_amount", 0.05, 10, EvidenceTrend.Monotone, 0.16516265732967075, "4042, 7763")]
    [InlineData("credit_amount", 0.15, 3, EvidenceTrend.Rising, 3.1831586166024364e-05, "1364")]
    public void Bins_are_the_best_of_all(string column, double share, int most, EvidenceTrend trend, double information, string splits)
    {
        var (names, rows) = WoeEncoderTest.CreditRows();
        var place = names.IndexOf(column);
        var table = Table.Of("x", Array.ConvertAll(rows, row => double.Parse(row[place], CultureInfo.InvariantCulture)))
            .With("label", Array.ConvertAll(rows, row => row[^1]));

        var model = (Binning with { FineBins = 12, LeastShare = share, MostBins = most, Trend = trend }).Fit(table);

        Assert.Equal(information, model.InformationValues[0], 1e-14);
        Assert.Equal(splits, string.Join(", ", model.Splits));
    }

    [Fact]
    public void A_number_takes_the_evidence_of_the_bin_that_begins_at_or_below_it()
    {
        var rows = Table.Of("x", 1.0, 2, 3, 4, 5, 6).With("label", 0, 0, 0, 1, 1, 1);
        var model = Binning.Fit(rows);

        Assert.Equal([4.0], model.Splits.ToArray());
        Assert.Equal(
            [-1.945910, -1.945910, 1.945910, 1.945910], // ln 7: a share of 3.5 / 3.5 against one of 0.5 / 3.5.
            model.Transform(Table.Of("x", -9, 3.9, 4, 99)).Values<double>("x_woe").ToArray().Select(woe => Math.Round(woe, 6)));
    }

    [Fact]
    public void Missing_values_are_a_bin_of_their_own()
    {
        var rows = Table.Of("x", 1.0, 2, double.NaN, double.NaN, 5, 6).With("label", 0, 0, 1, 0, 1, 1);
        var model = (Binning with { HandleInvalid = HandleInvalid.Error }).Fit(rows);

        Assert.Equal(Math.Log((1.5 / 3.5) / (1.5 / 3.5)), model.Evidence[^1]);
        Assert.True(model.KnowsMissing[0]);
        Assert.Equal(2, model.Evidence.Length - 1);
        Assert.Equal(0, model.Transform(rows).Values<double>("x_woe")[2]);
    }

    [Fact]
    public void A_missing_value_that_training_had_none_of_says_nothing_or_is_refused_or_left_out()
    {
        var rows = Table.Of("x", 1.0, 2, 5, 6).With("label", 0, 0, 1, 1);
        var missing = Table.Of<double?>("x", 6, null);

        Assert.Equal(0, Binning.Fit(rows).Transform(missing).Values<double>("x_woe")[1]);
        Assert.Equal(1, (Binning with { HandleInvalid = HandleInvalid.Skip }).Fit(rows).Transform(missing).RowCount);
        Assert.Contains("row 1", Assert.Throws<RowException>(
            () => (Binning with { HandleInvalid = HandleInvalid.Error }).Fit(rows).Transform(missing)).Message);
    }

    [Fact]
    public void Columns_are_cut_each_for_itself_and_weights_count_rows()
    {
        var random = new Random(4);
        var rows = Table.Of("x", [.. Enumerable.Range(0, 300).Select(_ => (double)random.Next(9))])
            .With("y", [.. Enumerable.Range(0, 300).Select(_ => random.Next(5))])
            .With("w", [.. Enumerable.Range(0, 300).Select(_ => (double)random.Next(3))]);
        rows = rows.With("label", row => random.NextDouble() * 9 < row.Number("x"));
        var twice = rows.Gather([.. Enumerable.Range(0, 300).SelectMany(i => Enumerable.Repeat(i, (int)rows.Values<double>("w")[i]))]);

        var both = (Binning with { Columns = ["y", "x"], Weight = "w" }).Fit(rows);

        Assert.Equal(both.InformationValues[1], Binning.Fit(twice).InformationValues[0], 1e-12);
        Assert.Equal(both.Splits[both.Starts[1]..].ToArray(), Binning.Fit(twice).Splits.ToArray());
        Assert.Equal(
            (Binning with { Weight = "w" }).Fit(rows).Transform(rows).Values<double>("x_woe").ToArray(),
            both.Transform(rows).Values<double>("x_woe").ToArray());
        Assert.Equal(
            RowTransform.Run(both, rows).Values<double>("x_woe").ToArray(), both.Transform(rows).Values<double>("x_woe").ToArray());
    }
}
