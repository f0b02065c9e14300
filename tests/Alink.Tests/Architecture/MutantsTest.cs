namespace Alink.Tests.Architecture;

/// <summary>The mutants of mutants.txt can be planted; that tests die of them, tests/mutants.sh sees.</summary>
public class MutantsTest
{
    static readonly Mutant[] Mutants =
    [
        .. from stanza in File.ReadAllText(Path.Combine(Repository.Root, "tests/mutants.txt")).Split("\n## ").Skip(1)
           select new Mutant(stanza.Split('\n')),
    ];

    static readonly string[] Tests =
    [
        .. from type in typeof(MutantsTest).Assembly.GetTypes()
           from method in type.GetMethods()
           select $"{type.FullName}.{method.Name}",
    ];

    [Fact]
    public void Each_has_one_file_and_its_tests() => Assert.Empty(
        from mutant in Mutants
        where mutant.All("file: ").Length != 1 || mutant.All("test: ").Length != 1
        select mutant.Name);

    [Fact]
    public void No_two_have_one_name() => Assert.Equal(Mutants.Length, Mutants.DistinctBy(mutant => mutant.Name).Count());

    [Fact]
    public void The_lines_of_each_stand_once_in_its_file() => Assert.Empty(
        from mutant in Mutants
        let path = Path.Combine(Repository.Root, mutant.One("file: "))
        where !File.Exists(path) || File.ReadAllText(path).Split(string.Join('\n', mutant.All("- "))).Length != 2
        select mutant.Name);

    [Fact]
    public void The_tests_of_each_are_there() => Assert.Empty(
        from mutant in Mutants
        where mutant.One("test: ").StartsWith("Alink.Tests ", StringComparison.Ordinal)
        from part in mutant.One("test: ")["Alink.Tests ".Length..].Split('|')
        where !Tests.Any(test => test.Contains(part.Split('~')[^1]))
        select $"{mutant.Name}: {part}");

    sealed record Mutant(string[] Lines)
    {
        public string Name => Lines[0];

        public string One(string mark) => All(mark).FirstOrDefault("");

        public string[] All(string mark) =>
            [.. Lines.Where(line => line.StartsWith(mark, StringComparison.Ordinal)).Select(line => line[mark.Length..])];
    }
}
