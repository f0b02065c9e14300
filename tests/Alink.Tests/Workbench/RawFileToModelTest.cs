using System.Collections.Immutable;
using System.Text.Json;
using Alink.Classification;
using Alink.Evaluation;
using Alink.Features;
using Alink.IO;
using Alink.Regression;
using Alink.Tests.Algorithms;
using Alink.Tests.Architecture;

namespace Alink.Tests.Workbench;

/// <summary>
/// From a raw file to an evaluated model, in programs as a reader would write them: of public stages alone, and short. Each
/// encodes as scikit-learn's reference beside its file does, and so must come to the same numbers.
/// </summary>
public class RawFileToModelTest
{
    const string Logistic = "LogisticRegression(L2, C=1, onehot_std)";
    const string Ridge = "Ridge(min |y-Xw-b|^2 + 1*|w|^2)";

    static readonly string Open = Path.Combine(Repository.Root, "datasets");

    static BinaryMetrics AdultCensus(string file)
    {
        var rows = Csv.Read(file);
        var (train, test) = (rows.Where(row => row.Index % 5 != 4), rows.Where(row => row.Index % 5 == 4));
        ImmutableArray<string> numbers = ["age", "education_num", "capital_gain", "capital_loss", "hours_per_week"];
        ImmutableArray<string> categories =
            ["workclass", "marital_status", "occupation", "relationship", "race", "sex", "native_country"];

        var model = new OneHotEncoder { Columns = categories, Outputs = categories, HandleInvalid = HandleInvalid.Keep }
            .Then(new VectorAssembler { Columns = numbers, Output = "numbers" })
            .Then(new StandardScaler { Features = "numbers", Output = "numbers" })
            .Then(new VectorAssembler { Columns = ["numbers", .. categories] })
            .Then(new LogisticRegression { Label = "income", Regularization = 1.0 / train.RowCount, Standardize = false })
            .Fit(train);
        return new BinaryEvaluator { Label = "income", Positive = ">50K" }.Evaluate(model.Transform(test));
    }

    static BinaryMetrics AdultCensusByFormula(string file)
    {
        var rows = Csv.Read(file);
        var (train, test) = (rows.Where(row => row.Index % 5 != 4), rows.Where(row => row.Index % 5 == 4));
        var formula = new RFormula { Formula = "income ~ . - fnlwgt - education", HandleInvalid = HandleInvalid.Keep };
        var model = formula.Then(new LogisticRegression { Regularization = 1e-4 }).Fit(train);
        return new BinaryEvaluator().Evaluate(model.Transform(test));
    }

    static BinaryMetrics GermanCredit(string file)
    {
        var rows = Csv.Read(file);
        var (train, test) = (rows.Where(row => row.Index % 5 != 4), rows.Where(row => row.Index % 5 == 4));
        var isText = rows.Drop("class").Schema.Fields.ToLookup(field => field.Type == DataType.String, field => field.Name);

        var model = new OneHotEncoder { Columns = [.. isText[true]], HandleInvalid = HandleInvalid.Keep }
            .Then(new VectorAssembler { Columns = [.. isText[false]], Output = "numbers" })
            .Then(new StandardScaler { Features = "numbers", Output = "numbers" })
            .Then(new VectorAssembler { Columns = ["numbers", .. isText[true].Select(name => $"{name}_onehot")] })
            .Then(new LogisticRegression { Label = "class", Regularization = 1.0 / train.RowCount, Standardize = false })
            .Fit(train);
        return new BinaryEvaluator { Label = "class", Positive = "bad" }.Evaluate(model.Transform(test));
    }

    static MulticlassMetrics Penguins(string file)
    {
        var rows = Csv.Read(file);
        var (train, test) = (rows.Where(row => row.Index % 5 != 4), rows.Where(row => row.Index % 5 == 4));
        ImmutableArray<string> measures = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"];
        ImmutableArray<string> categories = ["island", "sex"];

        var model = new Imputer { Columns = measures }
            .Then(new VectorAssembler { Columns = measures, Output = "measures" })
            .Then(new StandardScaler { Features = "measures", Output = "measures" })
            .Then(new OneHotEncoder { Columns = categories, Outputs = categories, HandleInvalid = HandleInvalid.Keep, DropLast = false })
            .Then(new VectorAssembler { Columns = ["measures", .. categories] })
            .Then(new LogisticRegression { Label = "species", Regularization = 1.0 / train.RowCount, Standardize = false })
            .Fit(train);
        return new MulticlassEvaluator { Label = "species" }.Evaluate(model.Transform(test));
    }

