using Alink.Runtime;

namespace Alink.Crash;

sealed class ModelStore(string folder) : IModelSink
{
    public ValueTask PublishAsync(PublishedModel model, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        ModelFile.Write(Path.Combine(folder, $"model-{model.Version.Number:D9}"), (Model)model.Model);
        return default;
    }
}
