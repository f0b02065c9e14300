using Alink.Classification;
using Alink.Clustering;
using Alink.Features;
using Alink.Runtime;

namespace Alink.Laws;

/// <summary>What is true of how every algorithm learns.</summary>
public class EstimatorLaws
{
    static readonly Table Rows = Samples.Rows();

    /// <summary>Algorithms that take NaN: it teaches them nothing.</summary>
    static readonly string[] TakesNaN = [nameof(RobustScaler)];

    /// <summary>Counts of these are smoothed by a constant, so that the size of all weights matters; without it, it does not.</summary>
    static readonly string[] Smoothed = [nameof(NaiveBayes), nameof(MixedNaiveBayes), nameof(WoeEncoder), nameof(OptimalBinning), nameof(Text.ChineseSegmenter)];

    public static TheoryData<string> Names => [.. Stage.All.Values.Where(stage => stage.Value is IEstimator).Select(stage => stage.Name)];

    public static TheoryData<string> Weighted => [.. Stage.All.Values.Where(stage => stage.HasWeight).Select(stage => stage.Name)];

    /// <summary>Those that minimise or sum over all rows at once; a step for each row, of a length by its weight, is no such sum.</summary>
    public static TheoryData<string> Summed =>
        [.. Stage.All.Values.Where(stage => stage.HasWeight && !stage.IsSequential).Select(stage => stage.Name)];

