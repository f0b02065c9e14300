using Alink.Features;

namespace Alink.Onnx;

/// <summary>Stages that put numbers into bins.</summary>
static class Bins
{
    public static void Add(Converters all)
    {
        all.Add<Bucketizer>((stage, rows) => Buckets(
            rows, stage, stage.HandleInvalid, c => EndsOf(stage, c)[1..^1].ToArray(), c => (EndsOf(stage, c)[0], EndsOf(stage, c)[^1])));
        all.Add<QuantileDiscretizerModel>((model, rows) => Buckets(
            rows, model.Options, model.Options.HandleInvalid, c => [.. model.Splits[model.Starts[c]..model.Starts[c + 1]]]));
        all.Add<KBinsDiscretizerModel>((model, rows) =>
        {
            var (features, starts) = (model.Starts.Length - 1, model.Starts);
            var inner = Enumerable.Range(0, features).Select(j => model.Edges[(starts[j] + 1)..(starts[j + 1] - 1)].ToArray()).ToArray();
            rows.Map(model.Options.Features, model.Options.Output, features, x => x.IsNaN().Then(x, x.AtOrBelow(inner).As(ElementType.Double)));
        });
        all.Add<OptimalBinningModel>((model, rows) => Evidence(rows, model));
    }

    static ReadOnlySpan<double> EndsOf(Bucketizer stage, int column) => stage.Splits[stage.Splits.Length == 1 ? 0 : column].AsSpan();

    /// <summary>Writes the bucket of each number, and that after the last for NaN.</summary>
    static void Buckets(
        Rows rows, IColumnwise stage, HandleInvalid invalid, Func<int, double[]> startsOf, Func<int, (double Least, double Greatest)>? endsOf = null)
    {
        var (read, outputs) = (stage.Columns.Select(rows.Number).ToArray(), stage.OutputNames());
        Value? isSkipped = null;
        for (var c = 0; c < read.Length; c++)
        {
            var (x, starts) = (read[c], startsOf(c));
            var isNaN = x.IsNaN();
            var bucket = rows.Handled(Bucket(x, starts), isNaN, invalid, $"column {stage.Columns[c]} holds NaN or no value");
            if (endsOf?.Invoke(c) is var (least, greatest))
            {
                // A row that an earlier column has left out is asked no more.
                var isOutside = (x < least) | (x > greatest);
                bucket = bucket.Unless(
                    isSkipped is null ? isOutside : isOutside & !isSkipped, $"column {stage.Columns[c]} holds a number that is in none of its buckets");
                isSkipped = invalid != HandleInvalid.Skip ? null : isSkipped is null ? isNaN : isSkipped | isNaN;
            }

            rows.Write(outputs[c], bucket);
        }
    }

    /// <summary>How many buckets begin at a number or below it; one more than there are for NaN.</summary>
    static Value Bucket(Value x, double[] starts) => x.IsNaN().Then(x.Graph.Constant(new[] { starts.Length + 1L }, 1), x.AtOrBelow([starts]));

    static void Evidence(Rows rows, OptimalBinningModel model)
    {
        var (options, outputs) = (model.Options, model.Options.OutputNames());
        for (var c = 0; c < outputs.Length; c++)
        {
            var x = rows.Number(options.Columns[c]);
            var (start, end) = (model.Starts[c], model.Starts[c + 1]);
            var evidence = model.Evidence[(start + (2 * c))..(end + (2 * (c + 1)))].ToArray();
            var made = Bucket(x, [.. model.Splits[start..end]]).In(evidence);
            rows.Write(outputs[c], model.KnowsMissing[c] ? made
                : rows.Handled(made, x.IsNaN(), options.HandleInvalid, $"column {options.Columns[c]} holds NaN or no value"));
        }
    }
}
