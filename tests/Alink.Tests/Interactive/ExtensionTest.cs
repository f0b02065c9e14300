using Alink.Evaluation;
using Alink.Features;
using Alink.Interactive.Cells;
using Alink.IO;
using Alink.Runtime;
using Alink.Tests.Architecture;
using Alink.Tests.Interactive.Cells;
using Alink.Tuning;

namespace Alink.Tests.Interactive;

/// <summary>What .NET Interactive runs when a notebook loads the package.</summary>
[Collection(ConsoleCollection.Name)]
public class ExtensionTest
{
    static readonly string Code = File.ReadAllText(Path.Combine(Repository.Root, "src", "Alink", "extension.dib"));

    [Fact]
    public void It_names_every_namespace_of_the_package()
    {
        Type[] rooms = [typeof(Table), typeof(StandardScaler), typeof(Chart), typeof(Csv), typeof(ModelFile), typeof(CrossValidation)];
        Assert.Equal(
            rooms.SelectMany(room => room.Assembly.GetExportedTypes()).Select(type => type.Namespace).Distinct().Order(StringComparer.Ordinal),
            Code.Split('\n').Where(line => line.StartsWith("using ", StringComparison.Ordinal)).Select(line => line[6..].TrimEnd(';')));
    }

    [Fact]
    public async Task It_runs_as_a_cell() => Assert.Null((await new Engine().RunAsync(Code, new Watched())).Error);
}
