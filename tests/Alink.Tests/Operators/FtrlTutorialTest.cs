using Alink.Classification;
using Alink.Evaluation;
using Alink.Features;
using Alink.Operators;
using Alink.Runtime;

namespace Alink.Tests.Operators;

/// <summary>Alink's FTRL tutorial: features and a first model offline; then FTRL on a stream, a filter before its models,
/// predictions by them, and their evaluation in windows. In Alink's style and in ours.</summary>
public sealed class FtrlTutorialTest : IDisposable
{
    const string Label = "income";
    const string Positive = ">50K";

    static readonly Table History = People(2000, seed: 1);
    static readonly Table Live = People(3000, seed: 2);

    static readonly Pipeline Features = new(
        new VectorAssembler { Columns = ["age", "hours"], Output = "numbers" },
        new StandardScaler { Features = "numbers", Output = "numbers" },
        new FeatureHasher { Columns = ["education", "occupation"], Output = "hashed", Length = 1024 },
        new VectorAssembler { Columns = ["numbers", "hashed"], Output = "vec" });

    readonly string _folder = Directory.CreateTempSubdirectory("alink-tutorial").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Both_styles_measure_the_same_in_every_window()
    {
        var operators = new Dictionary<long, Table>();
        await Operators(operators, Options(null));
        var ours = new Dictionary<long, Table>();
        await Fluent(ours).RunAsync();

        var (theirs, mine) = (Table.Concat([.. operators.Values]), Table.Concat([.. ours.Values]));
        Assert.Equal(["window", "all"], theirs.Values<string>("Statistics").ToArray()[..2]);
        Assert.Equal(mine.Values<double>("auc").ToArray(), theirs.Values<double>("auc").ToArray());

        // Theirs begins with the first model as one of FTRL, whose weights are its own but for their last digit.
        Assert.All(
            mine.Values<double>("log loss").ToArray().Zip(theirs.Values<double>("loss").ToArray()),
            losses => Assert.Equal(losses.First, losses.Second, 1e-14));
        Assert.Equal(mine.Values<long>("rows").ToArray().Select(rows => (double)rows), theirs.Values<double>("rows").ToArray());
        Assert.InRange(theirs.Values<double>("auc").ToArray()[^1], 0.8, 1);
    }

    /// <summary>D15: Alink forgets what it measured of all rows when a job begins again.</summary>
    [Fact]
    public async Task A_job_that_failed_goes_on_to_the_same_models_and_measures()
    {
        var undisturbed = new Dictionary<long, Table>();
        await Operators(undisturbed, Options(null), store: "whole");
        var disturbed = new Dictionary<long, Table>();
        foreach (var epoch in new[] { 3, 7 })
        {
            await Assert.ThrowsAsync<IOException>(() => Operators(disturbed, Options("checkpoints"), failAt: epoch, store: "parts"));
        }

        await Operators(disturbed, Options("checkpoints"), store: "parts");

        Assert.Equal(undisturbed.Keys, disturbed.Keys.Order());
        Assert.All(undisturbed, pair => Assert.Equal(pair.Value.Format(), disturbed[pair.Key].Format()));
        Assert.Equal(Models("whole"), Models("parts"));
    }

    [Fact]
    public async Task A_filter_holds_back_models_that_do_badly_and_lets_the_last_one_pass_as_well()
    {
        var (kept, decisions) = (new Dictionary<long, Table>(), new List<GateDecision>());
        await Operators(kept, Options(null), decide: new Listed(decisions));
        Assert.All(decisions, decision => Assert.True(decision.IsAccepted));
        Assert.Equal(10, decisions.Count); // D7: one decision for each of the ten epochs, the last one too.

        decisions.Clear();
        var first = new Dictionary<long, Table>();
        await Operators(first, Options(null), auc: 0.999, decide: new Listed(decisions));
        Assert.All(decisions, decision => Assert.Contains("auc is", decision.Reason));

        // Where no model passes, the first one predicts all rows.
        var offline = Offline().Model();
        var predicted = (offline with { Options = offline.Options with { Probabilities = "details" } }).Transform(Evaluated());
        var measured = new BinaryEvaluator { Label = Label, Probabilities = "details", Positive = Positive }.Evaluate(predicted);
        Assert.Equal(measured.LogLoss, first.Values.Last().Values<double>("loss").ToArray()[^1], 1e-12);
    }

    static LogisticRegressionTrainBatchOp Offline() => new LogisticRegressionTrainBatchOp()
        .SetVectorCol("vec").SetLabelCol(Label).SetRegularization(0.01).SetMaxIter(10)
        .LinkFrom(new MemSourceBatchOp(Features.Fit(History).Transform(History)));