    static RegressionMetrics Diamonds(string file, string label, double ridge)
    {
        var rows = Csv.Read(file).Compute($"*, {label} as label").Drop("price");
        var (train, test) = (rows.Where(row => row.Index % 5 != 4), rows.Where(row => row.Index % 5 == 4));
        ImmutableArray<string> numbers = ["carat", "depth", "table", "x", "y", "z"];
        ImmutableArray<string> categories = ["cut", "color", "clarity"];
        var deviation = train.GroupBy([], Aggregate.Deviation("label")).Values<double>("label_deviation")[0];

        var model = new OneHotEncoder { Columns = categories, Outputs = categories, DropLast = false }
            .Then(new VectorAssembler { Columns = numbers, Output = "numbers" })
            .Then(new StandardScaler { Features = "numbers", Output = "numbers" })
            .Then(new VectorAssembler { Columns = ["numbers", .. categories] })
            .Then(new LinearRegression { Regularization = ridge * deviation / train.RowCount, Standardize = false })
            .Fit(train);
        return new RegressionEvaluator().Evaluate(model.Transform(test));
    }

    static RegressionMetrics DiamondsByFormula(string file)
    {
        var rows = Csv.Read(file).Compute("*, ln(price) as ln_price");
        var (train, test) = (rows.Where(row => row.Index % 5 != 4), rows.Where(row => row.Index % 5 == 4));
        var model = new RFormula { Formula = "ln_price ~ . - price" }.Then(new LinearRegression()).Fit(train);
        return new RegressionEvaluator().Evaluate(model.Transform(test));
    }

    [SharedTheory]
    [InlineData("adult-census")]
    public void Adult_census(string set)
    {
        var folder = Path.Combine(SharedSets.Folder, set);
        var expected = Reference(folder, "test_results", Logistic);
        var file = Path.Combine(folder, "adult.csv");

        AssertNear(expected, AdultCensus(file), tolerance: 1e-4);
        AssertNear(expected, AdultCensusByFormula(file), tolerance: 0.005);
    }

    [Fact]
    public void German_credit()
    {
        var folder = Path.Combine(Open, "german-credit");

        AssertNear(Reference(folder, "test_results", Logistic), GermanCredit(Path.Combine(folder, "german_credit.csv")), tolerance: 1e-4);
    }

    [Fact]
    public void Penguins_with_missing_values()
    {
        var folder = Path.Combine(Open, "penguins");
        var expected = Reference(folder, "test_results", Logistic);

        var metrics = Penguins(Path.Combine(folder, "penguins.csv"));

        Assert.Equal(expected("accuracy"), metrics.Accuracy);
        Assert.Equal(expected("macro_f1"), metrics.MacroF1);
        Assert.Equal(expected("log_loss"), metrics.LogLoss, 1e-5);
    }

    [SharedTheory]
    [InlineData("price", "price", 1, 1e-5)]
    [InlineData("price", "price", 0, 0.02)]
    [InlineData("ln_price", "ln(price)", 1, 1e-5)]
    [InlineData("ln_price", "ln(price)", 0, 0.02)]
    public void Diamonds_by_ridge_regression_and_by_least_squares(string target, string label, double ridge, double share)
    {
        var folder = Path.Combine(SharedSets.Folder, "diamonds");
        var expected = Reference(folder, target, "test_results", Ridge);

        var metrics = Diamonds(Path.Combine(folder, "diamonds.csv"), label, ridge);

        Assert.Equal(1, metrics.RootMeanSquaredError / expected("rmse"), share);
        Assert.Equal(1, metrics.MeanAbsoluteError / expected("mae"), share);
    }

    [SharedTheory]
    [InlineData("diamonds")]
    public void Diamonds_by_a_formula(string set)
    {
        var folder = Path.Combine(SharedSets.Folder, set);
        var expected = Reference(folder, "ln_price", "test_results", Ridge);

        var metrics = DiamondsByFormula(Path.Combine(folder, "diamonds.csv"));

        Assert.Equal(1, metrics.RootMeanSquaredError / expected("rmse"), 0.02);
    }

    [Theory]
    [InlineData(nameof(AdultCensus))]
    [InlineData(nameof(AdultCensusByFormula))]
    [InlineData(nameof(GermanCredit))]
    [InlineData(nameof(Penguins))]
    [InlineData(nameof(Diamonds))]
    [InlineData(nameof(DiamondsByFormula))]
    public void A_program_and_the_usings_of_them_all_take_25_lines_at_most(string program) => ShortProgram.Check(program);

    static void AssertNear(Func<string, double> expected, BinaryMetrics metrics, double tolerance)
    {
        Assert.Equal(expected("auc"), metrics.AreaUnderRoc, tolerance);
        Assert.Equal(expected("accuracy"), metrics.Accuracy, tolerance);
        Assert.Equal(expected("log_loss"), metrics.LogLoss, tolerance);
    }

    static Func<string, double> Reference(string folder, params string[] path)
    {
        using var reference = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "reference.json")));
        var numbers = path.Aggregate(reference.RootElement, (inner, name) => inner.GetProperty(name)).Clone();
        return name => numbers.GetProperty(name).GetDouble();
    }
}
