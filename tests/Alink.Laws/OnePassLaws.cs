using System.Reflection;
using Alink.Runtime;

namespace Alink.Laws;

/// <summary>What a stream teaches: what a table of the same rows does, to the bit.</summary>
public class OnePassLaws
{
    static readonly Table Rows = Samples.Rows();

    public static TheoryData<string> Names =>
        [.. Stage.All.Values.Where(stage => Interface(stage) is not null).Select(stage => stage.Name)];

    [Theory, MemberData(nameof(Names))]
    public void A_stream_in_any_cut_teaches_what_a_table_of_one_lane_does(string name) =>
        Check(name, laneRows: 1000, weighted: false);

    [Theory, MemberData(nameof(Names))]
    public void A_stream_in_lanes_teaches_what_a_table_of_many_lanes_does(string name)
    {
        Check(name, laneRows: 50, weighted: false);
        Check(name, laneRows: 16, weighted: false); // 15 lanes: every digit of their number is 1.
        Check(name, laneRows: 30, weighted: false); // 8 lanes, all of them full.
    }

    [Theory, MemberData(nameof(Names))]
    public void Weighted_rows_of_a_stream_teach_what_those_of_a_table_do(string name) =>
        Check(name, laneRows: 16, weighted: Stage.All[name].HasWeight);

    [Theory, MemberData(nameof(Names))]
    public async Task A_job_over_a_stream_teaches_what_a_table_does(string name)
    {
        var fit = typeof(OnePassLaws).GetMethod(nameof(ModelAsync), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(Interface(Stage.All[name])!.GetGenericArguments());

        Assert.Equal(Shown.Model(Stage.All[name].Fit(Rows)), await (Task<string>)fit.Invoke(null, [Stage.All[name].Value])!);
    }

    [Fact]
    public async Task Lanes_of_a_table_are_those_of_a_stream()
    {
        var random = new Random(1);
        var table = Table.Of("features", [.. Enumerable.Range(0, (5 * LanedTraining.RowsOfTable) + 100).Select(
            _ => Vector.Of([random.NextDouble(), random.NextDouble()]))]);
        var scaler = new Features.StandardScaler();

        var streamed = await scaler.FitAsync(TableStream.Of(table, rowsPerBatch: 10_001));

        Assert.Equal(6, table.Lanes);
        Assert.Equal(Shown.Model(scaler.Fit(table)), Shown.Model(streamed));
        var alone = table.Batches(10_001).Aggregate(scaler.Start(table.Schema), scaler.Update);
        Assert.NotEqual(Shown.Model(scaler.Fit(table)), Shown.Model(scaler.Snapshot(alone)));
    }

    static void Check(string name, int laneRows, bool weighted)
    {
        var stage = weighted ? Stage.All[name].With("Weight", (Column<double>?)"share") : Stage.All[name];
        var rows = Rows.With("share", row => 0.1 + (row.Index % 7 * 0.3));
        foreach (var table in new[] { rows, Samples.Sparse(rows) })
        {
            var expected = Shown.Model(stage.Fit(Samples.Laned(table, laneRows, batchRows: laneRows), new(new LocalMachine(1))));
            var run = typeof(OnePassLaws).GetMethod(nameof(Models), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(Interface(stage)!.GetGenericArguments());

            Assert.All((IEnumerable<string>)run.Invoke(null, [stage.Value, table, laneRows])!, model => Assert.Equal(expected, model));
        }
    }

    /// <summary>The models of the rows in several cuts, by the estimator alone and in lanes.</summary>
    static IEnumerable<string> Models<TState, TModel>(IOnePassEstimator<TState, TModel> estimator, Table rows, int laneRows)
        where TModel : ITransformer
    {
        foreach (var cut in new[] { 1, 7, 50, rows.RowCount })
        {
            var laned = estimator.InLanes(laneRows);
            var state = laned.Start(rows.Schema);
            foreach (var batch in rows.Batches(cut))
            {
                state = StateCodec.Read<LaneFold<TState>>(StateCodec.Write(laned.Update(state, batch)));
            }

            yield return Shown.Model(laned.Snapshot(state));
            yield return Shown.Model(laned.Snapshot(state)); // The first left the state as it was.
            if (laneRows >= rows.RowCount)
            {
                yield return Shown.Model(estimator.Snapshot(
                    rows.Batches(cut).Aggregate(estimator.Start(rows.Schema), estimator.Update)));
            }
        }
    }

    static async Task<string> ModelAsync<TState, TModel>(IOnePassEstimator<TState, TModel> estimator)
        where TModel : ITransformer => Shown.Model(await estimator.FitAsync(TableStream.Of(Rows, rowsPerBatch: 7)));

    static Type? Interface(Stage stage) => stage.Value.GetType().GetInterfaces().FirstOrDefault(
        one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IOnePassEstimator<,>));
}
