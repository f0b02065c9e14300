using System.Text.Json;
using Alink.Classification;
using Alink.Evaluation;
using Alink.IO;
using Alink.Tests.Workbench;
using Alink.Text;

namespace Alink.Tests.Algorithms;

/// <summary>From a raw file to an evaluated model, beside scikit-learn's on the same split, within 0.005.</summary>
public class TextClassificationTest
{
    const string Bayes = "MultinomialNB(alpha=1) on counts";
    const string Logistic = "LogisticRegression(C=10) on tf-idf (idf = ln((1+n)/(1+df))+1, rows L2-normalised)";

    static BinaryMetrics CountsAndNaiveBayes(string file, string label)
    {
        var rows = Csv.Read(file);
        var (train, test) = (rows.Where(row => row.Index % 5 != 4), rows.Where(row => row.Index % 5 == 4));
        var model = new RegexTokenizer { Pattern = @"\b\w\w+\b", Gaps = false }
            .Then(new CountVectorizer())
            .Then(new NaiveBayes { Label = label })
            .Fit(train);
        return new BinaryEvaluator { Label = label }.Evaluate(model.Transform(test));
    }

    static BinaryMetrics TfIdfAndLogisticRegression(string file, string label)
    {
        var rows = Csv.Read(file);
        var (train, test) = (rows.Where(row => row.Index % 5 != 4), rows.Where(row => row.Index % 5 == 4));
        var model = new RegexTokenizer { Pattern = @"\b\w\w+\b", Gaps = false }
            .Then(new TfIdfVectorizer())
            .Then(new LogisticRegression { Label = label, Regularization = 1 / (10.0 * train.RowCount), Standardize = false })
            .Fit(train);
        return new BinaryEvaluator { Label = label }.Evaluate(model.Transform(test));
    }

    [SharedTheory]
    [InlineData("sms-spam/sms_spam.csv", "label")]
    [InlineData("sentiment-sentences/sentences.csv", "positive")]
    public void Counts_and_naive_Bayes(string file, string label)
    {
        var metrics = CountsAndNaiveBayes(Path.Combine(SharedSets.Folder, file), label);

        Assert.Equal(Reference(file, Bayes, "auc"), metrics.AreaUnderRoc, 0.005);
        Assert.Equal(Reference(file, Bayes, "accuracy"), metrics.Accuracy, 0.005);
    }

    [SharedTheory]
    [InlineData("sms-spam/sms_spam.csv", "label")]
    [InlineData("sentiment-sentences/sentences.csv", "positive")]
    public void Tf_idf_and_logistic_regression(string file, string label)
    {
        var metrics = TfIdfAndLogisticRegression(Path.Combine(SharedSets.Folder, file), label);

        Assert.Equal(Reference(file, Logistic, "auc"), metrics.AreaUnderRoc, 0.005);
        Assert.Equal(Reference(file, Logistic, "accuracy"), metrics.Accuracy, 0.005);
    }

    [Theory]
    [InlineData(nameof(CountsAndNaiveBayes))]
    [InlineData(nameof(TfIdfAndLogisticRegression))]
    public void A_program_and_the_usings_of_them_all_take_25_lines_at_most(string program) => ShortProgram.Check(program);

    static double Reference(string file, string learner, string number)
    {
        var path = Path.Combine(SharedSets.Folder, Path.GetDirectoryName(file)!, "reference.json");
        using var reference = JsonDocument.Parse(File.ReadAllText(path));
        return reference.RootElement.GetProperty("test_results").GetProperty(learner).GetProperty(number).GetDouble();
    }
}
