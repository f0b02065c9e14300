using System.Collections.Immutable;

namespace Alink.Tests.Runtime;

/// <summary>An estimator with an option of every kind.</summary>
public sealed record Tuned : IEstimator<TunedModel>
{
    int _rounds = 10;

    public Column<Vector> Features { get; init; } = "features";

    public Column<double>? Weight { get; init; }

    public int Rounds
    {
        get => _rounds;
        init => _rounds = Require.AtLeast(1, value);
    }

    public long? Seed { get; init; }

    public double Tolerance { get; init; } = 1e-6;

    public float Rate { get; init; } = 0.1f;

    public bool IsCentred { get; init; } = true;

    public string? Note { get; init; }

    public string Name { get; init; } = "tuned";

    public Season Season { get; init; } = Season.Summer;

    public Season? Other { get; init; }

    public ImmutableArray<double> Thresholds { get; init; } = [];

    public ImmutableArray<Column<double>> Columns { get; init; } = [];

    public Matrix? Start { get; init; }

    public Levels? Levels { get; init; }

    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(90);

    public DateTimeOffset? Since { get; init; }

    public Interval? Bounds { get; init; }

    public IStage? Inner { get; init; }

    public Schema Transform(Schema input) => input.Reading(Features);

    public ValueTask<TunedModel> FitAsync(IDataset training, TrainingContext context) => throw new NotSupportedException();
}

public sealed record Interval(double Low, double High = 1)
{
    public double High { get; } = High >= Low ? High : throw new ArgumentException($"High ({High}) must not be below Low ({Low}).");
}

public enum Season
{
    Spring,
    Summer,
    Autumn,
}

/// <summary>A model with an array of every kind.</summary>
public sealed record TunedModel(
    Tuned Options, ImmutableArray<double> Numbers, ImmutableArray<int> Counts, ImmutableArray<long> Sums, ImmutableArray<bool> Flags,
    ImmutableArray<float> Singles, Matrix Table, Matrix? Extra, Levels Labels, ImmutableArray<string> Words, double Intercept, Interval Bounds)
    : Model
{
    public override Schema Transform(Schema input) => input.Reading(Options.Features);

    public override Func<bool> Bind(RowCells row) => () => true;
}

/// <summary>Multiplies a number; a transformer without anything learnt.</summary>
public sealed record Times(double Factor) : RowTransformer
{
    public Column<double> Input { get; init; } = "x";

    public Column<double> Output { get; init; } = "product";

    public override Schema Transform(Schema input) => input.Reading(Input).With(Output);

    public override Func<bool> Bind(RowCells row)
    {
        var (x, product) = (row.Read(Input), row.Write(new(Output.Name, DataType.Double)));
        return () =>
        {
            if (x.IsMissing)
            {
                return false;
            }

            product.Set(Factor * x.Number);
            return true;
        };
    }
}

/// <summary>A transformer that no file can hold.</summary>
public sealed record Mapped(Func<double, double> Map) : RowTransformer
{
    public override Schema Transform(Schema input) => input;

    public override Func<bool> Bind(RowCells row) => () => true;
}

/// <summary>A linear model: a scaler's work and a dot product, without anything allocated.</summary>
public sealed record Line(ImmutableArray<double> Mean, ImmutableArray<double> Coefficients, double Intercept) : Model
{
    public Column<Vector> Features { get; init; } = "features";

    public Column<double> Prediction { get; init; } = "prediction";

    public override Schema Transform(Schema input) => input.Reading(Features).With(Prediction);

    public override Func<bool> Bind(RowCells row)
    {
        var (features, prediction) = (row.Read(Features), row.Write(new(Prediction.Name, DataType.Double)));
        return () =>
        {
            if (features.IsMissing)
            {
                throw row.Missing(features);
            }

            if (features.Vector.Length != Mean.Length)
            {
                throw new RowException($"{features.Vector.Length} numbers for {Mean.Length}.");
            }

            var x = features.Vector.Values;
            var sum = Intercept;
            for (var j = 0; j < x.Length; j++)
            {
                sum += Coefficients[j] * (x[j] - Mean[j]);
            }

            prediction.Set(sum);
            return true;
        };
    }
}

/// <summary>Two arrays and two options.</summary>
public sealed record ShiftModel(Shift Options, ImmutableArray<double> Mean, ImmutableArray<double> Deviation) : Model
{
    public override Schema Transform(Schema input) => input;

    public override Func<bool> Bind(RowCells row) => () => true;
}

/// <summary>Two options.</summary>
public sealed record Shift : IEstimator<ShiftModel>
{
    public Column<Vector> Features { get; init; } = "features";

    public Column<Vector> Output { get; init; } = "features";

    public Schema Transform(Schema input) => input.Reading(Features).With(Output);

    public ValueTask<ShiftModel> FitAsync(IDataset training, TrainingContext context) => throw new NotSupportedException();
}
