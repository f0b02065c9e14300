using Alink.Features;
using Alink.Onnx;
using Alink.Trees;
using Microsoft.ML.OnnxRuntime;

namespace Alink.Laws;

/// <summary>What is true of every stage as an ONNX model: it does what the stage does, or is refused by the stage's name.</summary>
public class OnnxLaws
{
    const double Tolerance = 1e-5;

    static readonly Table Rows = Sample();

    public static TheoryData<string> Names => [.. Stage.All.Keys];

    public static TheoryData<string> ExportedVariants => [.. OnnxStages.Variants.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_stage_is_an_ONNX_model_or_refused_by_its_name(string name)
    {
        var model = Stage.All[name].Fit(Rows);
        if (OnnxStages.Exported.Contains(name))
        {
            Assert.NotEmpty(model.ToOnnx(Rows.Schema));
            return;
        }

        var refusal = Assert.Throws<OnnxExportException>(() => new PipelineModel(model).ToOnnx(Rows.Schema));
        Assert.Equal($"Stage 1, {model.GetType().Name}", refusal.Stage);
        Assert.StartsWith(refusal.Stage, refusal.Message);
    }

    [Theory, MemberData(nameof(ExportedVariants))]
    public void It_makes_of_any_row_what_the_stage_makes(string name)
    {
        var model = OnnxStages.Variants[name].Fit(Rows);
        using var run = new OnnxRun(model.ToOnnx(Rows.Schema));

        foreach (var rows in (Table[])[Sample(100, seed: 11), Rows.Slice(0, 1), Rows.Slice(0, 0)])
        {
            Same(model, run, rows);
        }
    }

    /// <summary>A row that the stage refuses fails the run, and one that it leaves out is left out.</summary>
    [Theory, MemberData(nameof(ExportedVariants))]
    public void It_makes_of_odd_rows_what_the_stage_makes(string name)
    {
        var model = OnnxStages.Variants[name].Fit(Rows);
        using var run = new OnnxRun(model.ToOnnx(Rows.Schema));

        foreach (var row in Enumerable.Range(0, 60).Select(i => Elsewhere.Slice(i, 1)))
        {
            Same(model, run, row);
        }

        foreach (var odd in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity])
        {
            for (var place = 0; place < 4; place++)
            {
                Same(model, run, Odd(odd, place));
            }
        }
    }

    /// <summary>A column that no stage has read before is left out too where a row is.</summary>
    [Fact]
    public void A_pipeline_makes_of_rows_what_its_stages_make()
    {
        var model = new Pipeline(
            new VectorAssembler { Columns = ["score", "weight"], Output = "numbers", HandleInvalid = HandleInvalid.Skip },
            new StandardScaler { Features = "numbers", Output = "numbers" },
            new OneHotEncoder { Columns = ["color"], HandleInvalid = HandleInvalid.Skip },
            new VectorAssembler { Columns = ["numbers", "color_onehot", "size"], Output = "all" },
            new Classification.LogisticRegression { Features = "all", Label = "color" }).Fit(Rows);
        using var run = new OnnxRun(model.ToOnnx(Rows.Schema));

        Same(model, run, Rows);
        Same(model, run, Elsewhere);
        Assert.InRange(model.Transform(Elsewhere).RowCount, 1, 59);
    }

    [Fact]
    public void An_index_of_levels_is_multiplied_as_zeros_and_ones()
    {
        var model = new Pipeline(
            new StringIndexer { Columns = ["color"] },
            new Interaction { Columns = ["color_index", "features", "weight"] }).Fit(Rows);
        using var run = new OnnxRun(model.ToOnnx(Rows.Schema));

        Same(model, run, Rows);
        Same(model, run, Odd(double.NaN, 2));
    }

    /// <summary>Texts are hashed by no operator, and the stage that has some is refused.</summary>
    [Fact]
    public void Numbers_and_booleans_are_hashed()
    {
        var stage = new FeatureHasher { Columns = ["score", "yes", "size", "maybe", "weight"], Length = 3 };
        using var run = new OnnxRun(stage.ToOnnx(Booleans(Rows).Schema));

        Same(stage, run, Booleans(Rows));
        Same(stage, run, Booleans(Odd(double.NaN, 0)));

        static Table Booleans(Table rows) => rows
            .With("yes", row => row.Index % 3 == 0)
            .With<bool?>("maybe", [.. Enumerable.Range(0, rows.RowCount).Select(i => i % 3 == 0 ? default(bool?) : i % 3 == 1)]);
    }

    [Fact]
    public void A_row_at_a_threshold_of_a_tree_goes_to_the_left()
    {
        var model = (HoeffdingTreeModel)OnnxStages.Variants["HoeffdingTree under other options 2"].Fit(Rows);
        using var run = new OnnxRun(model.ToOnnx(Rows.Schema));

        foreach (var threshold in model.SplitThresholds)
        {
            var row = Rows.Slice(0, 1);
            Same(model, run, row.With(row.Schema["features"], VectorColumn.Of([Vector.Of([threshold, threshold, threshold, threshold])])));
        }
    }

