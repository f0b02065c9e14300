#!/usr/bin/env dotnet
#:project ../src/Alink/Alink.csproj

// Trains a pipeline on a CSV file, judges it on rows it has not seen, saves it, and predicts one row.

using Alink;
using Alink.Classification;
using Alink.Evaluation;
using Alink.Features;
using Alink.IO;
using Alink.Runtime;

var here = (string)AppContext.GetData("EntryPointFileDirectoryPath")!;
var penguins = Csv.Read(Path.Combine(here, "../datasets/penguins/penguins.csv"));
var (train, test) = penguins.Split(0.8, seed: 7, stratify: "species");

string[] sizes = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"];
var model = new Imputer { Columns = [.. sizes] }
    .Then(new VectorAssembler { Columns = [.. sizes] })
    .Then(new StandardScaler())
    .Then(new LogisticRegression { Label = "species", Regularization = 0.01 })
    .Fit(train);

var metrics = new MulticlassEvaluator { Label = "species" }.Evaluate(model.Transform(test));
Console.WriteLine($"accuracy above 0.95: {metrics.Accuracy > 0.95}"); // => accuracy above 0.95: True

var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
ModelFile.Write(file, model);
var reloaded = ModelFile.Read<PipelineModel>(file, Catalog.Of(typeof(LogisticRegression).Assembly));
File.Delete(file);

var row = reloaded.Predictor(penguins.Schema).Row();
row.Set("bill_length_mm", 50.0).Set("bill_depth_mm", 15.0).Set("flipper_length_mm", 225L).Set("body_mass_g", 5500L).Predict();
Console.WriteLine(row.Text("prediction")); // => Gentoo
