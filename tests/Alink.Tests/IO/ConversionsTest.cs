using System.Collections.Immutable;
using Alink.IO;
using Alink.Runtime;
using CsCheck;

namespace Alink.Tests.IO;

public class ConversionsTest
{
    static readonly Table Rows = Table.Of<double?>("x", 1.5, null).With<string>("t", "a,\"b\"", "").With<long>("n", -1, 2);

    static string[] Texts(Table table, string column) => table.Values<string>(column).ToArray();

    [Fact]
    public void Columns_become_vectors_and_vectors_columns()
    {
        var vectors = Rows.ColumnsToVector(["n", "x"], "v");

        Assert.Equal(["[-1 1.5]", "[2 NaN]"], vectors.Values<Vector>("v").ToArray().Select(vector => vector.ToString()));
        Assert.Equal<string>(["n", "x"], vectors.Schema["v"].FeatureNames.ToArray());
        Assert.Equal([1.5, double.NaN], vectors.VectorToColumns("v", ["a", "b"]).Values<double>("b").ToArray());
        Assert.Contains("vectors of length 2, and there are 1 names.", Assert.Throws<SchemaException>(() => vectors.VectorToColumns("v", ["a"])).Message);
    }

    [Fact]
    public void Numbers_of_a_sparse_vector_go_to_their_places()
    {
        var table = Table.Of<Vector>("v", Vector.Sparse(3, new[] { 1 }, new[] { 7.0 }), Vector.Sparse(3, new[] { 0, 2 }, new[] { 1.0, 3.0 }))
            .VectorToColumns("v", ["a", "b", "c"]);

        Assert.Equal([0.0, 1], table.Values<double>("a").ToArray());
        Assert.Equal([7.0, 0], table.Values<double>("b").ToArray());
        Assert.Equal([0.0, 3], table.Values<double>("c").ToArray());
    }

    [Fact]
    public void Texts_are_as_expected()
    {
        Assert.Equal(["x:1.5,t:\"a,\"\"b\"\"\",n:-1", "t:\"\",n:2"], Texts(Rows.ColumnsToKeyValues(["x", "t", "n"], "text"), "text"));
        Assert.Equal(["1.5,\"a,\"\"b\"\"\",-1", ",\"\",2"], Texts(Rows.ColumnsToCsv(["x", "t", "n"], "text"), "text"));
        Assert.Equal(
            ["{\"x\":1.5,\"t\":\"a,\\\"b\\\"\",\"n\":-1}", "{\"x\":null,\"t\":\"\",\"n\":2}"],
            Texts(Rows.ColumnsToJson(["x", "t", "n"], "text"), "text"));
        var triples = Rows.ColumnsToTriples(["x", "t", "n"]);
        Assert.Equal([0L, 0, 0, 1, 1], triples.Values<long>("row").ToArray());
        Assert.Equal(["x", "t", "n", "t", "n"], Texts(triples, "column"));
        Assert.Equal(["1.5", "a,\"b\"", "-1", "", "2"], Texts(triples, "value"));
    }

    [Fact]
    public void Delimiters_of_pairs_are_plain_text() => Assert.Equal(
        ["1", "|"],
        Texts(Table.Of<string>("kv", "a=1|b=x", "b=y|a=\"|\"").KeyValuesToColumns("kv", SchemaText.Parse("a string"), "|", "="), "a"));

    [Theory]
    [InlineData("a", "In 'kv', row 1, ':' must stand between a name and its value. Found: 'a'.")]
    [InlineData("a:1,", "a pair is missing at the end.")]
    [InlineData("a:1:2", "':' stands in a value without quotes.")]
    [InlineData("a:\"1", "a quote is not closed, or text follows it.")]
    [InlineData("a:1,a:2", "the name 'a' stands twice.")]
    [InlineData("a:x", "column 'a' cannot be read. The text is not a number. Found: 'x'.")]
    [InlineData("b:1", "column 'a' cannot be read. The value is missing, and the schema says that it never is.")]
    public void Malformed_pairs_are_refused(string text, string message) => Assert.Contains(
        message,
        Assert.Throws<RowException>(() => Table.Of<string>("kv", text).KeyValuesToColumns("kv", SchemaText.Parse("a double not null"))).Message);

