using Alink.Classification;
using Alink.Operators;
using Alink.Runtime;

namespace Alink.Tests.Operators;

public class StreamOperatorsTest
{
    internal static readonly StreamOptions By100 = new() { Trigger = StreamTrigger.EveryRows(100) };

    static readonly Table Numbers = Table.Of("x", [.. Enumerable.Range(0, 1000)]);

    [Fact]
    public async Task All_sinks_that_were_linked_are_run_as_one_job()
    {
        var (small, all, text) = (new List<Table>(), new List<Table>(), new StringWriter());
        var source = new MemSourceStreamOp(Numbers);
        source.Where(row => row.Get<int>("x") < 10).Link(Into(small));
        source.Print(text, maxLimit: 1).Link(Into(all));

        await StreamOperator.ExecuteAsync(By100);

        Assert.Equal((10, 1000), (Count(small), Count(all)));
        Assert.Equal(10, text.ToString().Split("epoch ").Length - 1);
        await Assert.ThrowsAsync<InvalidOperationException>(() => StreamOperator.ExecuteAsync());
    }

    [Fact]
    public async Task The_parts_of_a_split_share_the_rows_out_however_they_are_cut()
    {
        var parts = new List<(int[] First, int[] Others)>();
        foreach (var rows in new[] { 7, 100, 1000 })
        {
            var (first, rest) = (new List<Table>(), new List<Table>());
            var split = new SplitStreamOp().SetFraction(0.3).SetRandomSeed(5).LinkFrom(new MemSourceStreamOp(Numbers));
            split.Link(Into(first));
            split.GetSideOutput(0).Link(Into(rest));
            await StreamOperator.ExecuteAsync(new() { Trigger = StreamTrigger.EveryRows(rows) });
            parts.Add((Values(first), Values(rest)));
        }

        Assert.All(parts, part => Assert.Equal(parts[0].First, part.First));
        Assert.Equal(Enumerable.Range(0, 1000), parts[0].First.Concat(parts[0].Others).Order());
        Assert.InRange(parts[0].First.Length, 250, 350);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void A_side_output_that_is_not_there_is_refused(int index)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SplitStreamOp().GetSideOutput(index));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FilterStreamOp(_ => true).GetSideOutput(0));
        Assert.Equal(1, new SplitStreamOp().GetSideOutputCount());
    }

    [Fact]
    public async Task Columns_are_selected_and_streams_joined()
    {
        var rows = new List<Table>();
        var source = new MemSourceStreamOp(Numbers.With<int, double>("y", "x", x => 2.0 * x));
        new UnionAllStreamOp().LinkFrom(source.Select("y as z, x"), source.Select("y AS z,x").Sample(0)).Link(Into(rows));

        await StreamOperator.ExecuteAsync(By100);

        Assert.Equal(["z", "x"], rows[0].Schema.Fields.Select(field => field.Name));
        Assert.Equal(999 * 1000, rows.Sum(batch => batch.Values<double>("z").ToArray().Sum()));
    }

    [Fact]
    public void An_operator_is_linked_once_and_must_be()
    {
        var source = new MemSourceStreamOp(Numbers);
        var split = new SplitStreamOp().LinkFrom(source);

        Assert.Contains("linked already", Assert.Throws<InvalidOperationException>(() => split.LinkFrom(source)).Message);
        Assert.Contains("no input", Assert.Throws<InvalidOperationException>(() => new SplitStreamOp().Stream()).Message);
        Assert.Contains("no input", Assert.Throws<InvalidOperationException>(() => new UnionAllStreamOp().Stream()).Message);
    }

    [Fact]
    public async Task A_missing_column_is_told_before_a_row_is_read()
    {
        new MemSourceStreamOp(Numbers).Link(new VectorAssemblerStreamOp().SetSelectedCols("xx").SetOutputCol("v")).Link(Into([]));

        Assert.Contains("'xx'", (await Assert.ThrowsAsync<SchemaException>(() => StreamOperator.ExecuteAsync())).Message);
    }

    [Fact]
    public void Every_estimator_and_transformer_has_its_operators_for_streams()
    {
        var operators = typeof(KMeansTrainBatchOp).Assembly.GetExportedTypes().Select(type => type.Name).ToHashSet();
        var stages = typeof(Ftrl).Assembly.GetExportedTypes()
            .Where(type => !type.IsAbstract && !type.ContainsGenericParameters && type.GetConstructor([]) is not null).ToArray();

        Assert.All(stages.Where(Is(typeof(IEstimator<>))), type => Assert.Contains($"{type.Name}PredictStreamOp", operators));
        Assert.All(stages.Where(Is(typeof(IOnlineEstimator<,>))), type => Assert.Contains($"{type.Name}TrainStreamOp", operators));
        Assert.All(
            stages.Where(type => type.IsAssignableTo(typeof(ITransformer))),
            type => Assert.Contains($"{type.Name}StreamOp", operators));
        Assert.Contains("VectorAssemblerStreamOp", operators);

        static Func<Type, bool> Is(Type role) => type => type.GetInterfaces().Any(each => each.IsGenericType && each.GetGenericTypeDefinition() == role);
    }

    [Fact]
    public async Task What_a_sink_writes_in_files_a_source_reads_at_its_speed()
    {
        var folder = Directory.CreateTempSubdirectory("alink-files").FullName;
        try
        {
            new MemSourceStreamOp(Numbers).Link(new CsvSinkStreamOp().SetFilePath(folder).SetFieldDelimiter(';'));
            await StreamOperator.ExecuteAsync(By100);

            var rows = new List<Table>();
            new CsvSourceStreamOp().SetFilePath(folder).SetFieldDelimiter(';').SetIgnoreFirstLine(true).SetSchemaStr("x int")
                .Link(new SpeedControlStreamOp().SetTimeInterval(1e-7)).Link(Into(rows));
            await StreamOperator.ExecuteAsync();

            Assert.Equal(Enumerable.Range(0, 1000), Values(rows));
            Assert.Throws<ArgumentException>(() => new SpeedControlStreamOp().LinkFrom(new FilterStreamOp(_ => true)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    internal static StreamSinkStreamOp Into(List<Table> rows) => new(new DelegateSink((_, batches) => rows.AddRange(batches)));

    internal static int Count(List<Table> rows) => rows.Sum(batch => batch.RowCount);

    static int[] Values(List<Table> rows) => [.. rows.SelectMany(batch => batch.Values<int>("x").ToArray())];
}
