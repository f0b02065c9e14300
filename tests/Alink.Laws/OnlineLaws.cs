using Alink.Features;
using Alink.Online;
using Alink.Runtime;

namespace Alink.Laws;

/// <summary>What is true of everything that learns from a stream, row by row.</summary>
public class OnlineLaws
{
    const int Known = 30;

    static readonly Table Rows = Samples.Rows(120);

    /// <summary>Its vectors cannot become longer on a stream, so it is shown every category before.</summary>
    static readonly string[] RefusesNew = [nameof(OneHotEncoder)];

    /// <summary>Everything that learns online, found by reflection.</summary>
    static readonly Dictionary<string, IOnline> Learners = Stage.All.Values
        .SelectMany(Variants)
        .Select(stage => (stage.Name, Online: Of(stage)))
        .Where(one => one.Online is not null)
        .ToDictionary(one => one.Name, one => one.Online!);

    public static TheoryData<string> Names => [.. Learners.Keys];

    /// <summary>Those that let workers share a mini-batch.</summary>
    public static TheoryData<string> Sharing => [.. Stage.All.Values
        .Where(stage => stage.Value.GetType().GetMethods().Any(each =>
            each.Name == "Update" && each.GetParameters() is [_, _, { ParameterType: var last }] && last == typeof(Workers)))
        .Select(stage => stage.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Any_cut_of_the_rows_gives_the_same_state(string name)
    {
        var all = Learners[name].Learn(Rows, Rows.RowCount);

        Assert.Equal(all, Learners[name].Learn(Rows, 1));
        Assert.Equal(all, Learners[name].Learn(Rows, 7));
    }

    [Theory, MemberData(nameof(Names))]
    public void Any_cut_of_sparse_rows_gives_the_same_state(string name)
    {
        var rows = Samples.Sparse(Rows);
        var all = Learners[name].Learn(rows, rows.RowCount);

        Assert.Equal(all, Learners[name].Learn(rows, 1));
        Assert.Equal(all, Learners[name].Learn(rows, 7));
    }

    /// <summary>Mini-batches go on from table to table, and the tables from mini-batch to mini-batch.</summary>
    [Theory, MemberData(nameof(Sharing))]
    public void Any_number_of_workers_gives_the_same_state(string name)
    {
        var learner = Of(Stage.All[name].With("BatchSize", 1511).With("Weight", (Column<double>?)"weight"))!;
        var rows = Table.Concat([.. Enumerable.Repeat(Rows, 40)]);
        foreach (var many in (Table[])[rows, Samples.Sparse(rows)])
        {
            var alone = learner.Learn(many, many.RowCount);
            var shared = 0;
            foreach (var workers in (int[])[1, 2, 7])
            {
                Assert.Equal(alone, learner.Learn(many, many.RowCount, LastFirst(workers)));
                Assert.Equal(alone, learner.Learn(many, 1100, LastFirst(workers)));
            }

            Assert.True(shared >= many.RowCount / 256, $"{shared} pieces were shared.");

            Workers LastFirst(int workers) => (pieces, work) => Parallel.For(
                0, pieces, new() { MaxDegreeOfParallelism = workers }, piece =>
                {
                    Interlocked.Increment(ref shared);
                    work(pieces - 1 - piece);
                });
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_row_is_passed_on_as_the_model_of_that_moment_makes_it(string name)
    {
        var known = Rows.Slice(0, RefusesNew.Contains(name) ? Known : 0);
        var (simpleState, simple) = Learners[name].AdvanceRowByRow(known, Rows, Rows.RowCount);
        foreach (var cut in new[] { Rows.RowCount, 7 })
        {
            var (state, output) = Learners[name].Advance(known, Rows, cut);

            Assert.Equal(simpleState, state);
            Assert.Equal(Shown.Rows(simple), Shown.Rows(output));
            Assert.Equal(simple.Schema.ToString(), output.Schema.ToString());
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Passing_rows_on_teaches_what_learning_them_does(string name) => Assert.Equal(
        Learners[name].Learn(Rows, 20), Learners[name].Advance(Rows.Slice(0, Known), Rows.Slice(Known, 90), 20).State);

    [Theory, MemberData(nameof(Names))]
    public void A_snapshot_leaves_the_state_as_it_is(string name) => Learners[name].SnapshotLeavesTheState(Rows);

    [Theory, MemberData(nameof(Names))]
    public void A_state_that_was_written_and_read_goes_on_the_same(string name) =>
        Assert.Equal(Learners[name].Learn(Rows, 13), Learners[name].LearnThroughBytes(Rows, 13));

    [Theory, MemberData(nameof(Names))]
    public void No_rows_change_nothing(string name) => Learners[name].NoRowsChangeNothing(Rows);

    /// <summary>An algorithm under its defaults; and with penalties, weights and mini-batches, under each optimiser that it has.</summary>
    static IEnumerable<Stage> Variants(Stage stage)
    {
        yield return stage;
        if (stage.Value is CountEncoder or RareLevels or KBinsDiscretizer)
        {
            var option = stage.Value switch
            {
                CountEncoder => stage.With("AsShare", true),
                RareLevels => stage.With("LeastShare", 0.25),
                _ => stage.With("Strategy", BinStrategy.Uniform),
            };
            yield return option with { Name = $"{stage.Name} in its other way" };
        }

        if (stage.HasWeight)
        {
            stage = stage.With("Weight", (Column<double>?)"weight");
            yield return stage with { Name = $"{stage.Name} of weights" };
        }

        if (stage.Value.GetType().GetProperty("BatchSize") is not null)
        {
            yield return stage.With("BatchSize", 5) with { Name = $"{stage.Name} in mini-batches" };
        }

        if (stage.Value is FactorizationLearner)
        {
            yield return stage.With("Optimizer", FactorizationOptimizer.Ftrl).With("L1", 0.01) with { Name = $"{stage.Name} by FTRL" };
        }

        foreach (var optimizer in stage.Value is GradientLearner ? Enum.GetValues<OnlineOptimizer>() : [])
        {
            var variant = stage.With("L1", 0.01).With("L2", 0.2).With("LearningRate", 0.05).With("Optimizer", optimizer);
            yield return variant with { Name = $"{stage.Name} by {optimizer}" };
            yield return variant.With("BatchSize", 5) with { Name = $"{stage.Name} by {optimizer} in mini-batches" };
        }
    }

    static IOnline? Of(Stage stage)
    {
        var learns = stage.Value.GetType().GetInterfaces().FirstOrDefault(
            each => each.IsGenericType && each.GetGenericTypeDefinition() == typeof(IOnlineEstimator<,>));
        return learns is null ? null
            : (IOnline)Activator.CreateInstance(typeof(Online<,>).MakeGenericType(learns.GetGenericArguments()), stage.Value)!;
    }

    /// <summary>A learner, whatever its state is; a state shows as its bytes.</summary>
    interface IOnline
    {
        string Learn(Table rows, int cut, Workers? workers = null);

        string LearnThroughBytes(Table rows, int cut);

        (string State, Table Output) Advance(Table known, Table rows, int cut);

        (string State, Table Output) AdvanceRowByRow(Table known, Table rows, int cut);

        void SnapshotLeavesTheState(Table rows);

        void NoRowsChangeNothing(Table rows);
    }

    sealed class Online<TState, TModel>(IOnlineEstimator<TState, TModel> learner) : IOnline
        where TModel : ITransformer
    {
        public string Learn(Table rows, int cut, Workers? workers = null) => Bytes(rows.Batches(cut).Aggregate(
            learner.Start(rows.Schema), (state, batch) => learner.Update(state, batch, workers)));

        public string LearnThroughBytes(Table rows, int cut) => Bytes(rows.Batches(cut).Aggregate(
            learner.Start(rows.Schema),
            (state, batch) => learner.Update(StateCodec.Read<TState>(StateCodec.Write(state)), batch)));

        public (string State, Table Output) Advance(Table known, Table rows, int cut) => Advance(learner, known, rows, cut);

        public (string State, Table Output) AdvanceRowByRow(Table known, Table rows, int cut) =>
            Advance(new Plain(learner), known, rows, cut);

        public void SnapshotLeavesTheState(Table rows)
        {
            var state = learner.Update(learner.Start(rows.Schema), rows);
            var before = Bytes(state);

            var model = Shown.Model(learner.Snapshot(state));

            Assert.Equal(before, Bytes(state));
            Assert.Equal(model, Shown.Model(learner.Snapshot(state)));
            var snapshot = learner.Snapshot(state);
            learner.Update(state, rows);
            Assert.Equal(model, Shown.Model(snapshot));
        }

        public void NoRowsChangeNothing(Table rows)
        {
            var state = learner.Update(learner.Start(rows.Schema), rows);
            var before = Bytes(state);

            state = learner.Update(state, rows.Slice(0, 0));
            Assert.Equal(before, Bytes(state));
            state = learner.Advance(state, rows.Slice(0, 0), out var output);

            Assert.Equal(before, Bytes(state));
            Assert.Equal(0, output.RowCount);
        }

        static (string State, Table Output) Advance(
            IOnlineEstimator<TState, TModel> learner, Table known, Table rows, int cut)
        {
            var state = learner.Update(learner.Start(rows.Schema), known);
            var outputs = new List<Table>();
            foreach (var batch in rows.Batches(cut))
            {
                state = learner.Advance(state, batch, out var output);
                outputs.Add(output);
            }

            return (Bytes(state), Table.Concat(outputs));
        }

        static string Bytes(TState state) => Convert.ToHexString(StateCodec.Write(state));

        /// <summary>The same learner with the definition of its step in place of its own.</summary>
        sealed class Plain(IOnlineEstimator<TState, TModel> inner) : IOnlineEstimator<TState, TModel>
        {
            public bool LearnsFirst => inner.LearnsFirst;

            public Schema Transform(Schema input) => inner.Transform(input);

            public TState Start(Schema schema) => inner.Start(schema);

            public TState Update(TState state, Table batch) => inner.Update(state, batch);

            public TModel Snapshot(TState state) => inner.Snapshot(state);
        }
    }
}
