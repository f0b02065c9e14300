using Alink.Numerics;

namespace Alink.Tests.Numerics;

public class LbfgsResumeTest
{
    /// <summary>Rosenbrock's valley, of which the minimum is 0 at (1, 1).</summary>
    static ValueTask<double> Valley(ReadOnlyMemory<double> point, Memory<double> gradient)
    {
        var (x, y) = (point.Span[0], point.Span[1]);
        gradient.Span[0] = (-400 * x * (y - (x * x))) - (2 * (1 - x));
        gradient.Span[1] = 200 * (y - (x * x));
        return new((100 * (y - (x * x)) * (y - (x * x))) + ((1 - x) * (1 - x)));
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(4, 3)]
    [InlineData(17, 3)]
    [InlineData(17, 10)]
    public async Task A_resumed_minimisation_has_the_bits_of_one_without_a_break(int savedAfter, int history)
    {
        LbfgsState? kept = null;
        var saves = 0;
        var whole = await new Lbfgs
        {
            History = history,
            Save = state =>
            {
                kept = ++saves == savedAfter ? state : kept;
                return default;
            },
        }.MinimizeAsync(Valley, new double[] { -1.2, 1 });

        var resumed = await new Lbfgs { History = history }.ResumeAsync(Valley, kept!);

        Assert.Equal(whole.Point, resumed.Point);
        Assert.Equal(whole.Losses, resumed.Losses);
        Assert.Equal(1, resumed.Point[0], 1e-6);
    }
}
