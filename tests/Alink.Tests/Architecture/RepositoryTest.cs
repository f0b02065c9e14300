using System.Text;
using System.Text.RegularExpressions;

namespace Alink.Tests.Architecture;

/// <summary>What holds for every file of the project that is text and written by hand.</summary>
public partial class RepositoryTest
{
    static readonly (string Path, string Text)[] Written =
    [
        .. from path in Repository.Files()
           where !path.StartsWith("datasets/", StringComparison.Ordinal) && !path.Contains("/data/")
           where !path.EndsWith(".lock.json", StringComparison.Ordinal) && path is not (".git" or "notebooks/adult-census/adult.data")
           let bytes = File.ReadAllBytes(Path.Combine(Repository.Root, path))
           where !bytes.Contains((byte)0)
           select (path, Encoding.UTF8.GetString(bytes)),
    ];

    [Fact]
    public void There_are_files_to_check() =>
        Assert.Contains(Written, file => file.Path == "tests/Alink.Tests/Architecture/RepositoryTest.cs");

    [Fact]
    public void No_file_names_a_path_of_one_machine() => None(file => MachinePath().Match(file.Text));

    [Fact]
    public void No_line_ends_in_blanks() => None(file => TrailingBlanks().Match(file.Text));

    [Fact]
    public void Every_file_ends_with_one_new_line() => None(file => WrongEnd().Match(file.Text));

    [Fact]
    public void Lines_end_in_LF_alone() => None(file => CarriageReturn().Match(file.Text));

    static void None(Func<(string Path, string Text), Match> find) => Assert.Empty(
        from file in Written
        let found = find(file)
        where found.Success
        select $"{file.Path}:{file.Text.AsSpan(0, found.Index).Count('\n') + 1}: {found.Value.Trim()}");

    // The brackets keep the patterns from finding themselves.
    [GeneratedRegex(@"/w[o]rk/|/t[m]p/\w|/r[o]ot/|/v3/index[.]json")]
    internal static partial Regex MachinePath();

    [GeneratedRegex(@"[ \t]\r?$", RegexOptions.Multiline)]
    internal static partial Regex TrailingBlanks();

    [GeneratedRegex(@"(?<!\n)\z|\n\n\z")]
    internal static partial Regex WrongEnd();

    [GeneratedRegex("\r")]
    internal static partial Regex CarriageReturn();
}
