using Alink.Runtime;

namespace Alink;

/// <summary>Predicts streams by models that are swapped.</summary>
public static class StreamPrediction
{
    /// <summary>The rows as a live model makes them: all of an epoch by the model that its first rows met.</summary>
    /// <remarks>
    /// The job reports the version of the model and its age in seconds, <c>live model version</c> and <c>live model age</c>.
    /// Where several workers read the stream, <see cref="TableStream.Through(ITransformer)"/> lets each of them predict
    /// what it reads, and then a swap may come within an epoch.
    /// </remarks>
    /// <param name="rows">The rows.</param>
    /// <param name="model">The model.</param>
    /// <exception cref="SchemaException">A column is missing or of the wrong type.</exception>
    public static TableStream Predict<TModel>(this TableStream rows, LiveModel<TModel> model)
        where TModel : class, ITransformer => rows.Through(new Predicting<TModel>(model));

    sealed class Predicting<TModel>(LiveModel<TModel> live) : IStreamOperator<bool>
        where TModel : class, ITransformer
    {
        PublishedModel? _current; // Of one epoch, and so no part of the state.

        public Schema Transform(Schema input) => live.Transform(input);

        public bool Start(Schema input)
        {
            _current = null;
            return true;
        }

        public ValueTask<bool> UpdateAsync(bool state, StreamBatch batch, StreamOutput output)
        {
            _current ??= live.Current;
            output.Add(_current.Model.Transform(batch.Rows));
            return new(state);
        }

        public ValueTask<bool> EndAsync(bool state, StreamEpoch epoch, StreamOutput output)
        {
            var version = (_current ?? live.Current).Version;
            output.Report("live model version", version.Number);
            output.Report("live model age", (epoch.Time - version.Trained).TotalSeconds);
            _current = null;
            return new(state);
        }
    }
}
