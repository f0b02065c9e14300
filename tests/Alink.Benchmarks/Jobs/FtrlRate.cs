using Alink.Benchmarks.Data;

namespace Alink.Benchmarks.Jobs;

/// <summary>The rows of <see cref="FtrlStream"/>, held against a limit of 1M rows for each CPU second.</summary>
sealed class FtrlRate : LimitedJob
{
    string _path = "";
    string _checkpoints = "";
    int _rows;

    public override string Name => "ftrl-rate";

    public override string Neighbour => "a limit of 1 microsecond a row";

    public override double Limit => 1e-6;

    public override string QualityIs => "million rows for each CPU second may be read off the time";

    public override int Repeats => _rows;

    public override async ValueTask PrepareAsync(Workspace workspace)
    {
        _path = await Clicks.FileAsync(workspace);
        (_checkpoints, _rows) = (Path.Combine(workspace.Folder, Name), workspace.Rows(Clicks.FullCount));
    }

    public override void Release()
    {
    }

    public override async ValueTask<Func<double>> RunAsync()
    {
        await FtrlStream.LearnAsync(_path, _checkpoints);
        return () => _rows;
    }
}
