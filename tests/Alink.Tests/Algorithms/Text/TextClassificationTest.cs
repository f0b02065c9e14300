using System.Text.Json;
using Alink.Classification;
using Alink.Evaluation;
using Alink.IO;
using Alink.Text;

namespace Alink.Tests.Algorithms;

/// <summary>From a raw file to an evaluated model, beside scikit-learn's on the same split, within 0.005.</summary>
public class TextClassificationTest
{
    const string Bayes = "MultinomialNB(alpha=1) on counts";
    const string Logistic = "LogisticRegression(C=10) on tf-idf (idf = ln((1+n)/(1+df))+1, rows L2-normalised)";

    static readonly RegexTokenizer Words = new() { Pattern = @"\b\w\w+\b", Gaps = false };

    [SharedTheory]
    [InlineData("sms-spam/sms_spam.csv", "label")]
    [InlineData("sentiment-sentences/sentences.csv", "positive")]
    public void Counts_and_naive_Bayes(string file, string label)
    {
        var (train, test) = Split(Csv.Read(Path.Combine(SharedSets.Folder, file)));

        var model = Words.Then(new CountVectorizer()).Then(new NaiveBayes { Label = label }).Fit(train);
        var metrics = new BinaryEvaluator { Label = label }.Evaluate(model.Transform(test));

        Assert.Equal(Reference(file, Bayes, "auc"), metrics.AreaUnderRoc, 0.005);
        Assert.Equal(Reference(file, Bayes, "accuracy"), metrics.Accuracy, 0.005);
    }

    [SharedTheory]
    [InlineData("sms-spam/sms_spam.csv", "label")]
    [InlineData("sentiment-sentences/sentences.csv", "positive")]
    public void Tf_idf_and_logistic_regression(string file, string label)
    {
        var (train, test) = Split(Csv.Read(Path.Combine(SharedSets.Folder, file)));
        var regression = new LogisticRegression
        {
            Label = label,
            Regularization = 1 / (10.0 * train.RowCount),
            Standardize = false,
        };

        var model = Words.Then(new TfIdfVectorizer()).Then(regression).Fit(train);
        var metrics = new BinaryEvaluator { Label = label }.Evaluate(model.Transform(test));

        Assert.Equal(Reference(file, Logistic, "auc"), metrics.AreaUnderRoc, 0.005);
        Assert.Equal(Reference(file, Logistic, "accuracy"), metrics.Accuracy, 0.005);
    }

    static (Table Train, Table Test) Split(Table rows)
    {
        var tests = Enumerable.Range(0, rows.RowCount).ToLookup(i => i % 5 == 4);
        return (rows.Gather([.. tests[false]]), rows.Gather([.. tests[true]]));
    }

    static double Reference(string file, string learner, string number)
    {
        var path = Path.Combine(SharedSets.Folder, Path.GetDirectoryName(file)!, "reference.json");
        using var reference = JsonDocument.Parse(File.ReadAllText(path));
        return reference.RootElement.GetProperty("test_results").GetProperty(learner).GetProperty(number).GetDouble();
    }
}
