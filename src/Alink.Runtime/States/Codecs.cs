using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Alink.Runtime;

/// <summary>Knows how a type is written.</summary>
static class Codecs
{
    static readonly ConcurrentDictionary<Type, Codec> Known = new(new Dictionary<Type, Codec>
    {
        [typeof(bool)] = new BooleanCodec(),
        [typeof(string)] = new TextCodec(),
        [typeof(decimal)] = new MadeCodec<decimal, int[]>(decimal.GetBits, bits => new(bits)),
        [typeof(TimeSpan)] = new MadeCodec<TimeSpan, long>(span => span.Ticks, ticks => new(ticks)),
        [typeof(DateTime)] = new MadeCodec<DateTime, (long, DateTimeKind)>(
            time => (time.Ticks, time.Kind), parts => new(parts.Item1, parts.Item2)),
        [typeof(DateTimeOffset)] = new MadeCodec<DateTimeOffset, (long, short)>(
            time => (time.Ticks, (short)time.TotalOffsetMinutes),
            parts => new(parts.Item1, TimeSpan.FromMinutes(parts.Item2))),
        [typeof(Matrix)] = new MadeCodec<Matrix?, (int Rows, int Columns, double[]? Values)>(
            matrix => matrix is null ? default : (matrix.Rows, matrix.Columns, matrix.Values.ToArray()),
            parts => parts.Values is null ? null
                : new(parts.Rows, parts.Columns, ImmutableCollectionsMarshal.AsImmutableArray(parts.Values))),
        [typeof(Levels)] = new MadeCodec<Levels?, (DataType Type, ImmutableArray<string> Names)>(
            levels => levels is null ? default : (levels.Type, levels.Names),
            parts => parts.Names.IsDefault ? null : new(parts.Type, parts.Names)),
        [typeof(Vector)] = new MadeCodec<Vector, VectorColumn>(
            vector => VectorColumn.Of(vector),
            column => column.Length == 1 ? column[0]
                : throw new ArgumentException($"{column.Length} vectors stand in the place of one.")),
        [typeof(Schema)] = new MadeCodec<Schema?, Field?[]?>(schema => schema?.Fields.ToArray(), SchemaOf),
        [typeof(PipelineState)] = new MadeCodec<PipelineState?, StageState[]?>(
            state => state?.Save(), stages => stages is null ? null : new(stages)),
        [typeof(Table)] = new TableCodec(),
        [typeof(ColumnData)] = new ColumnCodec<ColumnData>(),
        [typeof(StringColumn)] = new ColumnCodec<StringColumn>(),
        [typeof(VectorColumn)] = new ColumnCodec<VectorColumn>(),
    });

