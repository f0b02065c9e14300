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
    /// <summary>The earliest moment that a zip can tell, for every entry: the same
    /// model gives the same bytes.</summary>
    static readonly DateTimeOffset Always = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    static readonly MethodInfo ArrayWriter = typeof(ModelWriter).GetMethod(
        nameof(WriteArray), BindingFlags.Static | BindingFlags.NonPublic)!;

    readonly List<(string Entry, Type Numbers, object Value)> _arrays = [];
    readonly List<(string Folder, ITransformer Model)> _models = [];

    /// <summary>Writes a model, and the models within it.</summary>
    public void Write(ITransformer model)
    {
        _models.Add(("", model));
        for (var i = 0; i < _models.Count; i++) // Writing one may add others.
        {
            WriteJson(_models[i].Folder, _models[i].Model);
            foreach (var (entry, numbers, value) in _arrays)
            {
                using var file = Open(entry);
                if (value is Matrix matrix)
                {
                    NumPyFile.Write(file, matrix.Values, matrix.Rows, matrix.Columns);
                }
                else
                {
                    ArrayWriter.MakeGenericMethod(numbers).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [file, value], null);
                }
            }

            _arrays.Clear();
        }
    }

    /// <summary>Begins an entry.</summary>
    public Stream Open(string name)
    {
        var entry = archive.CreateEntry(name, CompressionLevel.NoCompression);
        entry.LastWriteTime = Always;
        return entry.Open();
    }

    void WriteJson(string folder, ITransformer model)
    {
        using var file = Open(folder + ModelMember.Json);
        using var json = new Utf8JsonWriter(file, JsonForm.Written);
        json.WriteStartObject();
        json.WriteNumber("formatVersion", ModelFile.Version);
        json.WriteString("kind", Catalog.KindOf(model.GetType()));
        json.WritePropertyName("model");
        WriteMembers(json, model, folder);
        json.WriteEndObject();
    }

    void WriteMembers(Utf8JsonWriter json, object record, string folder)
    {
        json.WriteStartObject();
        foreach (var member in RecordShape.Of(record.GetType()).Members)
        {
            var value = member.Property.GetValue(record);
            if (value is not null && ModelMember.NumbersOf(member.Type) is { } numbers)
            {
                _arrays.Add((folder + ModelMember.EntryOf(member), numbers, value));
            }
            else
            {
                json.WritePropertyName(member.Name);
                WriteMember(json, member, value, folder);
            }
        }

        json.WriteEndObject();
    }

    void WriteMember(Utf8JsonWriter json, RecordMember member, object? value, string folder)
    {
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
        else if (value is not null && ModelMember.IsRecord(member.Type))
        {
            WriteMembers(json, value, $"{folder}{member.Name}/");
        }
        else
        {
            OptionsWriter.Write(json, value, member.Type);
        }

        string Add(ITransformer model, string place)
        {
            var name = $"{place}-{ModelMember.FolderOf(model)}";
            _models.Add(($"{folder}{name}/", model));
            return name;
        }
    }

    static void WriteArray<T>(Stream file, object value)
        where T : unmanaged
    {
        // An array that was never set means the same as an empty one.
        var values = value as T[] ?? ImmutableCollectionsMarshal.AsArray((ImmutableArray<T>)value) ?? [];
        NumPyFile.Write<T>(file, values, values.Length);
    }
}
