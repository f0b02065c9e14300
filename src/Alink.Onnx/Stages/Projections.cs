using Alink.Features;
using Alink.Reduction;
using Alink.Similarity;

namespace Alink.Onnx;

/// <summary>Stages that multiply vectors by a matrix.</summary>
static class Projections
{
    public static void Add(Converters all)
    {
        all.Add<PcaModel>((model, rows) => rows.Map(model.Options.Features, model.Options.Output, model.Mean.Length, x =>
        {
            var along = (model.Options.WithMean ? x - model.Mean.AsSpan() : x).TimesRows(model.Components);
            return model.Options.Whiten ? along * model.Variances.Map(one => one > 0 ? 1 / Math.Sqrt(one) : 0) : along;
        }));
        all.Add<StreamingPcaModel>((model, rows) => rows.Map(model.Options.Features, model.Options.Output, model.Mean.Length, x =>
            (x - model.Mean.AsSpan()).TimesRows(model.Components)));
        all.Add<TruncatedSvdModel>((model, rows) =>
            rows.Map(model.Options.Features, model.Options.Output, model.Components.Columns, x => x.TimesRows(model.Components)));
        all.Add<DiscreteCosineTransform>((stage, rows) =>
        {
            rows.Vector(stage.Features);
            var waves = WavesOf(stage, rows.LengthOf(stage.Features.Name));
            rows.Map(stage.Features, stage.Output, null, x => x.Times(waves));
        });
        all.Add<RandomProjectionLsh>((stage, rows) =>
        {
            rows.Vector(stage.Features);
            var directions = stage.Directions(rows.LengthOf(stage.Features.Name));
            rows.Map(stage.Features, stage.Output, null, x => x.TimesRows(directions).Floor());
        });
    }

    /// <summary>What the transform makes of each unit vector; shape: length × length.</summary>
    static Matrix WavesOf(DiscreteCosineTransform stage, int length)
    {
        var units = Enumerable.Range(0, length).Select(i => Vector.Sparse(length, (int[])[i], (double[])[1.0])).ToArray();
        var waves = stage.Transform(Table.Of(stage.Features.Name, units)).Values(stage.Output);
        return new(length, length, [.. Enumerable.Range(0, length).SelectMany(i => waves[i].ToArray())]);
    }
}
