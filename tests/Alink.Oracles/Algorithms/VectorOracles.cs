using Alink.Features;

namespace Alink.Oracles.Algorithms;

[Runs("Normalizer")]
sealed class NormalizerOracle : IOracle
{
    public void Run(Trial trial)
    {
        var normalizer = new Normalizer { P = trial.Params.Number("p", 2) };
        trial.Expected.Of("output", normalizer.Transform(trial.Data.ToTable().WithFeatures()).RowsOf("features"));
    }
}

[Runs("PolynomialExpansion")]
sealed class PolynomialExpansionOracle : IOracle
{
    public void Run(Trial trial)
    {
        var expansion = new PolynomialExpansion { Degree = (int)trial.Params.Number("degree", 2) };
        trial.Expected.Of("output", expansion.Transform(trial.Data.ToTable().WithFeatures()).RowsOf("features"));
    }
}

/// <summary>There and back stand in one case.</summary>
[Runs("DCT")]
sealed class DiscreteCosineTransformOracle : IOracle
{
    public void Run(Trial trial)
    {
        trial.Params.Says("inverse", "false|true");
        var rows = trial.Data.ToTable().WithFeatures();
        trial.Expected.Of("forward", new DiscreteCosineTransform().Transform(rows).RowsOf("features"));
        trial.Expected.Of("inverse", new DiscreteCosineTransform { Inverse = true }.Transform(rows).RowsOf("features"));
    }
}
