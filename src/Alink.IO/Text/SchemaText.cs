using System.Globalization;
using System.Text;

namespace Alink.IO;

/// <summary>
/// Schemas as Alink writes them: names and types of SQL, such as <c>f0 int, f1 bigint, f2 string, v vector</c>.
/// </summary>
/// <remarks>
/// <para>
/// The types, in any case: BOOLEAN or BOOL; INT, INTEGER, SMALLINT or TINYINT (Int32); BIGINT or LONG (Int64); FLOAT or
/// REAL
/// (Single); DOUBLE; STRING, VARCHAR or CHAR; TIMESTAMP or DATE (DateTimeOffset); VECTOR, DENSE_VECTOR or
/// SPARSE_VECTOR, and
/// VECTOR(n) for vectors of length n. Other lengths and precisions in parentheses, such as VARCHAR(20), mean nothing
/// here.
/// </para>
/// <para>
/// A value may be missing unless NOT NULL follows the type. A name with spaces, commas or other signs stands between
/// backticks,
/// and a backtick in it is doubled. Names of features and levels do not stand in the text.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// using Alink.IO;
/// var schema = SchemaText.Parse("age int, `blood pressure` double not null, v vector(3)");
/// schema // => age: Int32?, blood pressure: Double, v: Vector[3]?
/// SchemaText.Format(schema) // => age INT, `blood pressure` DOUBLE NOT NULL, v VECTOR(3)
/// </code>
/// </example>
public static class SchemaText
{
    static readonly (string Name, DataType Type)[] Types =
    [
        ("BOOLEAN", DataType.Boolean), ("BOOL", DataType.Boolean),
        ("INT", DataType.Int32), ("INTEGER", DataType.Int32), ("SMALLINT", DataType.Int32), ("TINYINT", DataType.Int32),
        ("BIGINT", DataType.Int64), ("LONG", DataType.Int64),
        ("FLOAT", DataType.Single), ("REAL", DataType.Single),
        ("DOUBLE", DataType.Double),
        ("STRING", DataType.String), ("VARCHAR", DataType.String), ("CHAR", DataType.String),
        ("TIMESTAMP", DataType.DateTimeOffset), ("DATE", DataType.DateTimeOffset),
        ("VECTOR", DataType.Vector), ("DENSE_VECTOR", DataType.Vector), ("SPARSE_VECTOR", DataType.Vector),
    ];

    /// <summary>Reads a schema.</summary>
    /// <exception cref="SchemaException">The text is malformed, or a name stands twice; the message names the place,
    /// from 1.</exception>
    public static Schema Parse(string text)
    {
        var fields = new List<Field>();
        var at = 0;
        do
        {
            fields.Add(ReadField(text, ref at));
        }
        while (Take(text, ref at, ','));
        return at == text.Length ? new Schema([.. fields])
            : throw Wrong("A comma must stand between columns.", text, at);
    }

    /// <summary>Writes a schema.</summary>
    public static string Format(Schema schema) => string.Join(", ", schema.Fields.Select(Format));

    static string Format(Field field)
    {
        var name = field.Name.Length > 0 && field.Name.All(IsBare) ? field.Name
            : $"`{field.Name.Replace("`", "``", StringComparison.Ordinal)}`";
        var length = field.VectorLength is { } n ? string.Create(CultureInfo.InvariantCulture, $"({n})") : "";
        var type = Types.First(type => type.Type == field.Type).Name;
        return $"{name} {type}{length}{(field.IsNullable ? "" : " NOT NULL")}";
    }

    static Field ReadField(string text, ref int at)
    {
        var name = ReadName(text, ref at);
        SkipSpaces(text, ref at);
        var start = at;
        var word = ReadWord(text, ref at);
        if (word.Length == 0)
        {
            throw Wrong($"Column '{name}' has no type.", text, start);
        }

        var type = TypeOf(word, text, start);
        var field = new Field(name, type) { IsNullable = true };
        if (Take(text, ref at, '('))
        {
            var arguments = at;
            at = text.IndexOf(')', at) is >= 0 and var close ? close + 1
                : throw Wrong("A parenthesis is not closed.", text, at - 1);
            if (type == DataType.Vector)
            {
                field = field with { VectorLength = Length(text[arguments..(at - 1)], text, arguments) };
            }
        }

        SkipSpaces(text, ref at);
        var after = at;
        var not = ReadWord(text, ref at);
        if (not.Equals("NOT", StringComparison.OrdinalIgnoreCase))
        {
            SkipSpaces(text, ref at);
            field = ReadWord(text, ref at).Equals("NULL", StringComparison.OrdinalIgnoreCase)
                ? field with { IsNullable = false }
                : throw Wrong("NULL must follow NOT.", text, after);
        }
        else if (not.Length > 0 && !not.Equals("NULL", StringComparison.OrdinalIgnoreCase))
        {
            throw Wrong($"'{not}' follows the type of column '{name}'.", text, after);
        }

        return field;
    }

    static string ReadName(string text, ref int at)
    {
        SkipSpaces(text, ref at);
        var start = at;
        if (at == text.Length || text[at] != '`')
        {
            var word = ReadWord(text, ref at);
            return word.Length > 0 ? word : throw Wrong("A column's name is missing.", text, start);
        }

        var name = new StringBuilder();
        at++;
        while (at < text.Length)
        {
            if (text[at] != '`')
            {
                name.Append(text[at++]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '`')
            {
                name.Append('`');
                at += 2;
            }
            else
            {
                at++;
                return name.ToString();
            }
        }

        throw Wrong("A backtick is not closed.", text, start);
    }

    static DataType TypeOf(string word, string text, int at)
    {
        // Alink once wrote its own types with these before them.
        var name = word.StartsWith("VEC_TYPES_", StringComparison.OrdinalIgnoreCase) ? word["VEC_TYPES_".Length..]
            : word;
        foreach (var (known, type) in Types)
        {
            if (known.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return type;
            }
        }

        var names = Types.Select(type => type.Name);
        throw Wrong(
            $"'{word}' is no type.{Nearest.Hint(word, names)} The types are: {string.Join(", ", names)}.", text, at);
    }

    static int Length(string length, string text, int at) =>
        int.TryParse(
            length, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture,
            out var n)
            ? n : throw Wrong($"The length of a vector is a whole number; it was '{length}'.", text, at);

    static string ReadWord(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && IsBare(text[at]))
        {
            at++;
        }

        return text[start..at];
    }

    static bool Take(string text, ref int at, char character)
    {
        SkipSpaces(text, ref at);
        if (at == text.Length || text[at] != character)
        {
            return false;
        }

        at++;
        return true;
    }

    static void SkipSpaces(string text, ref int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }
    }

    static bool IsBare(char character) =>
        !char.IsWhiteSpace(character) && character is not (',' or '(' or ')' or '`' or '<' or '>');

    static SchemaException Wrong(string rule, string text, int at) =>
        new($"'{text}' is not a schema: {rule} It is at place {at + 1}.");
}
