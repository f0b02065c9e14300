using System.Text;
using Alink.Features;
using Alink.Runtime;
using Alink.Tests.Runtime.Online;

namespace Alink.Tests.Runtime;

public class HostileVersionTest
{
    static readonly StandardScaler Learner = new();

    static readonly PublishedModel Model = new(
        new(3, 30, 1000, DateTimeOffset.UnixEpoch, new(2026, 1, 1, 0, 0, 0, TimeSpan.FromHours(2))),
        Learner.Fit(Clicks.Rows))
    {
        State = new("any", [1, 2, 3]),
    };

    static readonly Dictionary<string, byte[]> Good = ModelFileTest.Entries(Written(Model));

    [Fact]
    public void A_version_and_a_state_come_back_as_they_were()
    {
        var back = Read(Written(Model));

        Assert.Equal(Model.Version, back.Version);
        Assert.Equal(TimeSpan.FromHours(2), back.Version.Trained.Offset);
        Assert.Equal("any", back.State!.Shape);
        Assert.Equal<byte>([1, 2, 3], back.State.Bytes.ToArray());
        Assert.Null(Read(Written(Model with { State = null })).State);
    }

    [Fact]
    public void A_file_that_tells_no_version_holds_version_0()
    {
        var back = Read(ModelFileTest.Written(Model.Model));

        Assert.Equal(0, back.Version.Number);
        Assert.Equal(1000, back.Version.Rows);
        Assert.Null(back.State);
    }

    [Fact]
    public void The_columns_that_taught_a_model_come_back_and_wrong_ones_are_refused()
    {
        var columns = new Schema(
            new Field("a", DataType.String) { IsNullable = true }, new Field("v", DataType.Vector) { VectorLength = 3 });
        var written = ModelFileTest.Entries(Written(Model with { Input = columns }));

        Assert.Equal(columns, Read(Written(Model with { Input = columns })).Input);
        Assert.Null(Read(Written(Model)).Input);
        foreach (var (part, other, message) in new[]
        {
            ("\"name\": \"v\"", "\"name\": \"a\"", "The column 'a' stands twice"),
            ("\"vectorLength\": 3", "\"vectorLength\": -3", "vectors of length -3"),
            ("\"type\": \"String\"", "\"type\": \"Text\"", "schema.json.columns[0].type"),
        })
        {
            var text = Encoding.UTF8.GetString(written["schema.json"]);
            Assert.Contains(part, text);
            Refused(written.Where(entry => entry.Key != "schema.json")
                .Append(new("schema.json", Encoding.UTF8.GetBytes(text.Replace(part, other)))), message);
        }
    }

    [Theory]
    [InlineData("\"number\": 3", "\"number\": -3", "must be at least 0")]
    [InlineData("\"rows\": 1000", "\"rows\": 1e300", "version.json.rows")]
    [InlineData("\"rows\": 1000", "\"rows\": null", "version.json.rows")]
    [InlineData("\"epoch\": 30,", "", "There is no 'epoch'")]
    [InlineData("\"formatVersion\": 1", "\"formatVersion\": 2", "a newer library wrote it")]
    [InlineData("\"metrics\": []", "\"metrics\": [{\"name\": null, \"value\": 1}]", "version.json.metrics[0].name")]
    [InlineData("\"epoch\": 30,", "\"epoch\": 30, \"path\": \"/etc/passwd\",", "has no option 'path'")]
    [InlineData("\"state\": \"any\"", "\"state\": null", "column 'state.bin': The entry is no part of the model.")]
    [InlineData("\"trained\": \"2026-01-01", "\"trained\": \"2026-13-01", "version.json.trained")]
    public void A_wrong_version_is_refused_by_what_is_wrong(string part, string other, string message)
    {
        var text = Encoding.UTF8.GetString(Good["version.json"]);
        Assert.Contains(part, text);

        Refused(With("version.json", Encoding.UTF8.GetBytes(text.Replace(part, other))), message);
    }

    [Fact]
    public void A_state_without_a_version_or_a_version_without_its_state_is_refused()
    {
        Refused(Good.Where(entry => entry.Key != "version.json"), "column 'state.bin': The entry is no part of the model.");
        Refused(Good.Where(entry => entry.Key != "state.bin"), "column 'state.bin': The entry is missing.");
    }

    [Fact]
    public async Task A_state_that_is_none_is_refused_before_any_row_is_read()
    {
        var models = new Clicks.Models { WantsState = true };
        await Clicks.Job(600).Run(TableStream.Of(Clicks.Rows, 70).Train(Learner, models)).RunAsync();
        var bytes = models.Last.State!.Bytes;
        foreach (var wrong in new[] { bytes[..^1], bytes.Add(0), [] })
        {
            var from = models.Last with { State = models.Last.State with { Bytes = wrong } };
            var stream = TableStream.Of(Clicks.Rows, 70).Train(Learner, new OnlineTrainingOptions { From = from });

            await Assert.ThrowsAsync<DataFormatException>(() => new StreamJob().Run(stream).RunAsync());
        }
    }

    static byte[] Written(PublishedModel model)
    {
        using var file = new MemoryStream();
        ModelFile.Write(file, model);
        return file.ToArray();
    }

    static PublishedModel Read(byte[] bytes) => ModelFile.ReadPublished(new MemoryStream(bytes), Clicks.Catalog, null, "m");

    static IEnumerable<KeyValuePair<string, byte[]>> With(string name, byte[] bytes) =>
        Good.Where(entry => entry.Key != name).Append(new(name, bytes));

    static void Refused(IEnumerable<KeyValuePair<string, byte[]>> entries, string message) => Assert.Contains(
        message, Assert.Throws<DataFormatException>(() => Read(ModelFileTest.Zip(entries))).Message);
}
