using System.Collections.Immutable;

namespace Alink.OnnxRuntime;

/// <summary>An ONNX model as a transformer: each of its inputs reads a column, and each of its outputs becomes one.</summary>
/// <remarks>
/// <para>
/// An input of one number for each row (shape: rows, or rows × 1) reads a column of numbers, which are narrowed where it is of
/// <c>float</c>; one of whole numbers reads whole numbers, one of booleans booleans, one of texts texts. An input of several numbers
/// (shape: rows × length, or more sides) reads vectors. A missing number is NaN; where there is no NaN, a row without a value is refused.
/// Outputs become columns in the same way. Other types of elements, sequences and maps are refused.
/// </para>
/// <para>
/// The first side is that of the rows: of any length, or 1, and then each row is a run. ONNX Runtime executes it by one thread; take files
/// only from where you would take a program from.
/// </para>
/// </remarks>
/// <param name="Columns">The column for each input of the model, in the model's order; none where columns have the names of inputs.</param>
/// <param name="Outputs">The outputs of the model that become columns, by their names; none for all.</param>
/// <param name="File">The bytes of the ONNX file.</param>
public sealed record OnnxModel(ImmutableArray<string> Columns, ImmutableArray<string> Outputs, ImmutableArray<byte> File) : Model
{
    const int RowsTogether = 4096;

    /// <summary>The model of a file, whose inputs and outputs name the columns.</summary>
    /// <exception cref="DataFormatException">The file is missing, or longer than 1 GiB.</exception>
    public static OnnxModel Read(string path) => new([], [], Session.Read(path));

    /// <inheritdoc/>
    /// <exception cref="SchemaException">A column is missing, or does not fit its input.</exception>
    /// <exception cref="DataFormatException">The file holds no model that ONNX Runtime can run on rows.</exception>
    public override Schema Transform(Schema input)
    {
        var session = Session.Of(File);
        Inputs(session, input);
        return Made(session).Aggregate(input, (schema, output) => schema.With(output.Field));
    }

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row)
    {
        var session = Session.Of(File);
        var inputs = Inputs(session, row.Schema);
        var cells = inputs.Select(input => row.ReadAny(input.Column)).ToArray();
        var (made, run) = (Made(session), new Run(session, inputs, Made(session), rows: 1));
        var outputs = made.Select(output => row.Write(output.Field)).ToArray();
        return () =>
        {
            run.Put(0, cells, row.Row);
            run.Do(1, row.Row);
            run.Get(0, outputs);
            return true;
        };
    }

    /// <inheritdoc/>
    public override Table Transform(Table input)
    {
        var session = Session.Of(File);
        var (inputs, made) = (Inputs(session, input.Schema), Made(session));
        var data = inputs.Select(one => input.Data(one.Column)).ToArray();
        var cells = inputs.Select(one => new Cell(one.Column, input.Schema[one.Column].Type)).ToArray();
        var outputs = made.Select(one => new Cell(one.Field.Name, one.Field.Type)).ToArray();
        var builders = made.Select(one => ColumnBuilder.Of(one.Field, input.RowCount)).ToArray();
        var together = session.IsRowByRow ? 1 : Math.Min(RowsTogether, input.RowCount);
        var run = new Run(session, inputs, made, together);
        for (var first = 0; first < input.RowCount; first += together)
        {
            var rows = Math.Min(together, input.RowCount - first);
            for (var i = 0; i < rows; i++)
            {
                for (var c = 0; c < cells.Length; c++)
                {
                    data[c].Load(first + i, cells[c]);
                }

                run.Put(i, cells, input.FirstRow + first + i);
            }

            run.Do(rows, input.FirstRow + first);
            for (var i = 0; i < rows; i++)
            {
                run.Get(i, outputs);
                for (var c = 0; c < outputs.Length; c++)
                {
                    builders[c].Append(outputs[c]);
                }
            }
        }

        return made.Zip(builders).Aggregate(input, (table, one) => table.With(one.First.Field, one.Second.Build()));
    }

    ImmutableArray<InputPort> Inputs(Session session, Schema schema)
    {
        if (!Columns.IsEmpty && Columns.Length != session.Inputs.Length)
        {
            throw new SchemaException(
                $"The ONNX model has {session.Inputs.Length} inputs ({string.Join(", ", session.Inputs.Select(input => input.Name))}) and {Columns.Length} Columns; there must be as many.");
        }

        return [.. session.Inputs.Select((port, i) => InputPort.Of(port, Columns.IsEmpty ? port.Name : Columns[i], schema))];
    }

    ImmutableArray<OutputPort> Made(Session session) => [.. Outputs.IsEmpty
        ? session.Outputs.Select(OutputPort.Of)
        : Outputs.Select(name => OutputPort.Of(session.Outputs.FirstOrDefault(output => output.Name == name) ?? throw new SchemaException(
            $"The ONNX model has no output '{name}'; it has {string.Join(", ", session.Outputs.Select(output => output.Name))}.")))];
}
