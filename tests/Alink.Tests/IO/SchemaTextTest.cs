using Alink.IO;
using CsCheck;

namespace Alink.Tests.IO;

public class SchemaTextTest
{
    [Fact]
    public void Names_and_types_are_those_of_sql() => Assert.Equal(
        "f0: Int32?, f1: Int64?, f2: String?, f3: Double, b: Boolean?, x: Single?, t: DateTimeOffset?, v: Vector?, w: Vector[7]",
        SchemaText.Parse("f0 int, f1 bigint,f2 VARCHAR(20) , f3 Double Not Null,b bool null, x float, t timestamp(3), v DENSE_VECTOR, w vector( 7 ) not null").ToString());

    [Fact]
    public void Types_are_known_by_their_old_names() => Assert.Equal("v: Vector?", SchemaText.Parse("v VEC_TYPES_SPARSE_VECTOR").ToString());

    [Fact]
    public void Names_of_any_signs_stand_between_backticks() =>
        Assert.Equal(["a b", "c`,", "d"], SchemaText.Parse("`a b` int, `c``,` int, `d` int").Fields.Select(field => field.Name));

    [Theory]
    [InlineData("f0 itn", "'itn' is no type. Did you mean 'INT'? The types are: BOOLEAN, BOOL, INT,")]
    [InlineData("f0 itn", "It is at place 4.")]
    [InlineData("f0 int, f1", "Column 'f1' has no type. It is at place 11.")]
    [InlineData("f0 int,", "A column's name is missing. It is at place 8.")]
    [InlineData("", "A column's name is missing. It is at place 1.")]
    [InlineData("f0 int f1 int", "'f1' follows the type of column 'f0'. It is at place 8.")]
    [InlineData("f0 int not f1", "NULL must follow NOT. It is at place 8.")]
    [InlineData("f0 vector(x)", "The length of a vector is a whole number; it was 'x'.")]
    [InlineData("f0 vector(3", "A parenthesis is not closed. It is at place 10.")]
    [InlineData("`f0 int", "A backtick is not closed. It is at place 1.")]
    [InlineData("f0 int )", "A comma must stand between columns. It is at place 8.")]
    [InlineData("a int, a int", "The column 'a' stands twice.")]
    public void Malformed_text_is_refused_with_the_place(string text, string message) =>
        Assert.Contains(message, Assert.Throws<SchemaException>(() => SchemaText.Parse(text)).Message);

    [Fact]
    public void Every_schema_is_read_back_as_it_was_written() => Gen.Select(
        Gen.Frequency((2, Gen.String[Gen.Char.AlphaNumeric, 1, 6]), (1, Gen.String[Gen.OneOf('a', '`', ' ', ',', '(', ')', '<', 'é', '\n'), 0, 6])),
        Gen.Enum<DataType>(), Gen.Bool, Gen.Int[-1, 9]).Array[1, 6].Sample(columns =>
    {
        var schema = new Schema([.. columns.DistinctBy(column => column.Item1).Select(column => new Field(column.Item1, column.Item2)
        {
            IsNullable = column.Item3, VectorLength = column.Item2 == DataType.Vector && column.Item4 >= 0 ? column.Item4 : null,
        })]);
        Assert.Equal(schema, SchemaText.Parse(SchemaText.Format(schema)));
    });
}
