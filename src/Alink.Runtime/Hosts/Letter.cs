namespace Alink.Runtime;

/// <summary>What one host has to say to this one in one collective, as far as its chunks have come.</summary>
/// <param name="total">How many bytes it has.</param>
/// <param name="chunkBytes">How many bytes every chunk but the last has.</param>
sealed class Letter(int total, int chunkBytes)
{
    // Kept apart until all are here, so that a length that was only claimed takes no memory.
    readonly Dictionary<int, ReadOnlyMemory<byte>> _chunks = [];

    /// <summary>Whether every chunk is here.</summary>
    public bool IsComplete => _chunks.Count == Math.Max(1, ((long)total + chunkBytes - 1) / chunkBytes);

    /// <summary>Adds a chunk; one that is here already is passed over.</summary>
    /// <exception cref="InvalidDataException">The chunk is none of this letter's.</exception>
    public void Add(Frame frame)
    {
        if (frame.Total != total || frame.Place % chunkBytes != 0
            || frame.Chunk.Length != Math.Min(chunkBytes, total - frame.Place))
        {
            throw new InvalidDataException(
                $"A chunk of {frame.Chunk.Length} bytes at {frame.Place} of {frame.Total} does not fit a letter "
                + $"of {total} bytes in chunks of {chunkBytes}.");
        }

        _chunks.TryAdd(frame.Place, frame.Chunk);
    }

    /// <summary>All chunks, one after the other.</summary>
    public ReadOnlyMemory<byte> Open()
    {
        if (_chunks.Count == 1)
        {
            return _chunks[0];
        }

        var bytes = new byte[total];
        foreach (var (place, chunk) in _chunks)
        {
            chunk.CopyTo(bytes.AsMemory(place));
        }

        return bytes;
    }
}
