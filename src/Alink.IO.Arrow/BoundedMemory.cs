using System.Buffers;
using Apache.Arrow.Memory;

namespace Alink.IO;

/// <summary>Memory for batches that are read: no batch may ask for more than all its bytes can be.</summary>
sealed class BoundedMemory(long most) : MemoryAllocator
{
    protected override IMemoryOwner<byte> AllocateInternal(int length, out int bytesAllocated)
    {
        if (length > most)
        {
            throw new InvalidDataException($"A batch asks for {length} bytes; there are at most {most}.");
        }

        bytesAllocated = length;
        return new Owner(new byte[length]);
    }

    sealed class Owner(byte[] bytes) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory => bytes;

        public void Dispose()
        {
        }
    }
}
