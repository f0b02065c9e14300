using Alink.Features;

namespace Alink.Tests.Algorithms;

public class VectorSizeHintTest
{
    static readonly Table Rows = Table.Of<Vector>("features", [1.0, 2.0], [3.0, 4.0]);

    [Fact]
    public void The_length_is_known_before_the_rows()
    {
        var unknown = new Schema(new Field("features", DataType.Vector));

        Assert.Equal(2, new VectorSizeHint { Size = 2 }.Transform(unknown)["features"].VectorLength);
        Assert.Equal(Rows.Values<Vector>("features").ToArray(), new VectorSizeHint { Size = 2 }.Transform(Rows).Values<Vector>("features").ToArray());
    }

    [Fact]
    public void Another_length_is_refused_or_its_rows_are_left_out()
    {
        var hint = new VectorSizeHint { Size = 3 };

        Assert.Contains("length 2; the model takes length 3", Assert.Throws<SchemaException>(() => hint.Transform(Rows)).Message);
        Assert.Equal(0, (hint with { HandleInvalid = HandleInvalid.Skip }).Transform(Rows).RowCount);
    }

    [Theory]
    [InlineData(HandleInvalid.Error, 0)]
    [InlineData(HandleInvalid.Skip, 1)]
    [InlineData(HandleInvalid.Keep, 2)]
    public void A_missing_vector_is_an_error_left_out_or_kept(HandleInvalid invalid, int rows)
    {
        var missing = Rows.Gather([1, -1]);
        var hint = new VectorSizeHint { Size = 2, HandleInvalid = invalid };

        if (invalid == HandleInvalid.Error)
        {
            Assert.Contains("has no value in row 1", Assert.Throws<RowException>(() => hint.Transform(missing)).Message);
            return;
        }

        Assert.Equal(rows, hint.Transform(missing).RowCount);
        Assert.Equal(rows == 2, hint.Transform(missing).Data("features").HasMissing);
        Assert.Equal(rows == 2, hint.Transform(missing).Schema["features"].IsNullable);
    }
}