    [Theory]
    [InlineData("1", "there are 1 fields, and there should be 2.")]
    [InlineData("1,x", "column 'b' cannot be read. The text is not a number.")]
    [InlineData("1,2\n3,4", "there is more than one row.")]
    [InlineData("1,\"2", "there are 0 fields, and there should be 2.")]
    public void Malformed_csv_is_refused(string text, string message) => Assert.Contains(
        message,
        Assert.Throws<RowException>(() => Table.Of<string>("csv", text).CsvToColumns("csv", SchemaText.Parse("a double, b double"))).Message);

    [Theory]
    [InlineData("{", "there is no JSON object.")]
    [InlineData("{\"a\":\"1\"}", "column 'a' cannot be read. The value is a text, and the column holds Double.")]
    public void Malformed_json_is_refused(string text, string message) => Assert.Contains(
        message,
        Assert.Throws<RowException>(() => Table.Of<string>("json", text).JsonToColumns("json", SchemaText.Parse("a double"))).Message);

    [Fact]
    public void A_value_that_stands_twice_in_triples_is_refused() => Assert.Contains(
        "'x' stands twice for one row.",
        Assert.Throws<RowException>(() => Table.Of<long>("row", 1, 1).With<string>("column", "x", "x").With<string>("value", "1", "2")
            .TriplesToColumns(SchemaText.Parse("x double"))).Message);

    [Fact]
    public void Triples_of_one_key_make_one_row_wherever_they_stand() => AnyTable.AssertSame(
        Table.Of<string>("row", "b", "a").With<double?>("x", 1, 3).With<string>("t", null!, "u"),
        Table.Of<string>("row", "b", "a", "a", "b").With<string>("column", "x", "x", "t", "other").With<string>("value", "1", "3", "u", "?")
            .TriplesToColumns(SchemaText.Parse("x double, t string")));

    [Fact]
    public void Any_table_comes_back_from_every_format() => AnyTable.Of(20).Sample(
        table =>
        {
            ImmutableArray<string> names = [.. table.Schema.Fields.Select(field => field.Name)];
            AnyTable.AssertSame(table, table.ColumnsToKeyValues(names, "text").Select("text").KeyValuesToColumns("text", table.Schema).Select(names));
            AnyTable.AssertSame(table, table.ColumnsToKeyValues(names, "text", "aba", "=>").Select("text").KeyValuesToColumns("text", table.Schema, "aba", "=>").Select(names));
            AnyTable.AssertSame(table, table.ColumnsToCsv(names, "text").Select("text").CsvToColumns("text", table.Schema).Select(names));
            AnyTable.AssertSame(table, table.ColumnsToJson(names, "text").Select("text").JsonToColumns("text", table.Schema).Select(names));
            var kept = table.With<long>("key", [.. Enumerable.Range(0, table.RowCount).Select(row => (long)row)]);
            AnyTable.AssertSame(table, kept.ColumnsToTriples([.. names, "key"]).TriplesToColumns(table.Schema).Select(names));
        },
        iter: 150);

    static readonly RowFormat[] Formats = [new ColumnsFormat(), new KvFormat(), new CsvFormat(), new JsonFormat(), new TripleFormat()];

