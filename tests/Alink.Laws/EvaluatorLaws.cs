using System.Collections.Immutable;
using System.Reflection;
using Alink.Evaluation;
using Alink.Runtime;
using Alink.Statistics;

namespace Alink.Laws;

/// <summary>What holds of everything that measures rows in one pass.</summary>
public class EvaluatorLaws
{
    static readonly Table Rows = Samples.Rows();

    static readonly Dictionary<string, object> All = (
        from type in (Type[])[.. typeof(Summarizer).Assembly.GetExportedTypes(), .. typeof(MultilabelEvaluator).Assembly.GetExportedTypes()]
        where !type.IsAbstract && Interface(type) is not null && type.GetConstructor(Type.EmptyTypes) is not null
        select OverSamples(Activator.CreateInstance(type)!)).ToDictionary(one => one.GetType().Name);

    public static TheoryData<string> Names => [.. All.Keys];

    /// <summary>What counts says 0 of no rows; everything else has nothing to say.</summary>
    public static TheoryData<string> NotCounting =>
        [.. All.Keys.Except([nameof(DistinctCount), nameof(HeavyHitters), nameof(Histogram)])];

    public static TheoryData<string> Weighted => [.. All.Where(one => one.Value.GetType().GetProperty("Weight") is not null).Select(one => one.Key)];

    [Theory, MemberData(nameof(Names))]
    public void Any_cut_of_the_rows_and_any_crash_give_the_same_bits(string name) => Run(name, nameof(Cuts));

    [Theory, MemberData(nameof(Names))]
    public void Lanes_and_workers_and_sparse_rows_change_nothing_but_rounding(string name) => Run(name, nameof(Lanes));

    [Theory, MemberData(nameof(NotCounting))]
    public void No_rows_say_nothing(string name) => Run(name, nameof(NoRows));

    [Theory, MemberData(nameof(Names))]
    public void A_missing_column_is_named_before_any_row_is_read(string name) => Run(name, nameof(Missing));

    [Theory, MemberData(nameof(Names))]
    public void Notebooks_show_what_it_says(string name) => Run(name, nameof(Showing));

    [Theory, MemberData(nameof(Weighted))]
    public void A_row_of_weight_0_is_as_if_not_there(string name) => Run(name, nameof(Weightless));

    [Fact]
    public void Notebooks_find_every_model_and_all_metrics() => Assert.Empty(Notebook.Unshown());

    static void Showing<TState, TResult>(IOnePassEvaluator<TState, TResult> evaluator)
    {
        object result = evaluator.Evaluate(Rows)!;
        Assert.All(result is ImmutableArray<ColumnHistogram> columns ? columns.Cast<object>() : [result], Notebook.Shows);
    }

    static void Cuts<TState, TResult>(IOnePassEvaluator<TState, TResult> evaluator)
    {
        var expected = Shown.Model(evaluator.Snapshot(evaluator.Update(evaluator.Start(Rows.Schema), Rows)));
        foreach (var cut in new[] { 1, 7, 100 })
        {
            var state = evaluator.Start(Rows.Schema);
            foreach (var batch in Rows.Batches(cut))
            {
                state = StateCodec.Read<TState>(StateCodec.Write(evaluator.Update(state, batch)));
            }

            Assert.Equal(expected, Shown.Model(evaluator.Snapshot(state)));
            Assert.Equal(expected, Shown.Model(evaluator.Snapshot(state))); // The first left the state as it was.
        }
    }

    static void Lanes<TState, TResult>(IOnePassEvaluator<TState, TResult> evaluator)
    {
        var expected = evaluator.Snapshot(evaluator.Update(evaluator.Start(Rows.Schema), Rows));
        foreach (var laned in new[] { Samples.Laned(Rows), Samples.Laned(Rows, 7, 3), Samples.Laned(Samples.Sparse(Rows), 16) })
        {
            var alone = evaluator.EvaluateAsync(laned, new(new LocalMachine(1))).AsTask().GetAwaiter().GetResult();
            var together = evaluator.EvaluateAsync(laned, new(new LocalMachine(4))).AsTask().GetAwaiter().GetResult();

            Assert.Equal(Shown.Model(alone), Shown.Model(together));
            Near.Same(expected, alone, 1e-9);
        }
    }

    static void Weightless<TState, TResult>(IOnePassEvaluator<TState, TResult> evaluator)
    {
        var counting = Rows.With("counting", row => row.Number("weight") - (row.Index % 2 == 0 ? 0 : 0.5));
        var others = Samples.Rows(60, seed: 8).With("label", _ => 9).With("color", _ => "violet").With("size", _ => 99)
            .With(Rows.Schema["features"], VectorColumn.Of([.. Enumerable.Repeat<Vector>(new[] { 100.0, 0, 200, 300 }, 60)]))
            .With("weight", _ => 1e6).With("counting", _ => 0.0);
        var weighted = (IOnePassEvaluator<TState, TResult>)evaluator.GetType().GetMethod("<Clone>$")!.Invoke(evaluator, null)!;
        evaluator.GetType().GetProperty("Weight")!.SetValue(weighted, (Column<double>?)"counting");

        var expected = weighted.Evaluate(counting);

        Near.Same(expected, weighted.Evaluate(Table.Concat(others.Head(20), counting, others)), 1e-12);
    }

    static void NoRows<TState, TResult>(IOnePassEvaluator<TState, TResult> evaluator) =>
        Assert.Throws<TrainingException>(() => evaluator.Evaluate(Rows.Head(0)));

    static void Missing<TState, TResult>(IOnePassEvaluator<TState, TResult> evaluator)
    {
        foreach (var option in Columns(evaluator))
        {
            var column = option.GetValue(evaluator)!.ToString()!;
            var error = Assert.Throws<SchemaException>(() => evaluator.Start(Rows.Drop(column).Schema));
            Assert.Contains($"'{column}'", error.Message);
        }
    }

    /// <summary>Every option that names a column names one of the samples.</summary>
    internal static object OverSamples(object evaluator)
    {
        foreach (var option in Columns(evaluator))
        {
            option.SetValue(evaluator, option.PropertyType == typeof(Column<Vector>) ? new Column<Vector>("features")
                : option.PropertyType == typeof(Column<double>) ? new Column<double>("weight")
                : option.PropertyType == typeof(Column<string>) ? new Column<string>("color")
                : new Column<Category>("label"));
        }

        var type = evaluator.GetType();
        type.GetProperty("Columns")?.SetValue(evaluator, (ImmutableArray<string>)["size", "weight"]);
        type.GetProperty("Edges")?.SetValue(evaluator, (ImmutableArray<double>)[0, 1, 2.5]);
        type.GetProperty("Probabilities")?.SetValue(evaluator, null); // The samples have none.

        return evaluator;
    }

    static IEnumerable<PropertyInfo> Columns(object evaluator) => evaluator.GetType().GetProperties().Where(
        option => option.PropertyType.IsGenericType && option.PropertyType.GetGenericTypeDefinition() == typeof(Column<>));

    static void Run(string name, string law) => typeof(EvaluatorLaws)
        .GetMethod(law, BindingFlags.NonPublic | BindingFlags.Static)!
        .MakeGenericMethod(Interface(All[name].GetType())!.GetGenericArguments())
        .Invoke(null, BindingFlags.DoNotWrapExceptions, null, [All[name]], null);

    static Type? Interface(Type type) => type.GetInterfaces().FirstOrDefault(
        one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IOnePassEvaluator<,>));
}
