using Alink.Features;

namespace Alink.Oracles.Algorithms;

[Runs("VectorIndexer")]
sealed class VectorIndexerOracle : IOracle
{
    public void Run(Trial trial)
    {
        var model = new VectorIndexer
        {
            MaxCategories = (int)trial.Params.Number("maxCategories", 20),
            HandleInvalid = Enum.Parse<HandleInvalid>(trial.Params.Text("handleInvalid")!, ignoreCase: true),
        }.Fit(trial.Data.Vectors("train"));
        trial.Expected.Of("output", model.Transform(trial.Data.Vectors("test")).RowsOf("features"));
    }
}

/// <summary>An index of three levels times a vector.</summary>
[Runs("Interaction")]
sealed class InteractionOracle : IOracle
{
    public void Run(Trial trial)
    {
        trial.Params.Says("a", "nominal with 3 values");
        var indices = Facts.NumbersOf(trial.Data["a"]);
        var rows = trial.Data.Vectors("b").With(
            new Field("a", DataType.Double) { Levels = Levels.Of(["0", "1", "2"]) }, new FixedColumn<double>(indices));
        trial.Expected.Of("output", new Interaction { Columns = ["a", "features"] }.Transform(rows).RowsOf("interaction"));
    }
}
