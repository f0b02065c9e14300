using System.Collections.Immutable;
using Alink.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace Alink.Laws;

/// <summary>What is true of every stage as an ONNX model: it does what the stage does, or is refused by the stage's name.</summary>
public class OnnxLaws
{
    const double Tolerance = 1e-5;

    static readonly Table Rows = Samples.Rows();

    /// <summary>Stages that an ONNX model can be; losing one is a loss.</summary>
    static readonly string[] Exported =
    [
        "ElementwiseProduct", "Ftrl", "LinearRegression", "LogisticRegression", "MaxAbsScaler", "MinMaxScaler",
        "OnlineFactorizationMachine", "OnlineFactorizationMachineRegression", "OnlineLinearRegression", "OnlineLinearSvm",
        "OnlineLogisticRegression", "PassiveAggressive", "PassiveAggressiveRegression", "RobustScaler", "StandardScaler",
    ];

    /// <summary>Classifiers of two classes only.</summary>
    static readonly string[] Binary = ["Ftrl", "OnlineFactorizationMachine", "OnlineLinearSvm"];

    /// <summary>Options that change what a stage computes.</summary>
    static readonly Dictionary<string, (string Option, object Value)[]> Other = new()
    {
        ["MinMaxScaler"] = [("Clip", true), ("Maximum", 3.0)],
        ["RobustScaler"] = [("WithCentering", false), ("WithScaling", false)],
        ["StandardScaler"] = [("WithMean", false), ("WithDeviation", false)],
    };

    public static TheoryData<string> Names => [.. Stage.All.Keys];

    public static TheoryData<string> ExportedVariants => [.. Variants.Keys];

    /// <summary>The stages under their defaults, and under options that change what they compute.</summary>
    static readonly Dictionary<string, Stage> Variants = Exported.Select(name => Stage.All[name]).SelectMany(Under).ToDictionary(stage => stage.Name);

    [Theory, MemberData(nameof(Names))]
    public void A_stage_is_an_ONNX_model_or_refused_by_its_name(string name)
    {
        var model = Stage.All[name].Fit(Rows);
        if (Exported.Contains(name))
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
        var model = Variants[name].Fit(Rows);
        var bytes = model.ToOnnx(Rows.Schema);

        foreach (var rows in (Table[])[Samples.Rows(100, seed: 11), Elsewhere(), Rows.Slice(0, 1), Rows.Slice(0, 0)])
        {
            Same(model.Transform(rows), OnnxRun.Of(bytes, rows), Rows);
        }
    }

    /// <summary>A row that the stage refuses fails the run; what it makes of NaN, the ONNX model makes of it too.</summary>
    [Theory, MemberData(nameof(ExportedVariants))]
    public void It_makes_of_NaN_and_infinity_what_the_stage_makes(string name)
    {
        var model = Variants[name].Fit(Rows);
        var bytes = model.ToOnnx(Rows.Schema);
        foreach (var odd in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity])
        {
            for (var place = 0; place < 4; place++)
            {
                var rows = Odd(odd, place);
                Table expected;
                try
                {
                    expected = model.Transform(rows);
                }
                catch (RowException)
                {
                    Assert.Throws<OnnxRuntimeException>(() => OnnxRun.Of(bytes, rows));
                    continue;
                }

                Same(expected, OnnxRun.Of(bytes, rows), Rows);
            }
        }
    }

    static IEnumerable<Stage> Under(Stage stage)
    {
        yield return stage;
        foreach (var (option, value) in Other.GetValueOrDefault(stage.Name, []))
        {
            yield return stage.With(option, value) with { Name = $"{stage.Name} with {option} {value}" };
        }

        if (stage.Value.GetType().GetProperty("Label")?.PropertyType == typeof(Column<Category>) && !Binary.Contains(stage.Name))
        {
            yield return Of("size", "0", "1", "2") with { Name = $"{stage.Name} of three classes" };
            yield return Of("color", "red", "green", "blue") with { Name = $"{stage.Name} of texts" };

            Stage Of(string label, params ImmutableArray<string> classes)
            {
                var labelled = stage.With("Label", (Column<Category>)label);
                return stage.Value.GetType().GetProperty("Classes") is null ? labelled : labelled.With("Classes", classes);
            }
        }

        if (stage.Value is IClassifier)
        {
            yield return stage.With("Thresholds", ImmutableArray.Create(0.7, 0)) with { Name = $"{stage.Name} with thresholds" };
        }
    }

    /// <summary>Rows whose numbers lie beyond those that were learnt from.</summary>
    static Table Elsewhere()
    {
        var random = new Random(3);
        var rows = Samples.Rows(60, seed: 5);
        return rows.With(rows.Schema["features"], VectorColumn.Of([.. Enumerable.Range(0, 60).Select(
            _ => Vector.Of([.. Enumerable.Range(0, 4).Select(_ => (random.NextDouble() * 40) - 20)]))]));
    }

    /// <summary>One row with an odd number at a place of its vector, and in its columns of floating point.</summary>
    static Table Odd(double odd, int place)
    {
        var row = Rows.Slice(0, 1);
        var numbers = row.Values<Vector>("features")[0].ToArray();
        numbers[place] = odd;
        return row.With(row.Schema["features"], VectorColumn.Of([Vector.Of(numbers)])).With("weight", odd);
    }

    static void Same(Table expected, Dictionary<string, object[][]> actual, Table input)
    {
        Assert.Empty(expected.Schema.Fields.Select(field => field.Name).Where(name => !input.Schema.Has(name)).Except(actual.Keys));
        foreach (var (name, rows) in actual)
        {
            Assert.Equal(expected.RowCount, rows.Length);
            var cell = new Cell(name, expected.Schema[name].Type);
            for (var i = 0; i < rows.Length; i++)
            {
                expected.Data(name).Load(i, cell);
                object[] wanted = cell.IsMissing ? [double.NaN]
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