    [Fact]
    public void Any_table_comes_back_by_every_way() => AnyTable.Of(20).Sample(
        table =>
        {
            ImmutableArray<string> names = [.. table.Schema.Fields.Select(field => field.Name)];
            var rows = table.With<string>("kept", [.. Enumerable.Range(0, table.RowCount).Select(row => $"{row}")]);
            var schema = new Schema([.. table.Schema.Fields, new Field("kept", DataType.String) { IsNullable = true }]);
            foreach (var from in Formats)
            {
                var start = new Conversion(new ColumnsFormat(), from) { ReservedCols = [] }.Convert(rows);
                foreach (var to in Formats.Where(other => other != from && !(from is ColumnsFormat && other is ColumnsFormat)))
                {
                    var there = new Conversion(from, to) { Schema = schema }.Convert(from is ColumnsFormat ? rows : start);
                    var back = to is ColumnsFormat ? there : new Conversion(to, new ColumnsFormat()) { Schema = schema }.Convert(there);
                    AnyTable.AssertSame(table, back.Select(names));
                }
            }
        },
        iter: 40);

    [Fact]
    public void The_numbers_of_any_vector_come_back_by_every_way() => Gen.Select(AnyTable.Vectors(5), Gen.Int[0, 4]).Sample(
        (vectors, place) =>
        {
            var rows = Table.Of("vec", vectors);
            var schema = new Schema([.. Enumerable.Range(0, 5).Select(j => new Field($"{j}", DataType.Double) { IsNullable = true })]);
            var there = new Conversion(new VectorFormat(), Formats[place]) { Schema = schema, ReservedCols = [] }.Convert(rows);
            var back = new Conversion(Formats[place], new VectorFormat { VectorSize = 5 }) { Schema = schema }.Convert(there);

            AnyTable.AssertSame(
                Table.Of("vec", [.. vectors.Select(vector => Vector.Of(vector.ToArray()))]),
                back.RowCount == 0 ? Table.Of<Vector>("vec") : back.Select("vec"));
        },
        iter: 1000);

    [Fact]
    public void Files_hold_every_way()
    {
        RowFormat[] formats =
        [
            new ColumnsFormat { SelectedCols = ["a", "b"] }, new KvFormat { KvCol = "k", KvColDelimiter = ";" }, new CsvFormat { CsvFieldDelimiter = '\t' },
            new JsonFormat { JsonCol = "j" }, new VectorFormat { VectorSize = 2 }, new TripleFormat { TripleRowCol = "id" },
        ];
        var catalog = Catalog.Of(typeof(Conversion).Assembly);
        var rows = Table.Of("a", 1.5, -0.0).With<double?>("b", null, 0.1);
        foreach (var (from, to) in from one in formats from other in formats where one != other select (one, other))
        {
            var way = new Conversion(from, to) { Schema = SchemaText.Parse("a double not null, b double"), ReservedCols = [], SkipInvalid = true };
            var read = (Conversion)PipelineFile.Parse(PipelineFile.Write(new(way)), catalog).Stages[0];
            Assert.Equal((from.GetType(), to.GetType()), (read.From.GetType(), read.To.GetType()));
            Assert.Equal(OptionsJson.Write(way), OptionsJson.Write(read));
            Assert.Equal(way.Schema, read.Schema);

            using var file = new MemoryStream();
            ModelFile.Write(file, way);
            file.Position = 0;
            var stored = (Conversion)ModelFile.Read(file, catalog);
            if (from is ColumnsFormat)
            {
                AnyTable.AssertSame(way.Convert(rows), stored.Convert(rows));
            }
        }

        Assert.Contains("\"const\": \"CsvFormat\"", PipelineFile.JsonSchema(catalog));
    }

    [Theory]
    [InlineData("{ \"kind\": \"KvForm\" }", "There is no 'KvForm'. Did you mean 'KvFormat'?")]
    [InlineData("{ \"kind\": \"StandardScaler\" }", "There is no 'StandardScaler'.")]
    [InlineData("{ }", "There is no \"kind\".")]
    [InlineData("{ \"kind\": \"CsvFormat\", \"csvFieldDelimiter\": \"ab\" }", "It must be text of one letter; it was \"ab\".")]
    [InlineData("{ \"kind\": \"JsonFormat\", \"csvCol\": \"a\" }", "JsonFormat has no option 'csvCol'.")]
    public void A_way_that_a_file_tells_wrongly_is_refused(string to, string message) => Assert.Contains(
        message,
        Assert.Throws<DataFormatException>(() => OptionsJson.Read(
            $"{{ \"kind\": \"Conversion\", \"from\": {{ \"kind\": \"ColumnsFormat\" }}, \"to\": {to} }}", Catalog.Of(typeof(Conversion).Assembly))).Message);

