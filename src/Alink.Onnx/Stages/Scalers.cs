using Alink.Features;
using Alink.Text;

namespace Alink.Onnx;

/// <summary>Stages that shift and scale the numbers of vectors.</summary>
static class Scalers
{
    public static void Add(Converters all)
    {
        all.Add<StandardScalerModel>((model, rows) => rows.Map(model.Options.Features, model.Options.Output, model.Mean.Length, x =>
            (x - model.Mean.Map(model.Options.ShiftOf)) * model.Deviation.Map(model.Options.ScaleOf)));
        all.Add<MaxAbsScalerModel>((model, rows) => rows.Map(model.Options.Features, model.Options.Output, model.MaxAbs.Length, x =>
            x / model.MaxAbs.Map(MaxAbsScaler.ScaleOf)));
        all.Add<RobustScalerModel>((model, rows) => rows.Map(model.Options.Features, model.Options.Output, model.Medians.Length, x =>
            (x - model.Medians.Map(median => model.Options.WithCentering ? median : 0)) / model.Ranges.Map(model.Options.ScaleOf)));
        all.Add<MinMaxScalerModel>((model, rows) =>
            rows.Map(model.Options.Features, model.Options.Output, model.Least.Length, x => MinMax(model, x)));
        all.Add<ElementwiseProduct>((stage, rows) => rows.Map(stage.Features, stage.Output, stage.Factors.Length, x => x * stage.Factors.AsSpan()));
        all.Add<IdfModel>((model, rows) =>
            rows.Map(model.Options.Features, model.Options.Output, model.DocumentFrequency.Length, x => x * model.Idf.AsSpan()));
    }

    static Value MinMax(MinMaxScalerModel model, Value x)
    {
        var options = model.Options;
        var widths = model.Least.Zip(model.Greatest, (low, high) => high - low).ToArray();
        var varies = x.Graph.Constant(Array.ConvertAll(widths, width => width > 0), 1, widths.Length);
        var share = varies.Then((x - model.Least.AsSpan()) / Array.ConvertAll(widths, width => width > 0 ? width : 1), x.IsNaN().Then(x, 0.5));
        return ((options.Clip ? share.Clip(0, 1) : share) * (options.Maximum - options.Minimum)) + options.Minimum;
    }
}
