using System.Text.RegularExpressions;

namespace Alink.Serving;

/// <summary>A folder of models: a store, or files and stores.</summary>
sealed partial class FolderSource(string path, Schema? input) : IModelSource
{
    const int MostModels = 1_000;

    readonly Dictionary<string, IModelSource> _sources = new(StringComparer.Ordinal);
    string? _told;
    bool _isFound;

    public void Poll(ServedModels models)
    {
        try
        {
            Find();
            _told = null;
        }
        catch (Exception exception) when (_isFound && exception is IOException or UnauthorizedAccessException)
        {
            if (_told != exception.Message)
            {
                models.Failed(path, exception);
            }

            _told = exception.Message;
        }

        _isFound = true;
        foreach (var source in _sources.Values)
        {
            source.Poll(models);
        }
    }

    void Find()
    {
        if (!Directory.Exists(path))
        {
            throw new DirectoryNotFoundException($"There is no folder '{path}'.");
        }

        if (IsStore(path))
        {
            Add(path, new DirectoryInfo(path).Name, name => new StoreSource(path, name, input));
            return;
        }

        foreach (var file in Directory.EnumerateFiles(path).Where(IsModel).Order(StringComparer.Ordinal))
        {
            Add(file, Path.GetFileNameWithoutExtension(file), name => new FileSource(file, name, input));
        }

        foreach (var folder in Directory.EnumerateDirectories(path).Where(IsStore).Order(StringComparer.Ordinal))
        {
            Add(folder, Path.GetFileName(folder), name => new StoreSource(folder, name, input));
        }
    }

    void Add(string found, string name, Func<string, IModelSource> source)
    {
        if (_sources.Count < MostModels && ServedModels.IsName(name) && !_sources.ContainsKey(found))
        {
            _sources.Add(found, source(name));
        }
    }

    static bool IsModel(string file) =>
        Path.GetExtension(file).ToUpperInvariant() is ".ZIP" or ".MODEL" or ".ALINK";

    static bool IsStore(string folder) =>
        Directory.EnumerateFiles(folder, "model-*.alink").Any(file => Version().IsMatch(Path.GetFileName(file)));

    [GeneratedRegex(@"^model-\d{12}\.alink$", RegexOptions.CultureInvariant)]
    internal static partial Regex Version();
}
