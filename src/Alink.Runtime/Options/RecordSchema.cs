using System.Text.Json;

namespace Alink.Runtime;

/// <summary>Writes the JSON schema of files that hold a record.</summary>
sealed class RecordSchema(Catalog catalog, Utf8JsonWriter json)
{
    /// <summary>Types of options that are objects of their own, and so stand under the definitions.</summary>
    readonly List<Type> _records = [];

    /// <param name="title">What the files are.</param>
    /// <param name="root">What they hold.</param>
    public void Write(string title, Type root)
    {
        var members = RecordShape.Of(root).Members;
        json.WriteStartObject();
        json.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
        json.WriteString("title", title);
        json.WriteString("type", "object");
        WriteStrings("required", [.. members.Where(one => one.IsRequired).Select(one => one.Name)]);
        json.WriteBoolean("additionalProperties", false);
        json.WriteStartObject("properties");
        json.WriteStartObject(OptionsJson.SchemaName);
        json.WriteString("type", "string");
        json.WriteEndObject();
        foreach (var member in members)
        {
            json.WritePropertyName(member.Name);
            WriteType(member.Type, member.AcceptsNull, member);
        }

        json.WriteEndObject();
        json.WriteStartObject("$defs");
        foreach (var type in catalog.Types.Where(IsOffered))
        {
            WriteDefinition(type, isKind: true);
        }

        for (var i = 0; i < _records.Count; i++) // Writing one may add others.
        {
            WriteDefinition(_records[i], isKind: JsonForm.IsOpen(_records[i].BaseType!));
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>What has been learnt, and what holds it, is no stage that a person writes.</summary>
    static bool IsOffered(Type type) => !type.IsAssignableTo(typeof(Model)) && !(type.IsAssignableTo(typeof(ITransformer))
        && RecordShape.Of(type).Members.Any(member => (JsonForm.ElementOf(member.Type) ?? member.Type) == typeof(ITransformer)));

    void WriteDefinition(Type type, bool isKind)
    {
        var members = RecordShape.Of(type).Members;
        json.WriteStartObject(Catalog.KindOf(type));
        json.WriteString("type", "object");
        WriteStrings("required", [.. members.Where(one => one.IsRequired).Select(one => one.Name)]);
        json.WriteBoolean("additionalProperties", false);
        json.WriteStartObject("properties");
        if (isKind)
        {
            json.WriteStartObject("kind");
            json.WriteString("const", Catalog.KindOf(type));
            json.WriteEndObject();
        }

        foreach (var member in members)
        {
            json.WritePropertyName(member.Name);
            WriteType(member.Type, member.AcceptsNull, member);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    void WriteType(Type type, bool isNullable = false, RecordMember? member = null)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        json.WriteStartObject();
        if (type.IsEnum)
        {
            json.WriteStartArray("enum");
            foreach (var name in Enum.GetNames(type))
            {
                json.WriteStringValue(name);
            }

            WriteNullIf(isNullable);
            json.WriteEndArray();
        }
        else if (JsonForm.IsFloating(type))
        {
            json.WriteStartArray("anyOf");
            WriteTypeName("number", isNullable);
            json.WriteStartObject();
            WriteStrings("enum", ["NaN", "Infinity", "-Infinity"]);
            json.WriteEndObject();
            json.WriteEndArray();
        }
        else if (JsonForm.IsSimple(type) && type != typeof(Matrix))
        {
            WriteName(type == typeof(bool) ? "boolean" : JsonForm.IsWhole(type) ? "integer" : "string", isNullable);
        }
        else if (type == typeof(Matrix) || JsonForm.ElementOf(type) is not null)
        {
            WriteName("array", isNullable);
            json.WritePropertyName("items");
            WriteType(type == typeof(Matrix) ? typeof(double[]) : JsonForm.ElementOf(type)!);
        }
        else
        {
            WriteObject(type, isNullable);
        }

        if (member is { IsRequired: false, HasDefault: true })
        {
            json.WritePropertyName("default");
            OptionsWriter.Write(json, member.Default, member.Type);
        }

        json.WriteEndObject();
    }

    void WriteObject(Type type, bool isNullable)
    {
        var kinds = JsonForm.IsStage(type) ? catalog.Types.Where(one => IsOffered(one) && one.IsAssignableTo(type))
            : JsonForm.IsOpen(type) ? JsonForm.Family(type)
            : (IEnumerable<Type>)[type];
        json.WriteStartArray("oneOf");
        foreach (var kind in kinds)
        {
            json.WriteStartObject();
            json.WriteString("$ref", $"#/$defs/{Catalog.KindOf(kind)}");
            if (JsonForm.IsOpen(type))
            {
                WriteStrings("required", ["kind"]);
            }

            json.WriteEndObject();
            if (!JsonForm.IsStage(type) && !_records.Contains(kind) && catalog.Find(Catalog.KindOf(kind)) != kind)
            {
                _records.Add(kind);
            }
        }

        if (isNullable)
        {
            WriteTypeName("null", isNullable: false);
        }

        json.WriteEndArray();
    }

    void WriteTypeName(string name, bool isNullable)
    {
        json.WriteStartObject();
        WriteName(name, isNullable);
        json.WriteEndObject();
    }

    void WriteName(string name, bool isNullable)
    {
        if (isNullable)
        {
            WriteStrings("type", [name, "null"]);
        }
        else
        {
            json.WriteString("type", name);
        }
    }

    void WriteNullIf(bool isNullable)
    {
        if (isNullable)
        {
            json.WriteNullValue();
        }
    }

    void WriteStrings(string name, string[] values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
