using System.Text.Json;
using System.Text.Json.Nodes;
using Alink.Cli;
using Alink.Cli.Searches;
using Alink.Evaluation;
using Alink.Features;
using Alink.IO;
using Alink.Regression;
using Alink.Runtime;
using Alink.Tuning;

namespace Alink.Tests.Cli;

public sealed class SearchCommandTest : IDisposable
{
    const string Ridge = """
        {
          // what is learnt
          "stages": [
            { "kind": "VectorAssembler", "columns": ["x", "y"] },
            { "kind": "StandardScaler", "withMean": { "$values": [true, false] } },
            { "kind": "StandardScaler" },
            { "kind": "LinearRegression", "label": "z",
              "regularization": {
                "$logUniform": [0.001, 10]
              },
              "maxIterations": { "$whole": [50, 60] } }
          ],
          "by": { "regression": { "label": "z" }, "metric": "meanSquaredError", "goal": "minimize" },
          "folds": { "chance": { "count": 3 } },
          "strategy": { "kind": "RandomSearch", "trials": 6 },
          "seed": 4,
        }
        """;

    readonly string _folder = Directory.CreateTempSubdirectory("alink-search").FullName;
    readonly StringWriter _output = new();
    readonly StringWriter _errors = new();

    public SearchCommandTest() => File.WriteAllLines(In("rows.csv"), Enumerable.Range(0, 90)
        .Select(i => FormattableString.Invariant($"{i % 10},{i * 7 % 13},{(2 * (i % 10)) - (i * 7 % 13) + (i % 3)}")).Prepend("x,y,z"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_search_is_that_of_a_program()
    {
        Assert.Equal(0, await Run(Ridge));

        var scaler = new StandardScaler();
        var search = Search.Of(new VectorAssembler { Columns = ["x", "y"] }.Then(scaler).Then(scaler).Then(new LinearRegression { Label = "z" }))
            .By(new RegressionEvaluator { Label = "z" }, metrics => metrics.MeanSquaredError, Goal.Minimize)
            .Over(0, (StandardScaler stage) => stage.WithMean, true, false)
            .Over((LinearRegression stage) => stage.Regularization, Values.LogUniform(0.001, 10))
            .Over((LinearRegression stage) => stage.MaxIterations, Values.Whole(50, 60)) with
        { Folds = new KFold { Count = 3 }, Strategy = new RandomSearch { Trials = 6 }, Seed = 4 };
        var expected = search.Fit(Csv.Read(In("rows.csv")));
        var found = ModelFile.Read<SearchModel>(In("best.model"), Commands.Catalog);

        Assert.Equal(expected.Trials.Drop("seconds").Format(10), found.Trials.Drop("seconds").Format(10));
        Assert.Equal(["StandardScaler[0].WithMean", "LinearRegression.Regularization", "LinearRegression.MaxIterations"], found.Options.Select(option => option.Name));
        Assert.Equal((expected.Score, $"{expected.Learner}"), (found.Score, $"{found.Learner}"));
        Assert.Contains("the best of 6 candidates measures", _output.ToString());
        Assert.Equal(0, await Commands.RunAsync(["predict", In("best.model"), In("rows.csv"), "-o", In("out.csv")], new(_output), new(_errors), default));
        Assert.Equal(90, Csv.Read(In("out.csv")).Values<double>("prediction").Length);
    }

    [Theory]
    [InlineData("$logUniform", "$logUnifrom", "line 8", "'$logUniform'")]
    [InlineData("[0.001, 10]", "[0, 10]", "line 8", "above 0")]
    [InlineData("[0.001, 10]", "[0.001]", "line 8", "list of two numbers")]
    [InlineData("[50, 60]", "[50, 60.5]", "line 11", "whole numbers")]
    [InlineData("[50, 60]", "[-5, 60]", "line 11", "MaxIterations must be at least")]
    [InlineData("\"maxIterations\"", "\"maxIteration\"", "line 11", "'maxIterations'")]
    [InlineData("[true, false]", "[true, 1]", "line 5", "true or false")]
    [InlineData("\"x\", \"y\"", "\"x\", { \"$values\": [\"y\"] }", "line 4", "the whole of it")]
    [InlineData("\"seed\": 4", "\"seed\": { \"$values\": [4] }", "line 16", "an option of a stage")]
    [InlineData("meanSquaredError", "meanSquareError", "line 13", "'meanSquaredError'")]
    [InlineData("\"regression\": {", "\"binary\": {}, \"regression\": {", "line 13", "one evaluator; there are 2")]
    [InlineData("\"count\": 3 }", "\"count\": 3 }, \"split\": {}", "line 14", "in one way; there are 2")]
    [InlineData("\"chance\": { \"count\": 3 }", "\"split\": { \"trainShare\": 1 }", "line 14", "TrainShare must be")]
    [InlineData("RandomSearch", "RandomSearsh", "line 15", "'RandomSearch'")]
    [InlineData("\"goal\": \"minimize\"", "", "line 13", "'goal'")]
    [InlineData("\"seed\": 4", "\"seed\" 4", "line 16", "':'")]
    public async Task What_is_wrong_is_told_with_its_line_and_the_nearest_name(string old, string wrong, string line, string message)
    {
        Assert.Equal(1, await Run(Ridge.Replace(old, wrong)));

        Assert.Contains("search.json", _errors.ToString());
        Assert.Contains(line, _errors.ToString());
        Assert.Contains(message, _errors.ToString());
    }

    [Fact]
    public async Task One_split_judges_each_candidate_once()
    {
        Assert.Equal(0, await Run(Ridge.Replace("\"chance\": { \"count\": 3 }", "\"split\": { \"trainShare\": 0.8, \"seed\": 2 }")));

        var found = ModelFile.Read<SearchModel>(In("best.model"), Commands.Catalog);
        var split = new TrainValidationSplit { TrainShare = 0.8, Seed = 2 };
        var scores = found.Learner.CrossValidate(Csv.Read(In("rows.csv")), new RegressionEvaluator { Label = "z" }, split);
        Assert.Equal(found.Score, Assert.Single(scores).MeanSquaredError);
    }

    [Fact]
    public void A_search_goes_on_where_its_file_lies_elsewhere_and_not_where_it_says_something_else()
    {
        var rows = Csv.Read(In("rows.csv"));
        var search = Of("search.json", Ridge);

        Assert.Equal(search, Of("elsewhere.json", $"\n{Ridge.Replace("[50, 60]", "[ 50,60 ]")}"));
        Assert.All(
            [("0.001, 10", "0.001, 20"), ("[true, false]", "[false, true]"), ("[50, 60]", "[50, 61]"), ("meanSquared", "rootMeanSquared"),
                ("\"seed\": 4", "\"seed\": 5"), ("\"count\": 3", "\"count\": 4"), ("\"trials\": 6", "\"trials\": 7"), ("[\"x\", \"y\"]", "[\"y\", \"x\"]")],
            ((string Old, string Other) change) => Assert.NotEqual(search, Of("changed.json", Ridge.Replace(change.Old, change.Other))));

        string Of(string name, string text)
        {
            File.WriteAllText(In(name), text);
            return Fingerprint.Of(SearchPlan.Read(In(name)), rows);
        }
    }

    [Fact]
    public async Task Options_of_stages_within_others_are_varied_and_metrics_within_metrics_measured()
    {
        const string Nested = """
            { "stages": [
                { "kind": "Pipeline", "stages": [ { "kind": "VectorAssembler", "columns": ["x", "y"] }, { "kind": "StandardScaler" } ] },
                { "kind": "VotingRegressor", "learners": [ { "kind": "LinearRegression", "label": "z" } ],
                  "weights": { "$values": [[1], [2]] } } ],
              "by": { "timeSeries": { "label": "z" }, "metric": "errors.meanAbsoluteError", "goal": "Minimize" } }
            """;

        Assert.Equal((0, ""), (await Run(Nested), string.Concat(_errors.ToString().Split('\n').Where(line => !line.StartsWith("  ", StringComparison.Ordinal)))));
        Assert.Equal(["1", "2"], ModelFile.Read<SearchModel>(In("best.model"), Commands.Catalog).Options.Single().Values.AsEnumerable());
    }

    [Theory]
    [InlineData("", "", true)]
    [InlineData("[true, false]", "[]", false)]
    [InlineData("$logUniform", "$logUnifrom", false)]
    [InlineData("[0.001, 10]", "[0, 10]", false)]
    [InlineData("[0.001, 10]", "[0.001]", false)]
    [InlineData("[50, 60]", "[50, 60.5]", false)]
    [InlineData("\"maxIterations\"", "\"maxIteration\"", false)]
    [InlineData("\"x\", \"y\"", "\"x\", { \"$values\": [\"y\"] }", false)]
    [InlineData("\"seed\": 4", "\"seed\": { \"$values\": [4] }", false)]
    [InlineData("\"count\": 3", "\"count\": { \"$values\": [3] }", false)]
    [InlineData("\"chance\": { \"count\": 3 }", "\"split\": { \"trainShare\": 0.8, \"seed\": 2 }", true)]
    [InlineData("\"chance\": { \"count\": 3 }", "\"split\": { \"count\": 1 }", false)]
    [InlineData("RandomSearch", "RandomSearsh", false)]
    [InlineData("\"StandardScaler\" }", "{ \"$values\": [\"StandardScaler\"] } }", false)]
    [InlineData("{ \"kind\": \"StandardScaler\" }", "{ \"kind\": \"Pipeline\", \"stages\": [ { \"kind\": \"StandardScaler\", \"withMean\": { \"$values\": [true] } } ] }", true)]
    [InlineData("{ \"kind\": \"StandardScaler\" }", "{ \"kind\": \"Pipeline\", \"stages\": { \"$values\": [[]] } }", false)]
    public async Task The_schema_accepts_what_a_search_does(string old, string other, bool accepts)
    {
        Assert.Equal(0, await Commands.RunAsync(["schema", "search"], new(_output), new(_errors), default));
        var file = old.Length == 0 ? Ridge : Ridge.Replace(old, other);

        Assert.Equal(accepts, Accepts(
            JsonNode.Parse(_output.ToString())!,
            JsonNode.Parse(file.Replace("minimize", "Minimize"), null, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })));
    }

    /// <summary>Whether a schema accepts a value, by the words of JSON Schema that ours are written in.</summary>
    static bool Accepts(JsonNode root, JsonNode? value, JsonNode? part = null)
    {
        var schema = (part ?? root).AsObject();
        var (fields, items) = (value as JsonObject, value as JsonArray);
        return schema.All(word => word.Key switch
        {
            "$ref" => Accepts(root, value, root["$defs"]![$"{word.Value}"["#/$defs/".Length..]]),
            "anyOf" => word.Value!.AsArray().Any(one => Accepts(root, value, one)),
            "oneOf" => word.Value!.AsArray().Count(one => Accepts(root, value, one)) == 1,
            "enum" => word.Value!.AsArray().Any(one => JsonNode.DeepEquals(one, value)),
            "const" => JsonNode.DeepEquals(word.Value, value),
            "type" => (word.Value as JsonArray ?? [word.Value!.DeepClone()]).Any(name => Is($"{name}", value)),
            "required" => fields is null || word.Value!.AsArray().All(name => fields.ContainsKey($"{name}")),
            "properties" => fields is null || word.Value!.AsObject().All(one => !fields.TryGetPropertyValue(one.Key, out var field) || Accepts(root, field, one.Value)),
            "additionalProperties" => fields is null || fields.All(field => schema["properties"]!.AsObject().ContainsKey(field.Key)),
            "minProperties" => fields is null || fields.Count >= (int)word.Value!,
            "maxProperties" => fields is null || fields.Count <= (int)word.Value!,
            "items" => items is null || items.All(item => Accepts(root, item, word.Value)),
            "minItems" => items is null || items.Count >= (int)word.Value!,
            "maxItems" => items is null || items.Count <= (int)word.Value!,
            "exclusiveMinimum" => value?.GetValueKind() != JsonValueKind.Number || (double)value > (double)word.Value!,
            "$schema" or "$defs" or "title" or "default" => true,
            var other => throw new NotSupportedException(other),
        });

        static bool Is(string type, JsonNode? value) => (type, value?.GetValueKind() ?? JsonValueKind.Null) switch
        {
            ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) => true,
            ("null", JsonValueKind.Null) or ("number", JsonValueKind.Number) => true,
            ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
            ("integer", JsonValueKind.Number) => double.IsInteger((double)value!),
            _ => false,
        };
    }

    string In(string name) => Path.Combine(_folder, name);

    Task<int> Run(string search)
    {
        File.WriteAllText(In("search.json"), search);
        return Commands.RunAsync(["search", In("search.json"), In("rows.csv"), "-o", In("best.model")], new(_output), new(_errors), default);
    }
}