    public static TheoryData<string> OfFeatures =>
        [.. Stage.All.Values.Where(stage => stage.Value is IEstimator && stage.ReadsFeatures).Select(stage => stage.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Any_number_of_workers_gives_the_same_bits(string name)
    {
        var rows = Samples.Laned(Rows);
        var one = Shown.Model(Stage.All[name].Fit(rows, new(new LocalMachine(1))));

        Assert.Equal(one, Shown.Model(Stage.All[name].Fit(rows, new(new LocalMachine(2)))));
        Assert.Equal(one, Shown.Model(Stage.All[name].Fit(rows, new(new LocalMachine(7)))));
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Any_number_of_hosts_gives_the_same_bits(string name)
    {
        var rows = Samples.Laned(Rows);
        var one = Shown.Model(Stage.All[name].Fit(rows, new(new LocalMachine(1))));
        for (var hosts = 1; hosts <= 3; hosts++)
        {
            var network = new InMemoryNetwork(hosts, new Random(hosts));
            var models = await Task.WhenAll(Enumerable.Range(0, hosts).Select(host => Task.Run(async () =>
            {
                await using var machine = new HostMachine(network[host], workers: 2);
                return await ((IEstimator)Stage.All[name].Value).FitAsync(rows, new(machine));
            })));

            Assert.All(models, model => Assert.Equal(one, Shown.Model(model)));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void No_memory_for_rows_gives_the_same_bits(string name)
    {
        var rows = Samples.Laned(Rows);

        Assert.Equal(
            Shown.Model(Stage.All[name].Fit(rows, new(new LocalMachine(1)))),
            Shown.Model(Stage.All[name].Fit(rows, new(new LocalMachine(2) { MemoryBudget = 0 }))));
    }

    [Theory, MemberData(nameof(Names))]
    public void Training_counts_its_rows_and_asks_for_the_time(string name)
    {
        var time = new FixedTime(new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

        var model = (Model)Stage.All[name].Fit(Samples.Laned(Rows), new(new LocalMachine(2)) { Time = time });

        Assert.Equal((Rows.RowCount, time.GetUtcNow()), (model.Origin!.Rows, model.Origin.Trained));
    }

    [Theory, MemberData(nameof(Names))]
    public void Notebooks_show_what_it_has_learnt_and_the_pipeline_that_it_stands_in(string name)
    {
        var stage = Stage.All[name];
        Notebook.Shows(stage.Fit(Rows));
        Notebook.Shows(new Pipeline(stage.Value));
        Notebook.Shows(new PipelineModel(stage.Fit(Rows)));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_cancelled_training_ends(string name) => Assert.ThrowsAny<OperationCanceledException>(() =>
        Stage.All[name].Fit(Samples.Laned(Rows), new(new LocalMachine(2)) { Cancellation = new(canceled: true) }));

    [Theory, MemberData(nameof(Names))]
    public void No_rows_teach_nothing(string name) =>
        Assert.Throws<TrainingException>(() => Stage.All[name].Fit(Rows.Slice(0, 0)));

    [Theory, MemberData(nameof(Names))]
    public void One_row_teaches_or_is_refused_in_words(string name)
    {
        var row = Rows.Slice(0, 1);
        try
        {
            Assert.Equal(1, Stage.All[name].Fit(row).Transform(row).RowCount);
        }
        catch (TrainingException refusal)
        {
            Assert.NotEmpty(refusal.Message);
        }
    }

    /// <summary>So that stages of a pipeline that do not ask for each other's columns may learn from the same rows.</summary>
    [Theory, MemberData(nameof(Names))]
    public void A_column_that_it_does_not_ask_for_teaches_it_nothing(string name)
    {
        var stage = Stage.All[name];
        var asked = Rows.Schema.Fields.Select(field => field.Name).Where(column => Asks(stage.Value, column));

        Assert.Equal(
            Shown.Model(stage.Fit(Samples.Laned(Rows))), Shown.Model(stage.Fit(Samples.Laned(Rows.Select([.. asked])))));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_column_that_its_model_writes_is_a_new_field(string name)
    {
        var stage = Stage.All[name];
        var row = new RowCells(Rows.Schema);
        stage.Fit(Rows).Bind(row);
        var after = stage.Value.Transform(Rows.Schema);

        Assert.All(row.Outputs, cell => Assert.False(
            Rows.Schema.Has(cell.Name) && ReferenceEquals(Rows.Schema[cell.Name], after[cell.Name])));
    }

    [Theory, MemberData(nameof(Names))]
    public void Neighbours_in_a_pipeline_learn_what_they_learn_one_after_the_other(string name)
    {
        var counts = new CountEncoder { Columns = ["color", "size"], Outputs = ["color_rows", "size_rows"] };
        var groups = new RareLevels { Columns = ["color"], Outputs = ["color"], LeastShare = 0.3 };
        IStage[] stages = [counts, Stage.All[name].Value, groups, new StringIndexer { Columns = ["color"], Outputs = ["color_place"] }];
        var rows = Samples.Laned(Rows);
        var together = new Pipeline([.. stages]).Fit(rows);

        foreach (var (stage, model) in stages.Zip(together.Steps))
        {
            Assert.Equal(Shown.Model(new Stage("", stage).Fit(rows)), Shown.Model(model));
            rows = rows.Through(model is ITeachesOthers other ? other.OfTrainingRows() : model);
        }
    }

    public static TheoryData<string> RefusingNaN =>
        [.. Stage.All.Values.Where(stage => stage.Value is IEstimator && stage.ReadsFeatures && !TakesNaN.Contains(stage.Name)).Select(stage => stage.Name)];

    [Theory, MemberData(nameof(RefusingNaN))]
    public void NaN_is_refused_with_its_column_row_and_feature(string name)
    {
        var vectors = Rows.Values<Vector>("features").ToArray();
        vectors[137] = Vector.Of([1.0, double.NaN, 0.0, 2.0]);
        var rows = Rows.With(Rows.Schema["features"], VectorColumn.Of(vectors));

        var message = Assert.Throws<TrainingException>(() => Stage.All[name].Fit(Samples.Laned(rows))).Message;

        Assert.Contains("'features'", message);
        Assert.Contains("row 137", message);
        Assert.Contains("'width'", message);
    }

    [Theory, MemberData(nameof(OfFeatures))]
    public void The_names_of_the_features_are_kept(string name) =>
        Assert.Equal(["height", "width", "depth", "age"], ((Model)Stage.All[name].Fit(Rows)).FeatureNames.ToArray());

    [Theory, MemberData(nameof(OfFeatures))]
    public void Sparse_rows_teach_what_dense_ones_do(string name)
    {
        var dense = Stage.All[name].Fit(Rows).Transform(Rows);
        var sparse = Stage.All[name].Fit(Samples.Sparse(Rows)).Transform(Rows);

        Same(dense, sparse, 1e-6);
    }

    [Theory, MemberData(nameof(Summed))]
    public void Weight_2_is_the_row_twice(string name)
    {
        var stage = Seeded(Stage.All[name]);
        var twice = Rows.Gather([.. Enumerable.Range(0, Rows.RowCount).SelectMany(row => Enumerable.Repeat(row, 1 + (row % 3)))]);

        Same(
            stage.Fit(twice).Transform(Rows),
            stage.With("Weight", (Column<double>?)"weight").Fit(Rows).Transform(Rows),
            1e-6);
    }

    [Theory, MemberData(nameof(Summed))]
    public void Scaling_all_weights_changes_nothing(string name)
    {
        var stage = Seeded(Stage.All[name]).With("Weight", (Column<double>?)"weight");
        stage = Smoothed.Contains(name) ? stage.With("Smoothing", 1e-9)
            : name == nameof(CountEncoder) ? stage.With("AsShare", true) // A count is no share of the whole.
            : stage;
        var scaled = Rows.With("weight", row => row.Number("weight") * 8);

        Same(stage.Fit(Rows).Transform(Rows), stage.Fit(scaled).Transform(Rows), 1e-6);
    }

    [Theory, MemberData(nameof(Weighted))]
    public void A_negative_weight_is_refused_with_its_row(string name)
    {
        var rows = Rows.With("weight", row => row.Index == 11 ? -1.0 : 1);

        Assert.Contains("row 11", Assert.Throws<TrainingException>(
            () => Stage.All[name].With("Weight", (Column<double>?)"weight").Fit(rows)).Message);
    }

    /// <summary>Seeds of clusters are drawn by weight and chance; from given ones, only weights matter.</summary>
    static Stage Seeded(Stage stage) => stage.Value is KMeans kMeans
        ? stage with { Value = kMeans with { InitialCentroids = [0, 0, 0, 3, 6, 8, 2, 0] } }
        : stage;

    static bool Asks(IStage stage, string column)
    {
        try
        {
            stage.Transform(Rows.Drop(column).Schema);
            return false;
        }
        catch (SchemaException)
        {
            return true;
        }
    }

    static void Same(Table expected, Table actual, double tolerance)
    {
        foreach (var field in expected.Schema.Fields.Where(field => field.Name != "weight"))
        {
            Near.Same(expected.Data(field.Name), actual.Data(field.Name), tolerance);
        }
    }

    sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