    [Fact]
    public void What_rows_tell_of_their_columns_needs_no_schema()
    {
        var rows = Table.Of<string?>("kv", "0:1.5,2:2", null, "2:0.1");

        var vectors = new Conversion(new KvFormat(), new VectorFormat()).Convert(rows);
        Assert.Equal(["[3: 0:1.5 2:2]", "[3:]", "[3: 2:0.1]"], vectors.Values<Vector>("vec").ToArray().Select(vector => vector.ToString()));
        Assert.Equal(5, new Conversion(new KvFormat(), new VectorFormat { VectorSize = 5 }).Convert(rows).Values<Vector>("vec")[0].Length);
        Assert.Contains("The place 2 is beyond", Assert.Throws<SchemaException>(
            () => new Conversion(new KvFormat(), new VectorFormat { VectorSize = 2 }).Convert(rows)).Message);
        Assert.Equal(
            ["{\"0\":1.5,\"1\":0,\"2\":2}", "{\"0\":0,\"1\":0,\"2\":0}", "{\"0\":0,\"1\":0,\"2\":0.1}"],
            Texts(new Conversion(new VectorFormat(), new JsonFormat()).Convert(vectors), "json"));
        Assert.Equal(["1", "2"], Texts(new Conversion(new JsonFormat(), new KvFormat()) { ReservedCols = [] }
            .Convert(Table.Of("json", "{\"a\":1}", "{\"a\":2}")), "kv").Select(text => text[2..]));
        Assert.Contains("a schema must be given", Assert.Throws<SchemaException>(
            () => new Conversion(new CsvFormat(), new JsonFormat()).Convert(Table.Of("csv", "1,2"))).Message);
    }

    [Fact]
    public void What_is_malformed_is_left_out_where_it_may_be()
    {
        var way = new Conversion(new KvFormat(), new ColumnsFormat()) { Schema = SchemaText.Parse("a double not null"), SkipInvalid = true };
        var rows = Table.Of("kv", "a:1", "a:x", "a", "a:4");

        Assert.Equal([1, null, null, 4.0], way.Convert(rows).Rows.Select(row => (double?)row["a"]));
        Assert.Contains("row 2", Assert.Throws<RowException>(() => (way with { SkipInvalid = false }).Convert(rows)).Message);
    }

    [Fact]
    public void A_way_is_a_stage_of_a_pipeline_row_by_row_as_in_tables()
    {
        var rows = Table.Of<string?>("kv", "a:1.5,b:\"x,y\"", null, "b:z").With("id", 1, 2, 3);
        var model = new Conversion(new KvFormat(), new ColumnsFormat()) { Schema = SchemaText.Parse("a double, b string") }
            .Then(new Conversion(new ColumnsFormat { SelectedCols = ["a", "id"] }, new VectorFormat()))
            .Then(new Conversion(new ColumnsFormat { SelectedCols = ["b", "vec"] }, new JsonFormat()) { ReservedCols = ["id"] })
            .Fit(rows);

        var made = model.Transform(rows);
        Assert.Equal("id: Int32, json: String", made.Schema.ToString());
        Assert.Equal(made.Schema, model.Transform(rows.Schema));
        Assert.Equal(made.Format(), RowTransform.Run(model, rows).Format());
        Assert.Contains("needs a schema", Assert.Throws<SchemaException>(() => new Conversion(new KvFormat(), new JsonFormat()).Transform(rows)).Message);
        Assert.Contains("Triples are not made row by row", Assert.Throws<SchemaException>(
            () => new Conversion(new ColumnsFormat(), new TripleFormat()).Transform(rows.Schema)).Message);
    }
}
