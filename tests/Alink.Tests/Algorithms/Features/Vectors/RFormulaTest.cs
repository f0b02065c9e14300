using Alink.Features;

namespace Alink.Tests.Algorithms;

public class RFormulaTest
{
    static readonly Table Rows = Table
        .Of("y", 1.0, 2.0, 3.0, 4.0)
        .With("a", 10.0, 20.0, 30.0, 40.0)
        .With("b", "foo", "bar", "foo", "baz")
        .With("c", "p", "q", "p", "p")
        .With("n", 1, 0, 3, 2);

    [Theory]
    [InlineData("y ~ a", "a")]
    [InlineData("y ~ a + n + a", "a n")]
    [InlineData("y ~ b", "b=foo b=bar")]
    [InlineData("y ~ b + c - 1", "b=foo b=bar b=baz c=p")]
    [InlineData("y ~ a + b + c + 0", "a b=foo b=bar b=baz c=p")]
    [InlineData("y ~ 1 + b", "b=foo b=bar")]
    [InlineData("y ~ -0 + b", "b=foo b=bar")]
    [InlineData("y ~ a:n", "a:n")]
    [InlineData("y ~ b:a", "b=foo:a b=bar:a b=baz:a")]
    [InlineData("y ~ b:c", "b=foo:c=p b=foo:c=q b=bar:c=p b=bar:c=q b=baz:c=p b=baz:c=q")]
    [InlineData("y ~ a*c", "a c=p a:c=p a:c=q")]
    [InlineData("y ~ (a + n)^2", "a n a:n")]
    [InlineData("y ~ (a + n + c)^3 - a:n:c", "a n c=p a:n a:c=p a:c=q n:c=p n:c=q")]
    [InlineData("y ~ (a + n):c", "a:c=p a:c=q n:c=p n:c=q")]
    [InlineData("y ~ . - b", "a c=p n")]
    [InlineData("y~.", "a b=foo b=bar c=p n")]
    [InlineData("y ~ a:n + n:a + a:a", "a:n a")]
    [InlineData("y ~ `a` + n:a*c", "a n:a c=p n:a:c=p n:a:c=q")]
    [InlineData("~ a + y", "a y")]
    public void A_formula_makes_the_features_of_R_and_Spark(string formula, string names) => Assert.Equal(
        names.Split(' '), new RFormula { Formula = formula }.Fit(Rows).Transform(Rows.Schema)["features"].FeatureNames.ToArray());

    [Fact]
    public void Numbers_are_those_computed_by_hand()
    {
        var model = new RFormula { Formula = "y ~ b + b:c + a:c + n" }.Fit(Rows);
        var output = model.Transform(Rows);

        // b=foo b=bar | foo:p foo:q bar:p bar:q baz:p baz:q | a:p a:q | n
        Assert.Equal([1, 0, 1, 0, 0, 0, 0, 0, 10, 0, 1], output.Values<Vector>("features")[0].ToArray());
        Assert.Equal([0, 1, 0, 0, 0, 1, 0, 0, 0, 20, 0], output.Values<Vector>("features")[1].ToArray());
        Assert.Equal([0, 0, 0, 0, 0, 0, 1, 0, 40, 0, 2], output.Values<Vector>("features")[3].ToArray());
        Assert.Equal([1, 2, 3, 4], output.Values<double>("label").ToArray());
        Assert.False(output.Values<Vector>("features")[0].IsDense);
        Assert.True(new RFormula { Formula = "y ~ a + n" }.Fit(Rows).Transform(Rows).Values<Vector>("features")[0].IsDense);
    }

    [Fact]
    public void Vectors_count_as_their_numbers()
    {
        var rows = Table.Of("y", 1.0, 2.0).With("c", "p", "q").With<Vector>("v", [3.0, 4.0], [5.0, 0.0]);
        var output = new RFormula { Formula = "y ~ v + v:c" }.Fit(rows).Transform(rows);

        Assert.Equal(["v_0", "v_1", "v_0:c=p", "v_0:c=q", "v_1:c=p", "v_1:c=q"], output.Schema["features"].FeatureNames.ToArray());
        Assert.Equal([3, 4, 3, 0, 4, 0], output.Values<Vector>("features")[0].ToArray());
        Assert.Equal([5, 0, 0, 5, 0, 0], output.Values<Vector>("features")[1].ToArray());
    }

