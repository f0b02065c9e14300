using Alink.Features;

namespace Alink.Oracles.Algorithms;

/// <summary>The encoding of each category in ascending order, and then of −1, which was not seen.</summary>
[Runs("TargetEncoder")]
sealed class TargetEncoderOracle : IOracle
{
    public void Run(Trial trial)
    {
        trial.Params.Says("targetType", "continuous");
        trial.Params.Says("labelCol", "cont");
        var rows = trial.Data.ToTable();
        var encoder = new TargetEncoder { Label = "cont", Smoothing = trial.Params.Number("smoothing", double.NaN) };
        foreach (var column in (string[])["i1", "i2", "i3"])
        {
            var model = (encoder with { Columns = [column] }).Fit(rows);
            double[] categories = [.. model.Levels[0].Names.Select(Facts.NumberOf), -1];
            trial.Expected.Of(column, model.Transform(Table.Of(column, categories)).NumbersOf($"{column}_target"));
        }
    }
}
