using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using Alink.Classification;
using Alink.Features;
using Alink.Runtime;

namespace Alink.Tests.Runtime;

public class HostileModelFileTest
{
    static readonly ShiftModel Model = new(new Shift(), [1, 2, 3], [4, 5, 6]) { FeatureNames = ["a", "b", "c"] };

    static readonly Dictionary<string, byte[]> Good = ModelFileTest.Entries(ModelFileTest.Written(Model));

    [Theory]
    [InlineData("\"formatVersion\": 1", "\"formatVersion\": 2", "m, column 'model.json': The file is of format version 2, and this library reads versions up to 1: a newer one wrote it.")]
    [InlineData("\"formatVersion\": 1", "\"formatVersion\": 0", "There is no \"formatVersion\"")]
    [InlineData("\"formatVersion\": 1,", "", "There is no \"formatVersion\"")]
    [InlineData("ShiftModel", "ShfitModel", "m, column 'model.json': There is no 'ShfitModel'. Did you mean 'ShiftModel'?")]
    [InlineData("ShiftModel", "System.Diagnostics.Process, System", "There is no 'System.Diagnostics.Process, System'.")]
    [InlineData("ShiftModel", "Shift", "m, column 'model.json': 'Shift' is no model.")]
    [InlineData("\"kind\": \"ShiftModel\"", "\"kind\": 5", "There is no \"kind\".")]
    [InlineData("\"kind\": \"ShiftModel\"", "\"kind\": \"ShiftModel\", \"shell\": \"sh\"", "There is an unknown 'shell'.")]
    [InlineData("\"model\":", "\"mode\":", "There is no \"model\".")]
    [InlineData("\"output\"", "\"outptu\"", "column 'model.json: model.options.outptu': Shift has no option 'outptu'. Did you mean 'output'?")]
    [InlineData("\"output\": \"features\"", "\"output\": 7", "column 'model.json: model.options.output': It must be the name of a column; it was 7.")]
    [InlineData("\"featureNames\"", "\"names\"", "ShiftModel has no option 'names'.")]
    [InlineData("\"origin\": null", "\"origin\": null, \"mean\": [1, 2, 3]", "The numbers of 'mean' stand in 'mean.npy', not here.")]
    [InlineData("\"origin\": null", "\"origin\": null, \"mean\": null", "The numbers of 'mean' stand in 'mean.npy', not here.")]
    [InlineData("\"origin\": null", "\"origin\": {}", "column 'model.json: model.origin': There is no 'rows', and ModelOrigin needs it.")]
    [InlineData("\"options\": {", "\"options\": null, \"o\": {", "ShiftModel has no option 'o'.")]
    [InlineData("\"origin\": null", "\"origin\": null, \"origin\": null", "m, model.json: Duplicate property 'origin'")]
    [InlineData("\"origin\": null", "\"origin\": ", "m, model.json, line 15: ")]
    public void A_wrong_model_json_is_refused_by_what_is_wrong(string part, string other, string message) =>
        Refused(With("model.json", Encoding.UTF8.GetBytes(Replaced("model.json", part, other))), message);

    [Theory]
    [InlineData("'<f8'", "'<i8'", "m, column 'mean.npy': It holds numbers of type '<i8'; they must be of type '<f8'.")]
    [InlineData("'<f8'", "'>f8'", "It holds numbers of type '>f8'")]
    [InlineData("'<f8'", "'|O' ", "It holds numbers of type '|O'")]
    [InlineData("False, ", "True,  ", "It is in Fortran order; it must be in C order.")]
    [InlineData("(3,), ", "(3,1),", "It has 2 dimensions; it must have 1.")]
    [InlineData("(3,), ", "(),   ", "It has 0 dimensions; it must have 1.")]
    [InlineData("(3,),", "(4,),", "Its shape is (4), and it holds 24 bytes of numbers.")]
    [InlineData("(3,),", "(2,),", "Its shape is (2), and it holds 24 bytes of numbers.")]
    [InlineData("(3,), }              ", "(999999999999999,), }", "Its shape is (999999999999999), and it holds 24 bytes of numbers.")]
    [InlineData("(3,), }                   ", "(99999999999999999999,), }", "Its header cannot be read")]
    [InlineData("(3,), ", "(-3,),", "Its header cannot be read")]
    [InlineData("'shape'", "'shapo'", "Its header cannot be read")]
    [InlineData("'shape'", "'descr'", "Its header cannot be read")]
    [InlineData("{'descr'", "_'descr'", "Its header cannot be read")]
    [InlineData("}  ", "}_ ", "Its header cannot be read")]
    [InlineData("NUMPY\u0001\0", "NUMPY\u0003\0", "It is of version 3.0 of NumPy's format; 1.0 and 2.0 are read.")]
    [InlineData("NUMPY\u0001\0\u0076\0", "NUMPY\u0001\0\u0076\u0070", "Its header is said to have 28790 bytes")]
    [InlineData("NUMPY\u0001\0\u0076\0", "NUMPY\u0001\0\u0076\u0001", "It is cut short.")]
    [InlineData("\u0093NUMPY", "PK\u0003\u0004xx", "It is no array of NumPy's.")]
    public void A_wrong_array_is_refused_by_what_is_wrong(string part, string other, string message) =>
        Refused(With("mean.npy", Encoding.Latin1.GetBytes(Replaced("mean.npy", part, other))), message);

