namespace Alink;

/// <summary>Finds the name that was probably meant.</summary>
public static class Nearest
{
    /// <summary>The hint « Did you mean 'label'?» with a space before it, or nothing where no name is near.</summary>
    public static string Hint(string name, IEnumerable<string> names) =>
        Name(name, names) is { } near ? $" Did you mean '{near}'?" : "";

    /// <summary>
    /// The name at the fewest edits, at most a third of its length and at least one; or else one that begins with what was
    /// given, or is its beginning, by three letters or more; null where none is near.
    /// </summary>
    public static string? Name(string name, IEnumerable<string> names) => names
        .Select(candidate => (candidate, edits: Edits(name.ToUpperInvariant(), candidate.ToUpperInvariant())))
        .Select(near => (near.candidate, near.edits, isNear: near.edits <= Math.Max(1, Math.Max(name.Length, near.candidate.Length) / 3)))
        .Where(near => near.isNear || IsBeginning(name, near.candidate) || IsBeginning(near.candidate, name))
        .OrderBy(near => near.isNear ? 0 : 1)
        .ThenBy(near => near.edits)
        .Select(near => near.candidate)
        .FirstOrDefault();

    static bool IsBeginning(string word, string longer) =>
        word.Length >= 3 && longer.StartsWith(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>Insertions, deletions, replacements and swaps of neighbours that
    /// turn one word into the other.</summary>
    static int Edits(string from, string to)
    {
        var edits = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
            {
                edits[i, j] = i == 0 ? j : j == 0 ? i : Math.Min(
                    Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1,
                    edits[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    edits[i, j] = Math.Min(edits[i, j], edits[i - 2, j - 2] + 1);
                }
            }
        }

        return edits[from.Length, to.Length];
    }
}
