using System.Collections.Immutable;
using System.IO.Compression;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML;
using TheirTransformer = Microsoft.ML.ITransformer;

namespace Alink.MicrosoftML;

/// <summary>What is asked of ML.NET.</summary>
static class Theirs
{
    const int MostEntries = 10_000;
    const long Unpacked = 64 << 20;
    const int Expansion = 32;

    static readonly ConditionalWeakTable<byte[], TheirTransformer> Loaded = [];

    /// <summary>What ML.NET answers, or our word for what it throws; what our own columns throw stays.</summary>
    public static T Ask<T>(Func<T> question, Func<string, Exception> wrong)
    {
        try
        {
            return question();
        }
        catch (Exception exception) when (Cause(exception) is not (OperationCanceledException or RowException or SchemaException or OutOfMemoryException))
        {
            throw wrong(Cause(exception).Message);
        }
    }

    /// <summary>The columns that a transformer adds to rows, or those of them that are wanted.</summary>
    /// <exception cref="SchemaException">It does not take the columns; it leaves rows out; one that it adds is of a type
    /// that tables have not.</exception>
    public static ImmutableArray<MadeColumn> Added(TheirTransformer transformer, DataViewSchema input, ImmutableArray<string> wanted)
    {
        if (!transformer.IsRowToRowMapper)
        {
            throw new SchemaException($"ML.NET's {transformer.GetType().Name} does not make one row of each row, so no model can stand for it.");
        }

        var output = Ask(() => transformer.GetOutputSchema(input), message => new SchemaException($"ML.NET's model does not take these columns: {message}"));
        return [.. (wanted.IsEmpty
            ? output.Where(column => !column.IsHidden && (column.Index >= input.Count || input.GetColumnOrNull(column.Name) is null))
            : wanted.Select(name => MadeColumn.Find(output, name))).Select(MadeColumn.Of)];
    }

    /// <summary>The transformer of a zip, read once.</summary>
    /// <exception cref="DataFormatException">It is none, or unpacks to far more than it is.</exception>
    public static TheirTransformer Load(ImmutableArray<byte> zip) =>
        Loaded.GetValue(ImmutableCollectionsMarshal.AsArray(zip) ?? [], static bytes => Ask(
            () =>
            {
                using var file = new MemoryStream(bytes);
                RefuseLarge(file, bytes.Length);
                return new MLContext().Model.Load(file, out _);
            },
            message => new DataFormatException($"It holds no model that ML.NET reads: {message}", "zip")));

    /// <summary>Refuses what unpacks to too much, before memory is taken for it.</summary>
    static void RefuseLarge(Stream file, int length)
    {
        using var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        var unpacked = archive.Entries.Sum(entry => Math.Max(0, entry.Length));
        if (archive.Entries.Count > MostEntries || unpacked > Math.Max(Unpacked, (long)length * Expansion))
        {
            throw new InvalidDataException($"{length} bytes unpack to {archive.Entries.Count} entries of {unpacked} bytes.");
        }

        file.Position = 0;
    }

    static Exception Cause(Exception exception) =>
        exception is TargetInvocationException or AggregateException && exception.InnerException is { } inner ? Cause(inner) : exception;
}
