using System.Diagnostics;
using Alink.Classification;
using Alink.Features;
using Alink.IO;
using Alink.Runtime;

namespace Alink.Cli;

/// <summary>The main job on real rows: from CSV and Parquet to a trained, saved, predicting pipeline.</summary>
sealed class Demo(Screen screen)
{
    const int Seed = 7;

    readonly TextWriter _output = screen.Writer;
    readonly Stopwatch _watch = Stopwatch.StartNew();

    public async Task RunAsync(CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("alink-demo-").FullName;
        try
        {
            var penguins = Csv.Read(Path.Combine(AppContext.BaseDirectory, "penguins.csv"), cancellation: cancellation);
            Step($"penguins.csv: {penguins.RowCount} penguins, {penguins.Schema.Fields.Length} columns, some values missing");
            _output.Write(penguins.Head(3).Format());

            var (train, test) = penguins.Split(0.8, Seed, stratify: "species");
            var (trainFile, testFile) = (Path.Combine(folder, "train.parquet"), Path.Combine(folder, "test.parquet"));
            ParquetFile.Write(train, trainFile, cancellation: cancellation);
            ParquetFile.Write(test, testFile, cancellation: cancellation);
            Step($"train.parquet: {train.RowCount} rows; test.parquet: {test.RowCount} rows; each species in the same proportion");

            var model = await ProgressLines.RunAsync(screen, progress => Pipeline
                .FitAsync(ParquetFile.Open(trainFile), new TrainingOptions { Progress = progress }, cancellation).AsTask()).ConfigureAwait(false);
            Step($"trained: {string.Join(", ", model.Steps.Select(step => step.GetType().Name))}");

            var modelFile = Path.Combine(folder, "penguins.model");
            ModelFile.Write(modelFile, model);
            var reloaded = ModelFile.Read<PipelineModel>(modelFile, Commands.Catalog);
            Step($"saved and reloaded: penguins.model, {new FileInfo(modelFile).Length} bytes");

            var context = new TrainingContext(LocalMachine.Default) { Cancellation = cancellation };
            await Metrics.WriteAsync(_output, ParquetFile.Open(testFile).Through(reloaded), "species", "prediction", context).ConfigureAwait(false);

            var penguin = new Penguin("Biscoe", 50.0, 15.2, 220, 5500, "male");
            Step($"one {penguin}: {reloaded.Predictor<Penguin, Species>().Predict(penguin).Prediction}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static Pipeline Pipeline { get; } = new(
        new Imputer { Columns = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"] },
        new StringIndexer { Columns = ["island", "sex"], HandleInvalid = HandleInvalid.Keep },
        new OneHotEncoder { Columns = ["island_index", "sex_index"], DropLast = false, HandleInvalid = HandleInvalid.Keep },
        new VectorAssembler
        {
            Columns =
            [
                "bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g",
                "island_index_onehot", "sex_index_onehot",
            ],
        },
        new StandardScaler { WithMean = false },
        new LogisticRegression { Label = "species", Regularization = 0.01 });

    void Step(string done) => _output.WriteLine(FormattableString.Invariant($"[{_watch.Elapsed.TotalSeconds,4:F1} s] {done}"));

    sealed record Penguin(
        string Island,
        [property: Column("bill_length_mm")] double BillLength,
        [property: Column("bill_depth_mm")] double BillDepth,
        [property: Column("flipper_length_mm")] double FlipperLength,
        [property: Column("body_mass_g")] double BodyMass,
        string Sex);

    sealed record Species
    {
        public string Prediction { get; init; } = "";
    }
}
