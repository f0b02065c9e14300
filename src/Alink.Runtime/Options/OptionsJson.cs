using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Alink.Runtime;

/// <summary>The settings of estimators and transformers as JSON.</summary>
/// <remarks>
/// An option is named as its property is, with a small first letter. A column is its name, an enumeration the name of its
/// member in any capitals, a matrix a list of rows; NaN and the infinities are the words "NaN", "Infinity" and "-Infinity".
/// What is left out keeps its default; what is unknown, of another type or out of range is an error.
/// </remarks>
public static class OptionsJson
{
    /// <summary>What tells editors which schema a file follows.</summary>
    internal const string SchemaName = "$schema";

    const int MostDepth = 32;
    const int MostBytes = 64 << 20;

    /// <summary>Writes the kind and the options of a stage.</summary>
    /// <exception cref="NotSupportedException">The stage is not plain data: it holds a function, for one.</exception>
    public static string Write(IStage stage)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, JsonForm.Written))
        {
            OptionsWriter.Write(json, stage, typeof(IStage));
        }

        return Encoding.UTF8.GetString(memory.ToArray());
    }

    /// <summary>Reads a stage: an object with its kind and its options.</summary>
    /// <param name="json">The text.</param>
    /// <param name="catalog">The kinds that it may name.</param>
    /// <param name="file">What the text was read from, for messages.</param>
    /// <exception cref="DataFormatException">The text is no JSON; or a kind, an option or a value is wrong.</exception>
    public static IStage Read(string json, Catalog catalog, string file = "options")
    {
        using var document = Parse(Encoding.UTF8.GetBytes(json), file);
        return (IStage)new OptionsReader(catalog, file).ReadStage(document.RootElement, typeof(IStage), "");
    }

    /// <summary>Reads the options of a record whose type is known.</summary>
    /// <inheritdoc cref="Read(string, Catalog, string)"/>
    public static T Read<T>(string json, Catalog? catalog = null, string file = "options")
        where T : class
    {
        using var document = Parse(Encoding.UTF8.GetBytes(json), file);
        return (T)new OptionsReader(catalog ?? new Catalog(), file).ReadRecord(document.RootElement, typeof(T), "");
    }

    /// <summary>Reads the options of a record from a file that people write; a <c>$schema</c> is passed over.</summary>
    /// <param name="path">The file: UTF-8, at most 64 MiB.</param>
    /// <param name="catalog">The kinds that it may name.</param>
    /// <exception cref="DataFormatException">The file is no JSON; or a kind, an option or a value is
    /// wrong: the line is told.</exception>
    public static T ReadFile<T>(string path, Catalog catalog)
        where T : class => ReadUtf8<T>(ReadBytes(path), catalog, path);

    /// <summary>Reads the options of a record from the bytes of a file that people write; a <c>$schema</c> is passed over.</summary>
    /// <param name="utf8">The bytes.</param>
    /// <param name="catalog">The kinds that it may name.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="DataFormatException">The text is no JSON; or a kind, an option or a value is wrong: the line is told.</exception>
    public static T ReadUtf8<T>(ReadOnlyMemory<byte> utf8, Catalog catalog, string path)
        where T : class
    {
        using var document = Parse(utf8, path);
        return (T)new OptionsReader(catalog, path, utf8).ReadRecord(document.RootElement, typeof(T), "");
    }

    /// <summary>The line, from 1, of a place such as <c>stages[0].k</c>, or of what holds it where it is not there itself.</summary>
    /// <param name="utf8">The text: JSON.</param>
    /// <param name="place">The place.</param>
    public static long LineOf(ReadOnlyMemory<byte> utf8, string place) => JsonPlace.LineOf(utf8.Span, place);

    /// <summary>The JSON schema of files that hold a record: options, types, members of
    /// enumerations, and defaults.</summary>
    /// <param name="title">What the files are.</param>
    /// <param name="catalog">The kinds that they may name.</param>
    public static string JsonSchema<T>(string title, Catalog catalog)
        where T : class
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, JsonForm.Written))
        {
            new RecordSchema(catalog, json).Write(title, typeof(T));
        }

        return Encoding.UTF8.GetString(memory.ToArray()) + "\n";
    }

    /// <summary>The text of a file that people write, without the mark at its beginning.</summary>
    /// <param name="path">The file: at most 64 MiB.</param>
    /// <exception cref="DataFormatException">It is larger.</exception>
    public static ReadOnlyMemory<byte> ReadBytes(string path)
    {
        using var file = File.OpenRead(path);
        if (file.Length > MostBytes)
        {
            throw new DataFormatException($"It holds {file.Length} bytes; such a file holds at most {MostBytes}.", path);
        }

        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes.AsMemory(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? 3 : 0);
    }

    /// <summary>Reads JSON that is to be a file of ours: no property stands twice, and nothing lies too deep.</summary>
    internal static JsonDocument Parse(ReadOnlyMemory<byte> utf8, string file)
    {
        try
        {
            RefuseNoText(utf8.Span, file);
            return JsonDocument.Parse(utf8, new()
            {
                AllowDuplicateProperties = false,
                AllowTrailingCommas = true,
                CommentHandling = JsonCommentHandling.Skip,
                MaxDepth = MostDepth,
            });
        }
        catch (JsonException exception)
        {
            var end = exception.Message.IndexOf(" Path: ", StringComparison.Ordinal);
            end = end < 0 ? exception.Message.IndexOf(" LineNumber: ", StringComparison.Ordinal) : end;
            throw new DataFormatException(
                end < 0 ? exception.Message : exception.Message[..end], file, exception.LineNumber + 1, inner: exception);
        }
    }

    /// <summary>Bytes that are not UTF-8, and escapes that are half of a character, are found here and not where they are used.</summary>
    static void RefuseNoText(ReadOnlySpan<byte> utf8, string file)
    {
        var line = 1L;
        foreach (var range in utf8.Split((byte)'\n'))
        {
            if (!Utf8.IsValid(utf8[range]))
            {
                throw new DataFormatException("It is not valid UTF-8.", file, line);
            }

            line++;
        }

        if (utf8.IndexOf("\\u"u8) < 0)
        {
            return;
        }

        var reader = new Utf8JsonReader(
            utf8, new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = MostDepth });
        try
        {
            while (reader.Read())
            {
                _ = reader.ValueIsEscaped ? reader.GetString() : null;
            }
        }
        catch (InvalidOperationException exception)
        {
            line = utf8[..(int)reader.TokenStartIndex].Count((byte)'\n') + 1;
            throw new DataFormatException("A text holds half of a surrogate pair.", file, line, inner: exception);
        }
    }
}