    [Fact]
    public void A_truth_value_is_0_or_1()
    {
        var model = new Flagged([true]);
        var entries = ModelFileTest.Entries(ModelFileTest.Written(model));
        entries["flags.npy"][^1] = 2;

        Assert.Contains("neither 0 nor 1", Assert.Throws<DataFormatException>(
            () => ModelFile.Read(new MemoryStream(ModelFileTest.Zip(entries)), new Catalog(typeof(Flagged)))).Message);
    }

    [Fact]
    public void What_a_constructor_refuses_is_refused()
    {
        var entries = ModelFileTest.Entries(ModelFileTest.Written(new Checked([1, 2], [3, 4])));
        entries["right.npy"] = ModelFileTest.Entries(ModelFileTest.Written(new Checked([1], [3])))["right.npy"];

        Assert.Equal(
            "model, column 'model.json: model': Two arrays of 2 and 1.",
            Assert.Throws<DataFormatException>(
                () => ModelFile.Read(new MemoryStream(ModelFileTest.Zip(entries)), new Catalog(typeof(Checked)))).Message);
    }

    [Fact]
    public void A_missing_entry_is_named() =>
        Refused(ModelFileTest.Zip(Good.Where(entry => entry.Key != "mean.npy")), "m, column 'mean.npy': The entry is missing.");

    [Fact]
    public void A_file_of_nothing_is_refused_and_a_pipe_is_not_waited_for()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var (file, pipe) = (Path.Combine(folder, "empty.model"), Path.Combine(folder, "pipe.model"));
        File.WriteAllBytes(file, []);
        System.Diagnostics.Process.Start("mkfifo", [pipe]).WaitForExit();

        foreach (var path in new[] { file, pipe })
        {
            Assert.Equal($"{path}: It is empty.", Assert.Throws<DataFormatException>(() => ModelFile.Read(path, new())).Message);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_file_without_a_model_is_refused() =>
        Refused(ModelFileTest.Zip([new("readme.txt", [1])]), "m, column 'model.json': The entry is missing.");

    [Theory]
    [InlineData("extra.npy")]
    [InlineData("../../etc/passwd")]
    [InlineData("/model.json")]
    [InlineData("folder/")]
    public void An_entry_too_many_is_refused(string name) =>
        Refused(With(name, []), $"m, column '{name}': The entry is no part of the model.");

    [Fact]
    public void An_entry_that_stands_twice_is_refused() =>
        Refused(ModelFileTest.Zip([.. Good, new("mean.npy", Good["mean.npy"])]), "m, column 'mean.npy': The entry stands twice.");

    [Fact]
    public void A_step_of_a_pipeline_must_be_in_a_folder_of_its_own()
    {
        var file = ModelFileTest.Changed(new PipelineModel(Model), "model.json", text => text.Replace("0-Shift", "../0"));

        Refused(file, "m, column 'model.json: model.steps[0]': A model's folder must be named in letters and digits; it was \"../0\".");
        Refused(
            ModelFileTest.Changed(new PipelineModel(Model, Model), "model.json", text => text.Replace("1-Shift", "0-Shift")),
            "m, column '0-Shift/model.json': The entry is missing. Did you mean '1-Shift/model.json'?");
    }

    [Fact]
    public void Models_that_lie_too_deep_are_refused()
    {
        ITransformer model = Model;
        for (var i = 0; i < 20; i++)
        {
            model = new PipelineModel(model);
        }

        Refused(ModelFileTest.Written(model), "Models lie more than 16 deep in one another.");
    }

    [Fact]
    public void A_file_is_refused_wherever_it_is_cut()
    {
        var bytes = ModelFileTest.Written(Model);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<DataFormatException>(() => ModelFileTest.Read(bytes[..length]));
        }
    }

    [Fact]
    public void A_bit_that_flips_in_the_data_is_noticed()
    {
        var bytes = ModelFileTest.Written(Model);
        var place = bytes.AsSpan().IndexOf(BitConverter.GetBytes(5.0));
        bytes[place + 2] ^= 1;

        Refused(bytes, "m, column 'deviation.npy': Its checksum is wrong.");
    }

