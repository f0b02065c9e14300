namespace Alink.Features;

/// <summary>What is known of each feature before a λ is sought.</summary>
sealed class PowerExtents
{
    public long Rows { get; set; }

    public double[] Least { get; private set; } = [];

    public double[] Greatest { get; private set; } = [];

    /// <summary>The sum of the numbers of each feature.</summary>
    public double[] Sums { get; private set; } = [];

    /// <summary>The sum of their logarithms, those of negative numbers taken off.</summary>
    public double[] Logs { get; private set; } = [];

    public void Lengthen(int features)
    {
        if (Rows == 0)
        {
            (Least, Greatest, Sums, Logs) = (new double[features], new double[features], new double[features], new double[features]);
            Array.Fill(Least, double.PositiveInfinity);
            Array.Fill(Greatest, double.NegativeInfinity);
        }

        TrainingRows.SameLength(features, Sums.Length);
    }
}

/// <summary>The first pass.</summary>
sealed record PowerExtentsPass(PowerTransformer Options) : IAggregator<PowerExtents>
{
    public PowerExtents Start(Schema schema) => new();

    public PowerExtents Update(PowerExtents state, Table batch)
    {
        var rows = batch.Features(Options.Features);
        var x = new double[rows.Width];
        for (var i = 0; i < rows.Rows; i++)
        {
            state.Lengthen(rows.Width);
            state.Rows++;
            PowerRows.Read(rows, i, x);
            for (var j = 0; j < x.Length; j++)
            {
                var log = PowerCurve.Log(Options.Method, x[j]);
                if (double.IsNaN(log))
                {
                    var names = batch.Schema.Field(Options.Features).FeatureNames;
                    throw new TrainingException($"Column '{Options.Features}' holds {x[j]} in row {batch.FirstRow + i}, feature "
                        + $"{(j < names.Length ? $"'{names[j]}'" : $"{j}")}; Box-Cox takes numbers above 0.");
                }

                state.Least[j] = Math.Min(state.Least[j], x[j]);
                state.Greatest[j] = Math.Max(state.Greatest[j], x[j]);
                state.Sums[j] += x[j];
                state.Logs[j] += Options.Method == PowerMethod.YeoJohnson && x[j] < 0 ? -log : log;
            }
        }

        return state;
    }

    public PowerExtents Merge(PowerExtents left, PowerExtents right)
    {
        if (right.Rows > 0)
        {
            left.Lengthen(right.Sums.Length);
            left.Rows += right.Rows;
            for (var j = 0; j < left.Sums.Length; j++)
            {
                left.Least[j] = Math.Min(left.Least[j], right.Least[j]);
                left.Greatest[j] = Math.Max(left.Greatest[j], right.Greatest[j]);
                left.Sums[j] += right.Sums[j];
                left.Logs[j] += right.Logs[j];
            }
        }

        return left;
    }
}

/// <summary>One pass of the search: the sums of the bent numbers, of their squares, of their slopes and of the products of both, feature by feature.</summary>
/// <param name="Options">What is sought.</param>
/// <param name="Lambdas">The λ of each feature.</param>
/// <param name="Origins">A number of each feature, from where it counts: near it, sums keep their digits.</param>
sealed record PowerSumsPass(PowerTransformer Options, double[] Lambdas, double[] Origins) : IAggregator<double[]>
{
    public double[] Start(Schema schema) => new double[4 * Lambdas.Length];

    public double[] Update(double[] state, Table batch)
    {
        var rows = batch.Features(Options.Features);
        var origins = Lambdas.Select((lambda, j) => PowerCurve.Of(Options.Method, lambda, Origins[j])).ToArray();
        var x = new double[Lambdas.Length];
        for (var i = 0; i < rows.Rows; i++)
        {
            PowerRows.Read(rows, i, x);
            for (var j = 0; j < x.Length; j++)
            {
                var (value, slope) = PowerCurve.Of(Options.Method, Lambdas[j], x[j]);
                (value, slope) = (value - origins[j].Value, slope - origins[j].Slope);
                var sums = state.AsSpan(4 * j, 4);
                sums[0] += value;
                sums[1] += value * value;
                sums[2] += slope;
                sums[3] += value * slope;
            }
        }

        return state;
    }

    public double[] Merge(double[] left, double[] right)
    {
        for (var i = 0; i < left.Length; i++)
        {
            left[i] += right[i];
        }

        return left;
    }
}

static class PowerRows
{
    /// <summary>The numbers of a row, zeros included.</summary>
    public static void Read(VectorBlock rows, int row, Span<double> x)
    {
        var values = rows.ValuesOf(row);
        var indices = rows.IndicesOf(row);
        if (rows.IsDense)
        {
            values.CopyTo(x);
            return;
        }

        x.Clear();
        for (var k = 0; k < indices.Length; k++)
        {
            x[indices[k]] = values[k];
        }
    }
}
