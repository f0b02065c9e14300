using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Alink.Runtime;

/// <summary>Classes, records and structures: their fields one after the other, each class's own by name after those it
/// inherits.</summary>
sealed class ObjectCodec<T> : Codec<T>
{
    static readonly bool IsClass = !typeof(T).IsValueType;
    static readonly BooleanCodec Flag = new();

    // Made when first used: a class may hold itself, in a list for instance.
    readonly Lazy<FieldCodec<T>[]> _fields = new(() => [.. Codecs.FieldsOf(typeof(T)).Select(FieldCodec<T>.Of)]);

    public override int LeastBytes => IsClass ? 1 : Math.Max(1, _fields.Value.Sum(part => part.LeastBytes));

    public override void Write(StateWriter writer, T value)
    {
        if (IsClass || _fields.Value.Length == 0)
        {
            Flag.Write(writer, value is not null);
        }

        if (value is null)
        {
            return;
        }

        if (value.GetType() != typeof(T))
        {
            throw new NotSupportedException(
                $"A state says {typeof(T).Name} and holds a {value.GetType().Name}; the two must be one.");
        }

        writer.Enter();
        foreach (var field in _fields.Value)
        {
            field.Write(writer, ref value);
        }

        writer.Leave();
    }

    public override T Read(ref StateReader reader)
    {
        if ((IsClass || _fields.Value.Length == 0) && !Flag.Read(ref reader))
        {
            return default!;
        }

        reader.Enter();
        var value = IsClass ? (T)RuntimeHelpers.GetUninitializedObject(typeof(T)) : default!;
        foreach (var field in _fields.Value)
        {
            field.Read(ref reader, ref value);
        }

        reader.Leave();
        return value;
    }

    public override string Shape(ImmutableHashSet<Type> within) => within.Contains(typeof(T))
        ? typeof(T).Name
        : $"{typeof(T).Name}{{{string.Join(';', _fields.Value.Select(field => field.Shape(within.Add(typeof(T)))))}}}";
}

/// <summary>One field of a class, record or structure.</summary>
abstract class FieldCodec<TOwner>
{
    public abstract int LeastBytes { get; }

    public abstract void Write(StateWriter writer, ref TOwner owner);

    public abstract void Read(ref StateReader reader, ref TOwner owner);

    public abstract string Shape(ImmutableHashSet<Type> within);

    public static FieldCodec<TOwner> Of(FieldInfo field) => (FieldCodec<TOwner>)Activator.CreateInstance(
        typeof(FieldCodec<,>).MakeGenericType(typeof(TOwner), field.FieldType), field, Codecs.Of(field))!;
}

/// <summary>One field of a class, record or structure.</summary>
sealed class FieldCodec<TOwner, TField>(FieldInfo field, Codec<TField> codec) : FieldCodec<TOwner>
{
    readonly Place _place = PlaceOf(field);

    delegate ref TField Place(ref TOwner owner);

    public override int LeastBytes => codec.LeastBytes;

    public override void Write(StateWriter writer, ref TOwner owner) => codec.Write(writer, _place(ref owner));

    public override void Read(ref StateReader reader, ref TOwner owner) => _place(ref owner) = codec.Read(ref reader);

    public override string Shape(ImmutableHashSet<Type> within) => $"{field.Name}:{codec.Shape(within)}";

    /// <summary>Where the field stands within its owner: compiled, since reflection would box every number.</summary>
    static Place PlaceOf(FieldInfo field)
    {
        var method = new DynamicMethod(
            field.Name, typeof(TField).MakeByRefType(), [typeof(TOwner).MakeByRefType()],
            typeof(FieldCodec<TOwner, TField>), skipVisibility: true);
        var code = method.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        if (!typeof(TOwner).IsValueType)
        {
            code.Emit(OpCodes.Ldind_Ref);
        }

        code.Emit(OpCodes.Ldflda, field);
        code.Emit(OpCodes.Ret);
        return method.CreateDelegate<Place>();
    }
}
