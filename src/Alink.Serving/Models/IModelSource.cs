using Alink.Runtime;

namespace Alink.Serving;

/// <summary>Where models come from.</summary>
interface IModelSource
{
    /// <summary>Looks for models that are new, and has them served. What cannot be read is told, and tried again.</summary>
    void Poll(ServedModels models);
}

/// <summary>A model that is given, or will be published.</summary>
sealed class GivenModel(string name, PublishedModel? model) : IModelSource
{
    bool _isServed;

    public override string ToString() => "A model that is given";

    public void Poll(ServedModels models)
    {
        if (!_isServed)
        {
            var served = models.GetOrAdd(name, this);
            if (model is not null)
            {
                served.Publish(model);
            }

            _isServed = true;
        }
    }
}

/// <summary>A file that may be written anew.</summary>
sealed class FileSource(string path, string name, Schema? input) : IModelSource
{
    (long, DateTime)? _seen;

    /// <summary>Whether the file must be there, and a model, at the first look.</summary>
    public bool IsRequired { get; init; }

    public override string ToString() => $"'{path}'";

    public void Poll(ServedModels models)
    {
        var file = new FileInfo(path);
        var stamp = file.Exists ? (file.Length, file.LastWriteTimeUtc) : default;
        var mustBe = IsRequired && _seen is null;
        if (stamp == _seen || (!file.Exists && !mustBe))
        {
            return; // What is gone is served on.
        }

        _seen = stamp;
        try
        {
            var model = ModelFile.ReadPublished(path, models.Options.Catalog, models.Options.FileLimits);
            models.GetOrAdd(name, this).Publish(model with { Input = model.Input ?? input });
        }
        catch (Exception exception) when (ServedModels.IsOfFile(exception) && !mustBe)
        {
            models.Failed(name, exception);
        }
    }
}

/// <summary>The versions of a <see cref="ModelStore"/>.</summary>
sealed class StoreSource(string folder, string name, Schema? input) : IModelSource
{
    readonly HashSet<(long, string?)> _told = [];
    ModelStore? _store;
    ModelVersion? _served;
    bool _isRefused;

    public override string ToString() => $"'{folder}'";

    public void Poll(ServedModels models)
    {
        _store ??= new(folder, models.Options.Catalog, models.Options.FileLimits);
        if (_isRefused)
        {
            return;
        }

        ServedModel served;
        try
        {
            served = models.GetOrAdd(name, this);
        }
        catch (SchemaException exception)
        {
            _isRefused = true;
            models.Failed(name, exception);
            return;
        }

        if (_store.Next(_served, failure => Tell(models, failure)) is { } next)
        {
            _served = next.Version;
            try
            {
                served.Publish(next with { Input = next.Input ?? input });
            }
            catch (SchemaException exception)
            {
                models.Failed(name, exception);
            }
        }
    }

    void Tell(ServedModels models, StoredModel failure)
    {
        if (_told.Count < 1_000 && _told.Add((failure.Number, failure.Error)))
        {
            models.Failed(name, new DataFormatException(failure.Error ?? "It cannot be read.", failure.File));
        }
    }
}
