using System.Globalization;
using Alink.Benchmarks.Data;
using Alink.Features;
using Alink.IO;

namespace Alink.Benchmarks.Jobs;

/// <summary>A pipeline of an indexer, an imputer, scalers and encoders over 300 columns of 100k rows of a Parquet file, beside reading the columns once.</summary>
/// <remarks>100 columns of text, 60 of numbers, 40 of whole numbers, and 100 numbers in one column of vectors. The stages do not read each other's columns, so one pass trains all.</remarks>
sealed class ColumnsTogether : PairedJob
{
    const int FullCount = 100_000;
    const int Texts = 100;
    const int Numbers = 60;
    const int Wholes = 40;
    const int Features = 100;

    string _path = "";

    public override string Name => "columns-together";

    public override string Neighbour => "reading the columns once";

    public override double AtMost => 1.5;

    public override string QualityIs => "rows read";

    static Pipeline Pipeline => new(
        new StringIndexer { Columns = [.. Names("text", Texts)] },
        new Imputer { Columns = [.. Names("number", Numbers)] },
        new MinMaxScaler { Output = "ranged" },
        new StandardScaler(),
        new OneHotEncoder { Columns = [.. Names("whole", Wholes)] },
        new CountEncoder { Columns = [.. Names("text", 10)] },
        new TargetEncoder { Columns = [.. Names("text", 10)], Label = "whole0" });

    public override async ValueTask PrepareAsync(Workspace workspace) => _path = await workspace.FileAsync(
        "columns.parquet", path =>
        {
            ParquetFile.Write(Draw(workspace.Rows(FullCount)), path, new() { RowGroupRows = 1 << 14 });
            return default;
        });

    public override void Release()
    {
    }

    public override ValueTask<Func<double>> RunAsync()
    {
        var model = Pipeline.Fit(DataFile.Open(_path));
        return new(() => ((Model)model.Steps[^1]).Origin!.Rows);
    }

    public override async ValueTask<Func<double>> RunNeighbourAsync()
    {
        var files = DataFile.Open(_path);
        var rows = await files.AggregateAsync(new RowCount(), new TrainingContext(Runtime.LocalMachine.Default));
        return () => rows;
    }

    static IEnumerable<string> Names(string prefix, int count) => Enumerable.Range(0, count).Select(c => $"{prefix}{c}");

    static Table Draw(int rows)
    {
        var random = new SeededRandom(17);
        var vectors = new double[rows * Features];
        for (var i = 0; i < vectors.Length; i++)
        {
            vectors[i] = random.Uniform();
        }

        var table = Table.Of("features", Enumerable.Range(0, rows).Select(row => Vector.Dense(vectors.AsMemory(row * Features, Features))).ToArray());
        foreach (var (name, c) in Names("text", Texts).Select((name, c) => (name, c)))
        {
            var levels = 2 << (c % 8);
            table = table.With(name, Drawn(() => string.Create(CultureInfo.InvariantCulture, $"level {random.Below(levels)}")));
        }

        foreach (var name in Names("number", Numbers))
        {
            table = table.With(name, Drawn<double?>(() => random.Uniform() is var number && number < 0.05 ? null : number));
        }

        foreach (var name in Names("whole", Wholes))
        {
            table = table.With(name, Drawn(() => random.Below(20)));
        }

        return table;

        T[] Drawn<T>(Func<T> draw) => [.. Enumerable.Range(0, rows).Select(_ => draw())];
    }

    sealed class RowCount : IAggregator<long>
    {
        public long Start(Schema schema) => 0;

        public long Update(long state, Table batch) => state + batch.RowCount;

        public long Merge(long left, long right) => left + right;
    }
}
