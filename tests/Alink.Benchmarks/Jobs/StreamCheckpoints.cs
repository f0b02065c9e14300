using Alink.Benchmarks.Data;

namespace Alink.Benchmarks.Jobs;

/// <summary>The rows of <see cref="FtrlStream"/> with a checkpoint of 2²⁰ coordinates for every 100,000 of them, beside the same
/// without checkpoints.</summary>
sealed class StreamCheckpoints : PairedJob
{
    string _path = "";
    string _checkpoints = "";

    public override string Name => "stream-checkpoints";

    public override string Neighbour => "the same without checkpoints";

    public override double AtMost => 1.05;

    public override int WarmUps => 4;

    public override string QualityIs => "bytes of the last checkpoint";

    public override async ValueTask PrepareAsync(Workspace workspace)
    {
        _path = await Clicks.FileAsync(workspace);
        _checkpoints = Path.Combine(workspace.Folder, Name);
    }

    public override void Release()
    {
    }

    public override async ValueTask<Func<double>> RunAsync()
    {
        await FtrlStream.LearnAsync(_path, _checkpoints);
        return () => Directory.GetFiles(_checkpoints).Max(path => new FileInfo(path).Length);
    }

    public override async ValueTask<Func<double>> RunNeighbourAsync()
    {
        await FtrlStream.LearnAsync(_path, checkpoints: null);
        return () => 0;
    }
}
