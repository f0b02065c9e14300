using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace Alink.Examples.Generator;

/// <summary>One example, as an XML comment or a page shows it.</summary>
sealed class Example
{
    static readonly Regex Claim = new(@"^(.*?)\s*// => ?(.*)$");
    static readonly Regex Continuation = new(@"^\s*//    (.*)$");

    readonly List<string> _code = [];
    readonly List<string> _claims = [];
    bool _claiming;

    /// <param name="line">Where its text begins in the file, counted from 1.</param>
    public Example(int line) => Line = line;

    /// <summary>Where its text begins in the file, counted from 1.</summary>
    public int Line { get; }

    /// <summary>How many lines it has so far.</summary>
    public int Count => _code.Count;

    /// <summary>Its lines; the statement that a claim is about ends in a comment with the claim's number.</summary>
    public string Code => string.Join("\n", _code) + "\n";

    /// <summary>What is claimed to be shown, in order; lines joined by LF.</summary>
    public IReadOnlyList<string> Claims => _claims;

    /// <summary>Takes the next line.</summary>
    public void Add(string line)
    {
        var claim = Claim.Match(line);
        var more = Continuation.Match(line);
        if (claim.Success)
        {
            _code.Add(claim.Groups[1].Value);
            _claims.Add(claim.Groups[2].Value.TrimEnd());

            // A claim on a line of its own is about the statement above it.
            var last = _code.FindLastIndex(text => text.Trim().Length > 0);
            var end = _code[last].TrimEnd().EndsWith(";") ? "" : ";";
            _code[last] += $"{end} {Mark}{_claims.Count - 1}";
        }
        else if (_claiming && more.Success)
        {
            _code.Add("");
            _claims[_claims.Count - 1] += "\n" + more.Groups[1].Value.TrimEnd();
        }
        else
        {
            _code.Add(line);
        }

        _claiming = claim.Success || (_claiming && more.Success);
    }

    /// <summary>Takes empty lines until it has this many.</summary>
    public void Pad(int count) => _code.AddRange(Enumerable.Repeat("", count - Count));

    /// <summary>What the comment that stands for a claim begins with.</summary>
    public const string Mark = "//=>";
}
