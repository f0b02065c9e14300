using Npgsql;

namespace Alink.IO;

/// <summary>Names as SQL takes them whatever they hold, and statements.</summary>
static class Sql
{
    /// <summary>A name in quotes.</summary>
    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Names in quotes, with commas between them.</summary>
    public static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(Name));

    /// <summary>A table, or a schema and a table with a point between them.</summary>
    public static string Table(string table) => string.Join('.', table.Split('.', 2).Select(Name));

    /// <summary>A statement, with values for $1, $2 and so on.</summary>
    public static NpgsqlCommand Command(this NpgsqlConnection open, string text, params object[] values)
    {
        var command = new NpgsqlCommand(text, open);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return command;
    }

    /// <summary>Runs a statement.</summary>
    public static async Task RunAsync(this NpgsqlConnection open, string text, CancellationToken cancellation, params object[] values)
    {
        var command = open.Command(text, values);
        await using (command.ConfigureAwait(false))
        {
            await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        }
    }
}
