using System.Collections.Immutable;
using Alink.Runtime;
using CsCheck;

namespace Alink.Tests.Runtime;

public class StateCodecTest
{
    internal const int Cases = 200;

    static readonly Gen<Everything> States = Gen.Select(
        Gen.Double.Array[0, 9], Gen.String.Array[0, 5], Gen.Int.Array[0, 9], Gen.Bool, Gen.Long.Nullable(),
        Gen.Dictionary(Gen.String, Gen.Float)[0, 5],
        (numbers, texts, whole, flag, maybe, map) => new Everything(
            numbers,
            [.. texts],
            [.. whole],
            flag,
            maybe,
            map,
            new Moments { Count = whole.Length, Mean = numbers },
            flag ? DataType.Vector : DataType.Double,
            ("pair", whole.Length),
            flag ? null : new Matrix(1, numbers.Length, [.. numbers]),
            Levels.Of("no", "yes"),
            [.. whole.Select(n => new Moments { Count = n })],
            [.. whole],
            flag ? numbers.Select(_ => whole).ToArray() : null,
            Table.Of("id", whole).With("flag", whole.Select(n => n > 0).ToArray())));

    internal static readonly Gen<int[]> Flips = Gen.Int[0, int.MaxValue].Array[1, 4];

    [Fact]
    public void A_state_comes_back_as_it_was_and_its_bytes_too() => States.Sample(state =>
    {
        var bytes = StateCodec.Write(state);
        var read = StateCodec.Read<Everything>(bytes);

        Assert.Equal(bytes, StateCodec.Write(read));
        Assert.Equal(state.Numbers, read.Numbers);
        Assert.Equal(state.Texts.AsEnumerable(), read.Texts);
        Assert.Equal(state.Whole, read.Whole);
        Assert.Equal((state.Flag, state.Maybe, state.Type, state.Pair), (read.Flag, read.Maybe, read.Type, read.Pair));
        Assert.Equal(state.Map, read.Map);
        Assert.Equal(state.Parts.Mean, read.Parts.Mean);
        Assert.Equal((state.Matrix, state.Levels), (read.Matrix, read.Levels));
        Assert.Equal(state.Children.Select(child => child.Count), read.Children.Select(child => child.Count));
        Assert.Equal(state.Seen, read.Seen);
        Assert.Equal(state.Nested, read.Nested);
        Assert.Equal(state.Rows.Schema, read.Rows.Schema);
        Assert.Equal(state.Rows.Values<int>("id").ToArray(), read.Rows.Values<int>("id").ToArray());
    }, iter: Cases);

