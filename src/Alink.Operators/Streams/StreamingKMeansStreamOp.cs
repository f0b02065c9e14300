using Alink.Clustering;

namespace Alink.Operators;

/// <summary>Moves the centroids of a k-means along with the rows of one operator, and tells the nearest of them for the rows
/// of another.</summary>
/// <remarks>Rows are predicted by the centroids of the end of the epoch before. The columns are those of the k-means that it
/// begins with.</remarks>
public sealed class StreamingKMeansStreamOp : StreamOperator, IModelStream
{
    readonly StreamingKMeansTrainStreamOp _training;
    readonly PipelinePredictStreamOp _prediction;

    /// <summary>Begins with a k-means.</summary>
    public StreamingKMeansStreamOp(IModelOperator initModel)
    {
        _training = new(initModel) { Adjust = Like };
        _prediction = new(initModel);
    }

    /// <inheritdoc/>
    public ModelStream Models => _training.Models;

    internal override IEnumerable<StreamOperator?> Sources => [_prediction];

    /// <summary>How many rows move the centroids together; at least 1. Default: 1.</summary>
    public StreamingKMeansStreamOp SetBatchSize(int value)
    {
        _training.SetBatchSize(value);
        return this;
    }

    /// <summary>After how many mini-batches, or rows, half of the weight of a row remains; above 0. By default all of it remains.</summary>
    public StreamingKMeansStreamOp SetHalfLife(double value, DecayUnit unit = DecayUnit.Batches)
    {
        _training.SetHalfLife(value).SetDecayUnit(unit);
        return this;
    }

    /// <summary>Learns some rows and predicts others.</summary>
    /// <param name="training">The rows to learn.</param>
    /// <param name="predicted">The rows to predict; null: those that are learnt.</param>
    /// <exception cref="InvalidOperationException">The operator is linked already.</exception>
    public StreamingKMeansStreamOp LinkFrom(StreamOperator training, StreamOperator? predicted = null)
    {
        _training.LinkFrom(training);
        _prediction.LinkFrom(predicted ?? training, _training);
        return this;
    }

    /// <inheritdoc/>
    protected override Task<TableStream> PlanAsync() => _prediction.StreamAsync();

    static StreamingKMeans Like(StreamingKMeans options, ITransformer model) => model is not KMeansModel from ? options : options with
    {
        Features = from.Options.Features,
        Prediction = from.Options.Prediction,
        PredictionDistance = from.Options.PredictionDistance,
        K = from.Centroids.Rows,
    };
}
