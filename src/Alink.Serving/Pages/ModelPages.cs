using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Alink.Runtime;
using Microsoft.AspNetCore.Http;

namespace Alink.Serving;

/// <summary>What is told of models and of the server, as JSON.</summary>
static class ModelPages
{
    /// <summary>All models in short.</summary>
    public static JsonObject List(ServedModels models) => new()
    {
        ["models"] = new JsonArray([.. models.All.Select(model => InShort(models, model))]),
    };

    /// <summary>A model: its kind, version, columns, and what it holds.</summary>
    public static JsonObject Of(ServedModels models, ServedModel model)
    {
        var page = InShort(models, model);
        if (model.Current is { } current)
        {
            page["input"] = Columns(current.Reads, isAsked: true);
            page["output"] = Columns(current.Outputs, isAsked: false);
            page["content"] = Content(current.Published.Model);
        }

        return page;
    }

    /// <summary>The live figures of the server, its models, and the stream jobs in the process.</summary>
    public static JsonObject Status(ServedModels models) => new()
    {
        ["time"] = models.Options.Time.GetUtcNow(),
        ["started"] = models.Started,
        ["ready"] = models.IsReady,
        ["inside"] = models.Gate.Inside,
        ["memory"] = Environment.WorkingSet,
        ["models"] = new JsonArray([.. models.All.Select(model => Live(models, model))]),
        ["jobs"] = new JsonArray([.. models.Meter.All()
            .Select(series => (series, job: series.Tags.FirstOrDefault(tag => tag.Name == "job").Value))
            .Where(pair => pair.job is not null)
            .GroupBy(pair => pair.job, pair => pair.series)
            .Select(job => (JsonNode)Job(job.Key, job))]),
    };

    public static Task WriteAsync(HttpContext context, JsonObject page)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(page.ToJsonString(OpenApi.Written));
    }

    static JsonObject InShort(ServedModels models, ServedModel model)
    {
        var page = new JsonObject { ["name"] = model.Name };
        if (model.Current is { } current)
        {
            page["kind"] = Catalog.KindOf(current.Published.Model.GetType());
            page["steps"] = new JsonArray([.. Steps(current.Published.Model).Select(step => JsonValue.Create(step))]);
            page["version"] = Version(current.Published.Version);
            page["since"] = model.Since;
        }

        page["refused"] = model.Refused;
        return page;
    }

    static JsonObject Version(ModelVersion version) => new()
    {
        ["number"] = version.Number,
        ["epoch"] = version.Epoch,
        ["rows"] = version.Rows,
        ["trained"] = version.Trained == default ? null : version.Trained,
        ["eventTime"] = version.EventTime,
        ["metrics"] = new JsonObject(version.Metrics.Select(metric => KeyValuePair.Create(metric.Key, Number(metric.Value)))),
    };

    static IEnumerable<string> Steps(ITransformer model) => model is PipelineModel pipeline
        ? pipeline.Steps.SelectMany(Steps)
        : [Catalog.KindOf(model.GetType())];

    static JsonArray Columns(ImmutableArray<Field> fields, bool isAsked) => new([.. fields.Select(field =>
    {
        var column = new JsonObject { ["name"] = field.Name, ["type"] = field.Type.ToString() };
        if (isAsked)
        {
            column["required"] = !field.IsNullable;
            column["example"] = OpenApi.Example(field);
        }

        if (field.VectorLength is { } length)
        {
            column["length"] = length;
        }

        if (!field.FeatureNames.IsDefaultOrEmpty)
        {
            column["names"] = new JsonArray([.. field.FeatureNames.Take(100).Select(name => JsonValue.Create(name))]);
        }

        return column;
    })]);

    static JsonObject Content(ITransformer model)
    {
        var rows = ModelContent.Of(model);
        var (names, values) = (rows.Values<string>("name"), rows.Values<string>("value"));
        return new(Enumerable.Range(0, rows.RowCount).Take(1_000).Select(i =>
            KeyValuePair.Create(names[i], (JsonNode?)(values.IsMissing(i) ? null : JsonValue.Create(values[i])))));
    }

    static JsonObject Live(ServedModels models, ServedModel model)
    {
        var (traffic, version) = (model.Traffic, model.Version);
        var counts = traffic.Counts();
        return new()
        {
            ["name"] = model.Name,
            ["version"] = version?.Number,
            ["age"] = version is null || version.Trained == default ? null : (models.Options.Time.GetUtcNow() - version.Trained).TotalSeconds,
            ["metrics"] = new JsonObject((version?.Metrics.Keys ?? []).Select(metric => KeyValuePair.Create(
                metric, (JsonNode?)Numbers(model.Served.Select(served => served.Metrics.GetValueOrDefault(metric, double.NaN)))))),
            ["swaps"] = model.Swaps,
            ["refused"] = model.Refused,
            ["requests"] = counts.Sum(),
            ["failures"] = counts[1..].Sum(),
            ["rows"] = traffic.Rows,
            ["p50"] = Number(traffic.Quantile(0.5)),
            ["p99"] = Number(traffic.Quantile(0.99)),
        };
    }

    static JsonObject Job(string name, IEnumerable<MeterTally.Series> figures)
    {
        var job = new JsonObject { ["name"] = name };
        var values = new JsonObject();
        foreach (var series in figures)
        {
            switch (series.Instrument.Name)
            {
                case "alink.stream.rows":
                    job["rows"] = series.Sum;
                    break;
                case "alink.stream.state":
                    job["state"] = series.Last > 0 ? "running" : series.Last < 0 ? "failed" : "ended";
                    break;
                case "alink.stream.restarts":
                    job["restarts"] = series.Sum;
                    break;
                case "alink.stream.lag":
                    job["lag"] = Numbers(series.Recent);
                    break;
                case "alink.stream.epoch.duration":
                    job["epochs"] = series.Count;
                    job["epochSeconds"] = Numbers(series.Recent);
                    break;
                case "alink.stream.value":
                    values[series.Tags.FirstOrDefault(tag => tag.Name == "name").Value ?? ""] = Numbers(series.Recent);
                    break;
            }
        }

        job["values"] = values;
        return job;
    }

    /// <summary>What a figure was, the oldest first and the last as it is now.</summary>
    static JsonArray Numbers(IEnumerable<double> values) => new([.. values.Select(Number)]);

    /// <summary>JSON has no numbers that are not finite.</summary>
    static JsonNode? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;
}
