namespace Alink.Runtime;

/// <summary>Sums of the values of one column, row by row.</summary>
sealed class ColumnSummary
{
    Int128 _whole;
    double _sum;
    double _squares;
    double _mean;
    double _second;
    double _third;
    Value _least;
    Value _greatest;

    /// <summary>How many values there were.</summary>
    public long Count { get; private set; }

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        (Count, _whole, _least, _greatest) = (0, 0, default, default);
        (_sum, _squares, _mean, _second, _third) = (0, 0, 0, 0, 0);
    }

    /// <summary>One value more; a missing one is passed over.</summary>
    public void Add(Value value, DataType type)
    {
        if (!value.IsPresent)
        {
            return;
        }

        Count++;
        if (Count == 1 || value.CompareTo(_least) < 0)
        {
            _least = value;
        }

        if (Count == 1 || value.CompareTo(_greatest) > 0)
        {
            _greatest = value;
        }

        if (!type.IsNumeric())
        {
            return;
        }

        var x = value.Number(type);
        _whole += type is DataType.Single or DataType.Double ? 0 : value.Bits;
        _sum += x;
        _squares += x * x;
        double n = Count;
        var delta = x - _mean;
        var share = delta / n;
        var term = delta * share * (n - 1);
        _third += (term * share * (n - 2)) - (3 * share * _second);
        _second += term;
        _mean += share;
    }

    /// <summary>The values of another summary, after those of this one.</summary>
    /// <remarks>Chan, Golub and LeVeque, Updating formulae, 1979; the third moment by Pébay, 2008.</remarks>
    public void Add(ColumnSummary other)
    {
        if (other.Count == 0)
        {
            return;
        }

        _least = Count == 0 || other._least.CompareTo(_least) < 0 ? other._least : _least;
        _greatest = Count == 0 || other._greatest.CompareTo(_greatest) > 0 ? other._greatest : _greatest;
        double left = Count, right = other.Count;
        var n = left + right;
        var delta = other._mean - _mean;
        _third += other._third + (delta * delta * delta * left * right * (left - right) / (n * n))
            + (3 * delta * ((left * other._second) - (right * _second)) / n);
        _second += other._second + (delta * delta * left * right / n);
        _mean += delta * right / n;
        (_whole, _sum) = (_whole + other._whole, _sum + other._sum);
        (_squares, Count) = (_squares + other._squares, Count + other.Count);
    }

    /// <summary>The value of a function.</summary>
    public Value Compute(WindowAggregate aggregate, DataType type) => Count == 0 ? default : aggregate.Function switch
    {
        WindowFunction.Sum => type is DataType.Single or DataType.Double ? Value.Of(_sum) : Whole(aggregate),
        WindowFunction.Avg => Value.Of(type is DataType.Single or DataType.Double ? _sum / Count : (double)_whole / Count),
        WindowFunction.Min => _least,
        WindowFunction.Max => _greatest,
        WindowFunction.StddevSamp => Count < 2 ? default : Value.Of(Math.Sqrt(_second / (Count - 1))),
        WindowFunction.StddevPop => Value.Of(Math.Sqrt(_second / Count)),
        WindowFunction.VarSamp => Count < 2 ? default : Value.Of(_second / (Count - 1)),
        WindowFunction.VarPop => Value.Of(_second / Count),
        WindowFunction.Skewness => _second == 0 ? default : Value.Of(Math.Sqrt(Count) * _third / Math.Pow(_second, 1.5)),
        WindowFunction.SquareSum => Value.Of(_squares),
        _ => throw new ArgumentOutOfRangeException(nameof(aggregate), aggregate.Function, "Sums do not give it."),
    };

    Value Whole(WindowAggregate aggregate) => _whole >= long.MinValue && _whole <= long.MaxValue ? Value.Of((long)_whole)
        : throw new RowException($"The sum of column '{aggregate.Column}' is beyond 64 bits in a window: {_whole}.");
}
