using Alink.Evaluation;
using Alink.IO;
using Alink.Onnx;
using Alink.Runtime;
using Alink.Tuning;

namespace Alink.Cli;

/// <summary>Applies a model to rows.</summary>
sealed class Apply(TextWriter output)
{
    public Task PredictAsync(string model, string data, string target, CancellationToken cancellation)
    {
        var predicted = DataFile.Open(data).Through(ModelFile.Read(model, Commands.Catalog));
        DataFile.Write(predicted, target, cancellation);
        output.WriteLine($"{target}: {predicted.Schema}");
        return Task.CompletedTask;
    }

    public Task ExportAsync(string model, string target, string? schema)
    {
        var read = ModelFile.ReadPublished(model, Commands.Catalog);
        var input = schema is not null ? SchemaText.Parse(schema)
            : read.Input ?? throw new DataFormatException("It does not tell which columns taught the model; --schema tells it.", model);
        (read.Model is SearchModel found ? found.Model : read.Model).WriteOnnx(target, input);
        output.WriteLine($"{target}: {new FileInfo(target).Length} bytes");
        return Task.CompletedTask;
    }

    /// <summary>Says how good a model is, and has its file tell it as well where that is wished.</summary>
    public async Task EvaluateAsync(
        string model, string data, string label, string prediction, bool isRecorded, CancellationToken cancellation)
    {
        var read = ModelFile.ReadPublished(model, Commands.Catalog);
        var predicted = DataFile.Open(data).Through(read.Model);
        var context = new TrainingContext(LocalMachine.Default) { Cancellation = cancellation };
        var measured = await Metrics.WriteAsync(output, predicted, label, prediction, context).ConfigureAwait(false);
        if (isRecorded)
        {
            var metrics = read.Version.Metrics.Clear().AddRange(measured.Where(metric => double.IsFinite(metric.Value))
                .Select(metric => KeyValuePair.Create(metric.Name, metric.Value)));
            ModelFile.Write(model, read with { Version = read.Version with { Metrics = metrics } });
            output.WriteLine($"{model}: tells it now");
        }
    }
}

/// <summary>Says how good predictions are, by what kind of predictions they are, and returns the figures that tell most.</summary>
static class Metrics
{
    public static async Task<(string Name, double Value)[]> WriteAsync(
        TextWriter output, IDataset rows, string label, string prediction, TrainingContext context)
    {
        var field = rows.Schema[prediction];
        var probabilities = rows.Schema.Fields.FirstOrDefault(other =>
            other.Type == DataType.Vector && other.FeatureNames.Length > 0 && other.FeatureNames.SequenceEqual(field.Levels?.Names ?? []));
        if (field.Levels is null)
        {
            IEvaluator<RegressionMetrics> regression = new RegressionEvaluator { Label = label, Prediction = prediction };
            var errors = await regression.EvaluateAsync(rows, context).ConfigureAwait(false);
            output.WriteLine(errors);
            return [("r2", errors.R2), ("rmse", errors.RootMeanSquaredError), ("mae", errors.MeanAbsoluteError)];
        }

        IEvaluator<MulticlassMetrics> multiclass = new MulticlassEvaluator
        {
            Label = label,
            Prediction = prediction,
            Probabilities = probabilities is null ? default(Column<Vector>?) : probabilities.Name,
        };
        var metrics = await multiclass.EvaluateAsync(rows, context).ConfigureAwait(false);
        output.WriteLine(metrics);
        (string, double)[] told = [("accuracy", metrics.Accuracy), ("kappa", metrics.Kappa), ("log loss", metrics.LogLoss)];
        if (metrics.Labels.Count == 2 && probabilities is not null)
        {
            var binary = await new BinaryEvaluator { Label = label, Probabilities = probabilities.Name }.EvaluateAsync(rows, context).ConfigureAwait(false);
            output.WriteLine(binary);
            told = [.. told, ("auc", binary.AreaUnderRoc), ("f1", binary.F1)];
        }

        output.WriteLine();
        output.Write(metrics.ToTable().Format());
        return told;
    }
}
