using System.Text.Json;
using Alink.IO;

namespace Alink.Oracles;

/// <summary>The rows of a case as a table.</summary>
static class CaseTable
{
    static readonly string[] Words = ["note", "format", "generator"];

    /// <summary>The rows and columns that stand in a case, or in its file.</summary>
    public static Table ToTable(this Facts data)
    {
        foreach (var words in Words)
        {
            data.Find(words);
        }

        if (data.Text("file") is { } file)
        {
            var path = DataFiles.Path(file);
            return path.EndsWith(".txt", StringComparison.Ordinal) ? LibSvm.Read(path) : Csv.Read(path);
        }

        return Beside([.. data.Names.Except([.. Words, "columns"]).SelectMany(name => name == "rows"
            ? Columns(data)
            : [Column(name, [.. data[name].EnumerateArray()])])]);
    }

    /// <summary>This table with the numbers of its columns x0, x1 and so on as vectors.</summary>
    public static Table WithFeatures(this Table table)
    {
        var columns = table.Schema.Fields
            .Where(field => IsFeature(field.Name))
            .Select(field => table.NumbersOf(field.Name))
            .ToArray();
        var rows = Enumerable.Range(0, table.RowCount);
        return table.With<Vector>(
            "features", [.. rows.Select(row => Vector.Dense(Array.ConvertAll(columns, column => column[row])))]);
    }

    /// <summary>The rows of numbers that stand under a name, as vectors.</summary>
    public static Table Vectors(this Facts data, string name) => Table.Of<Vector>(
        "features", [.. data[name].EnumerateArray().Select(row => (Vector)Facts.NumbersOf(row))]);

    /// <summary>The numbers of a column, of whatever type.</summary>
    public static double[] NumbersOf(this Table table, string column) =>
        [.. Enumerable.Range(0, table.RowCount).Select(row => Convert.ToDouble(table.Data(column).Boxed(row)))];

    /// <summary>The vectors of a column.</summary>
    public static double[][] RowsOf(this Table table, Column<Vector> column) =>
        [.. Enumerable.Range(0, table.RowCount).Select(row => table.Values(column)[row].ToArray())];

    static IEnumerable<Table> Columns(Facts data)
    {
        var rows = data["rows"].EnumerateArray().Select(row => row.EnumerateArray().ToArray()).ToArray();
        var names = data.Find("columns") is { } columns
            ? columns.EnumerateArray().Select(name => name.GetString()!)
            : rows[0].Select((_, j) => $"x{j}");
        return names.Select((name, j) => Column(name, Array.ConvertAll(rows, row => row[j])));
    }

    static Table Column(string name, JsonElement[] values) =>
        values.Any(IsText) ? Table.Of(name, Array.ConvertAll(values, value => value.GetString()!))
        : values.Any(IsMissing) ? Table.Of(name, Array.ConvertAll(values, NumberOrMissing))
        : Table.Of(name, Array.ConvertAll(values, Facts.NumberOf));

    static double? NumberOrMissing(JsonElement value) => IsMissing(value) ? null : Facts.NumberOf(value);

    static Table Beside(Table[] columns) => columns.Aggregate((left, right) => left.Beside(right));

    static bool IsMissing(JsonElement value) => value.ValueKind == JsonValueKind.Null;

    static bool IsText(JsonElement value) => value.ValueKind == JsonValueKind.String
        && value.GetString() is not ("NaN" or "Infinity" or "+Infinity" or "-Infinity");

    /// <summary>Whether a column is named x0, x1 and so on.</summary>
    static bool IsFeature(string column) => column.Length > 1 && column[0] == 'x' && column[1..].All(char.IsAsciiDigit);
}
