using ArrowSchema = Apache.Arrow.Schema;
using RecordBatch = Apache.Arrow.RecordBatch;

namespace Alink.IO;

/// <summary>Makes Arrow's record batches of tables, and tables of record batches.</summary>
/// <remarks>
/// <para>
/// Columns are copied block by block, so that either side may be disposed of; text of a dictionary keeps it. Dense vectors are fixed-size lists of doubles; sparse ones a struct of <c>size</c>, <c>indices</c> and <c>values</c>.
/// A moment is a timestamp in microseconds of UTC. The names of features and the levels of a column stay behind.
/// </para>
/// <para>
/// The other way, whole numbers of up to 32 bits with a sign become <see cref="DataType.Int32"/>, longer ones <see cref="DataType.Int64"/>; half, single and double precision and decimals the
/// next of ours; timestamps and dates moments; lists of numbers, all of one length, dense vectors.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// using Alink.IO;
///
/// var batch = Table.Of("x", 1.5, 2.5).With("city", "Oslo", "Rome").ToRecordBatch();
/// batch.Length // => 2
/// batch.ToTable().Values&lt;string&gt;("city")[1] // => Rome
/// </code>
/// </example>
public static class ArrowTables
{
    /// <summary>The rows as one batch.</summary>
    /// <exception cref="SchemaException">A column holds a missing value, and its field says that it never does.</exception>
    public static RecordBatch ToRecordBatch(this Table rows) => rows.ToRecordBatch(ArrowFields.Of(rows, inOneBatch: true));

    /// <summary>The rows of a batch.</summary>
    /// <exception cref="SchemaException">A column is of a type that tables have not, or stands twice.</exception>
    /// <exception cref="RowException">A value does not fit: a number above 2⁶³, a list of another length, text that is not UTF-8.</exception>
    public static Table ToTable(this RecordBatch rows)
    {
        var fields = rows.Schema.FieldsList;
        var columns = fields.Select((field, i) => ArrowReading.Column(field, rows.Column(i))).ToArray();
        return new(new([.. fields.Select((field, i) => ArrowFields.Field(field, columns[i]))]), [.. columns]);
    }

    internal static RecordBatch ToRecordBatch(this Table rows, ArrowSchema schema) => new(
        schema,
        schema.FieldsList.Select(field => ArrowWriting.Array(field, rows.Data(field.Name))),
        rows.RowCount);
}
