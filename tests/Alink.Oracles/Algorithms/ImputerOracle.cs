using Alink.Features;

namespace Alink.Oracles.Algorithms;

/// <summary>A case names several strategies; for each it expects the surrogates, or all rows filled in.</summary>
[Runs("Imputer")]
sealed class ImputerOracle : IOracle
{
    public void Run(Trial trial)
    {
        var rows = trial.Data.ToTable();
        string[] columns = [.. rows.Schema.Fields.Select(field => field.Name)];
        foreach (var strategy in trial.Params.Text("strategy")!.Split('|'))
        {
            var model = new Imputer
            {
                Columns = [.. columns],
                Strategy = strategy switch
                {
                    "mean" => ImputerStrategy.Mean,
                    "median" => ImputerStrategy.Median,
                    "most_frequent" => ImputerStrategy.MostFrequent,
                    _ => throw new FormatException($"The strategy '{strategy}' is not known."),
                },
            }.Fit(rows);
            if (trial.Case.Expected.TryGetProperty("surrogates mean", out _))
            {
                trial.Expected.Of(strategy == "mean" ? "surrogates mean" : strategy, model.Surrogates);
                continue;
            }

            var filled = Array.ConvertAll(columns, model.Transform(rows).NumbersOf);
            trial.Expected.Of(
                strategy,
                Enumerable.Range(0, rows.RowCount).Select(row => Array.ConvertAll(filled, column => column[row])));
        }
    }
}
