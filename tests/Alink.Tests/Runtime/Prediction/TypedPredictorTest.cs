using Alink.Classification;
using Alink.Features;

namespace Alink.Tests.Runtime;

public class TypedPredictorTest
{
    static readonly Line Model = new([1, 2], [3, 4], 5);

    [Fact]
    public void Records_go_in_and_come_out()
    {
        var predictor = Model.Predictor<Point, Result>();

        Assert.Equal(new Result(12, "a"), predictor.Predict(new Point([2, 3], "a")));
        Assert.Equal(new Result(5, null), predictor.Predict(new Point([1, 2], null)));
    }

    [Fact]
    public void Every_form_of_a_vector_goes_in()
    {
        Assert.Equal(12, Model.Predictor<One<double[]>, Out>().Predict(new([2, 3])).Prediction);
        Assert.Equal(12, Model.Predictor<One<float[]>, Out>().Predict(new([2, 3])).Prediction);
        Assert.Equal(12, Model.Predictor<One<Vector>, Out>().Predict(new([2.0, 3.0])).Prediction);
        Assert.Equal(12, Model.Predictor<One<ReadOnlyMemory<double>>, Out>().Predict(new(new double[] { 2, 3 })).Prediction);
        Assert.Equal(12, Model.Predictor<One<ReadOnlyMemory<float>>, Out>().Predict(new(new float[] { 2, 3 })).Prediction);
    }

    [Fact]
    public void The_columns_that_the_model_mentions_are_met_whatever_their_capitals()
    {
        var model = new PipelineModel(new Times(2) { Input = "SEPAL_width" }, new Times(10) { Input = "product", Output = "Result" });

        Assert.Equal(new Wide(60), model.Predictor<Sepal, Wide>().Predict(new(3, "never read")));
    }

    [Fact]
    public void A_whole_pipeline_of_algorithms_predicts_a_record_as_it_predicts_a_table()
    {
        People[] people = [new(20, 150, true, "no"), new(30, 190, false, "yes"), new(40, 170, true, "no"), new(50, 180, false, "yes")];
        var rows = Table.From(people);
        var model = new VectorAssembler { Columns = ["age", "HEIGHT", "smokes"] }
            .Then(new StandardScaler())
            .Then(new GaussianNaiveBayes())
            .Fit(rows.With("HEIGHT", rows.Values<double>("height").ToArray()));
        var expected = model.Transform(rows.With("HEIGHT", rows.Values<double>("height").ToArray()));
        var predictor = model.Predictor<People, Told>();
        var told = new Told();
        predictor.Predict(in people[0], ref told);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 100; i++)
        {
            predictor.Predict(in people[i % 4], ref told);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        for (var i = 0; i < people.Length; i++)
        {
            predictor.Predict(in people[i], ref told);
            Assert.Equal(expected.Values<string>("prediction")[i], told.Prediction);
            Assert.Equal(expected.Values<Vector>("probabilities")[i], (Vector)told.Probabilities);
            Assert.Equal(people[i].Label, told.Prediction);
        }
    }

    [Fact]
    public void Numbers_that_are_missing_go_in_as_such_and_a_row_left_out_is_told()
    {
        var predictor = new Times(3).Predictor<Perhaps, Product>();
        var result = new Product { Value = 9 };

        Assert.True(predictor.TryPredict(new(2), ref result));
        Assert.Equal(6, result.Value);
        Assert.False(predictor.TryPredict(new(null), ref result));
        Assert.Equal(6, result.Value);
        Assert.Equal("The model leaves this row out.", Assert.Throws<RowException>(() => predictor.Predict(new(null))).Message);
    }

    [Fact]
    public void A_record_that_is_there_is_filled_in_and_one_that_cannot_change_is_made_anew()
    {
        var predictor = Model.Predictor<Point, Filled>();
        var result = new Filled { Features = new double[2] };
        var (before, features) = (result, result.Features);

        predictor.Predict(new Point([2, 3], "a"), ref result);

        Assert.Same(before, result);
        Assert.Same(features, result.Features);
        Assert.Equal((12, 2.0, 3.0), (result.Prediction, features[0], features[1]));
        Assert.NotSame(predictor.Predict(new Point([2, 3], "a")).Features, features);
        var fixedResult = new Result(0, "b");
        var earlier = fixedResult;
        Model.Predictor<Point, Result>().Predict(new Point([2, 3], "a"), ref fixedResult);
        Assert.Equal(new Result(0, "b"), earlier);
        Assert.Equal(new Result(12, "a"), fixedResult);
    }

