namespace Alink;

/// <summary>A column is missing or of another type than the one asked for.</summary>
public sealed class SchemaException(string message) : Exception(message)
{
    internal static SchemaException Missing(string name, Schema schema) =>
        new($"There is no column '{name}'.{Nearest.Hint(name, schema.Fields.Select(field => field.Name))}"
            + (schema.Fields.IsEmpty ? " There are no columns." : $" The columns are: {schema}."));

    internal static SchemaException Nameless() => new("A column has no name; an option that names one holds null.");

    internal static SchemaException WrongType<T>(Field field) =>
        new($"Column '{field.Name}' holds {field.Type}, not {Asked<T>()}.");

    static string Asked<T>() =>
        typeof(T) == typeof(Category) ? "text, whole numbers or booleans"
        : typeof(T) == typeof(double) ? "numbers"
        : DataTypes.Of(typeof(T)).ToString();
}

/// <summary>Rows that cannot teach: too few, of wrong lengths, with missing values, of one class.</summary>
public sealed class TrainingException(string message) : Exception(message);

/// <summary>A row that a model cannot take: a missing value, an unseen category, a
/// vector of the wrong length.</summary>
public sealed class RowException(string message) : Exception(message);

/// <summary>A file that is not what it should be.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="file">The path of the file, or what stands for it.</param>
/// <param name="line">The line, from 1; null where the format has none.</param>
/// <param name="column">The name or the number of the column; null where none is meant.</param>
/// <param name="text">The text found; null where there is none.</param>
/// <param name="inner">What caused it.</param>
public sealed class DataFormatException(
    string message, string file, long? line = null, string? column = null, string? text = null, Exception? inner = null)
    : Exception(Describe(message, file, line, column, text), inner)
{
    const int LongestText = 80;

    /// <summary>The path of the file, or what stands for it.</summary>
    public string File { get; } = file;

    /// <summary>The line, from 1; null where the format has none.</summary>
    public long? Line { get; } = line;

    /// <summary>The name or the number of the column; null where none is meant.</summary>
    public string? Column { get; } = column;

    /// <summary>The text found; null where there is none.</summary>
    public string? Text { get; } = text;

    static string Describe(string message, string file, long? line, string? column, string? text) =>
        file + (line is null ? "" : $", line {line}") + (column is null ? "" : $", column '{column}'") + ": " + message
        + (text is null ? "" : $" Found: '{(text.Length > LongestText ? text[..LongestText] + "…" : text)}'.");
}
