using System.Text.Json;
using Alink.Runtime;

namespace Alink.Tests.Runtime;

public class OptionsJsonTest
{
    static readonly Catalog Kinds = new(typeof(Tuned), typeof(Times));

    [Fact]
    public void Every_option_comes_back()
    {
        var options = new Tuned
        {
            Features = "x",
            Weight = "w",
            Rounds = 7,
            Seed = long.MinValue,
            Tolerance = 0.1 + 0.2,
            Rate = 1f / 3,
            IsCentred = false,
            Note = "ä \"b\" \\ \n",
            Name = "",
            Season = Season.Autumn,
            Other = Season.Spring,
            Thresholds = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, double.Epsilon, double.MaxValue],
            Columns = ["a", "b"],
            Start = Matrix.Of([1, 2], [3, 4]),
            Levels = Levels.Of("no", "yes"),
            Window = TimeSpan.FromDays(2.5),
            Since = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(-7)),
            Bounds = new(-1, 2),
            Inner = new Times(3) { Input = "y" },
        };

        var back = (Tuned)OptionsJson.Read(OptionsJson.Write(options), Kinds);

        Assert.Equal(options.Thresholds.Select(BitConverter.DoubleToInt64Bits), back.Thresholds.Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(options.Columns.AsEnumerable(), back.Columns);
        Assert.Equal(options, back with { Thresholds = options.Thresholds, Columns = options.Columns });
    }

    [Fact]
    public void What_is_left_out_keeps_its_default() =>
        Assert.Equal(new Tuned { Rounds = 3 }, OptionsJson.Read<Tuned>("""{ "rounds": 3 }"""));

    [Fact]
    public void Enumerations_go_by_name_in_any_capitals_and_lists_may_end_in_a_comma() =>
        Assert.Equal(
            new Tuned { Season = Season.Autumn, Tolerance = 100 },
            OptionsJson.Read("""{ "kind": "Tuned", /* late */ "season": "AUTUMN", "tolerance": 1e2, }""", Kinds));

    [Theory]
    [InlineData("""{ "kind": "Tuned", "round": 3 }""", "column 'round': Tuned has no option 'round'. Did you mean 'rounds'? The options are: features, weight, rounds, ")]
    [InlineData("""{ "kind": "Tuned", "Rounds": 3 }""", "column 'Rounds': Tuned has no option 'Rounds'. Did you mean 'rounds'?")]
    [InlineData("""{ "kind": "Tuned", "thresh": 3 }""", "Did you mean 'thresholds'?")]
    [InlineData("""{ "kind": "Tuned", "rounds": 0 }""", "column 'rounds': Rounds must be at least 1; it was 0.")]
    [InlineData("""{ "kind": "Tuned", "rounds": 1.5 }""", "column 'rounds': It must be a whole number from -2147483648 to 2147483647; it was 1.5.")]
    [InlineData("""{ "kind": "Tuned", "rounds": 2147483648 }""", "it was 2147483648.")]
    [InlineData("""{ "kind": "Tuned", "rounds": "3" }""", "it was \"3\".")]
    [InlineData("""{ "kind": "Tuned", "rounds": null }""", "column 'rounds': It must not be null.")]
    [InlineData("""{ "kind": "Tuned", "name": null }""", "column 'name': It must not be null.")]
    [InlineData("""{ "kind": "Tuned", "tolerance": 1e400 }""", "column 'tolerance': It must be a number within the range of a double")]
    [InlineData("""{ "kind": "Tuned", "tolerance": "nan" }""", "it was \"nan\".")]
    [InlineData("""{ "kind": "Tuned", "rate": 1e39 }""", "column 'rate': It must be a number within the range of a float")]
    [InlineData("""{ "kind": "Tuned", "isCentred": 1 }""", "column 'isCentred': It must be true or false; it was 1.")]
    [InlineData("""{ "kind": "Tuned", "features": 1 }""", "column 'features': It must be the name of a column; it was 1.")]
    [InlineData("""{ "kind": "Tuned", "season": "Sumer" }""", "column 'season': It must be one of Spring, Summer, Autumn; it was 'Sumer'. Did you mean 'Summer'?")]
    [InlineData("""{ "kind": "Tuned", "season": "1" }""", "It must be one of Spring, Summer, Autumn; it was '1'.")]
    [InlineData("""{ "kind": "Tuned", "season": 1 }""", "It must be one of Spring, Summer, Autumn; it was 1.")]
    [InlineData("""{ "kind": "Tuned", "thresholds": 1 }""", "column 'thresholds': It must be a list; it was 1.")]
    [InlineData("""{ "kind": "Tuned", "thresholds": [1, "2"] }""", "column 'thresholds[1]': It must be a number")]
    [InlineData("""{ "kind": "Tuned", "start": [[1, 2], [3]] }""", "column 'start': The rows are not of one length.")]
    [InlineData("""{ "kind": "Tuned", "start": [[1, true]] }""", "column 'start[0][1]': It must be a number")]
    [InlineData("""{ "kind": "Tuned", "levels": { "type": "String", "names": ["a", "a"] } }""", "column 'levels': The level 'a' stands twice.")]
    [InlineData("""{ "kind": "Tuned", "levels": { "type": "String" } }""", "column 'levels': There is no 'names', and Levels needs it.")]
    [InlineData("""{ "kind": "Tuned", "bounds": { "low": 2 } }""", "column 'bounds': High (1) must not be below Low (2).")]
    [InlineData("""{ "kind": "Tuned", "window": "1 hour" }""", "It must be a span of time like")]
    [InlineData("""{ "kind": "Tuned", "since": "yesterday" }""", "It must be a moment like")]
    [InlineData("""{ "kind": "Tuned", "inner": { "kind": "Time" } }""", "column 'inner.kind': There is no 'Time'. Did you mean 'Times'?")]
    [InlineData("""{ "kind": "Tuned", "inner": { "factor": 1 } }""", "column 'inner': There is no \"kind\".")]
    [InlineData("""{ "kind": "Tuned", "inner": { "kind": "Times" } }""", "column 'inner': There is no 'factor', and Times needs it.")]
    [InlineData("""{ "kind": "System.Diagnostics.Process" }""", "There is no 'System.Diagnostics.Process'.")]
    [InlineData("""{ "kind": "PipelineModel", "steps": [ { "kind": "Tuned" } ] }""", "column 'steps[0].kind': 'Tuned' cannot stand here. What can: PipelineModel, Times.")]
    [InlineData("""{ "kind": "TunedModel" }""", "There is no 'TunedModel'. Did you mean 'Tuned'?")]
    [InlineData("""{ "kind": 1 }""", "column 'kind': It must be text; it was 1.")]
    [InlineData("""{ "rounds": 3 }""", "There is no \"kind\".")]
    [InlineData("[]", "It must be an object with a \"kind\"; it was [].")]
    [InlineData("{ \"kind\": \"Tuned\",\n \"rounds\": }", "options, line 2: ")]
    [InlineData("""{ "kind": "Tuned", "rounds": 3, "rounds": 4 }""", "options: Duplicate property 'rounds'")]
    [InlineData("", "options, line 1: ")]
    public void What_is_wrong_is_named(string json, string message) =>
        Assert.Contains(message, Assert.Throws<DataFormatException>(() => OptionsJson.Read(json, Kinds)).Message);

    [Fact]
    public void Json_that_lies_too_deep_is_refused() =>
        Assert.Throws<DataFormatException>(() => OptionsJson.Read(new string('[', 10_000), Kinds));

    [Fact]
    public void A_kind_that_stands_where_it_is_known_must_be_the_known_one() =>
        Assert.Contains(
            "It must be \"Tuned\"; it was \"Times\".",
            Assert.Throws<DataFormatException>(() => OptionsJson.Read<Tuned>("""{ "kind": "Times" }""")).Message);

    [Fact]
    public void A_function_is_no_option() =>
        Assert.Contains("Func", Assert.Throws<NotSupportedException>(() => OptionsJson.Write(new Mapped(x => x))).Message);

    [Fact]
    public void A_catalogue_takes_stages_that_are_plain_data_each_under_one_name()
    {
        Assert.Equal(["Pipeline", "PipelineModel", "Times", "Tuned"], Kinds.Kinds.AsEnumerable());
        Assert.Throws<ArgumentException>(() => new Catalog(typeof(Mapped)));
        Assert.Throws<ArgumentException>(() => new Catalog(typeof(Model)));
        Assert.Throws<ArgumentException>(() => new Catalog(typeof(string)));
        Assert.Contains("Tuned", Catalog.Of(typeof(Tuned).Assembly).Kinds);
        Assert.DoesNotContain("Mapped", Catalog.Of(typeof(Tuned).Assembly).Kinds);
    }

    [Fact]
    public void Written_options_are_readable()
    {
        using var json = JsonDocument.Parse(OptionsJson.Write(new Times(2)));

        Assert.Equal("""{"kind":"Times","factor":2,"input":"x","output":"product"}""", JsonSerializer.Serialize(json));
    }
}
