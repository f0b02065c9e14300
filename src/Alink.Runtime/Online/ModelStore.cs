using System.Runtime.CompilerServices;

namespace Alink.Runtime;

/// <summary>The versions of a model as files of a folder: written whole or not at all, listed, served, and rolled back.</summary>
/// <remarks>
/// A version is a model file of the name <c>model-000000000012.alink</c>, written beside its place and renamed. The file
/// <c>pinned</c> holds the number of the version that is served in place of the newest, after a <see cref="Rollback"/>.
/// Nothing that the folder holds besides is touched, no link is followed, and no content names a path or a type.
/// </remarks>
/// <example>
/// <code>
/// using Alink.Features;
/// using Alink.Runtime;
///
/// var folder = Directory.CreateTempSubdirectory().FullName;
/// var store = new ModelStore(folder, Catalog.Of(typeof(StandardScaler).Assembly));
/// var ages = Table.Of&lt;Vector&gt;("features", [20.0], [40.0]);
/// await store.AddAsync(new StandardScaler().Fit(ages), TimeProvider.System);
/// await store.AddAsync(new StandardScaler().Fit(ages.Slice(1, 1)), TimeProvider.System);
/// store.Rollback(1);
/// store.ReadServed()!.Version.Number // => 1
/// store.List().Count // => 2
/// </code>
/// </example>
public sealed class ModelStore : IModelSink
{
    readonly ModelFolder _files;
    readonly Catalog _catalog;
    readonly ModelLimits? _limits;

    /// <summary>The store of a folder, which is made where it is missing.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="catalog">The kinds of models that its files may name.</param>
    /// <param name="limits">How much a file may hold; null for the usual limits.</param>
    public ModelStore(string folder, Catalog catalog, ModelLimits? limits = null) =>
        (_files, _catalog, _limits) = (new(Directory.CreateDirectory(folder).FullName), catalog, limits);

    /// <summary>How many versions are kept, the one that is served besides; at least 1.</summary>
    public int Keep { get; init => field = Require.AtLeast(1, value); } = 10;

    /// <inheritdoc/>
    public bool WantsState { get; init; } = true;

    internal Catalog Catalog => _catalog;

    /// <summary>Writes a version.</summary>
    /// <exception cref="ArgumentException">The store holds another model under that number, or newer versions: the training
    /// began anew, rather than from the newest.</exception>
    /// <exception cref="IOException">The file cannot be written; nothing has changed.</exception>
    public ValueTask PublishAsync(PublishedModel model, CancellationToken cancellation = default)
    {
        var number = Require.AtLeast(1, model.Version.Number, "Number");
        var newest = _files.Numbers().FirstOrDefault();
        if (number <= newest && Stands(model.Version))
        {
            return default;
        }

        ModelFile.Write(_files.PathOf(number), model);
        Prune();
        return default;
    }

    /// <summary>Writes a model that no stream has taught, as the version after the newest.</summary>
    /// <param name="model">The model.</param>
    /// <param name="time">Tells the time where the model does not.</param>
    /// <param name="input">The columns of the rows that taught it; null where they are not known.</param>
    /// <returns>The model under its version.</returns>
    public async ValueTask<PublishedModel> AddAsync(ITransformer model, TimeProvider time, Schema? input = null)
    {
        var first = PublishedModel.Of(model) with { Input = input };
        var published = first with
        {
            Version = first.Version with
            {
                Number = _files.Numbers().FirstOrDefault() + 1,
                Trained = first.Version.Trained == default ? time.GetUtcNow() : first.Version.Trained,
            },
        };
        await PublishAsync(published).ConfigureAwait(false);
        return published;
    }

    /// <summary>The versions, the newest first, without loading their models.</summary>
    public IReadOnlyList<StoredModel> List()
    {
        var numbers = _files.Numbers().ToArray();
        var served = _files.ReadPin() ?? numbers.FirstOrDefault();
        return [.. numbers.Select(number =>
        {
            try
            {
                var file = new FileInfo(_files.PathOf(number));
                return new StoredModel(number, file.Name, file.Length, VersionOf(number), number == served, null);
            }
            catch (Exception exception) when (IsOfFile(exception))
            {
                return Unreadable(number, number == served, exception);
            }
        })];
    }

    /// <summary>Reads a version.</summary>
    /// <exception cref="DataFormatException">The file is damaged, or no model of that version.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public PublishedModel Read(long number)
    {
        var path = _files.FileOf(number);
        var model = ModelFile.ReadPublished(path, _catalog, _limits);
        return model.Version.Number == number ? model
            : throw new DataFormatException($"It holds version {model.Version.Number}.", path);
    }

