using System.Text;
using System.Text.Json;
using Alink.Runtime;

namespace Alink.Tests.Runtime;

public class PipelineFileTest
{
    static readonly Catalog Kinds = new(typeof(Tuned), typeof(TunedModel), typeof(Times));

    [Fact]
    public void Stages_come_in_their_order()
    {
        var pipeline = PipelineFile.Parse(
            """
            {
              "$schema": "pipeline.schema.json",
              "stages": [
                { "kind": "Times", "factor": 2 },
                { "kind": "Pipeline", "stages": [ { "kind": "Tuned" } ] },
              ]
            }
            """,
            Kinds);

        Assert.Equal([new Times(2), new Tuned()], [pipeline.Stages[0], ((Pipeline)pipeline.Stages[1]).Stages[0]]);
        Assert.Equal(2, pipeline.Stages.Length);
    }

    [Theory]
    [InlineData("{ 'stages': [\n{ 'kind': '\\ud800' } ] }", "line 2: A text holds half of a surrogate pair.")]
    [InlineData("{ 'stages': [ { 'kind': 'Times',\n\n'\\udc00\\ud800': 2 } ] }", "line 3: A text holds half of a surrogate pair.")]
    [InlineData("{ 'stages': [\n{ 'kind': 'Ti\u00FFmes' } ] }", "line 2: It is not valid UTF-8.")]
    [InlineData("{ 'stages': [ { 'kind': 'Times', 'fact\u00FFor': 2 } ] }", "line 1: It is not valid UTF-8.")]
    public void What_is_no_text_is_refused(string json, string message)
    {
        using var scratch = new IO.Scratch();
        var path = scratch.File("p.json", Encoding.Latin1.GetBytes(json.Replace('\'', '"')));

        Assert.Equal($"{path}, {message}", Assert.Throws<DataFormatException>(() => PipelineFile.Read(path, Kinds)).Message);
    }

    [Fact]
    public void Pairs_of_surrogates_are_read() => Assert.Contains(
        "There is no '\U0001F600'", Assert.Throws<DataFormatException>(
            () => PipelineFile.Parse("""{ "stages": [ { "kind": "\ud83d\ude00" } ] }""", Kinds)).Message);

    [Fact]
    public void What_is_written_is_read_again()
    {
        var pipeline = new Times(2).Then(new Tuned { Rounds = 4 });

        Assert.Equal(pipeline.Stages.AsEnumerable(), PipelineFile.Parse(PipelineFile.Write(pipeline), Kinds).Stages);
    }

    [Theory]
    [InlineData("""{ "stages": [] }""", "column 'stages': There must be at least one stage.")]
    [InlineData("""{ "stage": [] }""", "It must be an object with \"stages\".")]
    [InlineData("""{ "stages": [ { "kind": "Times", "factor": 1 } ], "schema": 1 }""", "A pipeline file has no 'schema'. Did you mean '$schema'?")]
    [InlineData("""{ "stages": [ { "kind": "Times", "factor": 1 }, { "kind": "Tuned", "rounds": -1 } ] }""", "column 'stages[1].rounds': Rounds must be at least 1; it was -1.")]
    [InlineData("""{ "stages": [ null ] }""", "column 'stages[0]': It must not be null.")]
    public void What_is_wrong_is_named(string json, string message) =>
        Assert.Contains(message, Assert.Throws<DataFormatException>(() => PipelineFile.Parse(json, Kinds, "p.json")).Message);

    [Fact]
    public void A_file_is_read_with_its_byte_order_mark_and_named_in_errors()
    {
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, [0xEF, 0xBB, 0xBF, .. "{ \"stages\": [ { \"kind\": \"Tims\" } ] }"u8]);

        var error = Assert.Throws<DataFormatException>(() => PipelineFile.Read(path, Kinds));
        File.Delete(path);

        Assert.Equal($"{path}, line 1, column 'stages[0].kind': There is no 'Tims'. Did you mean 'Times'?", error.Message);
    }

    [Fact]
    public void The_schema_tells_kinds_options_types_members_and_defaults()
    {
        using var schema = JsonDocument.Parse(PipelineFile.JsonSchema(Kinds));
        var defined = schema.RootElement.GetProperty("$defs");
        var tuned = defined.GetProperty("Tuned").GetProperty("properties");

        Assert.Equal(["Pipeline", "Times", "Tuned", "Levels", "Interval"], defined.EnumerateObject().Select(type => type.Name));
        Assert.Equal("""{"const":"Tuned"}""", Text(tuned, "kind"));
        Assert.Equal("""{"type":"string","default":"features"}""", Text(tuned, "features"));
        Assert.Equal("""{"type":["string","null"],"default":null}""", Text(tuned, "weight"));
        Assert.Equal("""{"type":"integer","default":10}""", Text(tuned, "rounds"));
        Assert.Equal("""{"type":["integer","null"],"default":null}""", Text(tuned, "seed"));
        Assert.Equal("""{"anyOf":[{"type":"number"},{"enum":["NaN","Infinity","-Infinity"]}],"default":1E-06}""", Text(tuned, "tolerance"));
        Assert.Equal("""{"type":"boolean","default":true}""", Text(tuned, "isCentred"));
        Assert.Equal("""{"enum":["Spring","Summer","Autumn"],"default":"Summer"}""", Text(tuned, "season"));
        Assert.Equal("""{"enum":["Spring","Summer","Autumn",null],"default":null}""", Text(tuned, "other"));
        Assert.Equal("""{"type":"array","items":{"type":"string"},"default":[]}""", Text(tuned, "columns"));
        Assert.Equal("""{"oneOf":[{"$ref":"#/$defs/Interval"},{"type":"null"}],"default":null}""", Text(tuned, "bounds"));
        Assert.Equal("""["factor"]""", Text(defined.GetProperty("Times"), "required"));
        Assert.Equal("""["low"]""", Text(defined.GetProperty("Interval"), "required"));
        Assert.False(defined.GetProperty("Tuned").GetProperty("additionalProperties").GetBoolean());
        Assert.Equal(
            """{"oneOf":[{"$ref":"#/$defs/Pipeline","required":["kind"]},{"$ref":"#/$defs/Times","required":["kind"]},{"$ref":"#/$defs/Tuned","required":["kind"]}]}""",
            Text(schema.RootElement.GetProperty("properties").GetProperty("stages"), "items"));
    }

    static string Text(JsonElement json, string name) =>
        JsonSerializer.Serialize(json.GetProperty(name), new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
