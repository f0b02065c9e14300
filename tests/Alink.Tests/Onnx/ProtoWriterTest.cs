using Alink.Onnx;

namespace Alink.Tests.Onnx;

/// <summary>Bytes by hand, from the encoding's own description.</summary>
public class ProtoWriterTest
{
    [Fact]
    public void A_varint_has_seven_bits_a_byte_the_lowest_first() =>
        Assert.Equal([0x08, 0x96, 0x01], Written(file => file.Integer(1, 150))); // 150 = 1 · 128 + 22, field 1 · 8 + 0.

    [Fact]
    public void A_varint_of_127_is_one_byte_and_of_128_two()
    {
        Assert.Equal([0x08, 0x7F], Written(file => file.Integer(1, 127)));
        Assert.Equal([0x08, 0x80, 0x01], Written(file => file.Integer(1, 128)));
    }

    [Fact]
    public void A_negative_number_is_ten_bytes() => Assert.Equal(
        [0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], Written(file => file.Integer(1, -1)));

    [Fact]
    public void A_field_from_16_on_has_a_tag_of_two_bytes() =>
        Assert.Equal([0xA0, 0x01, 0x02], Written(file => file.Integer(20, 2))); // 20 · 8 = 160 = 1 · 128 + 32.

    [Fact]
    public void A_text_is_its_length_and_its_UTF_8() =>
        Assert.Equal([0x12, 0x03, 0x61, 0xC3, 0xA9], Written(file => file.Text(2, "aé"))); // 2 · 8 + 2.

    [Fact]
    public void A_number_of_32_bits_is_little_endian() =>
        Assert.Equal([0x15, 0x00, 0x00, 0xC0, 0x3F], Written(file => file.Single(2, 1.5f))); // 2 · 8 + 5; 1.5 is 3FC00000.

    [Fact]
    public void A_message_is_its_length_and_its_fields() =>
        Assert.Equal([0x1A, 0x03, 0x08, 0x96, 0x01], Written(file => file.Message(3, inner => inner.Integer(1, 150))));

    static byte[] Written(Action<ProtoWriter> write)
    {
        var writer = new ProtoWriter();
        write(writer);
        return writer.Written.ToArray();
    }
}
