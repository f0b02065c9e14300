using System.Globalization;
using Alink.Evaluation;

namespace Alink.Oracles.Algorithms;

/// <summary>Ranked items in each row, one row without right ones.</summary>
[Runs("RankingEvaluator")]
sealed class RankingEvaluatorOracle : IOracle
{
    static readonly int[] Cutoffs = [1, 2, 3, 4, 5, 10, 15];

    public void Run(Trial trial)
    {
        var metrics = new RankingEvaluator { Cutoffs = [.. Cutoffs] }.Evaluate(MultilabelEvaluatorOracle.Rows(trial.Data));
        trial.Expected.Of("meanAveragePrecision", metrics.MeanAveragePrecision);
        foreach (var k in Cutoffs)
        {
            var at = metrics.At(k);
            AtCutoff(trial, "precisionAtK", k, at.Precision);
            AtCutoff(trial, "meanAveragePrecisionAtK", k, at.MeanAveragePrecision);
            AtCutoff(trial, "ndcgAtK", k, at.Ndcg);
            AtCutoff(trial, "recallAtK", k, at.Recall);
        }
    }

    static void AtCutoff(Trial trial, string measure, int k, double value) => trial.Expected.Of(
        measure,
        expected => expected.TryGetProperty(k.ToString(CultureInfo.InvariantCulture), out var number)
            ? System.Text.Json.JsonSerializer.SerializeToElement(new[] { number })
            : System.Text.Json.JsonSerializer.SerializeToElement(new[] { value }),
        [value]);
}