    [Fact]
    public void Any_byte_that_changes_is_refused_or_changes_nothing()
    {
        var bytes = ModelFileTest.Written(Model);
        for (var place = 0; place < bytes.Length; place++)
        {
            foreach (var other in new[] { (byte)(bytes[place] ^ 0xFF), (byte)(bytes[place] ^ 1) })
            {
                var changed = bytes.ToArray();
                changed[place] = other;
                try
                {
                    var back = (ShiftModel)ModelFileTest.Read(changed);
                    Assert.Equal(Model.Mean.AsEnumerable(), back.Mean);
                    Assert.Equal(Model.Deviation.AsEnumerable(), back.Deviation);
                    Assert.Equal(Model.FeatureNames.AsEnumerable(), back.FeatureNames);
                    Assert.Equal(Model.Options, back.Options);
                }
                catch (DataFormatException)
                {
                    // Refused, as it should be.
                }
            }
        }
    }

    [Fact]
    public void A_bomb_is_refused_before_it_is_unpacked()
    {
        var bomb = ModelFileTest.Zip([.. Good, new("extra.npy", new byte[100 << 20])], CompressionLevel.SmallestSize);
        var before = GC.GetTotalAllocatedBytes();

        Refused(bomb, "m, column 'extra.npy': Up to it, the file unpacks to more than 67108864 bytes, which is the limit.");

        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 10 << 20);
    }

    [Fact]
    public void Limits_hold()
    {
        var bytes = ModelFileTest.Written(Model);

        Assert.NotNull(ModelFileTest.Read(bytes, new ModelLimits { Bytes = bytes.Length, Entries = 3, Expansion = 1 }));
        Refused(bytes, "It has 3 entries; at most 2 are read.", new() { Entries = 2 });
        Refused(bytes, "m, column 'deviation.npy': Up to it, the file unpacks to more than 500 bytes, which is the limit.", new() { Bytes = 500 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ModelLimits { Bytes = 0 });
    }

    [Fact]
    public void A_directory_that_lies_about_lengths_takes_no_memory()
    {
        var bytes = ModelFileTest.Zip(Good, CompressionLevel.SmallestSize);
        var directory = bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8); // The last entry of the central directory.
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(directory + 24), 60 << 20);
        var before = GC.GetTotalAllocatedBytes();

        Assert.Contains("is said to have 62914560 bytes", Assert.Throws<DataFormatException>(() => ModelFileTest.Read(bytes)).Message);

        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 10 << 20);
    }

    [Fact]
    public void Arrays_that_do_not_fit_are_told_by_file_and_entry_and_by_row_as_by_table()
    {
        var rows = Table.Of<Vector>("features", [1.0, 2, 3]);
        var cut = new StandardScaler().Fit(rows) with { Deviation = [1] };
        var file = new MemoryStream(ModelFileTest.Written(new PipelineModel(cut)));
        var read = ModelFile.Read(file, Catalog.Of(typeof(StandardScaler).Assembly), name: "m");
        const string told = "m, column '0-StandardScaler/model.json': The StandardScalerModel cannot be applied; do its arrays fit one another?";

        Assert.StartsWith(told, Assert.Throws<DataFormatException>(() => read.Transform(rows)).Message);
        var row = read.Predictor(rows.Schema).Row().Set("features", [1.0, 2, 3]);
        Assert.StartsWith(told, Assert.Throws<DataFormatException>(row.Predict).Message);
        Assert.ThrowsAny<SystemException>(() => ((ITransformer)cut).Transform(rows)); // Learnt here: no file is to blame.
    }

    [Fact]
    public void A_model_of_a_million_margins_takes_no_stack()
    {
        var rows = Table.Of<Vector>("features", [1.0], [2.0]).With("label", 0, 1);
        var model = new OnlineLogisticRegression().Fit(rows) with { Coefficients = new Matrix(1 << 20, 1, [.. new double[1 << 20]]) };

        Assert.IsAssignableFrom<SystemException>(Record.Exception(() => model.Probabilities([1.0])));
    }

    static byte[] With(string name, byte[] bytes) =>
        ModelFileTest.Zip(Good.Where(entry => entry.Key != name).Append(new(name, bytes)));

    static string Replaced(string entry, string part, string other)
    {
        var text = Encoding.Latin1.GetString(Good[entry]);
        Assert.Contains(part, text);
        return text.Replace(part, other);
    }

    static void Refused(byte[] file, string message, ModelLimits? limits = null) =>
        Assert.Contains(message, Assert.Throws<DataFormatException>(() => ModelFileTest.Read(file, limits)).Message);
}

/// <summary>A model of truth values.</summary>
public sealed record Flagged(ImmutableArray<bool> Flags) : Model
{
    public override Schema Transform(Schema input) => input;

    public override Func<bool> Bind(RowCells row) => () => true;
}

/// <summary>A model whose constructor refuses arrays of different lengths.</summary>
public sealed record Checked : Model
{
    public Checked(ImmutableArray<double> left, ImmutableArray<long> right) => (Left, Right) = left.Length == right.Length
        ? (left, right) : throw new ArgumentException($"Two arrays of {left.Length} and {right.Length}.", nameof(right));

    public ImmutableArray<double> Left { get; }

    public ImmutableArray<long> Right { get; }

    public override Schema Transform(Schema input) => input;

    public override Func<bool> Bind(RowCells row) => () => true;
}
