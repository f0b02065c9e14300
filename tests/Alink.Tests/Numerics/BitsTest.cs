using Alink.Numerics;

namespace Alink.Tests.Numerics;

/// <summary>The very bits of the kernels, the same whatever vectors the machine has.</summary>
/// <remarks>
/// The hashes were equal with DOTNET_EnableAVX512=0, DOTNET_EnableAVX2=0 and DOTNET_EnableHWIntrinsic=0. Where one of
/// them changes, models change in their last digits: that may be right, but it should be meant.
/// </remarks>
public class BitsTest
{
    const int Count = 1000;
    const int Width = 37;
    static readonly double[] Values = Samples.Gaussian(Count * Width, 5);
    static readonly double[] Labels = [.. Samples.Gaussian(Count, 6).Select(y => y > 0 ? 1.0 : 0.0)];
    static readonly double[] Weights = Samples.Weights(Count, 7);
    static readonly double[] Parameters = Samples.Gaussian(Width + 1, 8);

    [Fact]
    public void Chance()
    {
        // Of so wide a range a quarter of the draws is refused.
        var random = new SeededRandom(9);
        Same(0x8e973de92cdc537b, [.. Values, .. Enumerable.Range(0, 100).Select(_ => (double)random.NextLong(3L << 61))]);
    }

    [Fact]
    public void Sums_of_products_and_their_factor()
    {
        var sums = new double[(Width + 2) * (Width + 2)];
        Gram.Add(new DenseRows(Values, Count, Width), Labels, Weights, default, sums);
        Same(0x8e573c227f5c4245, sums);
        Assert.True(Cholesky.TryFactor(sums, Width + 2, 1e-12, out var factor, out _));
        Same(0x6273304b7baea637, factor!.InverseDiagonal());
    }

    [Fact]
    public void Losses()
    {
        double[] gradient = new double[Width + 1], hessian = new double[(Width + 1) * (Width + 1)];
        var scale = 0.0;
        var rows = new DenseRows(Values, Count, Width);
        var loss = LogisticLoss.AddWithHessian(rows, Labels, Weights, Parameters, gradient, hessian);
        loss += LogisticLoss.Add(rows, Labels, Weights, Parameters, gradient);
        loss += HuberLoss.Add(rows, Labels, Weights, 1.35, 0.5, Parameters, gradient, ref scale);
        Same(0x9c01543e9b22a0d0, [loss, scale, .. gradient, .. hessian]);

        double[] twice = [.. Parameters, .. Parameters.Select(b => b / 2)], slopes = new double[twice.Length];
        loss = SoftmaxLoss.Add(rows, [.. Labels.Select(y => (int)y)], Weights, 2, twice, slopes);
        Same(0x7ffb2a57551c9a9a, [loss, .. slopes]);
    }

    [Fact]
    public void Clusters()
    {
        var nearest = new int[Count];
        double[] distances = new double[Count], sums = new double[70 * Width], weights = new double[70];
        new NearestCentroid(Values.AsSpan(0, 70 * Width), 70, Width).Assign(Values, nearest, distances);
        ClusterSums.Add(Values, Width, nearest, Weights, sums, weights);
        Same(0x2b709bb02d44f270, [.. distances, .. sums, .. weights]);
    }

    [Fact]
    public void Exponentials_and_logarithms()
    {
        double[] powers = [.. Values.Select(VectorMath.Exp), .. Values.Select(LogisticLoss.Probability)];
        Same(0x68a3300dd078688d, [.. powers, .. Values.Select(x => VectorMath.Log(x * x))]);
    }

    static void Same(ulong expected, ReadOnlySpan<double> values) =>
        Assert.Equal($"{expected:x16}", $"{Hash.Of(values):x16}");
}
