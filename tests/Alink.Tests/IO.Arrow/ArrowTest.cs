using Alink.IO;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using CsCheck;
using ArrowField = Apache.Arrow.Field;
using ArrowSchema = Apache.Arrow.Schema;

namespace Alink.Tests.IO;

public class ArrowTest
{
    /// <summary>As it comes back: a moment in microseconds of UTC, and vectors sparse if one of the column is.</summary>
    static Table Kept(Table table) => table.Schema.Fields.Aggregate(table, (kept, field) => table.Data(field.Name) switch
    {
        FixedColumn<DateTimeOffset> moments => kept.With(field, new FixedColumn<DateTimeOffset>(
            System.Array.ConvertAll(moments.ToArray(), moment => new DateTimeOffset(moment.UtcTicks - (moment.UtcTicks % 10), default)), moments.Validity)),
        _ => kept,
    });

    [Fact]
    public void Any_table_comes_back_from_a_batch_and_from_files_of_several() => IO.AnyTable.Of(20).Sample(
        table =>
        {
            using var scratch = new Scratch();
            var (kept, path, stream) = (Kept(table), scratch.File("rows.arrow", ""), new MemoryStream());
            using (var batch = table.ToRecordBatch())
            {
                IO.AnyTable.AssertSame(kept, batch.ToTable());
            }

            ArrowFile.Write(table, path);
            IO.AnyTable.AssertSame(kept, ArrowFile.Read(path));
            ArrowFile.Write(new Halves(table), stream);
            stream.Position = 0;
            IO.AnyTable.AssertSame(kept, Table.Concat([.. ArrowFile.ReadBatches(stream)]));
        },
        iter: 300);

    [Fact]
    public void Types_that_tables_have_not_become_the_next_that_they_have()
    {
        var batch = new RecordBatch.Builder()
            .Append("small", nullable: false, new Int8Array.Builder().Append(-3).Append(4).Build())
            .Append("word", nullable: false, new UInt32Array.Builder().Append(4_000_000_000).Append(1).Build())
            .Append("half", nullable: true, new HalfFloatArray.Builder().Append((Half)0.5).AppendNull().Build())
            .Append("price", nullable: false, new Decimal128Array.Builder(new(10, 2)).Append(12.34m).Append(-1m).Build())
            .Append("day", nullable: false, new Date32Array.Builder().Append(new DateOnly(2026, 2, 3)).Append(new DateOnly(1969, 12, 31)).Build())
            .Append("large", nullable: false, new LargeStringArray.Builder().Append("ä").Append("").Build())
            .Build();

        var table = batch.ToTable();

        Assert.Equal([-3, 4], table.Values<int>("small").ToArray());
        Assert.Equal([4_000_000_000, 1], table.Values<long>("word").ToArray());
        Assert.Equal(0.5f, table.Values<float>("half")[0]);
        Assert.True(table.Data("half").IsMissing(1));
        Assert.Equal([12.34, -1], table.Values<double>("price").ToArray());
        Assert.Equal(
            [new(2026, 2, 3, 0, 0, 0, default), new DateTimeOffset(1969, 12, 31, 0, 0, 0, default)],
            table.Values<DateTimeOffset>("day").ToArray());
        Assert.Equal(["ä", ""], table.Values<string>("large").ToArray());
        Assert.False(table.Schema["small"].IsNullable);
    }

    [Fact]
    public void Lists_of_numbers_are_vectors_if_all_have_one_length()
    {
        ListArray Lists(params float[][] rows)
        {
            var builder = new ListArray.Builder(FloatType.Default);
            foreach (var row in rows)
            {
                builder.Append();
                ((FloatArray.Builder)builder.ValueBuilder).AppendRange(row);
            }

            return builder.Build();
        }

        Assert.Equal([3.0, 4.0], new RecordBatch.Builder().Append("v", false, Lists([1, 2], [3, 4])).Build().Slice(1, 1).ToTable().Values<Vector>("v")[0].ToArray());
        Assert.Equal(
            "Column 'v', row 1: It has 3 numbers; those before it have 2.",
            Assert.Throws<RowException>(() => new RecordBatch.Builder().Append("v", false, Lists([1, 2], [3, 4, 5])).Build().ToTable()).Message);
    }

