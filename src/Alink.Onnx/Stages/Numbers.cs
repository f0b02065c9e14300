using Alink.Features;

namespace Alink.Onnx;

/// <summary>Stages that make each number of columns or vectors by itself.</summary>
static class Numbers
{
    public static void Add(Converters all)
    {
        all.Add<Binarizer>((stage, rows) => rows.Map(stage, (x, c) =>
        {
            var threshold = stage.Thresholds[stage.Thresholds.Length == 1 ? 0 : c];
            return x.IsNaN().Then(x, (x > threshold).As(ElementType.Double));
        }));
        all.Add<Clip>((stage, rows) => rows.Map(stage, (x, _) => x.Clip(stage.Minimum, stage.Maximum)));
        all.Add<WinsorizerModel>((model, rows) => rows.Map(model.Options, (x, c) =>
        {
            var (start, end) = (model.Starts[c], model.Starts[c + 1]);
            return x.Max(x.Row(model.Least.AsSpan()[start..end])).Min(x.Row(model.Greatest.AsSpan()[start..end]));
        }));
        all.Add<LogTransform>((stage, rows) => rows.Map(stage, (x, _) =>
            (stage.Offset == 1 ? Log1P(x) : (x + stage.Offset).Log()) / (stage.Base is { } given ? Math.Log(given) : 1)));
        all.Add<ImputerModel>((model, rows) =>
        {
            var slots = new Statistics.NumberSlots(rows.Schema, model.Options.Columns);
            rows.Map(model.Options, (x, c) =>
            {
                var surrogates = model.Surrogates.AsSpan()[slots.StartOf(c)..slots.StartOf(c + 1)];
                return (x.IsNaN() | x.Is(model.Options.MissingValue)).Then(x.Row(surrogates), x);
            });
        });
        all.Add<PowerTransformerModel>((model, rows) => rows.Map(model.Options.Features, model.Options.Output, model.Lambdas.Length, x =>
        {
            var bent = Bent(model.Options.Method, x, x.Row(model.Lambdas.AsSpan()));
            return !model.Options.Standardize ? bent
                : (bent - model.Means.AsSpan()) / model.Deviations.Map(deviation => deviation > 0 ? deviation : 1);
        }));
        all.Add<CyclicalEncoder>((stage, rows) =>
        {
            for (var c = 0; c < stage.Columns.Length; c++)
            {
                var x = rows.Number(stage.Columns[c]);
                var period = stage.Periods[stage.Periods.Length == 1 ? 0 : c];
                var rest = x.Graph.Node("Mod", ElementType.Double, 1, [x, x.Number(period)], ("fmod", 1L)); // Exact, however many rounds there were.
                var angle = rest * (2 * Math.PI / period);
                rows.Write($"{stage.Columns[c]}_sin", angle.Through("Sin"));
                rows.Write($"{stage.Columns[c]}_cos", angle.Through("Cos"));
            }
        });
    }

    /// <summary>Writes a column of numbers or vectors for each that a stage reads.</summary>
    static void Map(this Rows rows, IColumnwise stage, Func<Value, int, Value> map)
    {
        var (read, outputs) = (stage.Columns.Select(rows.Number).ToArray(), stage.OutputNames());
        for (var c = 0; c < read.Length; c++)
        {
            rows.Write(outputs[c], map(read[c], c));
        }
    }

    /// <summary>log (1 + x), exact also where x is tiny, as <see cref="PowerCurve.Log1P(double)"/> is.</summary>
    static Value Log1P(Value x)
    {
        var sum = x + 1;
        return (sum.Is(1) | x.Abs().Is(double.PositiveInfinity)).Then(x, sum.Log() * (x / (sum - 1)));
    }

    /// <summary>The curve of <see cref="PowerCurve.Of(PowerMethod, double, double)"/>.</summary>
    static Value Bent(PowerMethod method, Value x, Value lambdas)
    {
        if (method == PowerMethod.BoxCox)
        {
            return Power(lambdas, (x > 0).Then(x.Log(), double.NaN));
        }

        var isAbove = x >= 0;
        var value = Power(isAbove.Then(lambdas, 2 - lambdas), Log1P(x.Abs()));
        return isAbove.Then(value, -value);
    }

    /// <summary>(e^(power · log) − 1) / power, near 0 by its series.</summary>
    static Value Power(Value power, Value log)
    {
        const int terms = 13;
        var t = power * log;
        var series = (t * (1.0 / (terms + 1))) + 1;
        for (var k = terms; k > 1; k--)
        {
            series = (series * t * (1.0 / k)) + 1;
        }

        return (t.Abs() > 0.5).Then((t.Exp() - 1) / power, log * series);
    }
}
