namespace Alink.Onnx;

/// <summary>Writes models and pipelines as ONNX files, which other runtimes execute.</summary>
/// <remarks>
/// <para>
/// The ONNX model has an input for each column that the stages read, named after it, in the order of the columns, and an output for each
/// that they make; one that takes the place of an input has <c>_out</c> after its name. Each has a row for each row of the table: numbers, texts and booleans
/// one element (shape: rows × 1), vectors as many as they are long (shape: rows × length). Types stay: <c>double</c>, <c>float</c>,
/// <c>int32</c>, <c>int64</c>, <c>bool</c>, <c>string</c>; vectors are of <c>double</c>, sparse ones too. A moment is two elements: the
/// milliseconds from 1970 on in UTC, and the minutes that its own clock is ahead of UTC. Numbers are computed with 64
/// bits, as they are here.
/// </para>
/// <para>
/// A missing number is NaN, and whole numbers, booleans and moments that may be missing are <c>double</c> for that; texts that may be
/// missing cannot be exported. Rows that a stage refuses with an error fail the run, and the name of the failing node says why; so do
/// texts of which ONNX would make something else, such as rare capital letters. Rows that a stage leaves out are left out.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// using Alink.Features;
/// using Alink.Onnx;
///
/// var rows = Table.Of&lt;Vector&gt;("features", [20.0], [40.0]);
/// var model = new StandardScaler().Fit(rows);
/// model.ToOnnx(rows.Schema).Length &gt; 100 // => True
/// </code>
/// </example>
public static class OnnxExport
{
    /// <summary>The bytes of an ONNX file that does what the model does.</summary>
    /// <param name="model">A model, a transformer, or a pipeline of them.</param>
    /// <param name="input">The columns of the rows that it is to be given; the lengths of vectors among them, where no model knows them.</param>
    /// <param name="outputs">The columns to make; none for every one that the stages make, or where they make none, for all.</param>
    /// <exception cref="OnnxExportException">A stage does what no ONNX model can do; it is named.</exception>
    /// <exception cref="SchemaException">A column is missing or of another type.</exception>
    public static byte[] ToOnnx(this ITransformer model, Schema input, params ReadOnlySpan<string> outputs)
    {
        var graph = new Graph();
        var rows = new Rows(graph, input);
        Converters.Write(model, rows, place: "");
        string[] made = [.. rows.Made];
        foreach (var column in outputs.IsEmpty ? made.Length > 0 ? made : [.. rows.Schema.Fields.Select(field => field.Name)] : outputs)
        {
            rows.Output(column);
        }

        graph.Prune(input);
        return OnnxFile.Bytes(graph);
    }

    /// <summary>Writes an ONNX file that does what the model does, whole or not at all.</summary>
    /// <param name="model">A model, a transformer, or a pipeline of them.</param>
    /// <param name="path">Where the file goes.</param>
    /// <param name="input">The columns of the rows that it is to be given.</param>
    /// <param name="outputs">The columns to make; none for every one that the stages make, or where they make none, for all.</param>
    /// <exception cref="OnnxExportException">A stage does what no ONNX model can do; it is named.</exception>
    /// <exception cref="SchemaException">A column is missing or of another type.</exception>
    public static void WriteOnnx(this ITransformer model, string path, Schema input, params ReadOnlySpan<string> outputs)
    {
        var bytes = model.ToOnnx(input, outputs);
        AtomicFile.Write(path, file => file.Write(bytes));
    }
}
