using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Alink.IO;

namespace Alink.Serving;

/// <summary>A row whose cells are bound to a model: read from JSON, predicted, and written as JSON, again and again, by one
/// thread at a time.</summary>
sealed class BoundRow
{
    const int MostHint = 64;
    const int MostKept = 1 << 20;

    static readonly JsonLinesOptions Conventions = new() { AllowNonFinite = false };

    readonly RowCells _cells;
    readonly Func<bool>[] _steps;
    readonly Cell[] _outputs;
    readonly JsonEncodedText[] _names;
    readonly CellSink[] _sinks;
    readonly JsonRecord _record;
    readonly JsonValues _values = new(Conventions);
    readonly Utf8JsonWriter _json;
    readonly JsonReaderOptions _reading;

    public BoundRow(ITransformer model, Schema input, ServingLimits limits)
    {
        _cells = new(input);
        var steps = new List<Func<bool>>();
        Bind(model, steps, model.Transform(input), out _outputs);
        (_steps, _names) = ([.. steps], [.. _outputs.Select(cell => JsonValues.Name(cell.Name))]);
        var sinks = input.Fields.Select(field => _cells.Inputs.Concat(_outputs).FirstOrDefault(cell => IsGiven(cell, field)) is { } cell
            ? new CellSink(field, cell, Conventions.Conventions) : null).ToArray();
        _sinks = [.. sinks.OfType<CellSink>()];
        _record = new(input, sinks, isStrict: true);
        _json = new(Buffer, JsonValues.Writing);
        _reading = new() { MaxDepth = limits.Depth };

        // A column that is written anew has another cell than the one that comes in, until that is looked up no more.
        bool IsGiven(Cell cell, Field field) => cell.Name == field.Name && !_cells.Outputs.Contains(cell);
    }

    /// <summary>Where answers are written; each row adds to it.</summary>
    public AnswerBuffer Buffer { get; } = new();

    public IEnumerable<string> Reads => _sinks.Select(sink => sink.Field.Name);

    public IEnumerable<string> Writes => _outputs.Select(cell => cell.Name);

    /// <summary>Whether what it has read leaves it with no more than little memory.</summary>
    public bool IsSmall => _record.KeptBytes <= MostKept && _sinks.All(sink => sink.TextBytes <= MostKept);

    /// <summary>The number of the row that came last.</summary>
    public long Row => _cells.Row;

    /// <summary>How bodies are read.</summary>
    public JsonReaderOptions Reading => _reading;

    /// <summary>Forgets what has been written.</summary>
    public void Clear() => Buffer.Clear();

    /// <summary>Answers the object at which a reader stands.</summary>
    /// <returns>What is wrong with it; null where nothing is.</returns>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public RowProblem? Answer(ref Utf8JsonReader reader, long row)
    {
        _cells.Row = row;
        try
        {
            if (_record.Read(ref reader, out var column, out var text) is { } wrong)
            {
                return Told(wrong, column, text);
            }
        }
        catch (InvalidOperationException)
        {
            return new(400, "A text is not valid UTF-8, or half of a surrogate pair.", null);
        }

        return Predict();
    }

    RowProblem? Predict()
    {
        var isKept = true;
        try
        {
            foreach (var step in _steps)
            {
                if (!step())
                {
                    isKept = false;
                    break;
                }
            }
        }
        catch (Exception exception) when (exception is RowException or SchemaException or OverflowException)
        {
            return new(422, exception.Message, null);
        }

        _json.Reset(Buffer);
        if (isKept)
        {
            _json.WriteStartObject();
            for (var i = 0; i < _outputs.Length; i++)
            {
                _json.WritePropertyName(_names[i]);
                _values.Write(_json, _outputs[i]);
            }

            _json.WriteEndObject();
        }
        else
        {
            _json.WriteNullValue();
        }

        _json.Flush();
        return null;
    }

    RowProblem Told(string wrong, string? column, ReadOnlySpan<byte> text)
    {
        var found = Problem.Shown(Encoding.UTF8.GetString(text[..Math.Min(text.Length, 4 * MostHint)]));
        return ReferenceEquals(wrong, JsonRecord.Unknown) ? new(400, $"There is no column '{found}'.{Hint(found)}", found)
            : ReferenceEquals(wrong, ColumnSink.NeverMissing)
                ? new(400, $"Column '{column}' has no value, and the model needs one.", column)
            : ReferenceEquals(wrong, JsonRecord.Twice) ? new(400, $"Column '{column}' stands twice.", column)
            : new(400, (column is null ? wrong : $"Column '{column}': {wrong}") + (text.IsEmpty ? "" : $" Found: '{found}'."), column);
    }

    string Hint(string found)
    {
        var names = Reads.Take(1_000);
        var hint = found.Length <= MostHint ? Nearest.Hint(found, names) : "";
        return hint.Length > 0 ? hint : $" The columns are: {string.Join(", ", names.Take(20).Select(Problem.Shown))}.";
    }

    /// <summary>Binds a model, and tells the cells of an answer: those that its last step writes, or all where it writes
    /// none.</summary>
    void Bind(ITransformer model, List<Func<bool>> steps, Schema made, out Cell[] outputs)
    {
        if (model is PipelineModel { Steps.Length: > 0 } pipeline)
        {
            steps.AddRange(pipeline.Steps[..^1].Select(step => step.Bind(_cells)));
            Bind(pipeline.Steps[^1], steps, made, out outputs);
            return;
        }

        var before = _cells.Outputs.Count;
        steps.Add(model.Bind(_cells));
        outputs = [.. _cells.Outputs.Skip(before).Where(cell => made.Has(cell.Name) && ReferenceEquals(_cells[cell.Name], cell))];
        if (outputs.Length == 0)
        {
            outputs = [.. made.Fields.Where(field => _cells.Schema.Has(field.Name)).Select(field => _cells[field.Name])];
        }
    }
}

/// <summary>What is wrong with a row.</summary>
/// <param name="Status">400 where it cannot be read, 422 where the model cannot take it.</param>
/// <param name="Detail">What is wrong.</param>
/// <param name="Column">The column; null where it is the row.</param>
readonly record struct RowProblem(int Status, string Detail, string? Column)
{
    /// <summary>The problem of a row.</summary>
    public Problem At(long row) => new(Status, Detail) { Row = row, Column = Column };
}
