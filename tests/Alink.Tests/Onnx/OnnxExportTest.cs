using Alink.Features;
using Alink.Onnx;
using Alink.Regression;
using Alink.Text;

namespace Alink.Tests.Onnx;

public class OnnxExportTest
{
    static readonly Table Rows = Table.Of<Vector>("features", [1.0, 2.0], [3.0, 5.0], [4.0, 9.0]).With("label", 1.0, 2.0, 4.0);

    [Fact]
    public void A_file_is_these_bytes()
    {
        var doubled = new ElementwiseProduct { Features = "x", Output = "y", Factors = [2] };

        // By hand from onnx.proto: the field's number times 8 and 0 for a number or 2 for a length, and the value.
        var expected = string.Concat(
            "08 08", // ir_version: 8
            "12 0E 41 6C 69 6E 6B 20 66 6F 72 20 2E 4E 45 54", // producer_name: Alink for .NET
            "1A 05 30 2E 31 2E 30", // producer_version: 0.1.0
            "3A 9C 01", // graph, of 1 · 128 + 28 bytes
            "0A 2B 0A 01 78 0A 08 63 6F 6E 73 74 61 6E 74 12 03 4D 75 6C", // node: of x and constant follows Mul,
            "1A 12 45 6C 65 6D 65 6E 74 77 69 73 65 50 72 6F 64 75 63 74 22 03 4D 75 6C", // ElementwiseProduct, by operator Mul
            "0A 15 0A 03 4D 75 6C 12 01 79 1A 01 79 22 08 49 64 65 6E 74 69 74 79", // node: of Mul follows y, y, by operator Identity
            "12 08 70 69 70 65 6C 69 6E 65", // name: pipeline
            "2A 1A 08 01 08 01 10 0B", // initializer: 1 × 1 of type 11, double,
            "42 08 63 6F 6E 73 74 61 6E 74 4A 08 00 00 00 00 00 00 00 40", // constant: 2.0
            "5A 17 0A 01 78 12 12 0A 10 08 0B 12 0C", // input x, a tensor of type 11,
            "0A 06 12 04 72 6F 77 73 0A 02 08 01", // rows × 1
            "62 17 0A 01 79 12 12 0A 10 08 0B 12 0C", // output y, a tensor of type 11,
            "0A 06 12 04 72 6F 77 73 0A 02 08 01", // rows × 1
            "42 04 0A 00 10 12", // opset_import: ONNX's own, 18
            "42 0E 0A 0A 61 69 2E 6F 6E 6E 78 2E 6D 6C 10 03"); // opset_import: ai.onnx.ml, 3

        Assert.Equal(expected.Replace(" ", ""), Convert.ToHexString(doubled.ToOnnx(Table.Of<Vector>("x", [1.0]).Schema)));
    }

    [Fact]
    public void Only_what_the_wanted_outputs_need_is_in_the_file()
    {
        var model = new StandardScaler { Output = "scaled" }.Then(new LinearRegression { Prediction = "y" }).Fit(Rows);

        Assert.DoesNotContain("scaled", Text(model.ToOnnx(Rows.Schema, "y")));
        Assert.Contains("scaled", Text(model.ToOnnx(Rows.Schema)));
        Assert.DoesNotContain("LinearRegression", Text(model.ToOnnx(Rows.Schema, "scaled")));
    }

    [Fact]
    public void A_column_in_the_place_of_one_that_is_read_has_a_name_of_its_own() =>
        Assert.Contains("features_out", Text(new StandardScaler().Fit(Rows).ToOnnx(Rows.Schema)));

    [Fact]
    public void A_missing_column_is_told_before_all() =>
        Assert.Throws<SchemaException>(() => new StandardScaler().Fit(Rows).ToOnnx(Rows.Select("label").Schema));

    [Fact]
    public void A_file_is_written_whole()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var model = new StandardScaler().Fit(Rows);

        model.WriteOnnx(path, Rows.Schema);

        Assert.Equal(model.ToOnnx(Rows.Schema), File.ReadAllBytes(path));
        File.Delete(path);
    }

    [Fact]
    public void A_stage_without_operators_is_named_with_its_place()
    {
        var pipeline = new PipelineModel(new ElementwiseProduct { Factors = [1, 2] }, new PipelineModel(new RegexTokenizer { Text = "text" }));

        var refusal = Assert.Throws<OnnxExportException>(() => pipeline.ToOnnx(Rows.With("text", "a", "b", "c").Schema));

        Assert.Equal("Stage 2.1, RegexTokenizer", refusal.Stage);
        Assert.Equal("Stage 2.1, RegexTokenizer cannot be exported: an expression of ONNX only tells whether a whole text matches.", refusal.Message);
    }

    static string Text(byte[] file) => System.Text.Encoding.Latin1.GetString(file);
}
