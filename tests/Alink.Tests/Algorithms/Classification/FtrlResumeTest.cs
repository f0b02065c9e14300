using Alink.Classification;
using static Alink.Tests.Algorithms.FtrlTest;

namespace Alink.Tests.Algorithms;

public class FtrlResumeTest
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_batch_model_is_gone_on_from_where_it_stopped(bool multinomial)
    {
        var rows = Any(300, 6, 1, 6);
        var batch = new LogisticRegression
        {
            Family = multinomial ? LogisticFamily.Multinomial : LogisticFamily.Binomial,
            Regularization = 0.01,
        }.Fit(rows);
        var ftrl = new Ftrl { L1 = 0.7, L2 = 0.2, Beta = 0.5 };

        var resumed = ftrl.Snapshot(ftrl.Resume(batch));

        Assert.Equal(
            batch.Transform(rows).Values<Vector>("probabilities").ToArray().Select(p => p[1]),
            resumed.Transform(rows).Values<Vector>("probabilities").ToArray().Select(p => p[1]), Near);
        Assert.Equal(
            batch.Transform(rows).Values<string>("prediction").ToArray(),
            resumed.Transform(rows).Values<string>("prediction").ToArray());
    }

    [Fact]
    public void One_row_hardly_moves_a_batch_model()
    {
        // Alink forgets a weight of 1 at its first touch, since z began at 0: 0.0 with L1 and L2 at 0.1.
        var weight = Matrix.Of([1.0]);
        var model = new LogisticRegression().Fit(Any(50, 1, 1, 1)) with { Coefficients = weight, Intercepts = [0] };
        var ftrl = new Ftrl();

        var touched = ftrl.Update(ftrl.Resume(model), Table.Of<Vector>("features", [0.01]).With("label", "no"));

        Assert.InRange(ftrl.Snapshot(touched).Coefficients[0], 0.99, 1);
    }

    [Fact]
    public void Its_own_model_is_gone_on_from_to_the_bit()
    {
        var rows = Any(200, 20, 1, 9);
        var ftrl = new Ftrl { L1 = 0.05 };

        var resumed = ftrl.Update(ftrl.Resume(ftrl.Fit(rows.Slice(0, 120))), rows.Slice(120, 80));

        Assert.Equal(ftrl.Fit(rows).Coordinates, ftrl.Snapshot(resumed).Coordinates);
    }

    [Fact]
    public void Classes_that_trade_places_trade_probabilities_and_no_bit_more()
    {
        var rows = Any(100, 10, 1, 5);
        var one = new Ftrl { L1 = 0.01, Positive = "yes" }.Fit(rows);
        var other = new Ftrl { L1 = 0.01, Positive = "no" }.Fit(rows);

        Assert.Equal(["no", "yes"], one.Labels.Names.ToArray());
        Assert.Equal(["yes", "no"], other.Labels.Names.ToArray());
        Assert.Equal(one.Coefficients.ToArray(), other.Coefficients.Select(weight => 0 - weight));
        var turned = one.Options with { Positive = "no" };
        Assert.Equal(other.Coordinates, turned.Snapshot(turned.Resume(one)).Coordinates);
        Assert.Equal(
            one.Transform(rows).Values<Vector>("probabilities").ToArray().Select(p => p[1]),
            other.Transform(rows).Values<Vector>("probabilities").ToArray().Select(p => p[0]));
    }

    [Fact]
    public void The_class_that_comes_first_does_not_show()
    {
        var rows = Any(100, 10, 1, 5);
        var labels = rows.Values<string>("label").ToArray();
        var swapped = rows.With("label", Array.ConvertAll(labels, label => label == "yes" ? "no" : "yes"));

        var (one, other) = (new Ftrl().Fit(rows), new Ftrl().Fit(swapped));

        Assert.Equal(["no", "yes"], one.Labels.Names.ToArray());
        Assert.Equal(one.Labels, other.Labels);
        Assert.Equal(one.Coefficients.ToArray(), other.Coefficients.Select(weight => 0 - weight));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(0.5, true)]
    public void A_model_that_fits_no_coordinates_is_refused(double weight, bool infinite)
    {
        var model = new LogisticRegression().Fit(Any(50, 1, 1, 1));
        model = model with { Coefficients = Matrix.Of([weight]), Intercepts = [infinite ? double.PositiveInfinity : 1] };

        Assert.Throws<TrainingException>(() => new Ftrl { FitIntercept = infinite }.Resume(model));
        Assert.Throws<TrainingException>(() => new Ftrl { Negative = "a", Positive = "b" }.Resume(model));
    }
}
