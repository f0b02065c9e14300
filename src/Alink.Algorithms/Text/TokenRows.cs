namespace Alink.Text;

/// <summary>Writes the tokens of each row, made from one text column, into another.</summary>
/// <param name="source">What they are made from.</param>
/// <param name="output">Where they go.</param>
/// <param name="step">What adds the tokens of one text, made anew for each thread.</param>
readonly struct TokenRows(Column<string> source, Column<string> output, Func<TokenBuffer, Action<ReadOnlySpan<byte>>> step)
{
    /// <summary>The columns with that of the tokens.</summary>
    public Schema Transform(Schema input) => input.With(OutputField(input));

    /// <summary>The rows with their tokens.</summary>
    public Table Transform(Table input) =>
        input.With(OutputField(input.Schema), Tokens((StringColumn)input.Values(source)));

    /// <summary>The step that makes the tokens of one row.</summary>
    public Func<bool> Bind(RowCells row)
    {
        var from = row.Read(source);
        var to = row.Write(OutputField(row.Schema));
        var tokens = new TokenBuffer();
        var make = step(tokens);
        return () =>
        {
            if (from.IsMissing)
            {
                to.SetMissing();
            }
            else
            {
                tokens.Clear();
                make(from.Utf8);
                to.SetUtf8(tokens.Memory);
            }

            return true;
        };
    }

    Field OutputField(Schema input) => new(output.Name, DataType.String) { IsNullable = input.Field(source).IsNullable };

    StringColumn Tokens(StringColumn texts)
    {
        if (texts.Dictionary is { } dictionary)
        {
            return new(texts.Codes.ToArray(), Tokens(dictionary), texts.Validity);
        }

        var block = texts.Block;
        var tokens = new TokenBuffer(texts.Length == 0 ? 0 : block.Offsets[^1] - block.Offsets[0]);
        var make = step(tokens);
        var ends = new int[texts.Length + 1];
        for (var row = 0; row < texts.Length; row++)
        {
            tokens.Begin();
            make(block[row]);
            ends[row + 1] = tokens.Length;
        }

        return new(tokens.Memory, ends, texts.Validity);
    }
}
