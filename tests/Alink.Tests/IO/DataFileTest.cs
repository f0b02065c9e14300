using Alink.IO;

namespace Alink.Tests.IO;

public sealed class DataFileTest : IDisposable
{
    readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("x.csv")]
    [InlineData("x.CSV.GZ")]
    [InlineData("x.tsv")]
    [InlineData("x.jsonl")]
    [InlineData("x.ndjson.gz")]
    public void A_format_is_told_by_the_name(string name)
    {
        var table = Table.Of<string>("t", "a,b", "c\td").With<double>("x", 1.5, 2);
        DataFile.Write(table, _scratch[name]);

        AnyTable.AssertSame(table, DataFile.Read(_scratch[name]));
        AnyTable.AssertSame(table, DataFile.Open(_scratch.Folder).ToTable());
    }

    [Fact]
    public void Libsvm_is_told_by_the_name()
    {
        var table = Table.Of<double>("label", 1, 2).With<Vector>("features", Vector.Sparse(2, new[] { 0 }, new[] { 1.5 }), Vector.Sparse(2, new[] { 1 }, new[] { 2.5 }));
        DataFile.Write(table, _scratch["x.libsvm"]);

        AnyTable.AssertSame(table, DataFile.Read(_scratch["x.libsvm"]));
    }

    [Fact]
    public void A_name_that_tells_no_format_is_refused_with_the_known_ones() => Assert.Contains(
        "The ending '.cvs' tells no format. Did you mean '.csv'? Known are: .csv, .tsv, .libsvm, .svm, .parquet, .jsonl, .ndjson.",
        Assert.Throws<DataFormatException>(() => DataFile.Read(_scratch["x.cvs"])).Message);

    [Fact]
    public void Files_of_two_formats_are_refused()
    {
        _scratch.File("a.csv", "n\n1\n");
        _scratch.File("b.jsonl", "{\"n\":1}\n");

        Assert.Contains("b.jsonl: The file is of another format than", Assert.Throws<DataFormatException>(() => DataFile.Open(_scratch.Folder)).Message);
    }
}