    static readonly HashSet<Type> Bits =
    [
        typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long),
        typeof(ulong), typeof(Int128), typeof(UInt128), typeof(Half), typeof(float), typeof(double), typeof(char),
        typeof(Guid),
    ];

    /// <exception cref="NotSupportedException">Values of the type are not plain data.</exception>
    public static Codec<T> Of<T>() => Cache<T>.Codec ??= (Codec<T>)Of(typeof(T), typeof(T).Name);

    /// <exception cref="NotSupportedException">Values of the field are not plain data.</exception>
    public static Codec Of(FieldInfo field)
    {
        var name = field.Name.Replace("<", "").Replace(">k__BackingField", ""); // As its property is called.
        return Of(field.FieldType, $"{field.DeclaringType!.Name}.{name}");
    }

    /// <summary>All fields of a type by name, after those it inherits.</summary>
    public static IEnumerable<FieldInfo> FieldsOf(Type? type) => type is null ? [] : FieldsOf(type.BaseType).Concat(type
        .GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        .OrderBy(field => field.Name, StringComparer.Ordinal));

    static Codec Of(Type type, string place) =>
        Known.TryGetValue(type, out var known) ? known : Known.GetOrAdd(type, Make(type, place));

    static Codec Make(Type type, string place)
    {
        if (Bits.Contains(type) || type.IsEnum)
        {
            return Codec(typeof(BitsCodec<>), type);
        }

        if (type.IsSZArray)
        {
            return Codec(typeof(ArrayCodec<>), type.GetElementType()!);
        }

        if (type.IsGenericType)
        {
            var (kind, of) = (type.GetGenericTypeDefinition(), type.GetGenericArguments());
            if (kind == typeof(Nullable<>))
            {
                return Codec(typeof(NullableCodec<>), of);
            }

            var made = kind == typeof(List<>) ? nameof(List)
                : kind == typeof(ImmutableArray<>) ? nameof(Immutable)
                : kind == typeof(HashSet<>) ? nameof(Set)
                : kind == typeof(Dictionary<,>) ? nameof(Map)
                : kind == typeof(SortedDictionary<,>) ? nameof(SortedMap)
                : null;
            if (made is not null)
            {
                return (Codec)typeof(Codecs).GetMethod(made, BindingFlags.Static | BindingFlags.NonPublic)!
                    .MakeGenericMethod(of).Invoke(null, null)!;
            }
        }

        return IsPlain(type) ? Codec(typeof(ObjectCodec<>), type) : throw new NotSupportedException(
            $"{place} is of the type {type.Name}, which is not plain data: a state holds numbers, text, arrays, lists, "
            + "dictionaries, and sealed classes, records and structures of those.");
    }

    /// <summary>Whether the fields of a type are all there is to it; what only the runtime knows to make is not
    /// plain.</summary>
    static bool IsPlain(Type type) =>
        !type.IsAbstract && !type.IsArray && !type.IsPointer && !type.IsByRefLike && type != typeof(object)
        && !typeof(Delegate).IsAssignableFrom(type)
        && (type.Namespace?.StartsWith(nameof(System), StringComparison.Ordinal) != true
            || typeof(ITuple).IsAssignableFrom(type)
            || type.Name == typeof(KeyValuePair<,>).Name
            || type == typeof(System.Numerics.Complex));

    static Codec Codec(Type kind, params Type[] of) => (Codec)Activator.CreateInstance(
        kind.MakeGenericType(of), kind == typeof(NullableCodec<>) ? [Of(of[0], of[0].Name)] : [])!;

    static Schema? SchemaOf(Field?[]? fields) => fields is null ? null : new(
        [.. fields.Select(field =>
            field is { Name: not null, FeatureNames.IsDefault: false, VectorLength: null or >= 0 } ? field
            : throw new ArgumentException("A column has no name, no list of feature names, or a negative length."))]);

    static MadeCodec<List<T>?, T[]?> List<T>() =>
        new(list => list?.ToArray(), items => items is null ? null : [.. items]);

    static MadeCodec<ImmutableArray<T>, T[]?> Immutable<T>() =>
        new(items => ImmutableCollectionsMarshal.AsArray(items), ImmutableCollectionsMarshal.AsImmutableArray);

    static MadeCodec<HashSet<T>?, (bool, T[]?)> Set<T>() => new(
        set => set is null ? default : (IsOrdinal(set.Comparer), set.ToArray()),
        parts =>
        {
            if (parts.Item2 is null)
            {
                return null;
            }

            var set = new HashSet<T>(parts.Item2, EqualityOf<T>(parts.Item1));
            return set.Count == parts.Item2.Length ? set
                : throw new ArgumentException("An item of a set stands twice.");
        });

    static MadeCodec<Dictionary<TKey, TValue>?, (bool, TKey[]?, TValue[]?)> Map<TKey, TValue>()
        where TKey : notnull => new(
        map => map is null ? default : (IsOrdinal(map.Comparer), map.Keys.ToArray(), map.Values.ToArray()),
        parts =>
        {
            var (keys, values) = (parts.Item2, parts.Item3);
            if (keys is null || values is null)
            {
                return null;
            }

            if (keys.Length != values.Length)
            {
                throw new ArgumentException($"A dictionary has {keys.Length} keys for {values.Length} values.");
            }

            var map = new Dictionary<TKey, TValue>(keys.Length, EqualityOf<TKey>(parts.Item1));
            for (var i = 0; i < keys.Length; i++)
            {
                map.Add(keys[i], values[i]);
            }

            return map;
        });

    static MadeCodec<SortedDictionary<TKey, TValue>?, Dictionary<TKey, TValue>?> SortedMap<TKey, TValue>()
        where TKey : notnull => new(
        map => map is null ? null
            : map.Comparer == Comparer<TKey>.Default || ReferenceEquals(map.Comparer, StringComparer.Ordinal)
            ? new(map, EqualityOf<TKey>(ReferenceEquals(map.Comparer, StringComparer.Ordinal)))
            : throw OwnOrder<TKey>(),
        map => map is null ? null
            : new(map, IsOrdinal(map.Comparer) ? (IComparer<TKey>)StringComparer.Ordinal : null));

    /// <summary>Whether keys are compared as text by its code units, told so; false: they are compared as their type
    /// does.</summary>
    static bool IsOrdinal<T>(IEqualityComparer<T> comparer) =>
        ReferenceEquals(comparer, StringComparer.Ordinal)
        || (comparer.Equals(EqualityComparer<T>.Default) ? false : throw OwnOrder<T>());

    static NotSupportedException OwnOrder<T>() =>
        new($"A state's dictionary of {typeof(T).Name} compares keys in a way of its own.");

    static IEqualityComparer<T>? EqualityOf<T>(bool ordinal) => ordinal ? StringComparer.Ordinal as IEqualityComparer<T>
        ?? throw new ArgumentException("Keys that are not text cannot be ordinal.") : null;

    static class Cache<T>
    {
        public static Codec<T>? Codec;
    }
}
