using Alink.Evaluation;

namespace Alink.Tests.Evaluation;

public class ResidualEvaluatorTest
{
    static readonly Table Rows = Table.Of("label", 3, 0.5, 2, 7, 4.25).With("prediction", 2.5, 0.75, 2, 8, 3).With("weight", 1.0, 2, 1, 3, 2);

    static readonly ResidualMetrics Plain = new ResidualEvaluator().Evaluate(Rows);

    static readonly ResidualMetrics Weighted = new ResidualEvaluator { Weight = "weight" }.Evaluate(Rows);

    [Fact] // scikit-learn 1.2.1, weighted ones over rows repeated by their weight.
    public void Medians_are_those_of_scikit_learn()
    {
        Assert.Equal((0.5, 1), (Plain.MedianAbsoluteError, Weighted.MedianAbsoluteError));
        Assert.Equal(0.6571428571428571, Plain.D2AbsoluteError, 1e-12);
        Assert.Equal(0.6623376623376623, Weighted.D2AbsoluteError, 1e-12);
        Assert.Equal(0.5686274509803921, Plain.D2Pinball(0.25), 1e-12);
    }

    [Fact] // By hand: the differences are 0, 0.25, 0.5 and 1.
    public void Of_an_even_number_of_rows_the_median_is_midway() =>
        Assert.Equal(0.375, new ResidualEvaluator().Evaluate(Rows.Head(4)).MedianAbsoluteError);

    [Fact]
    public void Quantiles_of_the_absolute_error_end_at_the_greatest() =>
        Assert.Equal((0, 0.25, 1.25), (Plain.AbsoluteErrorQuantile(0), Plain.AbsoluteErrorQuantile(0.3), Plain.AbsoluteErrorQuantile(1)));

    [Theory, InlineData(0.1, 0.26, 0.38333333333333336), InlineData(0.5, 0.3, 0.3611111111111111), InlineData(0.9, 0.34, 0.33888888888888885)]
    public void Pinball_losses_are_those_of_scikit_learn(double level, double plain, double weighted)
    {
        Assert.Equal(plain, Plain.PinballLoss(level), 1e-12);
        Assert.Equal(weighted, Weighted.PinballLoss(level), 1e-12);
    }

    [Fact]
    public void Squared_log_errors_are_those_of_scikit_learn()
    {
        Assert.Equal(0.02588277080252426, Plain.MeanSquaredLogError, 1e-14);
        Assert.Equal(0.028318879855270127, Weighted.MeanSquaredLogError, 1e-14);
        Assert.Equal(double.NaN, new ResidualEvaluator().Evaluate(Rows.With("prediction", 2.5, 0.75, -1, 8, 3)).MeanSquaredLogError);
    }

    [Theory]
    [InlineData(-0.5, 1.2226402555078835, 1.6207552478829501, 0.8660919943297309)]
    [InlineData(0, 0.575, 0.7222222222222222, 0.881198347107438)]
    [InlineData(1, 0.15592632743841617, 0.1773216040974575, 0.898913202291991)]
    [InlineData(1.5, 0.09443838754038651, 0.10377350869930169, 0.9000994218951194)]
    [InlineData(2, 0.06668063320154002, 0.07205691453915053, 0.8926832479953548)]
    [InlineData(3, 0.05572747432306256, 0.06068595030604835, 0.8379023168472555)]
    public void Deviances_are_those_of_scikit_learn(double power, double plain, double weighted, double d2)
    {
        Assert.Equal(plain, Plain.TweedieDeviance(power), 1e-12);
        Assert.Equal(weighted, Weighted.TweedieDeviance(power), 1e-12);
        Assert.Equal(d2, Plain.D2Tweedie(power), 1e-12);
    }

    [Fact]
    public void Numbers_that_a_distribution_has_not_have_no_deviance()
    {
        var zeros = new ResidualEvaluator().Evaluate(Table.Of("label", 0.0, 1).With("prediction", 1.0, 1));

        Assert.Equal((1, double.NaN), (zeros.TweedieDeviance(1), zeros.TweedieDeviance(2)));
        Assert.Equal(double.NaN, new ResidualEvaluator().Evaluate(Table.Of("label", 1.0).With("prediction", 0.0)).TweedieDeviance(1));
        Assert.Contains("power", Assert.Throws<ArgumentOutOfRangeException>(() => zeros.TweedieDeviance(0.5)).Message);
    }
}
