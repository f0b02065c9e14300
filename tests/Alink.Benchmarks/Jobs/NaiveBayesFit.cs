using Alink.Benchmarks.Data;
using Alink.Benchmarks.Neighbours;
using Alink.Classification;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Alink.Benchmarks.Jobs;

/// <summary>Multinomial naive Bayes over sparse 200k x 50k counts of 20 classes, beside ML.NET's naive Bayes.</summary>
/// <remarks>ML.NET's takes a count for present or absent; the accuracy of both is that over 20,000 documents not learnt from.</remarks>
sealed class NaiveBayesFit : PairedJob
{
    readonly MLContext _context = MlNet.Context();
    WordCounts? _test;
    Table? _table;
    IDataView? _view;

    public override string Name => "naive-bayes";

    public override string Neighbour => "ML.NET 5 NaiveBayes";

    public override double AtMost => 1;

    public override string QualityIs => "accuracy on other rows; more is better";

    public override int Repeats => 5;

    public override ValueTask PrepareAsync(Workspace workspace)
    {
        var train = WordCounts.Train(workspace.Rows(WordCounts.FullCount));
        _table = train.ToTable();
        _view = MlNet.View(_context, train);
        _test = WordCounts.Test();
        return ValueTask.CompletedTask;
    }

    public override void Release() => (_test, _table, _view) = (null, null, null);

    public override async ValueTask<Func<double>> RunAsync()
    {
        NaiveBayesModel? model = null;
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            model = await new NaiveBayes().FitAsync(_table!);
        }

        return () =>
        {
            var features = _test!.ToTable().Values<Vector>("features");
            var right = Enumerable.Range(0, _test.Count)
                .Count(i => model!.Labels.Names[model.Predict(features[i])] == $"{_test.Class[i]}");
            return (double)right / _test.Count;
        };
    }

    public override ValueTask<Func<double>> RunNeighbourAsync()
    {
        var trainer = _context.MulticlassClassification.Trainers.NaiveBayes("Class");
        var model = trainer.Fit(_view);
        for (var repeat = 1; repeat < Repeats; repeat++)
        {
            model = trainer.Fit(_view);
        }

        return ValueTask.FromResult(() =>
        {
            var predicted = model.Transform(MlNet.View(_context, _test!)).GetColumn<uint>("PredictedLabel");
            return predicted.Zip(_test!.Class, (key, actual) => key == actual + 1 ? 1.0 : 0).Average();
        });
    }
}
