using Alink.Onnx;
using Alink.Tables;

namespace Alink.Tests.Onnx;

/// <summary>Clauses that no ONNX model can be; what the others make is held by the laws.</summary>
public class ClausesTest
{
    static readonly Table Rows = Table.Of("name", "Ada", "Alan").With("other", "a", "b").With<double?>("x", [1, null]).With<Vector>("v", [1.0], [2.0]);

    [Theory]
    [InlineData("upper(name) as made", "'upper' of what it is given here is not translated")]
    [InlineData("case when x > 1 then name end as made", "no missing text")]
    [InlineData("name || x as made", "'concat' of what it is given here")]
    [InlineData("greatest(name, 'B') as made", "'greatest' of what it is given here")]
    [InlineData("null as made", "no missing text")]
    [InlineData("name = other as made", "texts are only compared with some that are written down")]
    [InlineData("name < 'B' as made", "texts are only compared with some that are written down")]
    [InlineData("v is null as made", "nothing is computed of column 'v', which holds Vector")]
    [InlineData("cast(x as bigint) as made", "'cast' of what it is given here is not translated")]
    public void What_is_not_translated_is_told(string clause, string why)
    {
        var refusal = Assert.Throws<OnnxExportException>(() => new Select { Clause = clause }.ToOnnx(Rows.Schema));
        Assert.StartsWith("Select", refusal.Message);
        Assert.Contains(why, refusal.Message);
    }

    [Fact]
    public void A_stage_that_makes_no_column_gives_all()
    {
        Assert.NotEmpty(new Where { Clause = "x > 0" }.ToOnnx(Rows.Schema));
        Assert.Contains("'z'", Assert.Throws<SchemaException>(() => new Where { Clause = "z > 0" }.ToOnnx(Rows.Schema)).Message);
    }
}
