using Alink.Features;

namespace Alink.Onnx;

/// <summary>Stages that put the values of several columns together by their texts or names.</summary>
static class Crossed
{
    public static void Add(Converters all)
    {
        all.Add<CrossFeatures>((stage, rows) =>
        {
            if (stage.Places is not null || stage.Columns.IsEmpty)
            {
                throw new OnnxExportException(stage.Columns.IsEmpty ? "it has no columns, and no tensor follows" : "ONNX has no operator that hashes texts");
            }

            var texts = stage.Columns.Select(column => Text(rows, column)).ToArray();
            rows.Write(stage.Output, texts.Aggregate((left, right) => left + left.Text("|") + right));
        });
        all.Add<FeatureHasher>((stage, rows) =>
        {
            var hashed = stage.Columns.Select(column => Hashed(rows, stage, column)).ToArray();
            if (hashed.Length == 0)
            {
                throw new OnnxExportException("it has no columns, and no tensor follows");
            }

            var (values, places) = (hashed.Select(one => one.Value).ToArray(), hashed.Select(one => one.Place).ToArray());
            rows.Write(stage.Output.Name, values[0].Beside(values.AsSpan(1)).AddedAt(places[0].Beside(places.AsSpan(1)), stage.Length));
        });
    }

    /// <summary>The values of a column as they are written in a combination.</summary>
    static Value Text(Rows rows, string column)
    {
        Categories.RefuseMissing(rows, column);
        var value = rows.Read(column);
        return value.Type switch
        {
            ElementType.Boolean => value.Then(value.Text("true"), value.Text("false")),
            ElementType.String => value.WhereAny(
                !value.Matches(@"[^|\\]*"), text => text.Replaced(@"\", @"\\").Replaced("|", @"\|")),
            ElementType.Int32 or ElementType.Int64 => value.As(ElementType.String),
            _ => throw new OnnxExportException($"ONNX writes the fractions of column '{column}' in digits of its own"),
        };
    }

    /// <summary>What a column adds, and where.</summary>
    static (Value Value, Value Place) Hashed(Rows rows, FeatureHasher stage, string column)
    {
        var (field, places) = (rows.Schema[column], new NamePlaces(column, stage.Length));
        if (field.Type == DataType.String || stage.Categorical.Contains(column))
        {
            throw new OnnxExportException($"ONNX has no operator that hashes the values of column '{column}'");
        }

        var x = rows.Number(column);
        var isMissing = x.IsNaN();
        if (field.Type == DataType.Boolean)
        {
            return (isMissing.Then(0.0, 1.0), Place(x.Is(0), places.Of("false"u8), places.Of("true"u8)));
        }

        return (field.IsNullable ? isMissing.Then(0, x) : x, Place(isMissing, places.OfColumn(), places.OfColumn()));
    }

    static Value Place(Value isOne, long one, long other) =>
        isOne.Then(isOne.Graph.Constant(new[] { one }, 1), isOne.Graph.Constant(new[] { other }, 1));
}
