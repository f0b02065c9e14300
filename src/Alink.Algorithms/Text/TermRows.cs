namespace Alink.Text;

/// <summary>The place that a token has in the vectors.</summary>
interface ITermPlaces
{
    /// <summary>The place; −1 where it has none.</summary>
    int Of(ReadOnlySpan<byte> token);
}

/// <summary>Those of a vocabulary.</summary>
readonly struct VocabularyPlaces(TermTable terms) : ITermPlaces
{
    public int Of(ReadOnlySpan<byte> token) => terms.Find(token);
}

/// <summary>Makes rows of tokens into sparse vectors of counts; for one thread.</summary>
/// <typeparam name="TPlaces">A struct, so that its method is compiled into the loop.</typeparam>
/// <param name="places">The place of each token.</param>
sealed class TermRows<TPlaces>(TPlaces places)
    where TPlaces : struct, ITermPlaces
{
    int[] _places = [];

    /// <summary>The fewest times that a term must stand in a row; below 1 a share of its tokens.</summary>
    public double MinTermFrequency { get; init; }

    /// <summary>Whether a term counts 1, however often it stands in a row.</summary>
    public bool Binary { get; init; }

    /// <summary>Whether a term that stands n times in a row counts 1 + ln n.</summary>
    public bool Sublinear { get; init; }

    /// <summary>What each count is multiplied by; null for nothing.</summary>
    public double[]? Weights { get; init; }

    /// <summary>Whether each vector is divided by its Euclidean norm.</summary>
    public bool Normalize { get; init; }

    /// <summary>The rows of a table with their vectors.</summary>
    public Table Transform(Table input, Column<string> tokens, Field output)
    {
        var rows = (StringColumn)input.Values(tokens);
        var most = 0;
        if (rows is { Dictionary: null, Length: > 0 })
        {
            var block = rows.Block;
            most = checked(rows.Length + block.Bytes[block.Offsets[0]..block.Offsets[^1]].Count((byte)' '));
        }

        for (var row = 0; rows.Dictionary is not null && row < rows.Length; row++)
        {
            most = checked(most + MostTokens(rows.Utf8(row)));
        }

        var offsets = new int[rows.Length + 1];
        var indices = GC.AllocateUninitializedArray<int>(most);
        var values = GC.AllocateUninitializedArray<double>(most);
        var stored = 0;
        for (var row = 0; row < rows.Length; row++)
        {
            stored += Write(rows.Utf8(row), indices.AsSpan(stored), values.AsSpan(stored));
            offsets[row + 1] = stored;
        }

        return input.With(output, new VectorColumn(
            output.VectorLength!.Value, offsets, indices.AsMemory(0, stored), values.AsMemory(0, stored)));
    }

    /// <summary>The step that makes the vector of one row.</summary>
    public Func<bool> Bind(RowCells row, Column<string> tokens, Field output)
    {
        var (input, vector) = (row.Read(tokens), row.Write(output));
        var (indices, values) = (Array.Empty<int>(), Array.Empty<double>());
        return () =>
        {
            var text = input.IsMissing ? default : input.Utf8;
            if (MostTokens(text) > indices.Length)
            {
                (indices, values) = (new int[MostTokens(text)], new double[MostTokens(text)]);
            }

            var stored = Write(text, indices, values);
            vector.BeginSparse(output.VectorLength!.Value);
            for (var i = 0; i < stored; i++)
            {
                vector.Store(indices[i], values[i]);
            }

            vector.EndSparse();
            return true;
        };
    }

    static int MostTokens(ReadOnlySpan<byte> row) => row.IsEmpty ? 0 : row.Count((byte)' ') + 1;

    /// <summary>Writes the vector of one row.</summary>
    /// <returns>How many numbers are stored.</returns>
    int Write(ReadOnlySpan<byte> row, Span<int> indices, Span<double> values)
    {
        if (_places.Length < row.Length)
        {
            _places = new int[row.Length];
        }

        var (found, tokens) = (0, 0);
        foreach (var token in new TokenSpans(row))
        {
            var place = places.Of(token);
            _places[found] = place;
            found += place < 0 ? 0 : 1;
            tokens++;
        }

        var sorted = _places.AsSpan(0, found);
        Sort(sorted);
        var least = MinTermFrequency < 1 ? MinTermFrequency * tokens : MinTermFrequency;
        var stored = 0;
        for (var i = 0; i < sorted.Length;)
        {
            var (place, first) = (sorted[i], i);
            for (i++; i < sorted.Length && sorted[i] == place; i++)
            {
            }

            if (i - first >= least)
            {
                indices[stored] = place;
                values[stored++] = (Binary ? 1 : Sublinear ? 1 + Math.Log(i - first) : i - first) * (Weights is null ? 1 : Weights[place]);
            }
        }

        if (Normalize)
        {
            DivideByNorm(values[..stored]);
        }

        return stored;
    }

    /// <summary>Few places are put in order one by one.</summary>
    static void Sort(Span<int> places)
    {
        if (places.Length > 24)
        {
            places.Sort();
            return;
        }

        for (var i = 1; i < places.Length; i++)
        {
            var (place, before) = (places[i], i);
            for (; before > 0 && places[before - 1] > place; before--)
            {
                places[before] = places[before - 1];
            }

            places[before] = place;
        }
    }

    static void DivideByNorm(Span<double> values)
    {
        var squares = 0.0;
        foreach (var value in values)
        {
            squares += value * value;
        }

        for (var i = 0; i < values.Length && squares > 0; i++)
        {
            values[i] /= Math.Sqrt(squares);
        }
    }
}
