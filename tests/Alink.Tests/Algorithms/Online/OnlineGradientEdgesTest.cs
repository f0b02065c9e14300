using Alink.Online;
using Alink.Regression;
using static Alink.Tests.Algorithms.OnlineGradientTest;

namespace Alink.Tests.Algorithms;

public class OnlineGradientEdgesTest
{
    [Fact]
    public void Rates_that_are_too_high_are_refused_with_their_row()
    {
        var rows = Table.Of<Vector>("features", [.. Enumerable.Repeat((Vector)new[] { 1e3 }, 100)]).With("label", [.. Enumerable.Repeat(1.0, 100)]);

        Assert.Contains("learning rate, 1, is too high", Assert.Throws<TrainingException>(() => new OnlineLinearRegression { LearningRate = 1 }.Fit(rows)).Message);
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Plain with { LearningRate = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => Plain with { LearningRate = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => Plain with { BatchSize = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => Plain with { Beta1 = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => Plain with { L1 = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => Plain with { Delta = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => Plain with { Quantile = 1.1 });
    }

    [Theory]
    [InlineData(OnlineOptimizer.Sgd, 0.0005)]
    [InlineData(OnlineOptimizer.Momentum, 0.001)]
    [InlineData(OnlineOptimizer.AdaGrad, 0.01)]
    [InlineData(OnlineOptimizer.RmsProp, 0.001)]
    [InlineData(OnlineOptimizer.Adam, 0.001)]
    public void Rates_are_those_of_Alink_unless_told(OnlineOptimizer optimizer, double rate)
    {
        var defaults = new OnlineLinearRegression { Optimizer = optimizer };

        Assert.Equal(Weights((defaults with { LearningRate = rate }).Fit(Eight)), Weights(defaults.Fit(Eight)));
    }
}
