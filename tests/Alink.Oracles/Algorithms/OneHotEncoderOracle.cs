using Alink.Features;

namespace Alink.Oracles.Algorithms;

/// <summary>The rows with and without the last category stand in one case.</summary>
[Runs("OneHotEncoder")]
sealed class OneHotEncoderOracle : IOracle
{
    public void Run(Trial trial)
    {
        trial.Params.Says("dropLast", "true|false");
        var rows = trial.Data.ToTable();
        foreach (var (dropLast, name) in new[] { (true, "true"), (false, "false") })
        {
            var model = new OneHotEncoder { Columns = ["x"], DropLast = dropLast }.Fit(rows);
            trial.Expected.Of(name, model.Transform(rows).RowsOf("x_onehot"));
        }
    }
}