    async Task Operators(
        Dictionary<long, Table> measured, StreamOptions options, int failAt = 0, double auc = 0.5, string? store = null,
        IProgress<GateDecision>? decide = null)
    {
        var features = new ModelSourceBatchOp(Features.Fit(History));
        var init = Offline();
        var split = new SplitStreamOp().SetFraction(0.5).SetRandomSeed(3).LinkFrom(new MemSourceStreamOp(Live));
        var training = new PipelinePredictStreamOp(features).LinkFrom(split);
        var evaluated = new PipelinePredictStreamOp(features).LinkFrom(split.GetSideOutput(0));

        var model = new FtrlTrainStreamOp(init).SetVectorCol("vec").SetLabelCol(Label)
            .SetAlpha(0.1).SetBeta(0.1).SetL1(0.01).SetL2(0.01).LinkFrom(training);
        var filter = new FtrlModelFilterStreamOp().SetLabelCol(Label).SetPositiveLabelValueString(Positive)
            .SetAucThreshold(auc).SetAccuracyThreshold(0.5).LinkFrom(model, training);
        if (decide is not null)
        {
            filter.SetProgress(decide);
        }

        if (store is not null)
        {
            filter.Link(new ModelStreamFileSinkStreamOp().SetFilePath(Path.Combine(_folder, store)));
        }

        new FtrlPredictStreamOp(init).SetPredictionCol("pred").SetPredictionDetailCol("details").LinkFrom(filter, evaluated)
            .Link(new EvalBinaryClassStreamOp().SetLabelCol(Label).SetPredictionDetailCol("details")
                .SetPositiveLabelValueString(Positive).SetWindow(EvaluationWindow.OfRows(200)))
            .Link(new JsonValueStreamOp().SetSelectedCol("Data")
                .SetJsonPath("$.AUC", "$.LogLoss", "$.TotalSamples").SetOutputCols("auc", "loss", "rows"))
            .Link(new StreamSinkStreamOp(new DelegateSink((epoch, rows) =>
            {
                if (epoch == failAt)
                {
                    throw new IOException("The sink is away.");
                }

                measured[epoch] = Table.Concat(rows);
            })));
        await StreamOperator.ExecuteAsync(options);
    }

    static StreamJob Fluent(Dictionary<long, Table> measured)
    {
        var features = Features.Fit(History);
        var first = new LogisticRegression { Features = "vec", Label = Label, Regularization = 0.01, MaxIterations = 10 }
            .Fit(features.Transform(History));
        var learner = new Ftrl { Features = "vec", Label = Label, Alpha = 0.1, Beta = 0.1, L1 = 0.01, L2 = 0.01 };
        var evaluator = new BinaryEvaluator { Label = Label, Positive = Positive };

        var (training, evaluated) = TableStream.From(new TableSource(Live)).Split(0.5, seed: 3);
        var models = new LiveModel<ITransformer>(first);
        var gate = new ModelGate<BinaryTally>(models, evaluator, GateRule.AtLeast("auc", 0.5), GateRule.AtLeast("accuracy", 0.5));
        var examples = training.Through(features);
        return new StreamJob { Options = Options() }
            .Run(examples.Train(learner, new OnlineTrainingOptions { Sinks = [gate], From = PublishedModel.Of(first) }))
            .Run(examples.Retain(gate))
            .Write(
                evaluated.Through(features).Through(models).Evaluate(evaluator, EvaluationWindow.OfRows(200)),
                new DelegateSink((epoch, rows) => measured[epoch] = Table.Concat(rows)));

        static StreamOptions Options() => new() { Trigger = StreamTrigger.EveryRows(300) };
    }

    static Table Evaluated()
    {
        var live = TableStream.From(new TableSource(Live)).Split(0.5, seed: 3).Second.Through(Features.Fit(History));
        var rows = new List<Table>();
        new StreamJob().Write(live, new DelegateSink((_, batches) => rows.AddRange(batches))).RunAsync().GetAwaiter().GetResult();
        return Table.Concat(rows);
    }

    StreamOptions Options(string? checkpoints) => new()
    {
        Trigger = StreamTrigger.EveryRows(300),
        Checkpoints = checkpoints is null ? null : Path.Combine(_folder, checkpoints),
        Time = new Still(),
    };

    string[] Models(string store) =>
    [
        .. Directory.GetFiles(Path.Combine(_folder, store)).Order().Select(path =>
            $"{Path.GetFileName(path)} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))}"),
    ];

    /// <summary>Rows like those of the census: two numbers, two categories, and a class that follows from them, mostly.</summary>
    static Table People(int rows, int seed)
    {
        var random = new Random(seed);
        string[] schools = ["HS-grad", "Bachelors", "Masters", "Some-college"];
        string[] jobs = ["Sales", "Tech-support", "Exec-managerial", "Craft-repair", "Adm-clerical"];
        var (age, hours) = (new double[rows], new double[rows]);
        var (education, occupation, income) = (new string[rows], new string[rows], new string[rows]);
        for (var i = 0; i < rows; i++)
        {
            (age[i], hours[i]) = (random.Next(17, 80), random.Next(10, 70));
            var (school, job) = (random.Next(schools.Length), random.Next(jobs.Length));
            (education[i], occupation[i]) = (schools[school], jobs[job]);
            var score = ((age[i] - 45) / 15) + ((hours[i] - 40) / 12) + (school is 1 or 2 ? 1.5 : -1) + (job == 2 ? 1.5 : -0.3);
            income[i] = 1 / (1 + Math.Exp(-2 * score)) > random.NextDouble() ? Positive : "<=50K";
        }

        return Table.Of("age", age).With("hours", hours).With("education", education).With("occupation", occupation).With(Label, income);
    }

    /// <summary>A time that stands still.</summary>
    sealed class Still : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    }

    sealed class Listed(List<GateDecision> decisions) : IProgress<GateDecision>
    {
        public void Report(GateDecision value) => decisions.Add(value);
    }
}
