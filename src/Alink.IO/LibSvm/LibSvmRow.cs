namespace Alink.IO;

/// <summary>Reads one row of LIBSVM into buffers that it uses again.</summary>
sealed class LibSvmRow(LibSvmOptions options)
{
    int[] _indices = new int[64];
    double[] _values = new double[64];
    int _stored;

    /// <summary>The label.</summary>
    public double Label { get; private set; }

    /// <summary>The number of the query; 0 where there is none.</summary>
    public long Query { get; private set; }

    /// <summary>The places of the stored numbers, from 0 and rising.</summary>
    public ReadOnlySpan<int> Indices => _indices.AsSpan(0, _stored);

    /// <summary>The stored numbers.</summary>
    public ReadOnlySpan<double> Values => _values.AsSpan(0, _stored);

    /// <summary>Reads a line that is not blank.</summary>
    /// <param name="line">The line.</param>
    /// <param name="column">The column where something is wrong.</param>
    /// <param name="text">The text that is wrong.</param>
    /// <param name="isEmpty">Whether the line holds nothing but a comment.</param>
    /// <returns>What is wrong; null where nothing is.</returns>
    public string? Read(ReadOnlySpan<byte> line, out string column, out ReadOnlySpan<byte> text, out bool isEmpty)
    {
        var comment = line.IndexOf((byte)'#');
        line = Spaces.Trim(comment < 0 ? line : line[..comment]);
        (_stored, column, isEmpty) = (0, options.Label.Name, line.IsEmpty);
        text = NextToken(ref line);
        if (isEmpty)
        {
            return null;
        }

        if (!NumberText.TryParse(text, out double label))
        {
            return NumberText.Overflows(text) ? "The label is beyond the range of Double."
                : "The label is not a number.";
        }

        if (!options.AllowNonFinite && !double.IsFinite(label))
        {
            return "The label is not finite, and such numbers are not allowed here.";
        }

        (Label, Query) = (label, 0);
        var hasQuery = false;
        while (!line.IsEmpty)
        {
            text = NextToken(ref line);
            if (text.StartsWith("qid:"u8))
            {
                column = options.Query?.Name ?? "qid";
                if (options.Query is null)
                {
                    return "The row has a query number, and no column is named for it in Query.";
                }

                if (hasQuery || _stored > 0 || !NumberText.TryParse(text[4..], out long query))
                {
                    return "A query number stands once, after the label, and is a whole number of 64 bits.";
                }

                (Query, hasQuery) = (query, true);
                continue;
            }

            column = options.Features.Name;
            if (ReadPair(text) is { } wrong)
            {
                return wrong;
            }
        }

        column = options.Query?.Name ?? "";
        return options.Query is null || hasQuery ? null : "The row has no query number.";
    }

    string? ReadPair(ReadOnlySpan<byte> text)
    {
        var colon = text.IndexOf((byte)':');
        if (colon < 0 || !NumberText.TryParse(text[..colon], out long given) || given is < 0 or >= int.MaxValue)
        {
            return "After the label stand pairs of a whole number, a colon and a number.";
        }

        var index = (int)given - options.FirstIndex;
        if (index < 0)
        {
            return $"Indices begin at {options.FirstIndex}.";
        }

        if (_stored > 0 && index <= _indices[_stored - 1])
        {
            return "The indices of a row must rise.";
        }

        if (index >= options.VectorLength)
        {
            return $"The index is outside a vector of length {options.VectorLength}.";
        }

        var number = text[(colon + 1)..];
        if (!NumberText.TryParse(number, out double value))
        {
            return NumberText.Overflows(number) ? "The number is beyond the range of Double."
                : "The text after the colon is not a number.";
        }

        if (!options.AllowNonFinite && !double.IsFinite(value))
        {
            return "The number is not finite, and such numbers are not allowed here.";
        }

        if (_stored == _indices.Length)
        {
            Array.Resize(ref _indices, 2 * _stored);
            Array.Resize(ref _values, 2 * _stored);
        }

        (_indices[_stored], _values[_stored]) = (index, value);
        _stored++;
        return null;
    }

    static ReadOnlySpan<byte> NextToken(scoped ref ReadOnlySpan<byte> line)
    {
        var end = line.IndexOfAny((byte)' ', (byte)'\t');
        var token = end < 0 ? line : line[..end];
        line = end < 0 ? default : Spaces.Trim(line[end..]);
        return token;
    }
}
