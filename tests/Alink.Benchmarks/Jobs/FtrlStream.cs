using Alink.Benchmarks.Data;
using Alink.Classification;
using Alink.Runtime;

namespace Alink.Benchmarks.Jobs;

/// <summary>FTRL over 2M rows of a CSV file, parsed, hashed and learnt in one pass with a checkpoint for every 100,000 rows,
/// beside the same arithmetic in one loop over arrays that were parsed before.</summary>
sealed class FtrlStream : PairedJob
{
    const int Fields = 20;

    string _path = "";
    string _checkpoints = "";
    int[] _places = [];
    byte[] _clicked = [];

    public static Ftrl Learner { get; } = new() { Label = "click", Negative = "0", Positive = "1" };

    public override string Name => "ftrl-stream";

    public override string Neighbour => "a loop over parsed arrays";

    public override double AtMost => 2;

    public override string QualityIs => "progressive log loss; 0 is best";

    public override async ValueTask PrepareAsync(Workspace workspace)
    {
        _path = await Clicks.FileAsync(workspace);
        _checkpoints = Path.Combine(workspace.Folder, Name);
        var rows = workspace.Rows(Clicks.FullCount);
        (_places, _clicked) = (new int[rows * Fields], new byte[rows]);
        var row = 0;
        await foreach (var batch in Clicks.Stream(_path))
        {
            for (var i = 0; i < batch.RowCount; i++, row++)
            {
                // Two values of a row that meet in one place are rare, and the loop would learn them apart: it takes one of them.
                var places = batch.Values<Vector>("features")[i].Indices;
                places.CopyTo(_places.AsSpan(row * Fields));
                _places.AsSpan((row * Fields) + places.Length, Fields - places.Length).Fill(places[0]);
                _clicked[row] = (byte)batch.Values<int>("click")[i];
            }
        }
    }

    public override void Release() => (_places, _clicked) = ([], []);

    public override async ValueTask<Func<double>> RunAsync()
    {
        await LearnAsync(_path, _checkpoints);
        return () => ProgressiveLossAsync(_path).GetAwaiter().GetResult();
    }

    public override ValueTask<Func<double>> RunNeighbourAsync()
    {
        Loop(_places, _clicked, judged: false);
        return ValueTask.FromResult(() => Loop(_places, _clicked, judged: true));
    }

    /// <summary>Learns the file in a job, with checkpoints or without.</summary>
    public static async Task LearnAsync(string path, string? checkpoints)
    {
        if (Directory.Exists(checkpoints))
        {
            Directory.Delete(checkpoints, recursive: true);
        }

        // One worker, as the loop has: several are sooner done and cost more CPU.
        var options = new StreamOptions { Trigger = StreamTrigger.EveryRows(100_000), Checkpoints = checkpoints, Workers = 1 };
        await new StreamJob { Options = options }.Run(Clicks.Stream(path).Train(Learner)).RunAsync();
    }

    static async Task<double> ProgressiveLossAsync(string path)
    {
        var (loss, rows) = (0.0, 0L);
        await foreach (var batch in Clicks.Stream(path).Train(Learner))
        {
            var probabilities = batch.Values<Vector>("probabilities");
            for (var i = 0; i < batch.RowCount; i++)
            {
                loss -= Math.Log(probabilities[i].Values[batch.Values<int>("click")[i]]);
            }

            rows += batch.RowCount;
        }

        return loss / rows;
    }

    /// <summary>What anybody would write by hand.</summary>
    static double Loop(int[] places, byte[] clicked, bool judged)
    {
        const double alpha = 0.1, beta = 1, l1 = 0.1, l2 = 0.1;
        const int width = 1 << 20;
        var (z, n) = (new double[width + 1], new double[width + 1]);
        var w = new double[Fields + 1];
        var at = new int[Fields + 1];
        var loss = 0.0;
        for (var row = 0; row < clicked.Length; row++)
        {
            var margin = 0.0;
            for (var k = 0; k <= Fields; k++)
            {
                var j = at[k] = k < Fields ? places[(row * Fields) + k] : width;
                w[k] = Math.Abs(z[j]) <= l1 ? 0
                    : -(z[j] - (Math.Sign(z[j]) * l1)) / (((beta + Math.Sqrt(n[j])) / alpha) + l2);
                margin += w[k];
            }

            var p = 1 / (1 + Math.Exp(-margin));
            if (judged)
            {
                loss -= Math.Log(clicked[row] == 1 ? p : 1 - p);
            }

            var g = p - clicked[row];
            for (var k = 0; k <= Fields; k++)
            {
                var j = at[k];
                var sigma = (Math.Sqrt(n[j] + (g * g)) - Math.Sqrt(n[j])) / alpha;
                z[j] += g - (sigma * w[k]);
                n[j] += g * g;
            }
        }

        return loss / clicked.Length;
    }
}