    /// <summary>The version that is served: the one rolled back to, else the newest that can be read; null where there is
    /// none.</summary>
    /// <param name="failed">Is told of each version that cannot be read.</param>
    public PublishedModel? ReadServed(IProgress<StoredModel>? failed = null) =>
        Next(null, failure => failed?.Report(failure));

    /// <summary>Serves an older version, and goes on serving it whatever is published, until <see cref="Unpin"/>.</summary>
    /// <exception cref="DataFormatException">The version cannot be read, and the one that is served stays.</exception>
    /// <exception cref="IOException">There is no such version, or the folder cannot be written.</exception>
    public void Rollback(long number)
    {
        Read(number);
        _files.WritePin(number);
    }

    /// <summary>Serves the newest version again.</summary>
    public void Unpin() => _files.DeletePin();

    /// <summary>The version that is served, and each one that is served after it.</summary>
    /// <remarks>
    /// It begins with the version served now, so that whoever starts anew has it. What cannot be read is reported once,
    /// passed over for the newest one before it, and tried again each time.
    /// </remarks>
    /// <param name="interval">How often the folder is looked at; above 0.</param>
    /// <param name="time">Tells when.</param>
    /// <param name="failed">Is told of each version that cannot be read.</param>
    /// <param name="cancellation">Ends it.</param>
    public async IAsyncEnumerable<PublishedModel> WatchAsync(
        TimeSpan interval, TimeProvider? time = null, IProgress<StoredModel>? failed = null,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ModelVersion? served = null;
        var told = new HashSet<(long, string?)>();
        using var timer = new PeriodicTimer(interval, time ?? TimeProvider.System);
        do
        {
            if (Next(served, failure => Tell(failure)) is { } next)
            {
                served = next.Version;
                yield return next;
            }
        }
        while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false));

        void Tell(StoredModel failure)
        {
            if (told.Count < ModelFolder.MostFiles && told.Add((failure.Number, failure.Error)))
            {
                failed?.Report(failure);
            }
        }
    }

    /// <summary>The model to be served, unless it is the one that is served already; null then, and where there is none.</summary>
    internal PublishedModel? Next(ModelVersion? served, Action<StoredModel> failed)
    {
        long[] numbers;
        try
        {
            numbers = _files.ReadPin() is { } pinned ? [pinned] : [.. _files.Numbers()];
        }
        catch (Exception exception) when (IsOfFile(exception))
        {
            failed(new(0, ModelFolder.Pinned, 0, null, false, exception.Message));
            return null;
        }

        foreach (var number in numbers)
        {
            try
            {
                return VersionOf(number) == served ? null : Read(number);
            }
            catch (Exception exception) when (IsOfFile(exception))
            {
                failed(Unreadable(number, false, exception));
                if (number == served?.Number)
                {
                    return null; // It was whole when it was read; an older one is no better.
                }
            }
        }

        return null;
    }

    /// <summary>Deletes the oldest versions that are too many, and none while it is not known which is served.</summary>
    void Prune()
    {
        try
        {
            var pinned = _files.ReadPin();
            foreach (var old in _files.Numbers().Skip(Keep).Where(old => old != pinned).ToArray())
            {
                File.Delete(_files.PathOf(old));
            }
        }
        catch (DataFormatException)
        {
            // Whoever watches the store is told of it.
        }
    }

    /// <summary>Whether a version stands in the store already.</summary>
    bool Stands(ModelVersion version)
    {
        if (!File.Exists(_files.PathOf(version.Number)))
        {
            throw new ArgumentException(
                $"The store holds newer versions than {version}: begin from the newest of them, or with a folder of its own.");
        }

        ModelVersion stored;
        try
        {
            stored = VersionOf(version.Number);
        }
        catch (DataFormatException)
        {
            return false; // Damaged, and to be written again.
        }

        return stored == version ? true : throw new ArgumentException(
            $"The store holds another model under that number: {stored}, not {version}. "
            + "Begin from the newest version, or with a folder of its own.");
    }

    ModelVersion VersionOf(long number)
    {
        var path = _files.FileOf(number);
        var version = ModelFile.ReadVersion(path, _limits);
        return version?.Number == number ? version : throw new DataFormatException(
            version is null ? "It tells no version." : $"It holds version {version.Number}.", path);
    }

    StoredModel Unreadable(long number, bool isServed, Exception exception)
    {
        var file = new FileInfo(_files.PathOf(number));
        return new(number, file.Name, file.Exists ? file.Length : 0, null, isServed, exception.Message);
    }

    static bool IsOfFile(Exception exception) =>
        exception is DataFormatException or IOException or UnauthorizedAccessException;
}
