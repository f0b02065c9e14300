using Alink.Features;
using Alink.Reduction;
using Alink.Similarity;

namespace Alink.Onnx;

/// <summary>Stages that multiply vectors by a matrix, or hash them.</summary>
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
            var waves = OfUnits(stage, stage.Features, stage.Output, rows.LengthOf(stage.Features.Name)); // Shape: length × length.
            rows.Map(stage.Features, stage.Output, null, x => x.Times(waves));
        });
        all.Add<RandomProjectionLsh>((stage, rows) =>
        {
            rows.Vector(stage.Features);
            var directions = stage.Directions(rows.LengthOf(stage.Features.Name));
            rows.Map(stage.Features, stage.Output, null, x => x.TimesRows(directions).Floor());
        });
        all.Add<MinHashLsh>((stage, rows) =>
        {
            rows.Vector(stage.Features);
            var places = OfUnits(stage, stage.Features, stage.Output, rows.LengthOf(stage.Features.Name)); // Shape: length × hashes.
            rows.Map(stage.Features, stage.Output, null, x =>
            {
                var isIn = !x.Is(0);
                var hashes = Enumerable.Range(0, places.Columns)
                    .Select(h => isIn.Then(x.Row([.. Enumerable.Range(0, places.Rows).Select(i => places[i, h])]), MinHashLsh.Prime).Least()).ToArray();
                return hashes[0].Beside(hashes.AsSpan(1));
            });
        });
    }

    /// <summary>What a stage makes of each unit vector; shape: length × numbers that it makes.</summary>
    static Matrix OfUnits(ITransformer stage, Column<Vector> features, Column<Vector> output, int length)
    {
        var units = Enumerable.Range(0, length).Select(i => Vector.Sparse(length, (int[])[i], (double[])[1.0])).ToArray();
        var made = stage.Transform(Table.Of(features.Name, units)).Values(output);
        return new(length, made[0].Length, [.. Enumerable.Range(0, length).SelectMany(i => made[i].ToArray())]);
    }
}
