using Alink.Evaluation;

namespace Alink.Oracles.Algorithms;

/// <summary>The rows of the one case are told in words.</summary>
[Runs("ClusteringEvaluator")]
sealed class ClusteringEvaluatorOracle : IOracle
{
    public void Run(Trial trial)
    {
        trial.Data.Says("note", "2 clusters of one point each");
        var rows = Table.Of<Vector>("features", [1.0, 2.0], [3.0, 5.0]).With("prediction", 0, 1);
        foreach (var distance in Enum.GetValues<SilhouetteDistance>())
        {
            trial.Expected.Of("silhouette", new ClusteringEvaluator { Distance = distance }.Evaluate(rows).Silhouette);
        }
    }
}
