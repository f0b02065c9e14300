using Alink.Statistics;

namespace Alink.Features;

/// <summary>The rows so far of an <see cref="Imputer"/>, slot by slot: what its strategy needs of them.</summary>
/// <remarks>
/// The zeros of vectors are those that are present and not stored, so that a sparse row costs its stored numbers, and a
/// dense one gives the same bits.
/// </remarks>
public sealed class ImputerState
{
    /// <summary>From here on, a distance may be infinite where a sum is not.</summary>
    const double Huge = 1e307;

    readonly double[] _presentWeight;
    readonly long[] _presentRows;
    readonly double[] _storedWeight;
    readonly long[] _storedRows;
    readonly double[] _firsts;
    readonly double[] _sums; // Of distances from the first number, which have more digits.
    readonly double[] _weights;
    readonly Dictionary<double, double>[] _counts;
    readonly QuantileSketch[] _sketches;

    internal ImputerState(NumberSlots slots, ImputerStrategy strategy)
    {
        Slots = slots;
        (_presentWeight, _presentRows) = (new double[slots.Columns], new long[slots.Columns]);
        (_storedWeight, _storedRows) = (new double[slots.Count], new long[slots.Count]);
        var means = strategy == ImputerStrategy.Mean ? slots.Count : 0;
        (_firsts, _sums, _weights) = (new double[means], new double[means], new double[means]);
        _counts = [.. Of(ImputerStrategy.MostFrequent).Select(_ => new Dictionary<double, double>())];
        _sketches = [.. Of(ImputerStrategy.Median).Select(slot => new QuantileSketch(seed: slot))];

        IEnumerable<int> Of(ImputerStrategy one) => Enumerable.Range(0, strategy == one ? slots.Count : 0);
    }

    /// <summary>The numbers of a row.</summary>
    internal NumberSlots Slots { get; }

    /// <summary>Adds the number of a column of numbers; NaN where it is missing.</summary>
    internal void Add(Imputer options, int column, double number, double weight) =>
        AddSlot(options, Slots.StartOf(column), number, weight);

    /// <summary>Adds the numbers of a vector.</summary>
    internal void Add(Imputer options, int column, Vector vector, double weight)
    {
        _presentWeight[column] += weight;
        _presentRows[column]++;
        var values = vector.Values;
        var indices = vector.Indices;
        for (var k = 0; k < values.Length; k++)
        {
            if (values[k] != 0)
            {
                AddSlot(options, Slots.StartOf(column) + (vector.IsDense ? k : indices[k]), values[k], weight);
            }
        }
    }

    /// <summary>Adds the rows of another.</summary>
    internal ImputerState Add(ImputerState other)
    {
        AddTo(_presentWeight, other._presentWeight);
        AddTo(_presentRows, other._presentRows);
        AddTo(_storedWeight, other._storedWeight);
        AddTo(_storedRows, other._storedRows);
        for (var slot = 0; slot < _sums.Length; slot++)
        {
            _firsts[slot] = _weights[slot] == 0 ? other._firsts[slot] : _firsts[slot];
            _sums[slot] += other._sums[slot] + (other._weights[slot] * (other._firsts[slot] - _firsts[slot]));
        }

        AddTo(_weights, other._weights);
        for (var slot = 0; slot < _sketches.Length; slot++)
        {
            _sketches[slot].Add(other._sketches[slot]);
        }

        for (var slot = 0; slot < _counts.Length; slot++)
        {
            foreach (var (number, weight) in other._counts[slot])
            {
                _counts[slot][number] = _counts[slot].GetValueOrDefault(number) + weight;
            }
        }

        return this;
    }

    /// <summary>Whether there is a number to fill into every slot.</summary>
    internal bool HasNumbers(Imputer options)
    {
        for (var slot = 0; slot < Slots.Count; slot++)
        {
            var has = options.Strategy switch
            {
                ImputerStrategy.Mean => _weights[slot] + Zeros(options, slot) > 0,
                ImputerStrategy.Median => _sketches[slot].Count + ZeroRows(options, slot) > 0,
                ImputerStrategy.Constant => true,
                _ => _counts[slot].Count > 0 || Zeros(options, slot) > 0,
            };
            if (!has)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What is filled into a slot; NaN where it has no number so far.</summary>
    internal double Surrogate(Imputer options, int slot) => options.Strategy switch
    {
        ImputerStrategy.Mean => Mean(slot, Zeros(options, slot)),
        ImputerStrategy.Median => _sketches[slot].Quantile(0.5, ZeroRows(options, slot)),
        ImputerStrategy.Constant => options.Fill,
        _ => MostFrequent(_counts[slot], Zeros(options, slot)),
    };

    double Mean(int slot, double zeros) => _weights[slot] == 0 ? 0 / zeros
        : (_firsts[slot] + (_sums[slot] / _weights[slot])) * (_weights[slot] / (_weights[slot] + zeros));

    static double MostFrequent(Dictionary<double, double> counts, double zeros)
    {
        var (most, best) = zeros > 0 ? (zeros, 0.0) : (0, double.NaN);
        foreach (var (number, counted) in counts)
        {
            var weight = number == 0 ? counted + zeros : counted;
            if (weight > most || (weight == most && number < best))
            {
                (most, best) = (weight, number);
            }
        }

        return best;
    }

    void AddSlot(Imputer options, int slot, double number, double weight)
    {
        _storedWeight[slot] += weight;
        _storedRows[slot]++;
        if (options.IsMissing(number))
        {
            return;
        }

        switch (options.Strategy)
        {
            case ImputerStrategy.Mean:
                _firsts[slot] = _weights[slot] == 0 && Math.Abs(number) < Huge ? number : _firsts[slot];
                _sums[slot] += weight * (number - _firsts[slot]);
                _weights[slot] += weight;
                break;
            case ImputerStrategy.Median:
                _sketches[slot].Add(number);
                break;
            case ImputerStrategy.MostFrequent when weight > 0:
                _counts[slot][number] = _counts[slot].GetValueOrDefault(number) + weight;
                break;
        }
    }

    /// <summary>The weight of the zeros of a vector's slot; sums of weights may round to less than nothing.</summary>
    double Zeros(Imputer options, int slot) =>
        options.IsMissing(0) ? 0 : Math.Max(0, _presentWeight[Slots.ColumnOf(slot)] - _storedWeight[slot]);

    long ZeroRows(Imputer options, int slot) =>
        options.IsMissing(0) ? 0 : Math.Max(0, _presentRows[Slots.ColumnOf(slot)] - _storedRows[slot]);

    static void AddTo<T>(T[] sums, T[] others)
        where T : System.Numerics.INumber<T>
    {
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] += others[i];
        }
    }
}