    [Fact]
    public void What_is_wrong_is_named()
    {
        Assert.StartsWith(
            "Misspelt is not what the model takes. There is no column 'features'. Did you mean 'feature'? The columns are: feature: Vector?",
            Assert.Throws<SchemaException>(() => Model.Predictor<Misspelt, Out>()).Message);
        Assert.StartsWith(
            "There is no column for property Predicton of Typo. Did you mean 'prediction'?",
            Assert.Throws<SchemaException>(() => Model.Predictor<Point, Typo>()).Message);
        Assert.Equal(
            "Column 'prediction' holds Double, which property Prediction of Wrong (String) does not take.",
            Assert.Throws<SchemaException>(() => Model.Predictor<Point, Wrong>()).Message);
        Assert.Throws<ArgumentNullException>(() => Model.Predictor<Point, Out>().Predict(null!));
        Assert.Throws<RowException>(() => Model.Predictor<Point, Out>().Predict(new([1], null)));
    }

    [Fact]
    public void A_prediction_allocates_nothing()
    {
        var (classes, structs) = (Model.Predictor<Point, Filled>(), Model.Predictor<One<float[]>, Out>());
        var (point, filled, one) = (new Point([2, 3], "a"), new Filled(), new One<float[]>([2, 3]));
        Out result = default;
        Predict(10);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Predict(1000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal((12, 12), (filled.Prediction, result.Prediction));

        void Predict(int times)
        {
            for (var i = 0; i < times; i++)
            {
                classes.Predict(in point, ref filled);
                structs.Predict(in one, ref result);
                result = structs.Predict(one);
            }
        }
    }

    [Fact]
    public void Threads_share_a_predictor_and_get_what_one_gets()
    {
        var predictor = new PipelineModel(Model, new Times(2) { Input = "prediction" }).Predictor<Point, Full>();
        var random = new Random(3);
        var points = Enumerable.Range(0, 2000)
            .Select(i => new Point([random.NextDouble(), random.NextDouble()], $"{i}")).ToArray();
        var expected = points.Select(predictor.Predict).ToArray();
        var results = new Full[8][];

        var threads = Enumerable.Range(0, results.Length).Select(t => new Thread(() =>
        {
            var own = new Full[points.Length];
            for (var i = 0; i < points.Length; i++)
            {
                var place = (i + (t * 250)) % points.Length;
                predictor.Predict(in points[place], ref own[place]);
            }

            results[t] = own;
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.All(results, result => Assert.Equal(expected, result));
    }

    [Fact]
    public void Two_threads_within_the_model_at_once_do_not_meet_each_others_rows()
    {
        using var barrier = new Barrier(2);
        var predictor = new Meeting(barrier).Predictor<Number, Number>();
        var results = new double[2];

        var threads = results.Select((_, t) => new Thread(() => results[t] = predictor.Predict(new(t)).X)).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.Equal([0.0, 1.0], results);
    }

    /// <summary>Copies a number, once two threads have brought one.</summary>
    sealed record Meeting(Barrier Barrier) : RowTransformer
    {
        public override Schema Transform(Schema input) => input.Reading<double>("x").With<double>("x");

        public override Func<bool> Bind(RowCells row)
        {
            var (x, y) = (row.Read<double>("x"), row.Write(new("x", DataType.Double)));
            return () =>
            {
                Barrier.SignalAndWait();
                y.Set(x.Number);
                Barrier.SignalAndWait();
                return true;
            };
        }
    }

    readonly record struct Number(double X);

    sealed record Point(double[] Features, string? Name);

    sealed record Result(double Prediction, string? Name);

    readonly record struct One<T>(T Features);

    record struct Out(double Prediction);

    record struct Full(double Prediction, double Product, string? Name);

    sealed class Filled
    {
        public double Prediction { get; set; }

        public double[] Features { get; set; } = [];
    }

    sealed record Sepal([Column("SEPAL_width")] int Width, string Other)
    {
        public Uri Never => throw new InvalidOperationException();
    }

    sealed record Wide(double RESULT);

    sealed record Perhaps(double? X);

    struct Product
    {
        [Column("product")]
        public double Value { get; set; }
    }

    sealed record People(int Age, double Height, bool Smokes, string Label);

    sealed class Told
    {
        public string Prediction { get; set; } = "";

        public double[] Probabilities { get; set; } = [];
    }

    sealed record Misspelt(double[]? Feature);

    sealed record Typo(double Predicton);

    sealed record Wrong(string Prediction);
}
