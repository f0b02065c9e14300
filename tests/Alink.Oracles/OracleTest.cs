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
    public void Every_algorithm_of_the_cases_is_mapped_and_every_mapped_one_has_cases() =>
        Assert.Equal(Oracles.Of.Keys.Order(), Cases.Values.Select(one => one.Algorithm).Distinct().Order());

    [Fact]
    public void No_mapped_algorithm_is_said_not_to_be_here_yet() =>
        Assert.Empty(Oracles.Of.Keys.Intersect(Oracles.NotHereYet.Keys));

    [SharedFact]
    public void All_cases_are_here_but_those_of_algorithms_that_are_not_yet()
    {
        var all = Case.Read(Path.Combine(DataFiles.Shared, "oracles.json")).Values.ToLookup(IsMapped);

        Assert.Equal(all[true].Select(Text).Order(), Cases.Values.Select(Text).Order());
        Assert.Equal(
            all[false].CountBy(one => one.Algorithm).OrderBy(pair => pair.Key),
            Oracles.NotHereYet.OrderBy(pair => pair.Key));
    }

    static bool IsMapped(Case one) => Oracles.Of.ContainsKey(one.Algorithm);

    static string Text(Case one) => string.Concat(one.ToString().Where(letter => !char.IsWhiteSpace(letter)));
}
