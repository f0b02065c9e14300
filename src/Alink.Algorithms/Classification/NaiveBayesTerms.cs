using Alink.Numerics;

namespace Alink.Classification;

/// <summary>What the counts of a <see cref="NaiveBayes"/> say of its features, as the rows go on being learnt.</summary>
sealed class NaiveBayesTerms
{
    // Below it a logarithm could be infinite; as in scikit-learn.
    const double LeastSmoothing = 1e-10;

    readonly NaiveBayes _options;
    readonly NaiveBayesState _state;
    readonly Levels _labels;
    readonly int[] _numbers;
    readonly double[] _all;
    readonly double[] _shifts;
    readonly double _smoothing;

    /// <exception cref="TrainingException">There were no rows of a weight above 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is not one threshold for each class.</exception>
    public NaiveBayesTerms(NaiveBayes options, NaiveBayesState state)
    {
        (_options, _state, _smoothing) = (options, state, Math.Max(options.Smoothing, LeastSmoothing));
        (_labels, _numbers) = state.Classes.Levels(options);
        _all = new double[options.Type == NaiveBayesType.Complement ? state.Classes.Width : 0];
        for (var j = 0; j < _all.Length; j++)
        {
            Refresh(j);
        }

        _shifts = new double[_numbers.Length];
        Array.Fill(_shifts, double.NaN);
    }

    /// <summary>The places of the numbers other than 0 of a row, and these numbers.</summary>
    public static (int[] Features, Vector Numbers) Stored(Vector row)
    {
        var (features, numbers) = (new List<int>(row.Values.Length), new List<double>(row.Values.Length));
        var values = row.Values;
        var indices = row.Indices;
        for (var k = 0; k < values.Length; k++)
        {
            if (values[k] != 0)
            {
                features.Add(row.IsDense ? k : indices[k]);
                numbers.Add(values[k]);
            }
        }

        return ([.. features], Vector.Dense(numbers.ToArray()));
    }

    /// <summary>The numbers of the classes, in their order.</summary>
    public int[] Numbers => _numbers;

    /// <summary>Whether a class is one of those known when this began.</summary>
    public bool Knows(int number) => _numbers.Contains(number);

    /// <summary>Says that a class has learnt one row more.</summary>
    public void Learnt(int number, Vector row)
    {
        for (var k = 0; k < row.Values.Length && _all.Length > 0; k++)
        {
            Refresh(row.IsDense ? k : row.Indices[k]);
        }

        for (var c = 0; c < _shifts.Length; c++)
        {
            if (_all.Length > 0 || _numbers[c] == number)
            {
                _shifts[c] = double.NaN;
            }
        }
    }

    /// <summary>The model as far as it is about some features; under Bernoulli they must be all.</summary>
    public NaiveBayesModel Model(ReadOnlySpan<int> features)
    {
        var intercepts = new double[_numbers.Length];
        if (_options.Type != NaiveBayesType.Complement)
        {
            _state.Classes.LogPriors(_numbers, _smoothing).CopyTo(intercepts);
        }

        var coefficients = new double[features.Length * _numbers.Length];
        var (column, rest) = (new double[features.Length], new double[features.Length]);
        for (var c = 0; c < _numbers.Length; c++)
        {
            if (_options.Type == NaiveBayesType.Bernoulli)
            {
                intercepts[c] += Bernoulli(c, column, rest);
            }
            else
            {
                Multinomial(c, features, column);
            }

            for (var k = 0; k < features.Length; k++)
            {
                coefficients[(k * _numbers.Length) + c] = column[k];
            }
        }

        return new(_options, _labels, [.. intercepts], new(features.Length, _numbers.Length, [.. coefficients]));
    }

    void Multinomial(int c, ReadOnlySpan<int> features, Span<double> coefficients)
    {
        var shift = double.IsNaN(_shifts[c]) ? _shifts[c] = Shift(c) : _shifts[c];
        var sums = _state.Sums(_numbers[c]);
        for (var k = 0; k < features.Length; k++)
        {
            coefficients[k] = (_all.Length > 0 ? Others(sums, features[k]) : sums[features[k]]) + _smoothing;
        }

        VectorMath.Log(coefficients, coefficients);
        for (var k = 0; k < features.Length; k++)
        {
            coefficients[k] -= shift;
        }

        if (_all.Length > 0)
        {
            DenseKernels.Scale(-1, coefficients);
        }
    }

    double Bernoulli(int c, Span<double> coefficients, Span<double> absent)
    {
        var (sums, weight) = (_state.Sums(_numbers[c]), _state.Classes.Weight(_numbers[c]));
        for (var j = 0; j < sums.Length; j++)
        {
            coefficients[j] = sums[j] + _smoothing;
            absent[j] = Math.Max(0, weight - sums[j]) + _smoothing;
        }

        VectorMath.Log(coefficients, coefficients);
        VectorMath.Log(absent, absent);
        DenseKernels.Axpy(-1, absent, coefficients);
        return DenseKernels.Sum(absent) - (sums.Length * Math.Log(weight + (2 * _smoothing)));
    }

    /// <summary>The logarithm of all counts of a class, or of all other classes, smoothed.</summary>
    double Shift(int c)
    {
        var sums = _state.Sums(_numbers[c]);
        var counts = sums;
        if (_all.Length > 0)
        {
            counts = new double[sums.Length];
            for (var j = 0; j < counts.Length; j++)
            {
                counts[j] = Others(sums, j);
            }
        }

        return Math.Log(DenseKernels.Sum(counts) + (counts.Length * _smoothing));
    }

    /// <summary>The count of all other classes; sums of weights may round to less than nothing.</summary>
    double Others(double[] sums, int feature) => Math.Max(0, _all[feature] - sums[feature]);

    void Refresh(int feature)
    {
        _all[feature] = 0;
        foreach (var number in _numbers)
        {
            _all[feature] += _state.Sums(number)[feature];
        }
    }
}