    [Fact]
    public void A_label_of_text_becomes_its_index_and_may_be_missing_later()
    {
        var model = new RFormula { Formula = "b ~ a" }.Fit(Rows);

        Assert.Equal([0, 1, 0, 2], model.Transform(Rows).Values<int>("label").ToArray());
        Assert.Equal(["foo", "bar", "baz"], model.Transform(Rows).Schema["label"].Levels!.Names.ToArray());
        Assert.False(model.Transform(Rows.Drop("b")).Schema.Has("label"));
        Assert.Equal([1, 0, 3, 2], new RFormula { Formula = "n ~ a" }.Fit(Rows).Transform(Rows).Values<double>("label").ToArray());
        Assert.Equal(DataType.Int32, new RFormula { Formula = "n ~ a", ForceIndexLabel = true }.Fit(Rows).Transform(Rows.Schema)["label"].Type);
    }

    [Fact]
    public void Levels_go_in_the_order_asked_for() => Assert.Equal(
        ["b=bar", "b=baz"],
        new RFormula { Formula = "y ~ b", Order = IndexOrder.Ascending }.Fit(Rows).Transform(Rows.Schema)["features"].FeatureNames.ToArray());

    [Fact]
    public void Invalid_rows_are_errors_or_skipped_or_kept()
    {
        var rows = Table.Of("y", 1.0, 2.0).With("a", 5.0, double.NaN).With("b", "new", "foo");
        RFormulaModel Model(HandleInvalid handle) => new RFormula { Formula = "y ~ b + a", HandleInvalid = handle }.Fit(Rows);

        Assert.Contains("'new'", Assert.Throws<RowException>(() => Model(HandleInvalid.Error).Transform(rows)).Message);
        Assert.Contains("NaN in row 1", Assert.Throws<RowException>(() => Model(HandleInvalid.Error).Transform(rows.With("b", "bar", "foo"))).Message);
        Assert.Equal(0, Model(HandleInvalid.Skip).Transform(rows).RowCount);

        // Kept, the invalid level is the last and so the one that is left out.
        var kept = Model(HandleInvalid.Keep).Transform(rows);
        Assert.Equal(["b=foo", "b=bar", "b=baz", "a"], kept.Schema["features"].FeatureNames.ToArray());
        Assert.Equal([0, 0, 0, 5], kept.Values<Vector>("features")[0].ToArray());
        Assert.Equal([1, 0, 0, double.NaN], kept.Values<Vector>("features")[1].ToArray());
    }

    [Theory]
    [InlineData("y ~", "a column was expected at the end")]
    [InlineData("y a", "'~' was expected at character 3, 'a'")]
    [InlineData("y ~ a +", "a column was expected at the end")]
    [InlineData("y ~ a b", "an operator was expected at character 7, 'b'")]
    [InlineData("y ~ (a", "')' was expected")]
    [InlineData("y ~ a ^ b", "a whole number was expected")]
    [InlineData("y ~ a - a", "no terms")]
    [InlineData("y ~ 2 + a", "0 or 1 was expected")]
    [InlineData("y ~ `a", "a name in back quotes")]
    [InlineData("", "a column was expected")]
    public void What_is_no_formula_is_said_where(string formula, string message) => Assert.Contains(
        message, Assert.Throws<ArgumentException>(() => new RFormula { Formula = formula }.Fit(Rows)).Message);

    [Fact]
    public void Formulas_without_end_are_refused()
    {
        Assert.Contains("parentheses", Assert.Throws<ArgumentException>(
            () => new RFormula { Formula = $"y ~ {new string('(', 100_000)}" }.Fit(Rows)).Message);
        Assert.Contains("10000 terms", Assert.Throws<ArgumentException>(() => new RFormula
        {
            Formula = $"y ~ ({string.Join('+', Enumerable.Range(0, 200).Select(i => $"x{i}"))})^1000000",
        }.Fit(Rows)).Message);
        Assert.Contains("'d'", Assert.Throws<SchemaException>(() => new RFormula { Formula = "y ~ d" }.Fit(Rows)).Message);
    }
}
