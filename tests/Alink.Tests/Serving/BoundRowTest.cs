using System.Text.Json;
using Alink.Classification;
using Alink.Features;
using Alink.Runtime;
using Alink.Serving;

namespace Alink.Tests.Serving;

public class BoundRowTest
{
    [Fact]
    public void A_row_is_read_predicted_and_written_without_allocation()
    {
        var rows = Server.Houses();
        var model = new StringIndexer { Columns = ["colour"], Outputs = ["code"] }.Then(new VectorAssembler { Columns = ["size", "code"] })
            .Then(new StandardScaler()).Then(new LogisticRegression { Label = "colour" }).Fit(rows);
        var row = ServedVersion.Of(PublishedModel.Of(model) with { Input = rows.Schema }, new()).Rent();
        var body = """{"colour": "r\u0065d", "price": 1, "size": 3.25}"""u8.ToArray();
        Answer(1_000);

        Assert.Equal(0, Answer(1_000));
        Assert.StartsWith("{\"prediction\":", System.Text.Encoding.UTF8.GetString(row.Buffer.Written.Span));

        long Answer(int times)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < times; i++)
            {
                row.Clear();
                var reader = new Utf8JsonReader(body, row.Reading);
                reader.Read();
                if (row.Answer(ref reader, i) is { } wrong)
                {
                    Assert.Fail(wrong.Detail);
                }
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Theory]
    [InlineData("[1,2", ",3", "]")]
    [InlineData("\"\\u0031", " 2", "\"")]
    public void A_row_that_was_very_large_is_not_kept(string begin, string more, string end)
    {
        var rows = Table.Of<Vector>("features", [1.0, 2.0], [3.0, 5.0]);
        var row = ServedVersion.Of(PublishedModel.Of(new Normalizer()) with { Input = rows.Schema }, new()).Rent();

        Answer(1);
        Assert.True(row.IsSmall);
        Answer(600_000);
        Assert.False(row.IsSmall);

        void Answer(int times)
        {
            row.Clear();
            var reader = new Utf8JsonReader(
                System.Text.Encoding.UTF8.GetBytes($"{{\"features\": {begin}{string.Concat(Enumerable.Repeat(more, times))}{end}}}"), row.Reading);
            reader.Read();
            row.Answer(ref reader, 0);
        }
    }
}
