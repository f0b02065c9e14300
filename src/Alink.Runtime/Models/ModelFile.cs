using System.IO.Compression;

namespace Alink.Runtime;

/// <summary>Models and pipelines of models as files.</summary>
/// <remarks>
/// A file is a zip of <c>model.json</c> (the version of the format, the kind of the model, its options, numbers, texts,
/// levels, feature names and origin) and one <c>.npy</c> for each array of numbers, which NumPy opens: <c>numpy.load(file)</c>
/// gives them by name. The models of a pipeline lie in folders: <c>0-StandardScaler/mean.npy</c>. Nothing is written for
/// one algorithm alone: a model is what its constructor takes and what can be set besides. The same model gives the same
/// bytes. A file names kinds, and reading makes only those of the given <see cref="Catalog"/>.
/// Arrays that do not fit one another show when the model is bound or applied: the file and the entry are named then too.
/// </remarks>
/// <example>
/// <code>
/// using Alink.Features;
/// using Alink.Runtime;
///
/// using var file = new MemoryStream();
/// ModelFile.Write(file, new StandardScaler().Fit(Table.Of&lt;Vector&gt;("features", [20.0], [40.0])));
/// file.Position = 0;
/// var model = (StandardScalerModel)ModelFile.Read(file, Catalog.Of(typeof(StandardScaler).Assembly));
/// model.Mean // => [30]
/// </code>
/// </example>
public static class ModelFile
{
    /// <summary>The version of the format that is written, and the newest that is read.</summary>
    public const int Version = 1;

    /// <summary>Writes a model: wholly, or not at all, and then a file that was there before stays as it was.</summary>
    /// <param name="path">The file; its folder must be there.</param>
    /// <param name="model">The model.</param>
    /// <exception cref="NotSupportedException">The model is not plain data: it holds a function, for one.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, ITransformer model) => AtomicFile.Write(path, file => Write(file, model));

    /// <summary>Writes a model.</summary>
    /// <param name="file">Where to; it stays open.</param>
    /// <param name="model">The model.</param>
    /// <exception cref="NotSupportedException">The model is not plain data: it holds a function, for one.</exception>
    public static void Write(Stream file, ITransformer model)
    {
        using var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
        new ModelWriter(archive).Write(model);
    }

    /// <summary>Writes a model with its version, and with its columns and the state that its training goes on from
    /// where they were kept.</summary>
    /// <inheritdoc cref="Write(string, ITransformer)"/>
    public static void Write(string path, PublishedModel model) => AtomicFile.Write(path, file => Write(file, model));

    /// <summary>Writes a model with its version, and with its columns and the state that its training goes on from
    /// where they were kept.</summary>
    /// <inheritdoc cref="Write(Stream, ITransformer)"/>
    public static void Write(Stream file, PublishedModel model)
    {
        using var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
        var writer = new ModelWriter(archive);
        VersionEntries.Write(writer, model); // First, so that whoever asks for no more reads no more.
        SchemaEntry.Write(writer, model.Input);
        writer.Write(model.Model);
    }

    /// <summary>Reads a model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="catalog">The kinds that it may name.</param>
    /// <param name="limits">How much it may hold; null for the usual limits.</param>
    /// <exception cref="DataFormatException">
    /// It is no model file, of a newer format, of a kind that is not in the catalogue; or an entry is missing, damaged, too
    /// many, too large, or not what the model takes. The file and the entry are named.
    /// </exception>
    public static ITransformer Read(string path, Catalog catalog, ModelLimits? limits = null)
    {
        using var file = OpenFile(path);
        return Read(file, catalog, limits, path);
    }

    /// <summary>Reads a model of a kind that is known.</summary>
    /// <inheritdoc cref="Read(string, Catalog, ModelLimits)"/>
    public static TModel Read<TModel>(string path, Catalog catalog, ModelLimits? limits = null)
        where TModel : ITransformer =>
        Read(path, catalog, limits) is var model && model is TModel asked ? asked : throw new DataFormatException(
            $"It holds a {Catalog.KindOf(model.GetType())}, not a {Catalog.KindOf(typeof(TModel))}.", path);

    /// <summary>Reads a model.</summary>
    /// <param name="file">Where from, to the end; it stays open.</param>
    /// <param name="catalog">The kinds that it may name.</param>
    /// <param name="limits">How much it may hold; null for the usual limits.</param>
    /// <param name="name">What stands for the path, for messages.</param>
    /// <inheritdoc cref="Read(string, Catalog, ModelLimits)"/>
    public static ITransformer Read(Stream file, Catalog catalog, ModelLimits? limits = null, string name = "model") =>
        ReadPublished(file, catalog, limits, name).Model;

    /// <summary>Reads a model with its version, columns and state; a file that tells of none holds version 0.</summary>
    /// <inheritdoc cref="Read(string, Catalog, ModelLimits)"/>
    public static PublishedModel ReadPublished(string path, Catalog catalog, ModelLimits? limits = null)
    {
        using var file = OpenFile(path);
        return ReadPublished(file, catalog, limits, path);
    }

    /// <summary>Reads a model with its version, columns and state; a file that tells of none holds version 0.</summary>
    /// <inheritdoc cref="Read(Stream, Catalog, ModelLimits, string)"/>
    public static PublishedModel ReadPublished(
        Stream file, Catalog catalog, ModelLimits? limits = null, string name = "model") =>
        Open(file, limits ?? new(), name, entries =>
        {
            var told = VersionEntries.ReadVersion(entries, name);
            var state = VersionEntries.ReadState(entries, told?.Shape);
            var input = SchemaEntry.Read(entries, name);
            var model = new ModelReader(entries, catalog, name).Read("", depth: 0);
            entries.RefuseOthers();
            var published = told is { } known ? new(known.Version, model) { State = state } : PublishedModel.Of(model);
            return published with { Input = input };
        });

    /// <summary>Reads the version of a model, and not the model; null where the file tells of none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">How much it may hold; null for the usual limits.</param>
    /// <exception cref="DataFormatException">It is no model file, or what tells the version is damaged.</exception>
    public static ModelVersion? ReadVersion(string path, ModelLimits? limits = null)
    {
        using var file = OpenFile(path);
        return Open(file, limits ?? new(), path, entries => VersionEntries.ReadVersion(entries, path)?.Version);
    }

    /// <summary>Opens a file that holds something; one that is empty, or a pipe, nothing would ever come from.</summary>
    static FileStream OpenFile(string path) => new FileInfo(path) is { Exists: true, Length: 0 }
        ? throw new DataFormatException("It is empty.", path) : File.OpenRead(path);

    static T Open<T>(Stream file, ModelLimits limits, string name, Func<ModelEntries, T> read)
    {
        try
        {
            var whole = file.CanSeek && file.Position == 0 ? file : Copied(file, limits, name);
            using var archive = new ZipArchive(whole, ZipArchiveMode.Read, leaveOpen: true);
            return read(new(archive, whole.Length, limits, name));
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw new DataFormatException($"It is no model file, or it is damaged: {exception.Message}", name, inner: exception);
        }
    }

    static MemoryStream Copied(Stream file, ModelLimits limits, string name)
    {
        var copy = new MemoryStream();
        var piece = new byte[1 << 16];
        for (var read = file.Read(piece); read > 0; read = file.Read(piece))
        {
            if (copy.Length + read > Math.Min(limits.Bytes, Array.MaxLength))
            {
                throw new DataFormatException($"It holds more than {Math.Min(limits.Bytes, Array.MaxLength)} bytes.", name);
            }

            copy.Write(piece, 0, read);
        }

        return copy;
    }
}
