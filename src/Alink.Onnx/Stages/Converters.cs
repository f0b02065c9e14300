using System.Collections.Frozen;

namespace Alink.Onnx;

/// <summary>What each kind of stage adds to a graph.</summary>
sealed class Converters
{
    static readonly FrozenDictionary<Type, Action<ITransformer, Rows>> All = Known();

    readonly Dictionary<Type, Action<ITransformer, Rows>> _writers = [];

    /// <summary>Adds a stage to the graph of the rows that it is given.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="place">Where it stands: <c>2.1</c> is the first stage of a pipeline that is the second; empty where it stands alone.</param>
    /// <exception cref="OnnxExportException">No ONNX model can do what it does.</exception>
    public static void Write(ITransformer stage, Rows rows, string place)
    {
        if (stage is PipelineModel pipeline)
        {
            for (var i = 0; i < pipeline.Steps.Length; i++)
            {
                Write(pipeline.Steps[i], rows, place.Length == 0 ? $"{i + 1}" : $"{place}.{i + 1}");
            }

            return;
        }

        var outer = rows.Graph.Stage;
        var name = place.Length == 0 ? stage.GetType().Name : $"Stage {place}, {stage.GetType().Name}";
        rows.Graph.Stage = outer.Length == 0 ? name : $"{outer}: {name}";
        try
        {
            var writer = All.GetValueOrDefault(stage.GetType())
                ?? throw new OnnxExportException("ONNX has no operators for what it does");
            rows.Through(stage, each => writer(stage, each));
        }
        catch (OnnxExportException exception)
        {
            throw exception.In(rows.Graph.Stage);
        }
        finally
        {
            rows.Graph.Stage = outer;
        }
    }

    public void Add<T>(Action<T, Rows> write)
        where T : ITransformer => _writers.Add(typeof(T), (stage, rows) => write((T)stage, rows));

    static FrozenDictionary<Type, Action<ITransformer, Rows>> Known()
    {
        var all = new Converters();
        Scalers.Add(all);
        Numbers.Add(all);
        Bins.Add(all);
        Vectors.Add(all);
        Categories.Add(all);
        Crossed.Add(all);
        Moments.Add(all);
        Clauses.Add(all);
        Tokens.Add(all);
        Terms.Add(all);
        Projections.Add(all);
        Formulas.Add(all);
        LinearModels.Add(all);
        NaiveBayesModels.Add(all);
        Trees.Add(all);
        Others.Add(all);
        Ensembles.Add(all);
        Refused.Add(all);
        return all._writers.ToFrozenDictionary();
    }
}
