using System.IO.Compression;
using System.Text;
using Alink.Runtime;

namespace Alink.Tests.Runtime;

public sealed class ModelFileTest : IDisposable
{
    internal static readonly Catalog Kinds = new(
        typeof(Tuned), typeof(TunedModel), typeof(Times), typeof(Line), typeof(Chosen), typeof(Shift), typeof(ShiftModel));

    internal static readonly TunedModel Whole = new(
        new Tuned { Rounds = 3, Thresholds = [0.25, 0.75] },
        [0.1, -0.0, double.NaN, double.PositiveInfinity, double.Epsilon], [1, int.MinValue], [long.MaxValue], [true, false, true],
        [0.1f], new Matrix(2, 3, [1, 2, 3, 4, 5, 6]), null, Levels.Of("no", "yes"), ["a", "é"], 0.1 + 0.2, new(0, 2))
    {
        FeatureNames = ["width", "height"],
        Origin = new(150, "0.1.0", new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)),
    };

    readonly string _folder = Directory.CreateTempSubdirectory("alink").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_member_comes_back_to_the_bit()
    {
        var model = Whole with { Extra = new Matrix(0, 3, []) };
        ModelFile.Write(At("m"), model);

        AssertSame(model, ModelFile.Read<TunedModel>(At("m"), Kinds));
        AssertSame(Whole, (TunedModel)Read(Written(Whole)));
    }

    [Fact]
    public void A_pipeline_keeps_its_models_in_folders()
    {
        var model = new PipelineModel(
            new Times(3), new ShiftModel(new Shift(), [1, 2], [3, 4]), new PipelineModel(new Times(4), Whole));

        var bytes = Written(model);
        var back = (PipelineModel)Read(bytes);

        Assert.Equal(
            ["model.json", "0-Times/model.json", "1-Shift/model.json", "1-Shift/mean.npy", "1-Shift/deviation.npy",
                "2-Pipeline/model.json", "2-Pipeline/0-Times/model.json", "2-Pipeline/1-Tuned/model.json"],
            Entries(bytes).Keys.Where(name => !name.StartsWith("2-Pipeline/1-Tuned/") || name.EndsWith("model.json")));
        Assert.Equal(new Times(3), back.Steps[0]);
        Assert.Equal([3.0, 4.0], ((ShiftModel)back.Steps[1]).Deviation.AsEnumerable());
        AssertSame(Whole, (TunedModel)((PipelineModel)back.Steps[2]).Steps[1]);
    }

    [Fact]
    public void A_model_among_the_data_of_a_model_comes_back()
    {
        var model = new Chosen(new Times(2), [new Times(3), new Line([1], [2], 3)], null);

        var back = (Chosen)Read(Written(model));

        Assert.Equal(new Times(2), back.Best);
        Assert.Equal(new Times(3), back.All[0]);
        Assert.Equal([2.0], ((Line)back.All[1]).Coefficients.AsEnumerable());
        Assert.Null(back.Second);
    }

    [Fact]
    public void Arrays_of_a_summary_are_arrays_of_the_file()
    {
        var kinds = new Catalog(typeof(Summed));
        var bytes = Written(new Summed([1], new(3, [4, 5], [new([6])])));

        var back = (Summed)ModelFile.Read(new MemoryStream(bytes), kinds);

        Assert.Equal(["model.json", "values.npy", "summary/errors.npy"], Entries(bytes).Keys);
        Assert.Equal([4.0, 5.0], back.Summary!.Errors.AsEnumerable());
        Assert.Equal([6.0], back.Summary.Parts[0].Numbers.AsEnumerable());
        Assert.Null(((Summed)ModelFile.Read(new MemoryStream(Written(back with { Summary = null })), kinds)).Summary);
    }

    [Fact]
    public void A_file_is_this_to_the_byte()
    {
        var entries = Entries(Written(new ShiftModel(new Shift(), [1, 2, 3], [0.5]) { FeatureNames = ["a"] }));

        Assert.Equal(
            """
            {
              "formatVersion": 1,
              "kind": "ShiftModel",
              "model": {
                "options": {
                  "features": "features",
                  "output": "features"
                },
                "featureNames": [
                  "a"
                ],
                "origin": null
              }
            }
            """.ReplaceLineEndings("\n"),
            Encoding.UTF8.GetString(entries["model.json"]));
        Assert.Equal(
            "934E554D5059" + "0100" + "7600"
            + Convert.ToHexString(Encoding.ASCII.GetBytes(
                "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }".PadRight(117) + "\n"))
            + "000000000000F03F" + "0000000000000040" + "0000000000000840",
            Convert.ToHexString(entries["mean.npy"]));
    }

    [Fact]
    public void The_same_model_gives_the_same_bytes() => Assert.Equal(Written(Whole), Written(Whole with { }));

    [Fact]
    public void A_file_of_format_version_1_keeps_loading()
    {
        using var file = typeof(ModelFileTest).Assembly.GetManifestResourceStream("Alink.Tests.Runtime.Models.version-1.alink")!;

        var back = (PipelineModel)ModelFile.Read(file, Kinds);

        AssertSame(Whole, (TunedModel)back.Steps[0]);
        Assert.Equal([3.0], ((Line)back.Steps[1]).Mean.AsEnumerable());
        Assert.Equal("out", ((Line)back.Steps[1]).Prediction.Name);
    }

    [Fact]
    public void A_stream_may_begin_anywhere_and_need_not_seek()
    {
        var bytes = Written(new Times(2));
        using var later = new MemoryStream([1, 2, 3, .. bytes]) { Position = 3 };
        using var forward = new GZipStream(new MemoryStream(Packed(bytes)), CompressionMode.Decompress);

        Assert.Equal(new Times(2), ModelFile.Read(later, Kinds));
        Assert.Equal(new Times(2), ModelFile.Read(forward, Kinds));
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            ModelFile.Write(gzip, Whole);
        }

        using var unpacked = new GZipStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
        AssertSame(Whole, (TunedModel)ModelFile.Read(unpacked, Kinds));
    }

    [Fact]
    public void Where_writing_fails_the_old_file_stays()
    {
        ModelFile.Write(At("m"), new Times(2));

        Assert.Throws<NotSupportedException>(() => ModelFile.Write(At("m"), new PipelineModel(new Times(5), new Mapped(x => x))));

        Assert.Equal(new Times(2), ModelFile.Read(At("m"), Kinds));
        Assert.Equal([At("m")], Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_file_that_is_being_written_is_the_old_one_until_it_is_whole()
    {
        ModelFile.Write(At("m"), new Times(2));

        AtomicFileProbe(At("m"), () => Assert.Equal(new Times(2), ModelFile.Read(At("m"), Kinds)));
    }

    [Fact]
    public void A_model_of_another_kind_is_refused_by_name()
    {
        ModelFile.Write(At("m"), new Times(2));

        Assert.Equal(
            $"{At("m")}: It holds a Times, not a ShiftModel.",
            Assert.Throws<DataFormatException>(() => ModelFile.Read<ShiftModel>(At("m"), Kinds)).Message);
    }

    [Fact]
    public void Options_that_came_later_take_their_defaults()
    {
        var old = Changed(Whole, "model.json", text => text.Replace("\"rate\": 0.1,", ""));

        AssertSame(Whole, (TunedModel)Read(old));
    }

    void AtomicFileProbe(string path, Action probe)
    {
        var model = new Probe(2, probe);
        ModelFile.Write(path, model);
        Assert.Equal(1, model.Asked);
    }

    internal static byte[] Written(ITransformer model)
    {
        using var file = new MemoryStream();
        ModelFile.Write(file, model);
        return file.ToArray();
    }

    internal static ITransformer Read(byte[] bytes, ModelLimits? limits = null) =>
        ModelFile.Read(new MemoryStream(bytes), Kinds, limits, "m");

    internal static Dictionary<string, byte[]> Entries(byte[] file)
    {
        using var archive = new ZipArchive(new MemoryStream(file));
        return archive.Entries.ToDictionary(entry => entry.FullName, entry =>
        {
            using var stream = entry.Open();
            using var memory = new MemoryStream();
            stream.CopyTo(memory);
            return memory.ToArray();
        });
    }

    internal static byte[] Zip(
        IEnumerable<KeyValuePair<string, byte[]>> entries, CompressionLevel level = CompressionLevel.NoCompression)
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in entries)
            {
                using var stream = archive.CreateEntry(name, level).Open();
                stream.Write(bytes);
            }
        }

        return memory.ToArray();
    }

    internal static byte[] Changed(ITransformer model, string entry, Func<string, string> change)
    {
        var entries = Entries(Written(model));
        var before = Encoding.Latin1.GetString(entries[entry]);
        var after = change(before);
        Assert.NotEqual(before, after);
        entries[entry] = Encoding.Latin1.GetBytes(after);
        return Zip(entries);
    }

    internal static void AssertSame(TunedModel expected, TunedModel actual)
    {
        Assert.Equal(expected.Numbers.Select(BitConverter.DoubleToInt64Bits), actual.Numbers.Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(expected.Counts.AsEnumerable(), actual.Counts);
        Assert.Equal(expected.Sums.AsEnumerable(), actual.Sums);
        Assert.Equal(expected.Flags.AsEnumerable(), actual.Flags);
        Assert.Equal(expected.Singles.AsEnumerable(), actual.Singles);
        Assert.Equal(expected.Words.AsEnumerable(), actual.Words);
        Assert.Equal(expected.FeatureNames.AsEnumerable(), actual.FeatureNames);
        Assert.Equal(expected.Options.Thresholds.AsEnumerable(), actual.Options.Thresholds);
        Assert.Equal(
            (expected.Table, expected.Extra, expected.Labels, expected.Intercept, expected.Bounds, expected.Origin),
            (actual.Table, actual.Extra, actual.Labels, actual.Intercept, actual.Bounds, actual.Origin));
        Assert.Equal(
            expected.Options with { Thresholds = [], Columns = [] }, actual.Options with { Thresholds = [], Columns = [] });
    }

    static byte[] Packed(byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return memory.ToArray();
    }

    string At(string name) => Path.Combine(_folder, name);
}
