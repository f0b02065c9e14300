using System.Collections.Immutable;
using System.Runtime.Intrinsics;

namespace Alink.Features;

/// <summary>Which family of curves a <see cref="PowerTransformer"/> bends numbers by.</summary>
public enum PowerMethod
{
    /// <summary>For any number: I.-K. Yeo and R. Johnson, "A new family of power transformations to improve normality or symmetry", Biometrika 87, 2000.</summary>
    YeoJohnson,

    /// <summary>For numbers above 0: G. Box and D. Cox, "An analysis of transformations", Journal of the Royal Statistical Society B 26, 1964.</summary>
    BoxCox,
}

/// <summary>Bends each feature by the power under which its numbers look most like a normal distribution's.</summary>
/// <remarks>
/// Box-Cox: z = (x^λ − 1) / λ, and log x where λ is 0. Yeo-Johnson: the same of x + 1 where x is not negative, and of 1 − x
/// with the power 2 − λ and the sign turned elsewhere. λ maximises the likelihood, whose slope falls all the way (T. Marchand
/// et al., "SecureFedYJ", NeurIPS 2022), so that its zero is found between two bounds, in some 15 passes over the rows. A
/// feature that never varies keeps λ = 1. A sparse vector comes out sparse by Yeo-Johnson where nothing is standardised.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of&lt;Vector&gt;("features", [1.0], [2.0], [4.0], [8.0], [16.0]);
/// var model = new PowerTransformer { Method = PowerMethod.BoxCox, Standardize = false }.Fit(rows);
/// Math.Abs(model.Lambdas[0]) &lt; 1e-6 // => True
/// Math.Round(model.Transform(rows).Values&lt;Vector&gt;("features")[4][0] / Math.Log(2), 4) // => 4
/// </code>
/// </example>
public sealed record PowerTransformer : IEstimator<PowerTransformerModel>
{
    /// <summary>The vectors to bend; all of one length.</summary>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>Where the bent vectors go; by default in the place of the others.</summary>
    public Column<Vector> Output { get; init; } = "features";

    /// <summary>Which family of curves.</summary>
    public PowerMethod Method { get; init; }

    /// <summary>Whether the bent numbers are shifted and scaled to mean 0 and deviation 1.</summary>
    public bool Standardize { get; init; } = true;

    /// <inheritdoc/>
    public Schema Transform(Schema input) => input.With(input.Field(Features) with { Name = Output.Name });

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There were no rows, or Box-Cox met a number that is not above 0.</exception>
    public async ValueTask<PowerTransformerModel> FitAsync(IDataset training, TrainingContext context)
    {
        var features = Transform(training.Schema).Field(Output).FeatureNames;
        var search = new PowerSearch(await training.AggregateAsync(new PowerExtentsPass(this), context).ConfigureAwait(false), Method);
        do
        {
            search.Take(await training.AggregateAsync(new PowerSumsPass(this, search.Lambdas, search.Origins), context).ConfigureAwait(false), Method);
            context.Report(search.Passes);
        }
        while (!search.IsDone);

        return new(this, [.. search.Lambdas], [.. search.Means], [.. search.Deviations])
        {
            FeatureNames = features,
            Origin = context.Origin(),
        };
    }
}

/// <summary>What a <see cref="PowerTransformer"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Lambdas">The power λ of each feature; shape: features.</param>
/// <param name="Means">The mean of each bent feature; shape: features.</param>
/// <param name="Deviations">The standard deviation of each bent feature, which divides by the count of rows; shape: features.</param>
public sealed record PowerTransformerModel(
    PowerTransformer Options, ImmutableArray<double> Lambdas, ImmutableArray<double> Means, ImmutableArray<double> Deviations) : Model
{
    /// <inheritdoc/>
    public override Schema Transform(Schema input) => input.WithFeatures(Options.Features, Options.Output, Lambdas.Length);

    /// <inheritdoc/>
    public override Table Transform(Table input) => Map().Transform(this, input, Options.Features, Options.Output);

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row) => Map().Bind(this, row, Options.Features, Options.Output);

    VectorMap Map() => new NumberMap<Bent>(
        new(
            Options.Method,
            [.. Lambdas],
            [.. Means.Select(mean => Options.Standardize ? mean : 0)],
            [.. Deviations.Select(deviation => Options.Standardize && deviation > 0 ? deviation : 1)]),
        Lambdas.Length);

    readonly struct Bent(PowerMethod method, double[] lambdas, double[] shifts, double[] scales) : INumberMap, IEightNumbers
    {
        public double Of(double number, int feature) =>
            (PowerCurve.Of(method, Vector512.Create(lambdas[feature]), Vector512.Create(number))[0] - shifts[feature]) / scales[feature];

        public Vector512<double> Of(Vector512<double> numbers, int feature) =>
            (PowerCurve.Of(method, Eight(lambdas, feature), numbers) - Eight(shifts, feature)) / Eight(scales, feature);

        static Vector512<double> Eight(double[] all, int first) => Vector512.Create(all.AsSpan(first));
    }
}
