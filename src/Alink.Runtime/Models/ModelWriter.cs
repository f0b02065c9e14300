using System.Collections;
using System.Collections.Immutable;
using System.IO.Compression;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Alink.Runtime;

/// <summary>Writes models into an archive.</summary>
sealed class ModelWriter(ZipArchive archive)
{
    /// <summary>The earliest moment that a zip can tell, for every entry: the same model gives the same bytes.</summary>
    static readonly DateTimeOffset Always = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    static readonly MethodInfo ArrayWriter = typeof(ModelWriter).GetMethod(
        nameof(WriteArray), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <summary>Writes a model into a folder, whose name ends in a slash or is empty.</summary>
    public void Write(ITransformer model, string folder)
    {
        var arrays = new List<(RecordMember Member, object Value)>();
        var models = new List<(string Folder, ITransformer Model)>();
        using (var file = Open(folder + ModelMember.Json))
        using (var json = new Utf8JsonWriter(file, JsonForm.Written))
        {
            json.WriteStartObject();
            json.WriteNumber("formatVersion", ModelFile.Version);
            json.WriteString("kind", Catalog.KindOf(model.GetType()));
            json.WriteStartObject("model");
            foreach (var member in RecordShape.Of(model.GetType()).Members)
            {
                WriteMember(json, member, member.Property.GetValue(model), arrays, models);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        foreach (var (member, value) in arrays)
        {
            using var file = Open(folder + ModelMember.EntryOf(member));
            if (value is Matrix matrix)
            {
                NumPyFile.Write(file, matrix.Values, matrix.Rows, matrix.Columns);
            }
            else
            {
                ArrayWriter.MakeGenericMethod(ModelMember.NumbersOf(member.Type)!)
                    .Invoke(null, BindingFlags.DoNotWrapExceptions, null, [file, value], null);
            }
        }

        foreach (var (inner, part) in models)
        {
            Write(part, $"{folder}{inner}/");
        }
    }

    static void WriteMember(
        Utf8JsonWriter json, RecordMember member, object? value,
        List<(RecordMember Member, object Value)> arrays, List<(string Folder, ITransformer Model)> models)
    {
        if (value is not null && ModelMember.NumbersOf(member.Type) is not null)
        {
            arrays.Add((member, value));
            return;
        }

        json.WritePropertyName(member.Name);
        if (value is ITransformer part)
        {
            json.WriteStringValue(Add(part, member.Name));
        }
        else if (value is not null && ModelMember.IsModels(member.Type))
        {
            json.WriteStartArray();
            var i = 0;
            foreach (ITransformer step in (IEnumerable)value)
            {
                json.WriteStringValue(Add(step, member.Property.DeclaringType == typeof(PipelineModel) ? $"{i}" : $"{member.Name}-{i}"));
                i++;
            }

            json.WriteEndArray();
        }
        else
        {
            OptionsWriter.Write(json, value, member.Type);
        }

        string Add(ITransformer model, string place)
        {
            models.Add(($"{place}-{ModelMember.FolderOf(model)}", model));
            return models[^1].Folder;
        }
    }

    static void WriteArray<T>(Stream file, object value)
        where T : unmanaged
    {
        // An array that was never set means the same as an empty one.
        var values = value as T[] ?? ImmutableCollectionsMarshal.AsArray((ImmutableArray<T>)value) ?? [];
        NumPyFile.Write<T>(file, values, values.Length);
    }

    Stream Open(string name)
    {
        var entry = archive.CreateEntry(name, CompressionLevel.NoCompression);
        entry.LastWriteTime = Always;
        return entry.Open();
    }
}
