using Alink.IO;
using CsCheck;

namespace Alink.Tests.IO;

public class VectorTextTest
{
    [Theory]
    [InlineData("1 2.5 -3e-7", "[1 2.5 -3E-07]")]
    [InlineData(" 1,2 , 3\t4 ,\t5 ", "[1 2 3 4 5]")]
    [InlineData("", "[]")]
    [InlineData("  ", "[]")]
    [InlineData("$5$0:1 3:2.5", "[5: 0:1 3:2.5]")]
    [InlineData("$5$ 3 : 2.5 , 0: 1", "[5: 0:1 3:2.5]")]
    [InlineData("0:1,3:2.5", "[4: 0:1 3:2.5]")]
    [InlineData("$4$", "[4:]")]
    [InlineData("$0$", "[]")]
    [InlineData("$4$1.0 2.0 3.0 4.0", "[1 2 3 4]")] // Alink loses these numbers
    [InlineData("$4$1 2", "[4: 0:1 1:2]")]
    public void Text_is_read_by_the_grammar(string text, string vector) => Assert.Equal(vector, VectorText.Parse(text).ToString());

    [Theory]
    [InlineData("1 x", "A number is missing or malformed. It is at place 3.")]
    [InlineData("1,,2", "A number is missing or malformed. It is at place 3.")]
    [InlineData(",1", "A number is missing or malformed. It is at place 1.")]
    [InlineData("1,", "A number must follow the comma. It is at place 3.")]
    [InlineData("1e400", "The number is beyond the range of Double. It is at place 1.")]
    [InlineData("$4 1", "The length must end with '$'. It is at place 1.")]
    [InlineData("$-1$", "The length is not a whole number of at least 0.")]
    [InlineData("$2$1 2 3", "There are 3 numbers in a vector of length 2.")]
    [InlineData("$2$2:1", "The index 2 is outside a vector of length 2. It is at place 4.")]
    [InlineData("0 7 2:1.5", "A ':' must follow the index. It is at place 3.")] // Alink skips the 0 and the 7
    [InlineData("-1:1", "An index must be a whole number of at least 0.")]
    [InlineData("1:1 1:2", "The index 1 stands twice.")]
    [InlineData("1:", "A number is missing or malformed. It is at place 3.")]
    [InlineData("junk$2$0:1", "An index must be a whole number of at least 0. It is at place 1.")]
    public void Malformed_text_is_refused_with_the_place(string text, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => VectorText.Parse(text)).Message);

    [Fact]
    public void Every_dense_vector_reads_back_to_the_bit() => Gen.ULong.Select(BitConverter.UInt64BitsToDouble).Array[1, 8].Sample(
        values => Assert.True(values.AsSpan().SequenceEqual(VectorText.Parse(VectorText.Format(values)).Values)));

    [Fact]
    public void Every_sparse_vector_reads_back_to_the_bit() => Gen.Select(Gen.Double[1e-3, 1].Array[0, 8], Gen.Int[0, 4]).Sample((values, more) =>
    {
        var indices = Enumerable.Range(0, values.Length).Select(i => 2 * i).ToArray();
        var vector = VectorText.Parse(VectorText.Format(Vector.Sparse((2 * values.Length) + more, indices, values)));
        Assert.True(values.AsSpan().SequenceEqual(vector.Values));
        Assert.True(indices.AsSpan().SequenceEqual(vector.Indices));
        Assert.Equal((2 * values.Length) + more, vector.Length);
    });
}
