using System.Collections.Immutable;
using Alink.Features;
using Alink.Selection;

namespace Alink.Onnx;

/// <summary>Stages that put vectors together, take some of their numbers, or multiply them.</summary>
static class Vectors
{
    public static void Add(Converters all)
    {
        all.Add<VectorAssembler>((stage, rows) => rows.Write(stage.Output.Name, Assembled(rows, stage)));
        all.Add<VectorSizeHint>((stage, rows) => rows.Map(stage.Features, stage.Features, stage.Size, x => x));
        all.Add<VectorSlicer>((stage, rows) =>
        {
            var names = rows.Schema[stage.Features.Name].FeatureNames;
            int[] places = [.. stage.Indices, .. stage.Names.Select(name => names.IndexOf(name))];
            rows.Map(stage.Features, stage.Output, null, x => x.Picked(places));
        });
        all.Add<VarianceThresholdModel>((model, rows) =>
            Select(rows, model.Options.Features, model.Options.Output, model.Variances.Length, model.Selected()));
        all.Add<UnivariateFeatureSelectorModel>((model, rows) =>
            Select(rows, model.Options.Features, model.Options.Output, model.P.Length, model.Selected()));
        all.Add<RecursiveFeatureEliminationModel>((model, rows) =>
            Select(rows, model.Features, model.Output, model.Ranking.Length, model.Selected()));
        all.Add<VectorIndexerModel>((model, rows) => Index(rows, model));
        all.Add<Normalizer>((stage, rows) => rows.Map(stage.Features, stage.Output, null, x => x / Norm(x, stage.P)));
        all.Add<PolynomialExpansion>((stage, rows) => rows.Write(stage.Output.Name, Products(rows, stage)));
        all.Add<Interaction>((stage, rows) => rows.Write(stage.Output.Name, Products(rows, stage)));
    }

    /// <summary>Writes a column of vectors that follow from those of another.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="features">The vectors.</param>
    /// <param name="output">Where those that follow go.</param>
    /// <param name="length">How long the vectors must be; null for any length.</param>
    /// <param name="map">What follows.</param>
    public static void Map(this Rows rows, Column<Vector> features, Column<Vector> output, int? length, Func<Value, Value> map) =>
        rows.Write(output.Name, map(rows.Vector(features, length)));

    public static double[] Map(this ImmutableArray<double> numbers, Func<double, double> map) => [.. numbers.Select(map)];

    static Value Assembled(Rows rows, VectorAssembler stage)
    {
        var read = stage.Columns.Select(rows.Number).ToArray();
        var vector = read.Length > 0 ? read[0].Beside(read.AsSpan(1))
            : throw new OnnxExportException("it has no columns, and no tensor follows");
        return stage.HandleInvalid == HandleInvalid.Keep ? vector
            : rows.Handled(vector, vector.IsNaN().Any(), stage.HandleInvalid, "a column holds NaN or no value");
    }

    static void Select(Rows rows, Column<Vector> features, Column<Vector> output, int length, ImmutableArray<int> kept) =>
        rows.Map(features, output, length, x => x.Picked(kept.AsSpan()));

    static void Index(Rows rows, VectorIndexerModel model)
    {
        var (options, features) = (model.Options, model.Starts.Length - 1);
        var categories = Enumerable.Range(0, features).Select(j => model.Categories[model.Starts[j]..model.Starts[j + 1]].ToArray()).ToArray();
        var x = rows.Vector(options.Features, features);
        var places = x.PlaceIn(categories);
        var isCategorical = x.Graph.Constant(Array.ConvertAll(categories, one => one.Length > 0), 1, features);
        var isUnseen = isCategorical & places.Is(0);
        var indices = isCategorical.Then((places - 1).As(ElementType.Double), x);
        var kept = isUnseen.Then(x.Row(Array.ConvertAll(categories, one => (double)one.Length)), indices);
        rows.Write(options.Output.Name, options.HandleInvalid == HandleInvalid.Keep ? kept : rows.Handled(
            indices, isUnseen.Any(), options.HandleInvalid, $"column {options.Features} holds a category that was not seen in training"));
    }

    /// <summary>The norm of order p, 1 of zeros: of shares of the greatest, so that powers neither overflow nor vanish all at once.</summary>
    static Value Norm(Value x, double p)
    {
        var sizes = x.IsNaN().Then(0, x.Abs());
        var greatest = sizes.Greatest();
        var unit = greatest.Is(0).Then(1, greatest);
        var shares = double.IsInfinity(p) ? null : x.Abs() / unit;
        var norm = shares is null ? unit : unit * (p == 1 ? shares.Sum() : shares.Pow(p).Sum().Pow(1 / p));
        return x.IsNaN().Any().Then(double.NaN, greatest.Is(0).Then(1, norm));
    }

    /// <summary>Each product as that of as many numbers as the degree, of which some are 1.</summary>
    static Value Products(Rows rows, PolynomialExpansion stage)
    {
        var x = rows.Vector(stage.Features);
        var length = rows.LengthOf(stage.Features.Name);
        var factors = Monomials.Of(length, stage.Degree).Factors().ToArray();
        var withOne = x.Beside(x.Picked(0).Is(0).Then(1, 1.0));
        return Enumerable.Range(0, stage.Degree)
            .Select(k => withOne.Picked(Array.ConvertAll(factors, product => k < product.Length ? product[k] : length)))
            .Aggregate((left, right) => left * right);
    }

    /// <summary>Products of all columns. An index of levels counts as as many zeros and ones; zero times anything, NaN too, is 0.</summary>
    static Value Products(Rows rows, Interaction stage) => Product(stage.Columns.Select(name => Factor(rows, name)).ToArray());

    /// <summary>Each number of a factor times each of the others', those of the last changing first; 0 where one of them does not count.</summary>
    public static Value Product((Value Numbers, Value Counts)[] factors) =>
        factors.Select(factor => factor.Counts).Aggregate((left, right) => left.Each(right, "And")).Then(
            factors.Select(factor => factor.Numbers).Aggregate((left, right) => left.Each(right, "Mul")), 0);

    /// <summary>A column as numbers to be multiplied, and which of them count.</summary>
    static (Value Numbers, Value Counts) Factor(Rows rows, string column)
    {
        var (field, graph) = (rows.Schema[column], rows.Graph);
        var x = rows.Number(column);
        x = field.IsNullable ? x.Unless(x.IsNaN(), $"column {column} has no value") : x;
        if (field is not { Type: not (DataType.Vector or DataType.Boolean), Levels.Count: var levels })
        {
            var length = rows.LengthOf(column);
            return (x, graph.Constant(Enumerable.Repeat(true, length).ToArray(), 1, length));
        }

        x = x.Unless(!Categories.IsPlace(x, levels), $"column {column} holds no index of its levels");
        var places = Enumerable.Range(0, levels).Select(place => (double)place).ToArray();
        return (x.Row(Array.ConvertAll(places, _ => 1.0)), x.Is(x.Row(places)));
    }
}
