#!/usr/bin/env dotnet
#:project ../src/Alink/Alink.csproj

// Learns from a stream of clicks row by row, and predicts each row before it is learnt.

using Alink;
using Alink.Classification;
using Alink.Evaluation;
using Alink.Features;
using Alink.Runtime;

var random = new Random(1);
var clicks = Table.From(Enumerable.Range(0, 20_000).Select(_ =>
{
    var (city, device) = (random.Next(50), random.Next(3));
    return new Click($"city{city}", $"device{device}", random.NextDouble() < (city % 2 == 0 ? 0.8 : 0.1) ? 1 : 0);
}));

var scored = TableStream.Of(clicks, rowsPerBatch: 500)
    .Through(new FeatureHasher { Columns = ["city", "device"], Length = 1 << 12 })
    .Train(new Ftrl { Label = "clicked", Negative = "0", Positive = "1" });

await foreach (var measures in scored.Evaluate(new BinaryEvaluator { Label = "clicked" }, EvaluationWindow.OfRows(20_000)))
{
    for (var i = 0; i < measures.RowCount; i++)
    {
        Console.WriteLine($"{measures.Values<string>("statistics")[i]}: AUC above 0.8 {measures.Values<double>("auc")[i] > 0.8}");
    }
}

// => window: AUC above 0.8 True
// => all: AUC above 0.8 True

record Click(string City, string Device, int Clicked);
