namespace Alink.Benchmarks.Data;

/// <summary>Rows of normal features, a number that depends on them linearly, and a class that does so by chance.</summary>
/// <remarks>
/// As in tables of real life, features differ in scale (tenfold between the least and the most), have means of their own, and
/// correlate (in five groups, by 0.5). The covariance has a condition number near 350: L-BFGS takes some 130 steps to the logistic optimum.
/// </remarks>
sealed class DenseRows
{
    /// <summary>The rows of the full data set.</summary>
    public const int FullCount = 1_000_000;

    const int Groups = 5;

    DenseRows(int count, int width)
    {
        (Count, Width) = (count, width);
        Features = new double[count * width];
        Target = new double[count];
        Class = new bool[count];
    }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>The number of features.</summary>
    public int Width { get; }

    /// <summary>The features; shape: rows × features.</summary>
    public double[] Features { get; }

    /// <summary>x·w + b and normal noise of deviation 1; shape: rows.</summary>
    public double[] Target { get; }

    /// <summary>True with probability 1 / (1 + exp(−x·w − b)); shape: rows.</summary>
    public bool[] Class { get; }

    /// <summary>The features of one row.</summary>
    public ReadOnlySpan<double> Row(int row) => Features.AsSpan(row * Width, Width);

    /// <summary>The rows as a table of "features" and "label", over the same memory; the label is the target.</summary>
    public Table ToRegressionTable() => ToTable(new FixedColumn<double>(Target));

    /// <summary>The rows as a table of "features" and "label", over the same memory; the label is the class.</summary>
    public Table ToClassificationTable() => ToTable(new FixedColumn<bool>(Class));

    /// <summary>Draws the rows.</summary>
    public static DenseRows Draw(int count, int width = 50)
    {
        var rows = new DenseRows(count, width);
        var random = new SeededRandom(20);
        var (scales, means, weights) = (new double[width], new double[width], new double[width]);
        for (var j = 0; j < width; j++)
        {
            scales[j] = Math.Pow(10, random.Uniform() - 0.5);
            means[j] = scales[j] * random.Normal();

            // Scaled so that classes overlap, and the logistic optimum is finite and far from 0.
            weights[j] = random.Normal() * 2 / Math.Sqrt(width) / scales[j];
        }

        var bias = 1 - Lanes.Dot(means, weights);
        var group = new double[Groups];
        for (var i = 0; i < count; i++)
        {
            for (var g = 0; g < group.Length; g++)
            {
                group[g] = random.Normal();
            }

            var x = rows.Features.AsSpan(i * width, width);
            for (var j = 0; j < width; j++)
            {
                x[j] = means[j] + (scales[j] * Math.Sqrt(0.5) * (random.Normal() + group[j % group.Length]));
            }

            var margin = Lanes.Dot(x, weights) + bias;
            rows.Target[i] = margin + random.Normal();
            rows.Class[i] = random.Uniform() < 1 / (1 + Math.Exp(-margin));
        }

        return rows;
    }

    /// <summary>The mean of the squared errors of x·w + b.</summary>
    public double MeanSquaredError(ReadOnlySpan<double> weights, double bias)
    {
        double sum = 0;
        for (var i = 0; i < Count; i++)
        {
            var error = Target[i] - Lanes.Dot(Row(i), weights) - bias;
            sum += error * error;
        }

        return sum / Count;
    }

    /// <summary>The mean of log(1 + exp(−margin)), where the margin is x·w + b, or its negative for the class false.</summary>
    public double LogLoss(ReadOnlySpan<double> weights, double bias)
    {
        double sum = 0;
        for (var i = 0; i < Count; i++)
        {
            var margin = Lanes.Dot(Row(i), weights) + bias;
            margin = Class[i] ? margin : -margin;
            sum += Math.Log(1 + Math.Exp(-Math.Abs(margin))) + Math.Max(-margin, 0);
        }

        return sum / Count;
    }

    Table ToTable(ColumnData label) => new(
        new Schema(new Field("features", DataType.Vector) { VectorLength = Width }, new Field("label", label.Type)),
        [new VectorColumn(Count, Width, Features), label]);
}
