using System.Text;
using Alink.Numerics;

namespace Alink.Tests.Numerics;

public class HashTest
{
    // Published test vectors, and scikit-learn's murmurhash3_32 for the last three.
    [Theory]
    [InlineData("", 0u, 0)]
    [InlineData("", 1u, 0x514E28B7)]
    [InlineData("test", 0u, unchecked((int)0xBA6BD213))]
    [InlineData("Hello, world!", 0x9747B28Cu, 0x24884CBA)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x9747B28Cu, 0x2FA826CD)]
    [InlineData("abc", 42u, 1313807976)]
    [InlineData("naïve café 日本", 42u, -1764110697)]
    public void Murmur3_gives_the_known_hashes(string text, uint seed, int expected)
    {
        Assert.Equal(expected, Hash.Murmur3(text, seed));
        Assert.Equal(expected, Hash.Murmur3(Encoding.UTF8.GetBytes(text), seed));
    }

    [Fact]
    public void Murmur3_of_a_long_text_is_that_of_its_bytes() =>
        Assert.Equal(438429512, Hash.Murmur3(new string('a', 600), 7));

    // Published test vectors.
    [Theory]
    [InlineData("", 0xEF46DB3751D8E999)]
    [InlineData("a", 0xD24EC4F1A98C6E5B)]
    [InlineData("abc", 0x44BC2CF5AD770999)]
    [InlineData("Nobody inspects the spammish repetition", 0xFBCEA83C8A378BF1)]
    public void XxHash64_gives_the_known_hashes(string text, ulong expected) =>
        Assert.Equal(expected, Hash.XxHash64(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Mix_is_the_first_number_of_SplitMix64() =>
        Assert.Equal(0xE220A8397B1DCDAF, Hash.Mix(0x9E3779B97F4A7C15));

    [Fact]
    public void Numbers_that_are_equal_hash_equally_and_others_do_not()
    {
        Assert.Equal(Hash.Of([0.0, 1]), Hash.Of([-0.0, 1]));
        Assert.Equal(Hash.Of([double.NaN]), Hash.Of([BitConverter.UInt64BitsToDouble(0x7FF8000000000001)]));
        ulong[] hashes =
        [
            Hash.Of([]), Hash.Of([0.0]), Hash.Of([0.0, 0.0]), Hash.Of([1.0]), Hash.Of([1, 2]), Hash.Of([2, 1]),
            Hash.Of([], 1), Hash.Of([1, 2], 1),
        ];
        Assert.Equal(hashes.Length, hashes.Distinct().Count());
    }

    [Fact]
    public void What_names_share_is_hashed_once_to_the_same_hash()
    {
        var bytes = new byte[64];
        new Random(3).NextBytes(bytes);
        for (var prefix = 0; prefix < 12; prefix++)
        {
            var shared = new Murmur3Prefix(bytes.AsSpan(0, prefix), 42);
            for (var rest = 0; rest < 20; rest++)
            {
                Assert.Equal(Hash.Murmur3(bytes.AsSpan(0, prefix + rest), 42), shared.Of(bytes.AsSpan(prefix, rest)));
            }
        }
    }
}