    [Fact]
    public void A_slice_of_a_batch_has_its_own_rows()
    {
        var rows = Table.Of<Vector>("v", [1.0, 2.0], [3.0, 4.0], [5.0, 6.0]).With("t", "a", "b", null).With("b", true, false, true);

        IO.AnyTable.AssertSame(rows.Slice(1, 2), rows.ToRecordBatch().Slice(1, 2).ToTable());
    }

    [Fact]
    public void What_does_not_fit_is_told_by_column_and_row()
    {
        Assert.Equal("Column 'n', row 1: 18446744073709551615 is above 9223372036854775807.", Assert.Throws<RowException>(() =>
            new RecordBatch.Builder().Append("n", false, new UInt64Array.Builder().Append(1).Append(ulong.MaxValue).Build()).Build().ToTable()).Message);
        Assert.Contains("Column 'x' is of Arrow's type binary", Assert.Throws<SchemaException>(() =>
            new RecordBatch.Builder().Append("x", false, new BinaryArray.Builder().Append([1, 2]).Build()).Build().ToTable()).Message);
        var codes = new DictionaryArray(
            new DictionaryType(Int32Type.Default, StringType.Default, false), new Int32Array.Builder().Append(0).Append(7).Build(),
            new StringArray.Builder().Append("a").Build());
        Assert.Equal("Column 'd', row 1: Its place in the dictionary is 7, and that has 1 texts.", Assert.Throws<RowException>(() =>
            new RecordBatch(new ArrowSchema([new ArrowField("d", codes.Data.DataType, false)], null), [codes], 2).ToTable()).Message);
    }

    [Fact]
    public void A_file_without_batches_has_columns_and_no_rows()
    {
        using var stream = new MemoryStream();
        var schema = new ArrowSchema(
        [
            new("text", StringType.Default, true), new("v", new FixedSizeListType(DoubleType.Default, 3), false), new("day", Date32Type.Default, true),
        ], null);
        using (var writer = new ArrowStreamWriter(stream, schema, leaveOpen: true))
        {
            writer.WriteStart();
            writer.WriteEnd();
        }

        stream.Position = 0;
        var table = Assert.Single(ArrowFile.ReadBatches(stream));

        Assert.Equal(0, table.RowCount);
        Assert.Equal([DataType.String, DataType.Vector, DataType.DateTimeOffset], table.Schema.Fields.Select(field => field.Type));
        Assert.Equal(3, table.Schema["v"].VectorLength);
    }

    [Fact]
    public void Damaged_files_are_refused_by_name_and_cost_no_more_than_they_are()
    {
        using var scratch = new Scratch();
        var path = scratch.File("rows.arrow", "");
        ArrowFile.Write(Table.Of("x", 1.0, 2.0).With("t", "a", "bcd").With<Vector>("v", [1.0], [2.0]), path);
        var bytes = File.ReadAllBytes(path);
        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte, Gen.Int[0, bytes.Length]).Sample(
            (place, value, length) =>
            {
                var damaged = bytes.ToArray();
                damaged[place] = value;
                File.WriteAllBytes(path, damaged[..Math.Max(length, bytes.Length / 2)]);
                try
                {
                    ArrowFile.Read(path);
                }
                catch (DataFormatException exception)
                {
                    Assert.Equal(path, exception.File);
                }
            },
            iter: 2000, threads: 1);
        Assert.Contains("no such file", Assert.Throws<DataFormatException>(() => ArrowFile.Read(path + "x")).Message);
    }

    sealed class Halves(Table table) : IDataset
    {
        public Schema Schema => table.Schema;

        public int Lanes => 2;

        public IEnumerable<Table> Read(int lane, CancellationToken cancellation = default) =>
            [lane == 0 ? table.Slice(0, table.RowCount / 2) : table.Slice(table.RowCount / 2, table.RowCount - (table.RowCount / 2))];
    }
}
