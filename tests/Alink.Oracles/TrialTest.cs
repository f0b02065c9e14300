using System.Text.Json;
using Xunit.Sdk;

namespace Alink.Oracles;

/// <summary>The oracles themselves can fail.</summary>
public class TrialTest
{
    [Theory]
    [InlineData("absolute", 0.5, 10.4)]
    [InlineData("absolute", 0.5, 9.6)]
    [InlineData("relative", 0.05, 10.4)]
    [InlineData("exact", 0.0, 10.0)]
    public void A_number_within_its_tolerance_agrees(string kind, double value, double actual) =>
        Run(new(kind, value), expected => expected.Of("x", actual));

    [Theory]
    [InlineData("absolute", 0.5, 10.6)]
    [InlineData("absolute", 0.5, 9.4)]
    [InlineData("relative", 0.05, 10.6)]
    [InlineData("exact", 0.0, 10.000000000000002)]
    [InlineData("absolute", 0.5, double.NaN)]
    [InlineData("absolute", 0.5, double.PositiveInfinity)]
    public void A_number_beyond_its_tolerance_fails(string kind, double value, double actual) =>
        Assert.ThrowsAny<XunitException>(() => Run(new(kind, value), expected => expected.Of("x", actual)));

    [Theory]
    [InlineData("x abs 1e-3; y rel 0.1", 10.0009, 10.9)]
    public void A_tolerance_can_have_a_rule_for_each_key(string rules, double x, double y)
    {
        Assert.Equal(1e-3, new Tolerance(rules).Of("x", 10));
        Assert.Equal(1, new Tolerance(rules).Of("y", 10));
        Run(new(rules), expected => expected.Of("x", x));
        Assert.ThrowsAny<XunitException>(() => Run(new(rules), expected => expected.Of("x", y)));
    }

    [Fact]
    public void An_expectation_that_is_not_compared_fails()
    {
        var exception = Assert.ThrowsAny<XunitException>(() => Run(new("exact", 0), _ => { }));
        Assert.Contains("expectation 'x'", exception.Message);
    }

    [Fact]
    public void A_parameter_or_datum_that_is_not_heeded_fails()
    {
        Assert.Contains("parameter 'k'", Assert.ThrowsAny<XunitException>(() => Run(
            new("exact", 0), expected => expected.Of("x", 10), parameters: """{ "k": 2 }""")).Message);
        Assert.Contains("data 'rows'", Assert.ThrowsAny<XunitException>(() => Run(
            new("exact", 0), expected => expected.Of("x", 10), data: """{ "rows": [] }""")).Message);
    }

    [Fact]
    public void More_or_fewer_numbers_than_expected_fail()
    {
        const string expectations = """{ "x": [1, 2], "y": [[1, 2], [3, 4]], "z": ["a", "b"] }""";
        Run(new("exact", 0), All([1, 2], [[1, 2], [3, 4]], ["a", "b"]), expectations);
        Fails(All([1], [[1, 2], [3, 4]], ["a", "b"]));
        Fails(All([1, 2, 3], [[1, 2], [3, 4]], ["a", "b"]));
        Fails(All([1, 2], [[1, 2]], ["a", "b"]));
        Fails(All([1, 2], [[1, 2], [3, 4, 5]], ["a", "b"]));
        Fails(All([1, 2], [[1, 2], [3, 4]], ["a"]));

        static Action<Expectation> All(double[] x, double[][] y, string[] z) => expected =>
        {
            expected.Of("x", x);
            expected.Of("y", y);
            expected.Of("z", z);
        };

        static void Fails(Action<Expectation> compare) =>
            Assert.ThrowsAny<XunitException>(() => Run(new("exact", 0), compare, expectations));
    }

    [Fact]
    public void Numbers_that_are_not_finite_stand_as_text()
    {
        const string expectations = """{ "x": ["NaN", "Infinity", "+Infinity", "-Infinity"] }""";
        double[] numbers = [double.NaN, double.PositiveInfinity, double.PositiveInfinity, double.NegativeInfinity];
        Run(new("exact", 0), expected => expected.Of("x", numbers), expectations);
    }

    [Fact]
    public void A_number_is_left_out_only_where_its_note_says_so()
    {
        const string note = "treat x as informational";
        Run(new("exact", 0), expected =>
        {
            expected.Informational("x", note);
            expected.Of("x", 11);
        });
        Assert.ThrowsAny<XunitException>(() => Run(
            new("exact", 0), expected => expected.Informational("x", "no such words")));
    }

    static void Run(
        Tolerance tolerance, Action<Expectation> compare,
        string expectations = """{ "x": 10 }""", string parameters = "{}", string data = "{}")
    {
        var (asked, rows, expected) = (Json(parameters), Json(data), Json(expectations));
        new Trial(new("id", "source", "algorithm", asked, rows, expected, tolerance, "by hand")).Run(new Comparing(compare));
    }

    static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    sealed class Comparing(Action<Expectation> compare) : IOracle
    {
        public void Run(Trial trial) => compare(trial.Expected);
    }
}
