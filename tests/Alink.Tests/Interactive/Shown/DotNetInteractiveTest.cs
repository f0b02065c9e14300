using Alink.Classification;
using Alink.Evaluation;
using Alink.Features;
using Alink.Interactive.Shown;
using Microsoft.DotNet.Interactive.Formatting;

namespace Alink.Tests.Interactive.Shown;

public class DotNetInteractiveTest
{
    static readonly Table Rows = Table.Of("x", 1.0, 2.0, 3.0, 4.0).With("label", "a", "b", "a", "b");

    public static TheoryData<object> Shown()
    {
        var pipeline = new VectorAssembler { Columns = ["x"] }.Then(new StandardScaler()).Then(new LogisticRegression());
        var model = pipeline.Fit(Rows);
        var metrics = new BinaryEvaluator { Positive = "b" }.Evaluate(model.Transform(Rows));
        return [Rows, Rows.Schema, pipeline, model, model.Steps[^1], metrics, metrics.RocChart()];
    }

    [Theory]
    [MemberData(nameof(Shown))]
    public void The_formatters_of_NET_Interactive_itself_show_what_our_kernel_shows(object value) => Assert.Equal(
        Formats.Of(value)["text/html"],
        value.ToDisplayString("text/html"));
}
