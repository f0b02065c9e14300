using Alink.Mutants;

namespace Alink.Tests.Architecture;

/// <summary>The mutants of mutants.txt can be planted; that tests die of them, tests/Alink.Mutants sees.</summary>
public class MutantsTest
{
    static readonly Mutant[] Mutants = Mutant.Read(Path.Combine(Repository.Root, "tests/mutants.txt"));

    static readonly string[] Known =
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
        let path = Path.Combine(Repository.Root, mutant.File)
        where !File.Exists(path) || File.ReadAllText(path).Split(mutant.Old).Length != 2
        select mutant.Name);

    [Fact]
    public void The_tests_of_each_are_there() => Assert.Empty(
        from mutant in Mutants
        where mutant.Tests == "Alink.Tests"
        from part in mutant.Filter.Split('|')
        where !Known.Any(test => test.Contains(part.Split('~')[^1]))
        select $"{mutant.Name}: {part}");
}
