using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Alink.Serving;

/// <summary>What can be asked, as OpenAPI 3.1 has it, derived from the columns of the models.</summary>
static class OpenApi
{
    /// <summary>How pages are written.</summary>
    public static readonly JsonSerializerOptions Written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document.</summary>
    /// <param name="models">The models.</param>
    /// <param name="root">The path before all others.</param>
    public static JsonObject Of(ServedModels models, string root)
    {
        var (paths, schemas) = (new JsonObject(), new JsonObject { ["problem"] = ProblemSchema() });
        foreach (var model in models.All)
        {
            if (model.Current is not { } current)
            {
                continue;
            }

            schemas[$"{Key(model.Name)}.row"] = Row(current.Reads, isAsked: true);
            schemas[$"{Key(model.Name)}.answer"] = Row(current.Outputs, isAsked: false);
            paths[$"{root}/models/{Uri.EscapeDataString(model.Name)}/predict"] = new JsonObject { ["post"] = Predict(model.Name) };
            paths[$"{root}/models/{Uri.EscapeDataString(model.Name)}"] = Get($"What is known of {model.Name}.", "application/json");
        }

        paths[$"{root}/models"] = Get("The models and their versions.", "application/json");
        paths[$"{root}/status"] = Get("Live figures.", "application/json");
        paths[$"{root}/metrics"] = Get("Figures for Prometheus.", "text/plain");
        paths[$"{root}/health/live"] = Get("Whether the server runs.", "application/json", isOpen: true);
        paths[$"{root}/health/ready"] = Get("Whether every model has a version.", "application/json", isOpen: true);
        var components = new JsonObject { ["schemas"] = schemas };
        var document = new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = "Alink models", ["version"] = typeof(OpenApi).Assembly.GetName().Version!.ToString(3) },
            ["paths"] = paths,
            ["components"] = components,
        };
        if (models.Key is not null)
        {
            components["securitySchemes"] = new JsonObject { ["key"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" } };
            document["security"] = new JsonArray(new JsonObject { ["key"] = new JsonArray() });
        }

        return document;
    }

    /// <summary>A name as that of a schema, in which other than ASCII's letters and digits may not stand.</summary>
    static string Key(string model) => Uri.EscapeDataString(model).Replace('%', '_');

    static JsonObject Predict(string model)
    {
        var (row, answer) = (Ref($"{Key(model)}.row"), Ref($"{Key(model)}.answer"));
        var ok = new JsonObject
        {
            ["description"] = "An object for an object, an array for an array, a line for a line; null for a row that the model leaves out.",
            ["headers"] = new JsonObject
            {
                [PredictEndpoint.VersionHeader] = new JsonObject
                {
                    ["description"] = "The version of the model that answered.",
                    ["schema"] = new JsonObject { ["type"] = "integer" },
                },
            },
            ["content"] = Contents(answer),
        };
        return new()
        {
            ["operationId"] = $"predict {model}",
            ["summary"] = $"Predicts rows by {model}.",
            ["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Contents(row) },
            ["responses"] = new JsonObject { ["200"] = ok, ["default"] = Problem() },
        };
    }

    static JsonObject Contents(JsonObject row) => new()
    {
        ["application/json"] = new JsonObject
        {
            ["schema"] = new JsonObject
            {
                ["oneOf"] = new JsonArray(row.DeepClone(), new JsonObject { ["type"] = "array", ["items"] = row.DeepClone() }),
            },
        },
        ["application/x-ndjson"] = new JsonObject { ["schema"] = row.DeepClone() },
    };

    static JsonObject Get(string summary, string type, bool isOpen = false)
    {
        var get = new JsonObject
        {
            ["summary"] = summary,
            ["responses"] = new JsonObject
            {
                ["200"] = new JsonObject { ["description"] = summary, ["content"] = new JsonObject { [type] = new JsonObject() } },
                ["default"] = Problem(),
            },
        };
        if (isOpen)
        {
            get["security"] = new JsonArray();
        }

        return new() { ["get"] = get };
    }

    static JsonObject Problem() => new()
    {
        ["description"] = "What is wrong, as RFC 9457 has it.",
        ["content"] = new JsonObject { [Serving.Problem.ContentType] = new JsonObject { ["schema"] = Ref("problem") } },
    };

    static JsonObject ProblemSchema() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["type"] = new JsonObject { ["type"] = "string" },
            ["title"] = new JsonObject { ["type"] = "string" },
            ["status"] = new JsonObject { ["type"] = "integer" },
            ["detail"] = new JsonObject { ["type"] = "string" },
            ["row"] = new JsonObject { ["type"] = "integer", ["description"] = "The number of the row, from 0." },
            ["column"] = new JsonObject { ["type"] = "string" },
        },
        ["required"] = new JsonArray("type", "title", "status", "detail"),
    };

    static JsonObject Ref(string schema) => new() { ["$ref"] = $"#/components/schemas/{schema}" };

    static JsonObject Row(ImmutableArray<Field> fields, bool isAsked)
    {
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(fields.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)Value(field, isAsked)))),
            ["required"] = new JsonArray([.. fields.Where(field => !isAsked || !field.IsNullable).Select(field => JsonValue.Create(field.Name))]),
        };
        if (isAsked)
        {
            schema["examples"] = new JsonArray(new JsonObject(fields.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)Example(field)))));
        }

        return schema;
    }

    static JsonObject Value(Field field, bool isAsked)
    {
        var type = field.Type switch
        {
            DataType.Boolean => "boolean",
            DataType.Int32 or DataType.Int64 => "integer",
            DataType.Single or DataType.Double => "number",
            DataType.Vector => "array",
            _ => "string",
        };
        var value = new JsonObject
        {
            // An answer has null, or the text "NaN", where there is no number.
            ["type"] = isAsked && !field.IsNullable ? type : new JsonArray(type, "null"),
        };
        switch (field.Type)
        {
            case DataType.Int32 or DataType.Int64 or DataType.Single or DataType.Double:
                value["format"] = field.Type switch
                {
                    DataType.Int32 => "int32",
                    DataType.Int64 => "int64",
                    DataType.Single => "float",
                    _ => "double",
                };
                break;
            case DataType.DateTimeOffset:
                value["format"] = "date-time";
                break;
            case DataType.Vector:
                value["items"] = new JsonObject { ["type"] = "number", ["format"] = "double" };
                if (field.VectorLength is { } length)
                {
                    (value["minItems"], value["maxItems"]) = (length, length);
                }

                break;
        }

        if (field.Type == DataType.String && field.Levels is { Count: <= 100 } levels && !isAsked)
        {
            value["enum"] = new JsonArray([.. levels.Names.Select(name => JsonValue.Create(name)), null]);
        }

        return value;
    }

    /// <summary>A value that a column may have.</summary>
    public static JsonNode Example(Field field) => field.Type switch
    {
        DataType.Boolean => true,
        DataType.Int32 or DataType.Int64 => 1,
        DataType.Single or DataType.Double => 1.5,
        DataType.Vector => new JsonArray([.. Enumerable.Repeat(1.5, Math.Min(field.VectorLength ?? 2, 100)).Select(number => JsonValue.Create(number))]),
        DataType.DateTimeOffset => "2026-11-22T18:30:00Z",
        _ => field.Levels is { Count: > 0 } levels ? levels.Names[0] : "text",
    };
}
