using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Alink.Runtime;

/// <summary>Writes and reads values of one type.</summary>
abstract class Codec
{
    /// <summary>The least number of bytes that a value takes; at least 1, so that no count outgrows its
    /// bytes.</summary>
    public abstract int LeastBytes { get; }

    /// <summary>The names and types of all that a value holds.</summary>
    /// <param name="within">The classes that hold this one, told by their names alone.</param>
    public abstract string Shape(ImmutableHashSet<Type> within);
}

/// <summary>Writes and reads values of one type.</summary>
abstract class Codec<T> : Codec
{
    public abstract void Write(StateWriter writer, T value);

    public abstract T Read(ref StateReader reader);

    public virtual void WriteAll(StateWriter writer, ReadOnlySpan<T> values)
    {
        foreach (var value in values)
        {
            Write(writer, value);
        }
    }

    public virtual void ReadAll(ref StateReader reader, Span<T> values)
    {
        foreach (ref var value in values)
        {
            value = Read(ref reader);
        }
    }

    public override string Shape(ImmutableHashSet<Type> within) => typeof(T).Name;
}

/// <summary>Numbers, characters and enumerations, bit by bit; many of them in one copy.</summary>
sealed class BitsCodec<T> : Codec<T>
    where T : unmanaged
{
    public override int LeastBytes => Unsafe.SizeOf<T>();

    public override void Write(StateWriter writer, T value) => writer.Write(value);

    public override T Read(ref StateReader reader) => reader.Read<T>();

    public override void WriteAll(StateWriter writer, ReadOnlySpan<T> values) => writer.Write(values);

    public override void ReadAll(ref StateReader reader, Span<T> values) => reader.Read(values);
}

/// <summary>Booleans, 0 or 1 and nothing else.</summary>
sealed class BooleanCodec : Codec<bool>
{
    public override int LeastBytes => 1;

    public override void Write(StateWriter writer, bool value) => writer.Write(value);

    public override bool Read(ref StateReader reader) => reader.Read<byte>() switch
    {
        0 => false,
        1 => true,
        var other => throw new InvalidDataException($"A boolean is 0 or 1; it was {other}."),
    };

    public override void WriteAll(StateWriter writer, ReadOnlySpan<bool> values) => writer.Write(values);

    public override void ReadAll(ref StateReader reader, Span<bool> values)
    {
        var bytes = reader.Take(values.Length);
        if (bytes.ContainsAnyExceptInRange((byte)0, (byte)1))
        {
            throw new InvalidDataException("A boolean is neither 0 nor 1.");
        }

        bytes.CopyTo(MemoryMarshal.AsBytes(values));
    }
}

/// <summary>Text as its UTF-16 code units, so that every text comes back as it was.</summary>
sealed class TextCodec : Codec<string?>
{
    public override int LeastBytes => sizeof(int);

    public override void Write(StateWriter writer, string? value)
    {
        writer.Write(value?.Length ?? -1);
        writer.Write(value.AsSpan());
    }

    public override string? Read(ref StateReader reader)
    {
        var count = reader.ReadCount(sizeof(char));
        return count < 0 ? null : new(MemoryMarshal.Cast<byte, char>(reader.Take(count * sizeof(char))));
    }
}

/// <summary>Values that may be missing.</summary>
sealed class NullableCodec<T>(Codec<T> value) : Codec<T?>
    where T : struct
{
    static readonly BooleanCodec Flag = new();

    public override int LeastBytes => 1;

    public override void Write(StateWriter writer, T? given)
    {
        Flag.Write(writer, given.HasValue);
        if (given is { } present)
        {
            value.Write(writer, present);
        }
    }

    public override T? Read(ref StateReader reader) => Flag.Read(ref reader) ? value.Read(ref reader) : null;

    public override string Shape(ImmutableHashSet<Type> within) => $"{value.Shape(within)}?";
}

/// <summary>Arrays: of numbers in one copy, of anything else item by item.</summary>
sealed class ArrayCodec<T> : Codec<T[]?>
{
    public override int LeastBytes => sizeof(int);

    public override void Write(StateWriter writer, T[]? values)
    {
        if (values is null)
        {
            writer.Write(-1);
        }
        else
        {
            WriteSpan(writer, values);
        }
    }

    public void WriteSpan(StateWriter writer, ReadOnlySpan<T> values)
    {
        writer.Write(values.Length);
        Codecs.Of<T>().WriteAll(writer, values);
    }

    public override T[]? Read(ref StateReader reader)
    {
        var item = Codecs.Of<T>();
        var count = reader.ReadCount(item.LeastBytes);
        if (count < 0)
        {
            return null;
        }

        var values = new T[count];
        item.ReadAll(ref reader, values);
        return values;
    }

    public override string Shape(ImmutableHashSet<Type> within) => $"{Codecs.Of<T>().Shape(within)}[]";
}

/// <summary>Values that are written as others, and made of them again.</summary>
/// <param name="unmake">What is written in a value's place.</param>
/// <param name="make">The value again; an exception says that what was read is none.</param>
sealed class MadeCodec<T, TPart>(Func<T, TPart> unmake, Func<TPart, T> make) : Codec<T>
{
    public override int LeastBytes => Codecs.Of<TPart>().LeastBytes;

    public override void Write(StateWriter writer, T value) => Codecs.Of<TPart>().Write(writer, unmake(value));

    public override T Read(ref StateReader reader)
    {
        var part = Codecs.Of<TPart>().Read(ref reader);
        try
        {
            return make(part);
        }
        catch (Exception exception)
            when (exception is ArgumentException or SchemaException or FormatException or OverflowException)
        {
            throw new InvalidDataException($"The bytes make no {typeof(T).Name}: {exception.Message}", exception);
        }
    }

    public override string Shape(ImmutableHashSet<Type> within) =>
        $"{typeof(T).Name}({Codecs.Of<TPart>().Shape(within)})";
}
