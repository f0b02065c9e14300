using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Alink.Runtime;

/// <summary>Reads values from JSON strictly: every deviation is an error that names its place.</summary>
/// <param name="catalog">The stages that the JSON may name.</param>
/// <param name="file">The path of the file, or what stands for it.</param>
/// <param name="utf8">The text, so that errors name its lines; empty where it has none.</param>
sealed class OptionsReader(Catalog catalog, string file, ReadOnlyMemory<byte> utf8 = default)
{
    static readonly MethodInfo ListOf = typeof(OptionsReader).GetMethod(
        nameof(ReadList), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <summary>Reads a value of a type.</summary>
    /// <param name="json">The value.</param>
    /// <param name="type">The type it is to have.</param>
    /// <param name="path">Its place, for messages.</param>
    /// <exception cref="DataFormatException">It is not such a value.</exception>
    public object? Read(JsonElement json, Type type, string path)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return json.ValueKind == JsonValueKind.Null ? null : Read(json, value, path);
        }

        return type == typeof(bool) ? ReadBoolean(json, path)
            : type == typeof(string) ? ReadText(json, path, "text")
            : type == typeof(char) ? ReadLetter(json, path)
            : JsonForm.IsWhole(type) ? ReadWhole(json, type, path)
            : type == typeof(double) ? ReadNumber(json, path)
            : type == typeof(float) ? ReadSingle(json, path)
            : type.IsEnum ? ReadName(json, type, path)
            : JsonForm.IsColumn(type) ? Activator.CreateInstance(type, ReadText(json, path, "the name of a column"))
            : type == typeof(DateTimeOffset) ? ReadMoment(json, path)
            : type == typeof(TimeSpan) ? ReadSpan(json, path)
            : type == typeof(Matrix) ? ReadMatrix(json, path)
            : JsonForm.ElementOf(type) is { } element ? ReadElements(json, type, element, path)
            : JsonForm.IsOpen(type) ? ReadStage(json, type, path)
            : ReadRecord(json, type, path);
    }

    /// <summary>Reads an estimator, a transformer or one of a family, whose kind the JSON names.</summary>
    public object ReadStage(JsonElement json, Type type, string path)
    {
        RefuseOtherThan(json, JsonValueKind.Object, path, "an object with a \"kind\"");
        var kind = json.TryGetProperty("kind", out var name)
            ? ReadText(name, At(path, "kind"), "text")
            : throw Error(path, "There is no \"kind\".");
        if (JsonForm.Family(type) is { IsEmpty: false } family)
        {
            return ReadRecord(json, family.FirstOrDefault(one => Catalog.KindOf(one) == kind) ?? throw Error(
                At(path, "kind"), $"There is no '{kind}'.{Nearest.Hint(kind, family.Select(Catalog.KindOf))}"), path, isOpen: true);
        }

        var found = catalog.Find(kind) ?? throw Error(At(path, "kind"), catalog.Unknown(kind));
        return found.IsAssignableTo(type)
            ? ReadRecord(json, found, path)
            : throw Error(At(path, "kind"), $"'{kind}' cannot stand here.{Able(type)}");
    }

    /// <summary>Reads the members of a record; a "kind" that was read before is passed over.</summary>
    /// <param name="json">The value.</param>
    /// <param name="type">The type of the record.</param>
    /// <param name="path">Its place, for messages.</param>
    /// <param name="given">Reads a member, at its place, that does not stand in the JSON like the others; null where there are none.</param>
    /// <param name="isOpen">Whether a "kind" told its type, if it is no stage.</param>
    public object ReadRecord(
        JsonElement json, Type type, string path, Func<RecordMember, string, JsonElement?, (bool Is, object? Value)>? given = null, bool isOpen = false)
    {
        RefuseOtherThan(json, JsonValueKind.Object, path, "an object");
        var shape = RecordShape.Of(type);
        var values = new Dictionary<RecordMember, object?>();
        foreach (var property in json.EnumerateObject())
        {
            var isKind = property.Name == "kind" && (isOpen || type.IsAssignableTo(typeof(IStage)));
            if (isKind && !property.Value.ValueEquals(Catalog.KindOf(type)))
            {
                throw Must(property.Value, At(path, "kind"), $"\"{Catalog.KindOf(type)}\"");
            }

            var isSchema = path.Length == 0 && property.Name == OptionsJson.SchemaName;
            if (!isKind && !isSchema && !shape.Members.Any(member => member.Name == property.Name))
            {
                throw Error(At(path, property.Name), UnknownOption(shape, property.Name));
            }
        }

        foreach (var member in shape.Members)
        {
            var isThere = json.TryGetProperty(member.Name, out var element);
            if (given?.Invoke(member, At(path, member.Name), isThere ? element : null) is (true, var other))
            {
                values.Add(member, other);
            }
            else if (isThere)
            {
                values.Add(member, ReadMember(element, member, At(path, member.Name)));
            }
            else if (member.IsRequired)
            {
                throw Error(path, $"There is no '{member.Name}', and {Catalog.KindOf(type)} needs it.");
            }
        }

        var place = path;
        try
        {
            return shape.Create(values, member => place = member is null ? path : At(path, member.Name));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw Error(place, Rule(exception), inner: exception);
        }
    }

    /// <summary>Something wrong at a place.</summary>
    public DataFormatException Error(string path, string message, string? text = null, Exception? inner = null) =>
        new(
            message, file, utf8.IsEmpty ? null : JsonPlace.LineOf(utf8.Span, path), path.Length == 0 ? null : path, text, inner);

    static string At(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    static string UnknownOption(RecordShape shape, string name)
    {
        var names = shape.Members.Select(member => member.Name).ToArray();
        return $"{Catalog.KindOf(shape.Type)} has no option '{name}'.{Nearest.Hint(name, names)}"
            + (names.Length == 0 ? " It has none." : $" The options are: {string.Join(", ", names)}.");
    }

    /// <summary>The rule that an option broke, without what .NET adds to it.</summary>
    static string Rule(Exception exception)
    {
        var message = exception.Message;
        var end = exception is ArgumentException ? message.IndexOf(" (Parameter '", StringComparison.Ordinal) : -1;
        return end < 0 ? message : message[..end];
    }

    object? ReadMember(JsonElement json, RecordMember member, string path) =>
        json.ValueKind != JsonValueKind.Null ? Read(json, member.Type, path)
        : member.AcceptsNull ? null
        : throw Error(path, "It must not be null.");

    bool ReadBoolean(JsonElement json, string path) => json.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Must(json, path, "true or false"),
    };

    string ReadText(JsonElement json, string path, string what) =>
        json.ValueKind == JsonValueKind.String ? json.GetString()! : throw Must(json, path, what);

    char ReadLetter(JsonElement json, string path) =>
        ReadText(json, path, "text of one letter") is [var letter] ? letter : throw Must(json, path, "text of one letter");

    object ReadWhole(JsonElement json, Type type, string path)
    {
        var minimum = type.GetField("MinValue")!.GetValue(null);
        var maximum = type.GetField("MaxValue")!.GetValue(null);
        try
        {
            return json.ValueKind == JsonValueKind.Number
                && decimal.TryParse(json.GetRawText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? Convert.ChangeType(number, type, CultureInfo.InvariantCulture)
                : throw Must(json, path, $"a whole number from {minimum} to {maximum}");
        }
        catch (OverflowException)
        {
            throw Must(json, path, $"a whole number from {minimum} to {maximum}");
        }
    }

    double ReadNumber(JsonElement json, string path) =>
        json.ValueKind == JsonValueKind.Number && json.TryGetDouble(out var number) && double.IsFinite(number) ? number
        : json.ValueKind == JsonValueKind.String && JsonForm.Number(json.GetString()) is { } word ? word
        : throw Must(json, path, "a number within the range of a double, \"NaN\", \"Infinity\" or \"-Infinity\"");

    float ReadSingle(JsonElement json, string path) =>
        json.ValueKind == JsonValueKind.Number && json.TryGetSingle(out var number) && float.IsFinite(number) ? number
        : json.ValueKind == JsonValueKind.String && JsonForm.Number(json.GetString()) is { } word ? (float)word
        : throw Must(json, path, "a number within the range of a float, \"NaN\", \"Infinity\" or \"-Infinity\"");

    object ReadName(JsonElement json, Type type, string path)
    {
        var names = Enum.GetNames(type);
        var given = ReadText(json, path, $"one of {string.Join(", ", names)}");
        var name = Array.Find(names, name => name.Equals(given, StringComparison.OrdinalIgnoreCase));
        return name is not null ? Enum.Parse(type, name) : throw Error(
            path, $"It must be one of {string.Join(", ", names)}; it was '{given}'.{Nearest.Hint(given, names)}");
    }

    DateTimeOffset ReadMoment(JsonElement json, string path) => DateTimeOffset.TryParseExact(
        ReadText(json, path, "a moment"), "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment)
        ? moment : throw Must(json, path, "a moment like \"2026-01-31T12:00:00.0000000+00:00\"");

    TimeSpan ReadSpan(JsonElement json, string path) => TimeSpan.TryParseExact(
        ReadText(json, path, "a span of time"), "c", CultureInfo.InvariantCulture, out var span)
        ? span : throw Must(json, path, "a span of time like \"01:30:00\"");

    Matrix ReadMatrix(JsonElement json, string path)
    {
        RefuseOtherThan(json, JsonValueKind.Array, path, "a list of rows, each a list of numbers");
        var rows = json.EnumerateArray().Select((row, i) =>
        {
            RefuseOtherThan(row, JsonValueKind.Array, $"{path}[{i}]", "a list of numbers");
            return row.EnumerateArray().Select((number, j) => ReadNumber(number, $"{path}[{i}][{j}]")).ToArray();
        }).ToArray();
        return rows.All(row => row.Length == rows[0].Length) ? Matrix.Of(rows) : throw Error(path, "The rows are not of one length.");
    }

    object ReadElements(JsonElement json, Type type, Type element, string path)
    {
        RefuseOtherThan(json, JsonValueKind.Array, path, "a list");
        Func<JsonElement, int, object?> read = (item, i) => item.ValueKind == JsonValueKind.Null && !element.IsValueType
            ? throw Error($"{path}[{i}]", "It must not be null.")
            : Read(item, element, $"{path}[{i}]");
        return ListOf.MakeGenericMethod(element)
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, [json, read, type.IsArray], null)!;
    }

    static object ReadList<T>(JsonElement json, Func<JsonElement, int, object?> read, bool isArray)
    {
        var items = new T[json.GetArrayLength()];
        var i = 0;
        foreach (var item in json.EnumerateArray())
        {
            items[i] = (T)read(item, i)!;
            i++;
        }

        return isArray ? items : ImmutableArray.Create(items);
    }

    string Able(Type type) => $" What can: {string.Join(", ", catalog.Types.Where(type.IsAssignableFrom).Select(Catalog.KindOf))}.";

    void RefuseOtherThan(JsonElement json, JsonValueKind kind, string path, string what)
    {
        if (json.ValueKind != kind)
        {
            throw Must(json, path, what);
        }
    }

    DataFormatException Must(JsonElement json, string path, string what)
    {
        var text = json.GetRawText();
        return Error(path, $"It must be {what}; it was {(text.Length > 60 ? text[..60] + "…" : text)}.");
    }
}
