using System.Collections.Immutable;

namespace Alink.Interactive.Cells;

/// <summary>How a cell has ended.</summary>
/// <param name="Shown">What its last line has shown, for each MIME type; null where it showed nothing.</param>
/// <param name="Error">What went wrong, if anything.</param>
sealed record CellResult(IReadOnlyDictionary<string, string>? Shown = null, CellError? Error = null);

/// <summary>What went wrong in a cell.</summary>
/// <param name="Name">The kind of error.</param>
/// <param name="Message">What it says.</param>
/// <param name="Line">The line of the cell, counted from 1; 0 where it is of no line.</param>
/// <param name="Traceback">All of it, by lines.</param>
sealed record CellError(string Name, string Message, int Line, ImmutableArray<string> Traceback);
