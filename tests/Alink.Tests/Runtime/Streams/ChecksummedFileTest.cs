using System.Runtime.InteropServices;
using Alink.Runtime;

namespace Alink.Tests.Runtime.Streams;

public sealed class ChecksummedFileTest : IDisposable
{
    readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_state_of_many_blocks_comes_back_as_it_was()
    {
        var numbers = new double[200_000];
        for (var i = 0; i < numbers.Length; i += i % 7 == 0 ? 1 : 3)
        {
            numbers[i] = i % 100_000 < 50_000 ? Math.Sin(i) : 0;
        }

        Write(numbers);

        Assert.Equal(numbers, Numbers());
    }

    [Fact]
    public void A_shorter_state_over_a_longer_ends_where_it_ends()
    {
        Write([1, 2, 3]);
        Write([4]);

        Assert.Equal([4], Numbers());
    }

    [Fact]
    public void Coordinates_that_were_not_met_take_no_room()
    {
        var numbers = new double[1 << 18];
        numbers[77_777] = 1;

        Assert.InRange(Write(numbers), 1, 20_000);
        Assert.Equal(new FileInfo(_path).Length, Write(numbers));
    }

    [Fact]
    public void A_bit_that_flips_anywhere_is_noticed()
    {
        Write([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]);
        var bytes = File.ReadAllBytes(_path);
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 4;
            File.WriteAllBytes(_path, bytes);
            Assert.False(ChecksummedFile.TryRead(_path, out _));
            bytes[i] ^= 4;
        }
    }

    [Fact]
    public void A_file_that_ends_early_or_is_not_there_is_noticed()
    {
        Write([1, 2]);
        var bytes = File.ReadAllBytes(_path);
        for (var length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(_path, bytes[..length]);
            Assert.False(ChecksummedFile.TryRead(_path, out _));
        }

        Assert.False(ChecksummedFile.TryRead(_path + ".not", out _));
    }

    long Write(double[] numbers)
    {
        using var file = new ChecksummedFile(_path);
        var writer = new StateWriter(file);
        Codecs.Of<double[]>().Write(writer, numbers);
        writer.Drain();
        return file.Finish(durable: false);
    }

    double[] Numbers()
    {
        Assert.True(ChecksummedFile.TryRead(_path, out var content));
        return MemoryMarshal.Cast<byte, double>(content.Span[sizeof(int)..]).ToArray();
    }
}
