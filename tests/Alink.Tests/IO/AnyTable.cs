using CsCheck;

namespace Alink.Tests.IO;

/// <summary>Random tables of every type, with missing values, nasty text and extreme numbers.</summary>
static class AnyTable
{
    static readonly Gen<double> Numbers = Gen.Frequency(
        (8, Gen.Double),
        (2, Gen.Double.Unit),
        (2, Gen.ULong.Select(BitConverter.UInt64BitsToDouble)),
        (1, Gen.OneOf(
            0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.MinValue,
            double.Epsilon, -double.Epsilon, 2.2250738585072014e-308, 2.225073858507201e-308, 1e22, 1e23, 0.1, 9007199254740993)));

    static readonly Gen<string> Texts = Gen.Frequency(
        (4, Gen.String[Gen.Char.AlphaNumeric, 0, 8]),
        (3, Gen.OneOf(
            "", " ", " a", "a ", "\t", "NA", "null", "NULL", "\"", "\"\"", "a\"b", "a,b", "a\nb", "a\r\nb", "\r", "\n", ";", "\\N", "\\",
            "#x", "\uFEFFx", "007", "1e5", "true", "ä€😀", "\u0001", "'=1+1")),
        (1, Gen.String[Gen.OneOf(',', '"', '\n', '\r', ' ', 'x', 'é', '\t'), 0, 12]));

    static readonly Gen<DateTimeOffset> Moments = Gen.Select(
        Gen.Long[DateTime.MinValue.AddDays(1).Ticks, DateTime.MaxValue.AddDays(-1).Ticks], Gen.Int[-14 * 60, 14 * 60],
        (ticks, minutes) => new DateTimeOffset(ticks, TimeSpan.FromMinutes(minutes)));

    /// <summary>A table, whose every type may stand several times.</summary>
    public static Gen<Table> Of(int mostRows = 40) =>
        from rows in Gen.Int[0, mostRows]
        from columns in Column(rows).Array[1, 6]
        select columns.Index().Aggregate(
            new Table(Schema.Empty, []), (table, column) => Added(table, $"c{column.Index}", column.Item, rows));

    /// <summary>Fails where two tables differ in any bit of any value.</summary>
    public static void AssertSame(Table expected, Table actual)
    {
        Assert.Equal(expected.RowCount, actual.RowCount);
        Assert.Equal(expected.Schema.Fields.Select(field => (field.Name, field.Type)), actual.Schema.Fields.Select(field => (field.Name, field.Type)));
        foreach (var field in expected.Schema.Fields)
        {
            for (var row = 0; row < expected.RowCount; row++)
            {
                var (left, right) = (expected.Data(field.Name).Boxed(row), actual.Data(field.Name).Boxed(row));
                Assert.True(Same(left, right), $"{field}, row {row}: {left} became {right}");
            }
        }
    }

    static bool Same(object? left, object? right) => (left, right) switch
    {
        (double a, double b) => Bits(a) == Bits(b),
        (float a, float b) => Bits(a) == Bits(b),
        (DateTimeOffset a, DateTimeOffset b) => a.EqualsExact(b),
        (Vector a, Vector b) => a.IsDense == b.IsDense && a.Indices.SequenceEqual(b.Indices)
            && a.ToArray().Select(Bits).SequenceEqual(b.ToArray().Select(Bits)),
        _ => Equals(left, right),
    };

    // There is one NaN in text.
    static long Bits(double value) => double.IsNaN(value) ? -1 : BitConverter.DoubleToInt64Bits(value);

    static Table Added(Table table, string name, Func<string, Table, Table> add, int rows) =>
        table.Schema.Fields.IsEmpty ? add(name, Table.Of<int>("rows", new int[rows])).Select(name) : add(name, table);

    static Gen<Func<string, Table, Table>> Column(int rows) => Gen.OneOf(
        Maybe(rows, Gen.Bool).Select(Add),
        Maybe(rows, Gen.Int).Select(Add),
        Maybe(rows, Gen.Long).Select(Add),
        Maybe(rows, Gen.UInt.Select(BitConverter.UInt32BitsToSingle)).Select(Add),
        Maybe(rows, Numbers).Select(Add),
        Maybe(rows, Moments).Select(Add),
        Gen.Int[0, 4].SelectMany(chance => Gen.Select(Texts, Gen.Int[0, 4], (text, die) => die < chance ? null! : text).Array[rows])
            .Select(values => (Func<string, Table, Table>)((name, table) => table.With<string>(name, values))),
        Gen.Int[1, 5].SelectMany(length => Gen.OneOf(Dense(length), Sparse(length)).Array[rows])
            .Select(values => (Func<string, Table, Table>)((name, table) => table.With<Vector>(name, values))));

    static Gen<T?[]> Maybe<T>(int rows, Gen<T> values)
        where T : struct =>
        Gen.Int[0, 4].SelectMany(chance => Gen.Select(values, Gen.Int[0, 4], (value, die) => die < chance ? default(T?) : value).Array[rows]);

    static Func<string, Table, Table> Add<T>(T?[] values)
        where T : struct => (name, table) => table.With<T?>(name, values);

    /// <summary>Vectors of one length, dense and sparse.</summary>
    public static Gen<Vector[]> Vectors(int length) => Gen.OneOf(Dense(length), Sparse(length)).Array[0, 12];

    static Gen<Vector> Dense(int length) => Numbers.Array[length].Select(values => (Vector)values);

    static Gen<Vector> Sparse(int length) => Gen.Select(Numbers.Array[length], Gen.Bool.Array[length], (values, kept) =>
    {
        var indices = Enumerable.Range(0, length).Where(i => kept[i]).ToArray();
        return Vector.Sparse(length, indices, indices.Select(i => values[i]).ToArray());
    });
}