    [Fact]
    public void Every_truncation_is_refused() => States.Sample(state =>
    {
        var bytes = StateCodec.Write(state);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => StateCodec.Read<Everything>(bytes.AsSpan(0, length)));
        }
    }, iter: 20);

    [Fact]
    public void Flipped_bits_are_refused_or_read_and_take_little_memory() => States.Select(Flips).Sample((state, flips) =>
    {
        var bytes = Flipped(StateCodec.Write(state), flips);
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            StateCodec.Read<Everything>(bytes);
        }
        catch (InvalidDataException)
        {
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 60_000 + (100 * bytes.Length));
    }, iter: 3_000);

    [Fact]
    public void A_count_that_outgrows_the_bytes_is_refused_before_memory_is_taken()
    {
        var bytes = BitConverter.GetBytes(int.MaxValue);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<InvalidDataException>(() => StateCodec.Read<double[]>(bytes));
        Assert.Throws<InvalidDataException>(() => StateCodec.Read<string>(bytes));
        Assert.Throws<InvalidDataException>(() => StateCodec.Read<List<Moments>>(bytes));
        Assert.Throws<InvalidDataException>(() => StateCodec.Read<Nothing[]>(bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    [Fact]
    public void Bytes_left_over_are_refused() =>
        Assert.Throws<InvalidDataException>(() => StateCodec.Read<int>([1, 2, 3, 4, 5]));

    [Fact]
    public void The_bits_of_every_nan_and_of_minus_zero_are_kept()
    {
        ulong[] odd = [0x7FF8_0000_0000_1234, 0xFFF0_0000_0000_0001, 0x8000_0000_0000_0000];

        var read = StateCodec.Read<double[]>(StateCodec.Write(Array.ConvertAll(odd, BitConverter.UInt64BitsToDouble)));

        Assert.Equal(odd, read.Select(BitConverter.DoubleToUInt64Bits));
    }

    [Fact]
    public void Text_that_is_no_unicode_is_kept() =>
        Assert.Equal("a\ud800b\0", StateCodec.Read<string>(StateCodec.Write("a\ud800b\0")));

    [Fact]
    public void Moments_in_time_keep_their_offset()
    {
        var moment = new DateTimeOffset(2026, 11, 22, 7, 8, 9, TimeSpan.FromMinutes(-210));

        Assert.True(moment.EqualsExact(StateCodec.Read<DateTimeOffset>(StateCodec.Write(moment))));
        Assert.Equal(1.10m, StateCodec.Read<decimal>(StateCodec.Write(1.10m)));
        Assert.Throws<InvalidDataException>(
            () => StateCodec.Read<DateTimeOffset>([255, 255, 255, 255, 255, 255, 255, 127, 0, 0]));
    }

    [Fact]
    public void Inherited_and_hidden_fields_are_kept()
    {
        var read = StateCodec.Read<Derived>(StateCodec.Write(new Derived(3, "x")));

        Assert.Equal((3, "x"), (read.Hidden, read.Text));
    }

    [Fact]
    public void An_ordinal_dictionary_stays_ordinal_and_in_its_order()
    {
        var map = new Dictionary<string, int>(StringComparer.Ordinal) { ["b"] = 1, ["a"] = 2 };

        var read = StateCodec.Read<Dictionary<string, int>>(StateCodec.Write(map));

        Assert.Same(StringComparer.Ordinal, read.Comparer);
        Assert.Equal(["b", "a"], read.Keys);
    }

    [Fact]
    public void A_sorted_dictionary_stays_in_its_order()
    {
        var ordinal = new SortedDictionary<string, int>(StringComparer.Ordinal) { ["a"] = 1, ["B"] = 2 };
        var numbers = new SortedDictionary<ulong, double[]> { [7] = [1], [3] = [2] };

        var text = StateCodec.Read<SortedDictionary<string, int>>(StateCodec.Write(ordinal));
        text.Add("C", 3);

        Assert.Equal(["B", "C", "a"], text.Keys.ToArray());
        Assert.Equal([3UL, 7], StateCodec.Read<SortedDictionary<ulong, double[]>>(StateCodec.Write(numbers)).Keys.ToArray());
        Assert.Contains("a way of its own", Refusal(
            new SortedDictionary<int, int>(Comparer<int>.Create((left, right) => right.CompareTo(left)))));
    }

    [Fact]
    public void Text_is_numbered_as_before_by_categories_that_were_read()
    {
        var categories = new Categories();
        categories.Number("b");
        categories.Number("a");

        var read = StateCodec.Read<Categories>(StateCodec.Write(categories));

        Assert.Equal([1, 0, 2], new[] { read.Number("a"), read.Number("b"), read.Number("c") });
    }

    [Fact]
    public void A_tree_is_read_up_to_a_depth()
    {
        var tree = Deep(200);
        Assert.Equal(StateCodec.Write(tree), StateCodec.Write(StateCodec.Read<Node>(StateCodec.Write(tree))));

        Assert.Contains("may hold itself", Refusal(Deep(300)));

        // One byte for "not null", four for a list of one; again and again.
        var hostile = Enumerable.Repeat(new byte[] { 1, 1, 0, 0, 0 }, 100_000).SelectMany(bytes => bytes).ToArray();
        var refusal = Assert.Throws<InvalidDataException>(() => StateCodec.Read<Node>(hostile));
        Assert.Contains("within each other", refusal.Message);

        static Node Deep(int depth) => new([.. depth > 1 ? [Deep(depth - 1)] : Array.Empty<Node>()]);
    }

    [Fact]
    public void What_is_not_plain_data_is_refused_by_name()
    {
        Assert.Contains("WithDelegate.Step", Refusal(new WithDelegate(() => 1)));
        Assert.Contains("IFormattable", Refusal<IFormattable>(1));
        Assert.Contains("says Base and holds a Derived", Refusal<Base>(new Derived(1, "")));
        Assert.Contains("a way of its own", Refusal(new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase)));
        Assert.Contains("Stream", Refusal(Stream.Null));
    }

    internal static byte[] Flipped(byte[] bytes, int[] flips)
    {
        foreach (var flip in flips)
        {
            bytes[flip / 8 % bytes.Length] ^= (byte)(1 << (flip % 8));
        }

        return bytes;
    }

    static string Refusal<T>(T state) => Assert.Throws<NotSupportedException>(() => StateCodec.Write(state)).Message;

    internal static Vector Sparse(int length, int[] indices, double[] values) => Vector.Sparse(length, indices, values);

    sealed record Everything(
        double[] Numbers, ImmutableArray<string> Texts, List<int> Whole, bool Flag, long? Maybe,
        Dictionary<string, float> Map, Moments Parts, DataType Type, (string Name, int Count) Pair, Matrix? Matrix,
        Levels Levels, List<Moments> Children, HashSet<int> Seen, int[][]? Nested, Table Rows);

    sealed class Moments
    {
        public double[]? Mean;
        public long Count;
    }

    class Base(int hidden)
    {
        readonly int _hidden = hidden;

        public int Hidden => _hidden;
    }

    sealed class Derived(int hidden, string text) : Base(hidden)
    {
        public string Text { get; } = text;
    }

    sealed record Node(ImmutableArray<Node> Children);

    sealed record WithDelegate(Func<int> Step);

    struct Nothing;
}
