using System.IO.Compression;

namespace Alink.Runtime;

/// <summary>The entries of a model file, each to be read once; what is wrong with them as a
/// whole is found at the start.</summary>
sealed class ModelEntries
{
    const long AlwaysRoom = 64 << 20;
    const long MostJson = 256 << 20;

    /// <summary>The most that the packing of zip files makes of a byte.</summary>
    const long MostOfOneByte = 1032;

    readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);
    readonly string _file;

    public ModelEntries(ZipArchive archive, long length, ModelLimits limits, string file)
    {
        _file = file;
        if (archive.Entries.Count > limits.Entries)
        {
            throw new DataFormatException($"It has {archive.Entries.Count} entries; at most {limits.Entries} are read.", file);
        }

        var most = length > limits.Bytes / limits.Expansion ? limits.Bytes
            : Math.Min(limits.Bytes, Math.Max(AlwaysRoom, length * limits.Expansion));
        var (packed, unpacked) = (0L, 0L);
        foreach (var entry in archive.Entries)
        {
            if (!_entries.TryAdd(entry.FullName, entry))
            {
                throw Error(entry.FullName, "The entry stands twice.");
            }

            packed = Math.Min(packed, length) + entry.CompressedLength;
            unpacked = Math.Min(unpacked, most) + entry.Length;
            if (entry.Length < 0 || entry.CompressedLength < 0 || packed > length
                || entry.Length / MostOfOneByte > entry.CompressedLength)
            {
                throw Error(entry.FullName,
                    $"It is said to have {entry.Length} bytes, packed to {entry.CompressedLength}, in a file of {length}.");
            }

            if (unpacked > most)
            {
                throw Error(entry.FullName, $"Up to it, the file unpacks to more than {most} bytes, which is the limit.");
            }
        }
    }

    /// <summary>Whether an entry is there.</summary>
    public bool Has(string name) => _entries.ContainsKey(name);

    /// <summary>Reads an entry wholly, and takes it from those that are left.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="read">Reads it, given its length.</param>
    public T Read<T>(string name, Func<Stream, long, T> read)
    {
        if (!_entries.Remove(name, out var entry))
        {
            throw Error(name, $"The entry is missing.{Nearest.Hint(name, _entries.Keys)}");
        }

        try
        {
            using var content = entry.Open();
            var stream = new ChecksumStream(content);
            var result = read(stream, entry.Length);
            return stream.ReadByte() >= 0 ? throw new InvalidDataException($"It is longer than the {entry.Length} bytes it is said to have.")
                : stream.Checksum != entry.Crc32 ? throw new InvalidDataException("Its checksum is wrong.")
                : result;
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw new DataFormatException(
                exception is EndOfStreamException ? "It is cut short." : exception.Message, _file, column: name, inner: exception);
        }
    }

    /// <summary>The bytes of an entry that is JSON.</summary>
    public byte[] ReadJson(string name) => Read(name, (stream, length) =>
    {
        if (length > MostJson)
        {
            throw new InvalidDataException($"It has {length} bytes; at most {MostJson} are read.");
        }

        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        return bytes;
    });

    /// <summary>Refuses what nobody has read.</summary>
    public void RefuseOthers()
    {
        if (_entries.Count > 0)
        {
            throw Error(_entries.Keys.Order(StringComparer.Ordinal).First(), "The entry is no part of the model.");
        }
    }

    DataFormatException Error(string entry, string message) => new(message, _file, column: entry);
}
