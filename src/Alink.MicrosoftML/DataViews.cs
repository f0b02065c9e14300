using Microsoft.ML;

namespace Alink.MicrosoftML;

/// <summary>Makes ML.NET's data views of rows, and tables of data views.</summary>
/// <remarks>
/// <para>
/// A view reads the rows where they are, when somebody asks for them. Booleans, numbers, text and moments keep their types; vectors, dense or sparse, become
/// vectors of single precision, whose slots are named by the features. A missing number of floating point is NaN, missing text is
/// empty, a missing vector is all NaN. Whole numbers and booleans that may be missing become floating-point numbers with NaN, for ML.NET has no other
/// word for it; a value that is missing where the schema says that none is stops whoever reads it.
/// </para>
/// <para>
/// The other way, whole numbers of up to 32 bits with a sign become <see cref="DataType.Int32"/>, longer ones <see cref="DataType.Int64"/>; keys the values
/// they stand for, missing where they are 0, or numbers from 1 where they stand for none; vectors of numbers, all of one length, vectors.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// using Alink.MicrosoftML;
/// using Microsoft.ML;
///
/// var rows = Table.Of&lt;Vector&gt;("features", [1.0, 2.0], [3.0, 4.0]).With("kind", "b", "a");
/// var view = rows.ToDataView(new() { Keys = ["kind"] });
/// $"{view.Schema["features"].Type}, {view.Schema["kind"].Type}" // => Vector&lt;Single, 2&gt;, Key&lt;UInt32, 0-1&gt;
/// view.ToTable().Values&lt;string&gt;("kind")[0] // => b
/// </code>
/// </example>
public static class DataViews
{
    /// <summary>The rows as ML.NET reads them; nothing is copied.</summary>
    /// <param name="rows">A table, or rows that are read again for each pass.</param>
    /// <param name="options">How columns are seen; null for the usual way.</param>
    /// <exception cref="SchemaException">A column of the options is missing, is none of classes, or not of numbers.</exception>
    public static IDataView ToDataView(this IDataset rows, DataViewOptions? options = null)
    {
        var seen = options ?? new();
        return new RowsView(rows, SeenColumn.All(rows, seen, field => seen.Singles.Contains(field.Name)));
    }

    /// <summary>The rows of a view, copied.</summary>
    /// <param name="view">The view, which is read once.</param>
    /// <param name="columns">The columns wanted; none for all of them.</param>
    /// <exception cref="SchemaException">A column is missing or of a type that tables have not, or vectors of one column differ in
    /// length.</exception>
    public static Table ToTable(this IDataView view, params string[] columns)
    {
        var made = (columns.Length == 0
            ? view.Schema.Where(column => !column.IsHidden)
            : columns.Select(name => MadeColumn.Find(view.Schema, name))).Select(MadeColumn.Of).ToArray();
        var builders = Array.ConvertAll(made, column => column.Builder((int)Math.Min(Array.MaxLength, view.GetRowCount() ?? 0)));
        using var cursor = view.GetRowCursor(made.Select(column => column.Source));
        var (cells, reads) = (Array.ConvertAll(made, column => column.Cell()), new Action[made.Length]);
        for (var i = 0; i < made.Length; i++)
        {
            reads[i] = made[i].Reader(cursor, cells[i]);
        }

        while (cursor.MoveNext())
        {
            for (var i = 0; i < reads.Length; i++)
            {
                reads[i]();
                builders[i].Append(cells[i]);
            }
        }

        var data = made.Select((column, i) => column.Data(builders[i].Build())).ToArray();
        return new(new([.. made.Select((column, i) => column.Field with { IsNullable = data[i].HasMissing })]), [.. data]);
    }
}
