using Alink.Classification;
using Alink.Drift;
using Alink.Numerics;
using Alink.Runtime;

namespace Alink.Tests.Algorithms;

public class RetrainOnDriftTest
{
    /// <summary>The sign of the first feature is the class, and from row 1000 on its opposite.</summary>
    static readonly Table Rows = Turning(2000, 1000);

    static readonly RetrainOnDrift<FtrlState, FtrlModel, DdmState> Learner = new(new Ftrl(), new Ddm());

    [Fact]
    public void A_learner_whose_rows_turn_round_begins_anew_and_is_right_again()
    {
        var state = Learner.Advance(Learner.Start(Rows.Schema), Rows, out var output);
        var plain = (IOnlineEstimator<FtrlState, FtrlModel>)new Ftrl();
        plain.Advance(plain.Start(Rows.Schema), Rows, out var unaware);

        Assert.Equal(1, state.Drifts);
        Assert.InRange(Right(output, 1100, 1500), 0.9, 1);
        Assert.InRange(Right(unaware, 1100, 1500), 0, 0.5);
        Assert.Equal(Right(unaware, 0, 1000), Right(output, 0, 1000));
    }

    [Fact]
    public void The_new_learner_has_learnt_the_rows_from_the_warning_on()
    {
        var (errors, ddm) = (Errors(), new Ddm());
        var watched = ddm.Start();
        DriftLevel[] levels = [.. errors
            .Select(error => double.IsNaN(error) ? DriftLevel.None : ddm.Update(watched, error))];
        var drift = levels.IndexOf(DriftLevel.Drift);
        var warning = drift;
        while (levels[warning - 1] == DriftLevel.Warning)
        {
            warning--;
        }

        var state = Learner.Update(Learner.Start(Rows.Schema), Rows.Slice(0, drift + 1));

        Assert.InRange(warning, 1001, drift - 1);
        var ftrl = new Ftrl();
        Assert.Equal(
            StateCodec.Write(ftrl.Update(ftrl.Start(Rows.Schema), Rows.Slice(warning, drift + 1 - warning))),
            StateCodec.Write(state.Learner));
        Assert.False(state.HasNext);

        double[] Errors()
        {
            ftrl = new Ftrl();
            ftrl.Advance(ftrl.Start(Rows.Schema), Rows, out var output);
            var (truths, classes) = (output.Values<string>("label"), output.Values<string>("prediction"));
            return [.. Enumerable.Range(0, Rows.RowCount).Select(row =>
                classes.IsMissing(row) ? double.NaN : truths[row] == classes[row] ? 0 : 1)];
        }
    }

    [Fact]
    public void A_warning_that_passes_leaves_no_second_learner()
    {
        var (random, warned) = (new SeededRandom(4), 0);
        var rows = Turning(3000, 3000, _ => random.NextDouble() < 0.2);
        var state = Learner.Start(rows.Schema);
        foreach (var row in rows.Batches(1))
        {
            state = Learner.Update(state, row);
            Assert.Equal(state.Detector.Level == DriftLevel.Warning, state.HasNext);
            warned += state.HasNext ? 1 : 0;
        }

        Assert.InRange(warned, 1, 2900);
    }

    [Fact]
    public void Any_cut_gives_the_bytes_and_the_rows_of_the_definition()
    {
        Cut(Learner);
        Cut(new RetrainOnDrift<FtrlState, FtrlModel, AdwinState>(new Ftrl(), new Adwin()));

        static void Cut<TDrift>(RetrainOnDrift<FtrlState, FtrlModel, TDrift> learner)
            where TDrift : DriftState
        {
            var rows = Rows.Slice(900, 300);
            var whole = RowByRow.Advance(learner, learner.Start(rows.Schema), rows, out var expected);
            foreach (var size in new[] { 1, 29, 300 })
            {
                var (state, pieces) = (learner.Start(rows.Schema), new List<Table>());
                foreach (var batch in rows.Batches(size))
                {
                    state = StateCodec.Read<RetrainState<FtrlState, TDrift>>(
                        StateCodec.Write(learner.Advance(state, batch, out var piece)));
                    pieces.Add(piece);
                }

                Assert.Equal(StateCodec.Write(whole), StateCodec.Write(state));
                Assert.Equal(Shown(expected), Shown(Table.Concat(pieces)));
            }

            Assert.Equal(1, whole.Drifts);
        }

        static string[] Shown(Table rows) =>
            [.. Enumerable.Range(0, rows.RowCount)
                .Select(row => $"{rows.Data("prediction").Boxed(row)} {rows.Data("probabilities").Boxed(row)}")];
    }

    [Theory]
    [InlineData(70)]
    [InlineData(1999)]
    public async Task A_job_over_a_stream_learns_what_the_table_teaches(int rowsPerBatch)
    {
        var model = await Learner.FitAsync(TableStream.Of(Rows, rowsPerBatch));

        Assert.Equal(
            Learner.Fit(Rows).Transform(Rows).Values<Vector>("probabilities").ToArray(),
            model.Transform(Rows).Values<Vector>("probabilities").ToArray());
    }

    [Fact]
    public async Task A_detector_follows_a_learner_in_a_pipeline_of_a_stream()
    {
        var rows = Rows.With("error", row => row.Index < 1000 ? 0.0 : 1);
        var alarms = new List<int>();

        await foreach (var batch in TableStream.Of(rows, 90).Train(new Ftrl().Then(new PageHinkley())))
        {
            alarms.AddRange(batch.Values<int>("drift").ToArray());
        }

        // After 52 ones the sum is 52 * 0.995 - (1/1001 + ... + 52/1052) less a ten-thousandth of it a row: 50.3; after
        // 51, 49.3.
        Assert.Equal([1051], alarms.Index().Where(row => row.Item == 2).Select(row => row.Index));
    }

    [Fact]
    public void A_learner_that_makes_no_errors_is_refused() => Assert.Contains(
        "Ddm learns a row before it passes it on",
        Assert.Throws<ArgumentException>(
            () => new RetrainOnDrift<DdmState, DriftModel, DdmState>(new Ddm(), new Ddm())).Message);

    static double Right(Table rows, int from, int to)
    {
        var (truths, classes) = (rows.Values<string>("label"), rows.Values<string>("prediction"));
        return Enumerable.Range(from, to - from).Average(row => truths[row] == classes[row] ? 1.0 : 0);
    }

    static Table Turning(int rows, int turn, Func<int, bool>? wrong = null)
    {
        var random = new SeededRandom(1);
        Vector[] vectors = [.. Enumerable.Range(0, rows)
            .Select(_ => (Vector)new[] { random.NextGaussian(), random.NextGaussian() })];
        return Table.Of<Vector>("features", vectors).With("label", [.. vectors.Select((vector, row) =>
            vector[0] > 0 == row < turn != (wrong?.Invoke(row) ?? false) ? "yes" : "no")]);
    }
}
