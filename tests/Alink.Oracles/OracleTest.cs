using Xunit.Abstractions;

namespace Alink.Oracles;

public class OracleTest(Tally tally, ITestOutputHelper output) : IClassFixture<Tally>
{
    static readonly IReadOnlyDictionary<string, Case> Cases = CaseFile.Cases;

    [Theory]
    [Cases(present: true)]
    [Cases(present: false)]
    public void Oracle(string id)
    {
        var one = Cases[id];
        var worst = new Trial(one).Run(Oracles.Of[one.Algorithm]);
        tally.Add(id, worst);
        output.WriteLine(FormattableString.Invariant($"{one.Source}: within {worst:P2} of the tolerance."));
    }

    [Fact]
    public void Every_case_runs_or_is_skipped_for_a_reason()
    {
        var absent = Cases.Values.Where(one => !CaseFile.IsPresent(one)).ToArray();
        output.WriteLine($"{Cases.Count - absent.Length} cases run, {absent.Length} are skipped.");
        foreach (var one in absent)
        {
            output.WriteLine($"Skipped: {one.Id}; {Path.GetFileName(one.DataFile)} is not here. {CaseFile.WhyAbsent}");
        }

        foreach (var (algorithm, count) in Oracles.NotHereYet)
        {
            output.WriteLine($"Not here yet: {algorithm}, {count} cases.");
        }

        Assert.All(absent, one => Assert.StartsWith("sample_", Path.GetFileName(one.DataFile)));
    }

    [Fact]
    public void Every_algorithm_that_is_mapped_has_cases() =>
        Assert.Equal(Oracles.Of.Keys.Order(), Cases.Values.Select(one => one.Algorithm).Distinct().Order());

    [SharedFact]
    public void The_cases_are_those_of_the_shared_folder() => Assert.Equal(
        Case.Read(Path.Combine(DataFiles.Shared, "oracles.json")).Select(Text), CaseFile.All.Select(Text));

    static string Text(Case one) => string.Concat(one.ToString().Where(letter => !char.IsWhiteSpace(letter)));
}
