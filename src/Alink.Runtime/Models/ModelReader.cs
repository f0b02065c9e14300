using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Alink.Runtime;

/// <summary>Reads models out of an archive.</summary>
sealed class ModelReader(ModelEntries entries, Catalog catalog, string file)
{
    const int MostDepth = 16;

    static readonly MethodInfo ArrayReader = typeof(ModelReader).GetMethod(
        nameof(ReadArray), BindingFlags.Static | BindingFlags.NonPublic)!;

    readonly OptionsReader _options = new(catalog, file);

    /// <summary>Reads the model of a folder, whose name ends in a slash or is empty.</summary>
    public ITransformer Read(string folder, int depth)
    {
        var entry = folder + ModelMember.Json;
        if (depth > MostDepth)
        {
            throw _options.Error(entry, $"Models lie more than {MostDepth} deep in one another.");
        }

        using var document = OptionsJson.Parse(entries.ReadJson(entry), $"{file}, {entry}");
        var root = document.RootElement;
        RefuseNewer(root, entry);
        var kind = root.TryGetProperty("kind", out var name) && name.ValueKind == JsonValueKind.String
            ? name.GetString()!
            : throw _options.Error(entry, "There is no \"kind\".");
        var type = catalog.Find(kind) ?? throw _options.Error(entry, catalog.Unknown(kind));
        if (!type.IsAssignableTo(typeof(ITransformer)))
        {
            throw _options.Error(entry, $"'{kind}' is no model.");
        }

        if (!root.TryGetProperty("model", out var model))
        {
            throw _options.Error(entry, "There is no \"model\".");
        }

        foreach (var property in root.EnumerateObject())
        {
            if (property.Name is not ("formatVersion" or "kind" or "model"))
            {
                throw _options.Error(entry, $"There is an unknown '{property.Name}'.");
            }
        }

        var read = (ITransformer)ReadMembers(model, type, $"{entry}: model", folder, depth);
        return read is Model learnt ? learnt with { Source = (file, entry) } : read;
    }

    object ReadMembers(JsonElement json, Type type, string path, string folder, int depth) =>
        _options.ReadRecord(json, type, path, (member, place, value) =>
            ModelMember.NumbersOf(member.Type) is { } numbers ? ReadNumbers(member, numbers, value, place, folder)
            : value is { ValueKind: not JsonValueKind.Null } given && ModelMember.IsModel(member.Type)
                ? (true, ReadModel(given, member.Type, place, folder, depth))
            : value is { ValueKind: JsonValueKind.Array } all && ModelMember.IsModels(member.Type)
                ? (true, ReadModels(all, member.Type, place, folder, depth))
            : value is { ValueKind: JsonValueKind.Object } part && ModelMember.IsRecord(member.Type)
                ? (true, ReadMembers(
                    part, Nullable.GetUnderlyingType(member.Type) ?? member.Type, place, $"{folder}{member.Name}/", depth))
            : default);

    void RefuseNewer(JsonElement root, string entry)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("formatVersion", out var json)
            || json.ValueKind != JsonValueKind.Number || !json.TryGetInt32(out var version) || version < 1)
        {
            throw _options.Error(entry, "There is no \"formatVersion\", a whole number of at least 1.");
        }

        if (version > ModelFile.Version)
        {
            throw _options.Error(entry,
                $"The file is of format version {version}, and this library reads versions up to {ModelFile.Version}: a newer one wrote it.");
        }
    }

    (bool Is, object? Value) ReadNumbers(RecordMember member, Type numbers, JsonElement? json, string path, string folder)
    {
        var entry = folder + ModelMember.EntryOf(member);
        if (json is { } given)
        {
            return given.ValueKind == JsonValueKind.Null && member.AcceptsNull
                ? (true, null)
                : throw _options.Error(path, $"The numbers of '{member.Name}' stand in '{entry}', not here.");
        }

        return !member.IsRequired && !entries.Has(entry) ? default : (true, entries.Read(entry, (stream, length) =>
            member.Type == typeof(Matrix)
                ? ReadMatrix(stream, length)
                : ArrayReader.MakeGenericMethod(numbers)
                    .Invoke(null, BindingFlags.DoNotWrapExceptions, null, [stream, length, member.Type.IsSZArray], null)));
    }

    static object ReadArray<T>(Stream stream, long length, bool isArray)
        where T : unmanaged
    {
        var (values, _) = NumPyFile.Read<T>(stream, length, dimensions: 1);
        return isArray ? values : ImmutableCollectionsMarshal.AsImmutableArray(values);
    }

    static Matrix ReadMatrix(Stream stream, long length)
    {
        var (values, shape) = NumPyFile.Read<double>(stream, length, dimensions: 2);
        return new(shape[0], shape[1], ImmutableCollectionsMarshal.AsImmutableArray(values));
    }

    object ReadModels(JsonElement json, Type type, string path, string folder, int depth)
    {
        var element = JsonForm.ElementOf(type)!;
        var models = Array.CreateInstance(element, json.GetArrayLength());
        var i = 0;
        foreach (var part in json.EnumerateArray())
        {
            models.SetValue(ReadModel(part, element, $"{path}[{i}]", folder, depth), i++);
        }

        return type.IsSZArray ? models : typeof(ImmutableCollectionsMarshal)
            .GetMethod(nameof(ImmutableCollectionsMarshal.AsImmutableArray))!
            .MakeGenericMethod(element).Invoke(null, [models])!;
    }

    ITransformer ReadModel(JsonElement json, Type type, string path, string folder, int depth)
    {
        var inner = json.ValueKind == JsonValueKind.String ? json.GetString()! : "";
        if (inner.Length == 0 || !inner.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '`'))
        {
            throw _options.Error(path, $"A model's folder must be named in letters and digits; it was {json.GetRawText()}.");
        }

        var model = Read($"{folder}{inner}/", depth + 1);
        return type.IsInstanceOfType(model) ? model : throw _options.Error(
            $"{folder}{inner}/{ModelMember.Json}", $"A {Catalog.KindOf(model.GetType())} stands where a {Catalog.KindOf(type)} should.");
    }
}
