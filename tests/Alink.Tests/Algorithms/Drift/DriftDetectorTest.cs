using Alink.Drift;
using Alink.Runtime;

namespace Alink.Tests.Algorithms;

public class DriftDetectorTest
{
    static readonly Table Rows = Table.Of<double?>("error", [.. DriftStreams.Rates.Index()
        .Select(row => row.Index < 3 || row.Index % 7 == 5 ? (double?)null : row.Item)]);

    [Fact]
    public void Each_row_gets_the_level_and_the_estimate_up_to_it()
    {
        var rows = Table.Of<double?>("error", null, 0, 0, null, 4, 4, null);
        var test = new PageHinkley { Delta = 0, Threshold = 3, Alpha = 1, MinValues = 0 };

        test.Advance(test.Start(rows.Schema), rows, out var watched);

        Assert.Equal(
            [null, 0, 0, 0, 0, 2, 0],
            Enumerable.Range(0, 7).Select(row => (int?)watched.Data("drift").Boxed(row)));
        Assert.Equal(
            [null, 0.0, 0.0, 0.0, 4.0 / 3, 2.0, 2.0],
            Enumerable.Range(0, 7).Select(row => (double?)watched.Data("estimate").Boxed(row)));
    }

    [Fact]
    public void Any_cut_gives_the_bytes_and_the_rows_of_one_piece()
    {
        Cut(new Adwin { Clock = 5 });
        Cut(new PageHinkley { Threshold = 5 });
        Cut(new Ddm());

        static void Cut<TState>(DriftDetector<TState> detector)
            where TState : DriftState
        {
            var whole = detector.Advance(detector.Start(Rows.Schema), Rows, out var expected);
            foreach (var size in new[] { 1, 13, 700 })
            {
                var (state, pieces) = (detector.Start(Rows.Schema), new List<Table>());
                foreach (var batch in Rows.Batches(size))
                {
                    state = StateCodec.Read<TState>(StateCodec.Write(detector.Advance(state, batch, out var piece)));
                    pieces.Add(piece);
                }

                Assert.Equal(StateCodec.Write(whole), StateCodec.Write(state));
                var rows = Table.Concat(pieces);
                Assert.Equal(Boxed(expected, "drift"), Boxed(rows, "drift"));
                Assert.Equal(Boxed(expected, "estimate"), Boxed(rows, "estimate"));
            }

            Assert.Contains(2, Boxed(expected, "drift"));
        }

        static object?[] Boxed(Table rows, string column) =>
            [.. Enumerable.Range(0, rows.RowCount).Select(row => rows.Data(column).Boxed(row))];
    }

    [Fact]
    public void A_snapshot_says_to_every_row_what_the_last_one_brought()
    {
        double[] errors = [.. Enumerable.Range(0, 107).Select(i => i % 10 == 0 || i >= 100 ? 1.0 : 0)];
        var model = new Ddm().Fit(Table.Of("error", errors));

        Assert.Equal(2, model.Last);
        Assert.Equal(17.0 / 107, model.Mean, 1e-15);
        Assert.Equal([2, 2], model.Transform(Table.Of<double>("error", 0, 1)).Values<int>("drift").ToArray());
    }
}
