using Alink.Benchmarks.Data;
using Alink.Benchmarks.Neighbours;
using Alink.Classification;
using Microsoft.ML;

namespace Alink.Benchmarks.Jobs;

/// <summary>Logistic regression without a penalty over dense 1M x 50, beside ML.NET's L-BFGS at its defaults.</summary>
/// <remarks>ML.NET's default penalties are 1 over the sum of a million losses: too small to show in the figure of quality.</remarks>
sealed class LogisticRegressionFit : PairedJob
{
    readonly MLContext _context = MlNet.Context();
    DenseRows? _rows;
    Table? _table;
    IDataView? _view;
    double _optimum;

    public override string Name => "logistic-regression";

    public override string Neighbour => "ML.NET 5 LbfgsLogisticRegression";

    public override double AtMost => 0.15;

    public override string QualityIs => "log loss above the optimum's, relative; at most 1e-6";

    public override ValueTask PrepareAsync(Workspace workspace)
    {
        _rows = DenseRows.Draw(workspace.Rows(DenseRows.FullCount));
        _table = _rows.ToClassificationTable();
        _view = MlNet.View(_context, _rows);
        _optimum = Optimum.LogLoss(_rows);
        return ValueTask.CompletedTask;
    }

    public override void Release() => (_rows, _table, _view) = (null, null, null);

    public override async ValueTask<Func<double>> RunAsync()
    {
        var model = await new LogisticRegression().FitAsync(_table!);
        return () => Excess(model.Coefficients.Row(0), model.Intercepts[0]);
    }

    public override ValueTask<Func<double>> RunNeighbourAsync()
    {
        var model = _context.BinaryClassification.Trainers.LbfgsLogisticRegression("Class").Fit(_view).Model.SubModel;
        return ValueTask.FromResult(() => Excess(MlNet.Widen(model.Weights), model.Bias));
    }

    double Excess(ReadOnlySpan<double> weights, double bias) => (_rows!.LogLoss(weights, bias) / _optimum) - 1;
}
