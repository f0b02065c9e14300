using System.Reflection;

namespace Alink.Tests.IO;

/// <summary>One source, which stands in two rooms.</summary>
public sealed class AtomicFileTest : IDisposable
{
    readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("Alink.IO")]
    [InlineData("Alink.Runtime")]
    public void A_file_is_written_whole_or_not_at_all(string room)
    {
        var write = Assembly.Load(room).GetType("Alink.AtomicFile")!.GetMethod("Write")!.CreateDelegate<Action<string, Action<Stream>>>();
        var path = _scratch.File("file", "old");

        Assert.Throws<IOException>(() => write(path, file =>
        {
            file.Write("ne"u8);
            file.Flush();
            Assert.Equal("old", File.ReadAllText(path));
            throw new IOException("The disk is full.");
        }));
        Assert.Equal("old", File.ReadAllText(path));

        write(path, file => file.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }
}
