using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Alink.Interactive.Cells;

/// <summary>Says what went wrong in a cell, and in which line.</summary>
static class CellErrors
{
    const string Prefix = "cell ";
    const int MostOuterFrames = 12;

    /// <summary>What stands for the name of a file in traces of a cell.</summary>
    public static string FileOf(int cell) => Prefix + cell.ToString(CultureInfo.InvariantCulture);

    /// <summary>Why a cell is no C#.</summary>
    public static CellError Of(IReadOnlyList<Diagnostic> diagnostics, int cell, string code)
    {
        var places = diagnostics.Select(diagnostic => diagnostic.Location.GetLineSpan().StartLinePosition).ToArray();
        var first = diagnostics[0];
        return new("CompilationError", $"{first.Id}: {first.GetMessage(CultureInfo.InvariantCulture)}", places[0].Line + 1,
        [
            .. diagnostics.Zip(places).SelectMany<(Diagnostic Diagnostic, Microsoft.CodeAnalysis.Text.LinePosition Place), string>(one =>
            [
                $"{FileOf(cell)}, line {one.Place.Line + 1}, column {one.Place.Character + 1}: "
                    + $"{one.Diagnostic.Id}: {one.Diagnostic.GetMessage(CultureInfo.InvariantCulture)}",
                "    " + LineOf(code, one.Place.Line + 1),
                "    " + new string(' ', one.Place.Character) + "^",
            ]),
        ]);
    }

    /// <summary>What a cell has thrown.</summary>
    public static CellError Of(Exception exception, string code)
    {
        var frames = new StackTrace(exception, fNeedFileInfo: true).GetFrames();
        var inCells = frames.Where(IsInCell).ToArray();
        var line = exception is DirectiveException directive ? directive.Line : inCells.FirstOrDefault()?.GetFileLineNumber() ?? 0;
        var trace = ImmutableArray.CreateBuilder<string>();
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            trace.Add($"{(cause == exception ? "" : "because of ")}{cause.GetType().Name}: {cause.Message}");
        }

        if (exception is DirectiveException { Line: > 0 })
        {
            trace.Add($"   at line {line}: {LineOf(code, line).Trim()}");
            return new(exception.GetType().Name, exception.Message, line, trace.ToImmutable());
        }

        trace.AddRange(frames.TakeWhile(frame => !IsInCell(frame)).Select(frame => frame.GetMethod())
            .Where(method => method?.DeclaringType is { } type && type.Assembly != typeof(CellErrors).Assembly).Take(MostOuterFrames)
            .Select(method => $"   at {method!.DeclaringType!.FullName}.{method.Name}"));
        trace.AddRange(inCells.Select((frame, i) =>
            $"   at {Path.GetFileName(frame.GetFileName())}, line {frame.GetFileLineNumber()}{(i == 0 ? $": {LineOf(code, line).Trim()}" : "")}"));
        return new(exception.GetType().Name, exception.Message, line, trace.ToImmutable());
    }

    static bool IsInCell(StackFrame frame) => Path.GetFileName(frame.GetFileName())?.StartsWith(Prefix, StringComparison.Ordinal) == true;

    static string LineOf(string code, int line) => code.ReplaceLineEndings("\n").Split('\n').ElementAtOrDefault(line - 1) ?? "";
}
