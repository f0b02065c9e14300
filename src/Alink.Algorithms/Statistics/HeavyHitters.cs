using System.Collections.Immutable;

namespace Alink.Statistics;

/// <summary>Finds the values that make up at least a share of a column, in one pass and bounded memory.</summary>
/// <remarks>
/// By a <see cref="CountMinSketch"/> and the values that reached the share so far. No value of that share is missed, for
/// counts are never too low; a count may be too high by <see cref="Error"/> of the rows, seldom by more. Missing values do not
/// count.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("word", "the", "cat", "the", "mat", "the");
/// var frequent = new HeavyHitters { Input = "word", Share = 0.5 }.Evaluate(rows);
/// frequent.Values[0] // => the
/// frequent.Counts[0] // => 3
/// </code>
/// </example>
public sealed record HeavyHitters : IOnePassEvaluator<HeavyHitterState, FrequentValues>
{
    /// <summary>The values: text, whole numbers or booleans.</summary>
    public Column<Category> Input { get; init; } = "value";

    /// <summary>Which share of the values one must make up; from 1e-6 to 1.</summary>
    public double Share { get; init => field = Require.Between(1e-6, 1, value); } = 0.01;

    /// <summary>How far a count may be too high, as a share of the values; from 1e-7 to 1.</summary>
    public double Error { get; init => field = Require.Between(1e-7, 1, value); } = 0.001;

    /// <summary>How often it may be further off; from 1e-9 to 0.5.</summary>
    public double Failure { get; init => field = Require.Between(1e-9, 0.5, value); } = 0.01;

    /// <inheritdoc/>
    /// <exception cref="SchemaException">The column is missing or of the wrong type.</exception>
    public HeavyHitterState Start(Schema schema)
    {
        schema.Reading(Input);
        return new(new(Error, Failure), Share);
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">A number is not whole.</exception>
    public HeavyHitterState Update(HeavyHitterState state, Table batch)
    {
        var (values, numbers) = (new Categories(), new int[batch.RowCount]);
        values.Encode(batch.Data(Input.Name), numbers);
        var hashes = values.Names.ConvertAll(name => ValueHash.Of(name));
        foreach (var number in numbers)
        {
            if (number >= 0)
            {
                state.Add(values.Names[number], hashes[number]);
            }
        }

        return state;
    }

    /// <inheritdoc/>
    public HeavyHitterState Merge(HeavyHitterState left, HeavyHitterState right) => left.Add(right);

    /// <inheritdoc/>
    public FrequentValues Snapshot(HeavyHitterState state)
    {
        var frequent = state.Frequent().OrderByDescending(pair => pair.Count).ThenBy(pair => pair.Value, StringComparer.Ordinal).ToArray();
        return new([.. frequent.Select(pair => pair.Value)], [.. frequent.Select(pair => pair.Count)], state.Total);
    }
}

/// <summary>The values so far of <see cref="HeavyHitters"/>.</summary>
public sealed class HeavyHitterState
{
    const int LeastLimit = 1024;

    readonly Dictionary<string, ulong> _candidates = new(StringComparer.Ordinal);
    readonly CountMinSketch _counts;
    readonly double _share;
    int _limit = LeastLimit;

    internal HeavyHitterState(CountMinSketch counts, double share) => (_counts, _share) = (counts, share);

    internal long Total => _counts.Total;

    internal void Add(string value, ulong hash)
    {
        if (_counts.AddHash(hash) >= _share * _counts.Total && _candidates.TryAdd(value, hash) && _candidates.Count > _limit)
        {
            Prune();
        }
    }

    internal HeavyHitterState Add(HeavyHitterState other)
    {
        _counts.Add(other._counts);
        foreach (var (value, hash) in other._candidates)
        {
            _candidates.TryAdd(value, hash);
        }

        Prune();

        return this;
    }

    internal IEnumerable<(string Value, long Count)> Frequent() =>
        _candidates.Select(pair => (pair.Key, Count: _counts.CountHash(pair.Value))).Where(pair => pair.Count >= _share * _counts.Total);

    /// <summary>Lets go of what has fallen below the share; as many as remain may come before the next time.</summary>
    void Prune()
    {
        foreach (var (value, hash) in _candidates)
        {
            if (_counts.CountHash(hash) < _share * _counts.Total)
            {
                _candidates.Remove(value);
            }
        }

        _limit = Math.Max(LeastLimit, 2 * _candidates.Count);
    }
}

/// <summary>The values that make up a share of a column.</summary>
/// <param name="Values">The values as text, the most frequent first.</param>
/// <param name="Counts">How often each stands there, or a little less; shape: values.</param>
/// <param name="Total">How many values there were.</param>
[TypeFormatterSource]
public sealed record FrequentValues(ImmutableArray<string> Values, ImmutableArray<long> Counts, long Total);
