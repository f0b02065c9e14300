using Alink.Runtime;

namespace Alink.Serving;

/// <summary>Which models are served, and within which limits.</summary>
public sealed class ServingOptions
{
    internal List<IModelSource> Sources { get; } = [];

    /// <summary>The kinds of models that files may name; none unless they are given.</summary>
    public Catalog Catalog { get; set; } = new();

    /// <summary>How much a file may hold; null, the default, for the usual limits.</summary>
    public ModelLimits? FileLimits { get; set; }

    /// <summary>How much a request may ask for.</summary>
    public ServingLimits Limits { get; set; } = new();

    /// <summary>What a request must bring as <c>Authorization: Bearer …</c> or <c>X-Api-Key: …</c>, of at most 256 bytes;
    /// null, the default, asks for nothing. The health of the server is told without it.</summary>
    public string? ApiKey
    {
        get;
        set => field = value is null || (value.Length > 0 && System.Text.Encoding.UTF8.GetByteCount(value) <= KeyCheck.MostBytes)
            ? value
            : throw new ArgumentException($"An API key has 1 to {KeyCheck.MostBytes} bytes.", nameof(value));
    }

    /// <summary>How often files and folders are looked at; above 0. Default: 1 s.</summary>
    public TimeSpan Interval
    {
        get;
        set => field = value > TimeSpan.Zero ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "An interval must be above 0.");
    } = TimeSpan.FromSeconds(1);

    /// <summary>Tells the time.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Serves a model.</summary>
    /// <param name="name">Its name: letters, digits, dots, dashes and underscores.</param>
    /// <param name="model">The model.</param>
    /// <param name="input">The columns of the rows that taught it; those that it reads are asked for.</param>
    public ServingOptions Add(string name, ITransformer model, Schema input) =>
        Add(new GivenModel(name, PublishedModel.Of(model) with { Input = input }));

    /// <summary>Serves what is published to a <see cref="ServedModel"/> of <see cref="ServedModels"/>, as a stream job
    /// does.</summary>
    /// <param name="name">Its name: letters, digits, dots, dashes and underscores.</param>
    public ServingOptions Add(string name) => Add(new GivenModel(name, null));

    /// <summary>Serves the model of a file, and each that is written in its place.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The name; null for that of the file, without its extension.</param>
    /// <param name="input">The columns of the rows that taught it, where the file does not tell; null where it does.</param>
    public ServingOptions AddFile(string path, string? name = null, Schema? input = null) =>
        Add(new FileSource(path, name ?? Path.GetFileNameWithoutExtension(path), input) { IsRequired = true });

    /// <summary>
    /// Serves the models of a folder, and each version that comes: the folder of a <see cref="ModelStore"/> as one model of
    /// the folder's name; of any other folder each file <c>.zip</c>, <c>.model</c> or <c>.alink</c>, and each store within it.
    /// </summary>
    /// <param name="path">The folder.</param>
    /// <param name="input">The columns of the rows that taught those models whose files do not tell; null where all
    /// tell.</param>
    public ServingOptions AddFolder(string path, Schema? input = null) => Add(new FolderSource(path, input));

    ServingOptions Add(IModelSource source)
    {
        Sources.Add(source);
        return this;
    }
}
