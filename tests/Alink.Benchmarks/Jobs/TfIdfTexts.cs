using Alink.Benchmarks.Data;
using Alink.Benchmarks.Neighbours;
using Alink.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Text;

namespace Alink.Benchmarks.Jobs;

/// <summary>Texts to tf-idf vectors: small letters, words at spaces, learning the vocabulary and making every vector.</summary>
/// <remarks>ML.NET's FeaturizeText does as much as ours: no letters, numbers or punctuation are treated otherwise, no n-grams
/// but single words, and vectors of norm 1. It weighs a word by ln (m / d), and so do we here. The quality is the mean of all stored
/// numbers' sum over the documents, which is equal where both found the same words.</remarks>
sealed class TfIdfTexts : PairedJob
{
    readonly MLContext _context = MlNet.Context();
    Table? _table;
    IDataView? _view;

    public override string Name => "tf-idf";

    public override string Neighbour => "ML.NET 5 FeaturizeText";

    public override double AtMost => 1.0 / 3;

    public override string QualityIs => "sum of a document's numbers; equal is right";

    public override ValueTask PrepareAsync(Workspace workspace)
    {
        var texts = Documents.Draw(workspace.Rows(Documents.FullCount));
        _table = Table.Of("text", texts);
        _view = _context.Data.LoadFromEnumerable(texts.Select(text => new Document { Text = text }).ToArray());
        return ValueTask.CompletedTask;
    }

    public override void Release() => (_table, _view) = (null, null);

    public override async ValueTask<Func<double>> RunAsync()
    {
        var model = await new Tokenizer().Then(new TfIdfVectorizer { Formula = IdfFormula.Plain }).FitAsync(_table!);
        var vectors = (VectorColumn)model.Transform(_table!).Values<Vector>("features");
        return () => Sum(vectors.Block.Values) / vectors.Length;
    }

    public override ValueTask<Func<double>> RunNeighbourAsync()
    {
        var featurizer = _context.Transforms.Text.FeaturizeText(
            "Features",
            new TextFeaturizingEstimator.Options
            {
                CaseMode = TextNormalizingEstimator.CaseMode.Lower,
                KeepDiacritics = true,
                KeepNumbers = true,
                KeepPunctuations = true,
                CharFeatureExtractor = null,
                WordFeatureExtractor = new WordBagEstimator.Options
                {
                    NgramLength = 1,
                    UseAllLengths = false,
                    Weighting = NgramExtractingEstimator.WeightingCriteria.TfIdf,
                },
                Norm = TextFeaturizingEstimator.NormFunction.L2,
            },
            "Text");
        var features = featurizer.Fit(_view!).Transform(_view!);
        var (sum, rows, vector) = (0.0, 0, default(VBuffer<float>));
        using var cursor = features.GetRowCursor([features.Schema["Features"]]);
        var read = cursor.GetGetter<VBuffer<float>>(features.Schema["Features"]);
        for (; cursor.MoveNext(); rows++)
        {
            read(ref vector);
            foreach (var value in vector.GetValues())
            {
                sum += value;
            }
        }

        return ValueTask.FromResult(() => sum / rows);
    }

    static double Sum(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum;
    }

    sealed class Document
    {
        public string Text { get; set; } = "";
    }
}
