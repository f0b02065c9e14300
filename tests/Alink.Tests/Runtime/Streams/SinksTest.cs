using Alink.Runtime;

namespace Alink.Tests.Runtime.Streams;

public class SinksTest
{
    static readonly TableStream Numbers = TableStream.Of(Table.Of("x", 1.0, 2.0, 3.0), rowsPerBatch: 1);

    static readonly StreamOptions TwoRows = new() { Trigger = StreamTrigger.EveryRows(2) };

    [Fact]
    public async Task A_function_takes_the_rows_of_each_epoch()
    {
        List<(long Epoch, double[] Rows)> taken = [];
        var sink = new DelegateSink((epoch, rows) => taken.Add((epoch, [.. rows.SelectMany(table => table.Values<double>("x").ToArray())])));

        await new StreamJob { Options = TwoRows }.Write(Numbers, sink).RunAsync();

        Assert.Equal([1, 2], taken.Select(each => each.Epoch));
        Assert.Equal([[1, 2], [3]], taken.Select(each => each.Rows));
    }

    [Fact]
    public async Task A_text_shows_the_first_rows_of_each_epoch()
    {
        var text = new StringWriter { NewLine = "\n" };

        await new StreamJob { Options = TwoRows }.Write(Numbers, new TextWriterSink(text, rows: 1)).RunAsync();

        Assert.StartsWith("epoch 1, 2 rows\n", text.ToString());
        Assert.Contains("epoch 2, 1 rows\n", text.ToString());
        Assert.DoesNotContain("2", text.ToString().Split("epoch 2")[0].Split('\n')[2]);
    }
}
