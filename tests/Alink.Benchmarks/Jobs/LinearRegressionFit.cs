using Alink.Benchmarks.Data;
using Alink.Benchmarks.Neighbours;
using Alink.Regression;
using Microsoft.ML;

namespace Alink.Benchmarks.Jobs;

/// <summary>Least squares by the normal equations over dense 1M x 50, beside ML.NET's stochastic dual coordinate ascent.</summary>
sealed class LinearRegressionFit : PairedJob
{
    readonly MLContext _context = MlNet.Context();
    DenseRows? _rows;
    Table? _table;
    IDataView? _view;
    double _optimum;

    public override string Name => "linear-regression";

    public override string Neighbour => "ML.NET 5 Sdca";

    public override double AtMost => 0.1;

    public override string QualityIs => "mean squared error above the optimum's, relative; 0 is best";

    public override ValueTask PrepareAsync(Workspace workspace)
    {
        _rows = DenseRows.Draw(workspace.Rows(DenseRows.FullCount));
        _table = _rows.ToRegressionTable();
        _view = MlNet.View(_context, _rows);
        _optimum = Optimum.LeastSquares(_rows);
        return ValueTask.CompletedTask;
    }

    public override void Release() => (_rows, _table, _view) = (null, null, null);

    public override async ValueTask<Func<double>> RunAsync()
    {
        var model = await new LinearRegression { Solver = RegressionSolver.Normal }.FitAsync(_table!);
        return () => Excess(model.Coefficients.AsSpan(), model.Intercept);
    }

    public override ValueTask<Func<double>> RunNeighbourAsync()
    {
        var model = _context.Regression.Trainers.Sdca("Target").Fit(_view).Model;
        return ValueTask.FromResult(() => Excess(MlNet.Widen(model.Weights), model.Bias));
    }

    double Excess(ReadOnlySpan<double> weights, double bias) => (_rows!.MeanSquaredError(weights, bias) / _optimum) - 1;
}
