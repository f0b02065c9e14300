using System.Collections.Immutable;
using Alink.Runtime;
using CsCheck;
using static Alink.Tests.Runtime.StateCodecTest;

namespace Alink.Tests.Runtime;

public class TableCodecTest
{
    [Fact]
    public void Tables_of_every_type_come_back_with_what_is_missing()
    {
        var table = Table.Of<int?>("int", 1, null, 3)
            .With("long", 1L, 2, 3).With("bool", true, false, true).With("float", 1f, float.NaN, 3)
            .With<double?>("double", null, 2.5, null).With<string?>("text", "a", null, "ü")
            .With("time", DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, DateTimeOffset.MinValue)
            .With<Vector>("dense", [1.0, 2], [3.0, 4], [5.0, 6])
            .With("sparse", Sparse(4, [1, 3], [1.0, 2]), Sparse(4, [], []), Sparse(4, [0], [9.0]))
            .With<Vector>("empty", [], [], [])
            .With(
                new Field("codes", DataType.String),
                new StringColumn(new[] { 1, 7, 0 }, StringColumn.Of("no", "yes"), new Validity([0b101])));

        foreach (var rows in new[] { table, table.Slice(1, 2), table.Slice(2, 0), table.Gather([2, 0, 0, 1]) })
        {
            var bytes = StateCodec.Write(rows);
            var read = StateCodec.Read<Table>(bytes);

            Assert.Equal(bytes, StateCodec.Write(read));
            Assert.Equal(rows.Schema, read.Schema);
            foreach (var field in rows.Schema.Fields)
            {
                var (was, became) = (rows.Data(field.Name), read.Data(field.Name));
                var all = Enumerable.Range(0, rows.RowCount);
                Assert.Equal(all.Select(was.Boxed), all.Select(became.Boxed));
            }
        }
    }

    [Fact]
    public void Sparse_rows_whose_places_do_not_rise_are_refused()
    {
        var bytes = StateCodec.Write(Table.Of("v", Sparse(4, [1, 3], [1.0, 2])));
        var place = bytes.AsSpan().LastIndexOf<byte>([1, 0, 0, 0, 3, 0, 0, 0]);

        foreach (var (first, second) in new[] { (3, 1), (1, 1), (1, 4), (-1, 3) })
        {
            BitConverter.TryWriteBytes(bytes.AsSpan(place), first);
            BitConverter.TryWriteBytes(bytes.AsSpan(place + sizeof(int)), second);
            Assert.Throws<InvalidDataException>(() => StateCodec.Read<Table>(bytes));
        }
    }

    [Fact]
    public void Hostile_tables_are_refused_or_harmless() => Flips.Sample(flips =>
    {
        var bytes = Flipped(StateCodec.Write(Table.Of<string?>("text", "a", null, "bcd")
            .With("v", Sparse(4, [1, 3], [1.0, 2]), [1.0, 2, 3, 4], Sparse(4, [], []))
            .With(
                new Field("codes", DataType.String),
                new StringColumn(new[] { 1, 0, 0 }, StringColumn.Of("no", "yes")))), flips);
        try
        {
            // What was read can be walked from end to end.
            var read = StateCodec.Read<Table>(bytes);
            StateCodec.Write(read);
            foreach (var field in read.Schema.Fields)
            {
                Assert.All(Enumerable.Range(0, read.RowCount), row => read.Data(field.Name).Boxed(row)?.ToString());
            }
        }
        catch (InvalidDataException)
        {
        }
    }, iter: 5_000);
}
