using System.Globalization;
using System.Text.Json;
using Alink.Features;
using Alink.Tests.Architecture;

namespace Alink.Tests.Algorithms;

public class WoeEncoderTest
{
    static readonly Table Rows = Table.Of("x", "a", "a", "a", "b", "b", null!).With("label", 1, 1, 0, 0, 0, 1).With("w", 1.0, 1, 1, 1, 1, 1);

    static readonly WoeEncoder Encoder = new() { Columns = ["x"] };

    /// <summary>Positive rows: two of three hold a, none b, one nothing; negative ones: one of three a, two b.</summary>
    [Fact]
    public void Evidence_and_information_are_those_computed_by_hand()
    {
        var model = Encoder.Fit(Rows);

        double[] positive = [2.5 / 3.5, 0.5 / 3.5, 1.5 / 3.5], negative = [1.5 / 3.5, 2.5 / 3.5, 0.5 / 3.5];
        for (var level = 0; level < 3; level++)
        {
            Assert.Equal(Math.Log(positive[level] / negative[level]), model.Evidence[level], 1e-15);
        }

        Assert.Equal(positive.Zip(negative).Sum(pair => (pair.First - pair.Second) * Math.Log(pair.First / pair.Second)), model.InformationValues[0], 1e-15);
        Assert.Equal(model.Evidence[2], model.Transform(Rows).Values<double>("x_woe")[5]);
    }

    [Fact]
    public void The_other_class_as_the_positive_one_turns_the_evidence_and_keeps_the_information()
    {
        var (one, other) = (Encoder.Fit(Rows), (Encoder with { Positive = "0" }).Fit(Rows));

        Assert.Equal(-one.Evidence[0], other.Evidence[0], 1e-15);
        Assert.Equal(one.InformationValues[0], other.InformationValues[0], 1e-15);
    }

    [Fact]
    public void A_value_not_seen_says_nothing_or_is_refused()
    {
        var rows = Table.Of("x", "z", "a");

        Assert.Equal(0, Encoder.Fit(Rows).Transform(rows.With("label", 0, 0)).Values<double>("x_woe")[0]);
        Assert.Contains("'z'", Assert.Throws<RowException>(
            () => (Encoder with { HandleInvalid = HandleInvalid.Error }).Fit(Rows).Transform(rows)).Message);
    }

    [Fact]
    public void Rows_of_one_class_or_of_three_are_refused()
    {
        Assert.Contains("1 classes", Assert.Throws<TrainingException>(() => Encoder.Fit(Rows.Slice(0, 2))).Message);
        Assert.Contains("3 classes", Assert.Throws<TrainingException>(
            () => Encoder.Fit(Rows.With("label", "a", "b", "c", "a", "b", "c"))).Message);
    }

    /// <summary>The German credit rows; numbers are cut at numpy's deciles of the training rows, as the reference says.</summary>
    [Fact]
    public void Information_values_of_the_credit_scorecard_are_those_of_the_reference()
    {
        var (names, rows) = CreditRows();
        using var reference = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(Repository.Root, "datasets", "german-credit", "reference.json")));
        var expected = reference.RootElement.GetProperty("scorecard").GetProperty("information_value");
        var table = Table.Of("class", Array.ConvertAll(rows, row => row[^1]));
        for (var c = 0; c < names.Length - 1; c++)
        {
            var place = c;
            var column = Array.ConvertAll(rows, row => row[place]);
            table = table.With(names[c], column.All(cell => double.TryParse(cell, CultureInfo.InvariantCulture, out _)) ? Binned(column) : column);
        }

        var model = new WoeEncoder { Columns = [.. names[..^1]], Label = "class", Positive = "good" }.Fit(table);

        Assert.Equal(20, model.InformationValues.Length);
        for (var c = 0; c < 20; c++)
        {
            var value = expected.GetProperty(names[c]).GetDouble();
            Assert.Equal(value, model.InformationValues[c], 1e-5 * value);
        }
    }

    static string[] Binned(string[] column)
    {
        var numbers = Array.ConvertAll(column, cell => double.Parse(cell, CultureInfo.InvariantCulture));
        double[] sorted = [.. numbers.Order()];
        double[] cuts = [.. Enumerable.Range(1, 9).Select(decile => Quantile(decile / 10.0)).Distinct()];
        return Array.ConvertAll(numbers, number => $"{cuts.Count(cut => cut < number)}");

        double Quantile(double share)
        {
            var place = share * (sorted.Length - 1);
            var low = (int)place;
            return sorted[low] + ((place - low) * (sorted[Math.Min(low + 1, sorted.Length - 1)] - sorted[low]));
        }
    }

    /// <summary>The German credit rows that train, and the names of their columns; the class is the last.</summary>
    internal static (string[] Names, string[][] Rows) CreditRows()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "datasets", "german-credit", "german_credit.csv"));
        return (lines[0].Split(','), [.. lines.Skip(1).Where((_, i) => i % 5 != 4).Select(line => line.Split(','))]);
    }
}
