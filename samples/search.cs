#!/usr/bin/env dotnet
#:project ../src/Alink/Alink.csproj

// Searches the options of a whole pipeline by cross-validation, the same for any number of workers.

using Alink;
using Alink.Classification;
using Alink.Evaluation;
using Alink.Features;
using Alink.IO;
using Alink.Tuning;

var here = (string)AppContext.GetData("EntryPointFileDirectoryPath")!;
var patients = Csv.Read(Path.Combine(here, "../datasets/breast-cancer-wdbc/breast_cancer_wdbc.csv"));
string[] features = [.. patients.Schema.Fields.Where(field => field.Type == DataType.Double).Select(field => field.Name)];

var pipeline = new VectorAssembler { Columns = [.. features] }
    .Then(new StandardScaler())
    .Then(new LogisticRegression { Label = "diagnosis" });
var search = Search.Of(pipeline)
    .Over((LogisticRegression stage) => stage.Regularization, Values.LogUniform(1e-4, 10))
    .By(new BinaryEvaluator { Label = "diagnosis" }, metrics => metrics.AreaUnderRoc) with
{
    Strategy = new RandomSearch { Trials = 8 },
};

var found = search.Fit(patients);
Console.WriteLine($"{found.Trials.RowCount} trials; the best has an AUC above 0.99: {found.Score > 0.99}");
// => 8 trials; the best has an AUC above 0.99: True
