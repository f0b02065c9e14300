using Microsoft.Data.Analysis;

namespace Alink.IO;

/// <summary>Makes data frames of tables, and tables of data frames.</summary>
/// <remarks>
/// <para>
/// Either side gets a copy of its own. Booleans, numbers and text keep their types and their missing values; a moment becomes a
/// <see cref="DateTime"/> of UTC, to the tick; a vector, dense or sparse, a <see cref="Microsoft.ML.Data.VBuffer{T}"/> of doubles, a missing one the
/// empty one, for such columns have no other word for it; a sparse one that leaves no zero out comes back dense. The names of features and the levels of a column stay behind.
/// </para>
/// <para>
/// The other way, whole numbers of up to 32 bits with a sign become <see cref="DataType.Int32"/>, longer ones <see cref="DataType.Int64"/>; decimals
/// <see cref="DataType.Double"/>; characters text; times that do not say where they are, of UTC.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// using Alink.IO;
///
/// var frame = Table.Of("x", 1.5, 2.5).With("city", "Oslo", null).ToDataFrame();
/// frame["x"].Mean() // => 2
/// frame["city"].NullCount // => 1
/// Table.From(frame).Values&lt;string&gt;("city")[0] // => Oslo
/// </code>
/// </example>
public static class DataFrames
{
    /// <summary>The rows as a data frame.</summary>
    public static DataFrame ToDataFrame(this Table rows) =>
        new(rows.Schema.Fields.Select(field => FrameWriting.Column(field.Name, rows.Data(field.Name))));

    extension(Table)
    {
        /// <summary>The rows of a data frame, whose own <c>ToTable</c> makes a table of ADO.NET.</summary>
        /// <exception cref="SchemaException">A column is of a type that tables have not, or there are more rows than a table can have.</exception>
        /// <exception cref="RowException">A value does not fit: a number above 2⁶³, a vector of another length.</exception>
        public static Table From(DataFrame frame)
        {
            var columns = frame.Columns.Select(FrameReading.Column).ToArray();
            return new(new([.. frame.Columns.Select((column, i) => new Field(column.Name, columns[i].Type)
            {
                IsNullable = columns[i].HasMissing,
                VectorLength = columns[i] is VectorColumn { Width: > 0 } vectors ? vectors.Width : null,
            })]), [.. columns]);
        }
    }
}