    /// <summary>The rows of other laws, but none without a text.</summary>
    static Table Sample(int count = 240, int seed = 7)
    {
        var rows = Samples.Rows(count, seed);
        return rows.With("text", [.. rows.Values<string?>("text").ToArray().Select(text => text ?? "")]);
    }

    static readonly string[] Texts =
    [
        "", " ", "fox", "the  the", " run RUN unseen ", "fox fox fox run 研究 naïve naïve", "a\tb\r\nfox", "fox\u00A0the\u3000run", "a_b | c\\d, the",
        "ß Kelvin naïve fIx İZ\u2028The", "this is a the he HIMSELF Didn't",
    ];

    /// <summary>Rows whose numbers lie beyond those that were learnt from, and whose texts are others.</summary>
    static readonly Table Elsewhere = Beyond();

    static Table Beyond()
    {
        var random = new Random(3);
        var rows = Sample(60, seed: 5);
        return rows
            .With(rows.Schema["features"], VectorColumn.Of([.. Enumerable.Range(0, 60).Select(
                i => Vector.Of([.. Enumerable.Range(0, 4).Select(_ => i % 2 == 0 ? random.Next(9) : (random.NextDouble() * 40) - 20)]))]))
            .With("text", [.. Enumerable.Range(0, 60).Select(i => Texts[i % Texts.Length])])
            .With<DateTimeOffset?>("when", [.. Enumerable.Range(0, 60).Select(i => i % 9 == 1 ? default(DateTimeOffset?)
                : new DateTimeOffset(1 + random.Next(9998), 1 + random.Next(12), 1 + random.Next(28), 23, 59, 59, 999, TimeSpan.FromMinutes(random.Next(-600, 600))))])
            .With("color", [.. Enumerable.Range(0, 60).Select(i => i % 3 == 0 ? "violet" : "red")])
            .With("size", [.. Enumerable.Range(0, 60).Select(i => (i % 6) - 1)])
            .With("weight", [.. Enumerable.Range(0, 60).Select(_ => (random.NextDouble() * 8) - 2)])
            .With<double?>("score", [.. Enumerable.Range(0, 60).Select(i => i % 5 == 3 ? default(double?) : (random.NextDouble() * 40) - 20)]);
    }

    /// <summary>One row with an odd number at a place of its vector, and in its columns of floating point.</summary>
    static Table Odd(double odd, int place)
    {
        var row = Rows.Slice(0, 1);
        var numbers = row.Values<Vector>("features")[0].ToArray();
        numbers[place] = odd;
        return row.With(row.Schema["features"], VectorColumn.Of([Vector.Of(numbers)]))
            .With("weight", odd)
            .With<double?>("score", [double.IsNaN(odd) ? null : odd]);
    }

    static void Same(ITransformer model, OnnxRun run, Table rows)
    {
        Table expected;
        try
        {
            expected = model.Transform(rows);
        }
        catch (Exception refusal) when (refusal is RowException or TrainingException)
        {
            Assert.Throws<OnnxRuntimeException>(() => run.Of(rows));
            return;
        }

        Same(expected, run.Of(rows), rows.Schema);
    }

    static void Same(Table expected, Dictionary<string, object[][]> actual, Schema given)
    {
        Assert.Empty(expected.Schema.Fields.Select(field => field.Name).Where(name => !given.Has(name)).Except(actual.Keys));
        foreach (var (name, rows) in actual)
        {
            Assert.Equal(expected.RowCount, rows.Length);
            var cell = new Cell(name, expected.Schema[name].Type);
            for (var i = 0; i < rows.Length; i++)
            {
                expected.Data(name).Load(i, cell);
                object[] wanted = cell.IsMissing ? cell.Type == DataType.DateTimeOffset ? [double.NaN, double.NaN] : [double.NaN]
                    : cell.Type == DataType.DateTimeOffset ? [(double)cell.Time.ToUnixTimeMilliseconds(), cell.Time.Offset.TotalMinutes]
                    : cell.Type == DataType.String ? [cell.Text]
                    : cell.Type == DataType.Vector ? [.. cell.Vector.ToArray()]
                    : [cell.Number];
                object[] made = [.. rows[i].Select(value => value is string ? value : Convert.ToDouble(value))];
                Assert.Equal(wanted.Length, made.Length);
                Assert.All(wanted.Zip(made), pair => Assert.True(
                    pair.First is double left && pair.Second is double right
                        ? left.Equals(right) || Math.Abs(left - right) <= Tolerance * Math.Max(1, Math.Abs(left))
                        : pair.First.Equals(pair.Second),
                    $"{name}, row {i}: {pair.First} is not {pair.Second}"));
            }
        }
    }
}
