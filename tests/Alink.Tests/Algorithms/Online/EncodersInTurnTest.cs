using Alink.Features;

namespace Alink.Tests.Algorithms;

/// <summary>Encoders that pass rows on in fewer models than one for each row, beside one for each row.</summary>
public class EncodersInTurnTest
{
    const int Count = 200;

    /// <summary>New texts and numbers come late, some are missing, and so is the first text.</summary>
    static readonly Table Rows = Table
        .Of("text", [.. Enumerable.Range(0, Count).Select(i => i % 7 == 0 ? null : $"t{i * i % (3 + (i / 20))},t{i / 50}")])
        .With("number", [.. Enumerable.Range(0, Count).Select(i => i % 11 == 5 ? (int?)null : i % (2 + (i / 30)))])
        .With("label", [.. Enumerable.Range(0, Count).Select(i => i > 3 && i % 3 == 0)])
        .With("real", [.. Enumerable.Range(0, Count).Select(i => Math.Sin(i))])
        .With("weight", [.. Enumerable.Range(0, Count).Select(i => i % 5 * 0.3)])
        .With("class", [.. Enumerable.Range(0, Count).Select(i => i == 150 ? 2 : i % 2)])
        .With<Vector>("features", [.. Enumerable.Range(0, Count).Select(
            Vector (i) => [i / 40, i % (1 + (i / 25)), 1.0, i < 60 ? i % 3 : i])]);

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, null)]
    [InlineData(true, "weight")]
    [InlineData(false, "weight")]
    public void Counts(bool asShare, string? weight) => Agree(
        new CountEncoder { Columns = ["text", "number"], AsShare = asShare, Weight = weight is null ? default(Column<double>?) : weight });

    [Theory]
    [InlineData(0, 0.1, null, null)]
    [InlineData(3, 0, null, null)]
    [InlineData(0, 0.02, 2, null)]
    [InlineData(0, 0.1, null, "weight")]
    [InlineData(1, 0.02, 2, "weight")]
    [InlineData(0, 0, 4, null)]
    public void Rare_levels(double leastCount, double leastShare, int? most, string? weight) => Agree(new RareLevels
    {
        Columns = ["text", "number"],
        LeastCount = leastCount,
        LeastShare = leastShare,
        MostLevels = most,
        Weight = weight is null ? default(Column<double>?) : weight,
    });

    [Theory]
    [InlineData("label", null, HandleInvalid.Keep, null)]
    [InlineData("label", "false", HandleInvalid.Keep, null)]
    [InlineData("label", null, HandleInvalid.Skip, null)]
    [InlineData("label", null, HandleInvalid.Keep, "weight")]
    [InlineData("label", null, HandleInvalid.Skip, "weight")]
    [InlineData("class", null, HandleInvalid.Keep, null)]
    public void Weights_of_evidence(string label, string? positive, HandleInvalid invalid, string? weight) => Agree(new WoeEncoder
    {
        Columns = ["text", "number"],
        Label = label,
        Positive = positive,
        HandleInvalid = invalid,
        Weight = weight is null ? default(Column<double>?) : weight,
    });

    [Theory]
    [InlineData("real", TargetKind.Number, HandleInvalid.Keep, null)]
    [InlineData("real", TargetKind.Number, HandleInvalid.Skip, "weight")]
    [InlineData("label", TargetKind.Binary, HandleInvalid.Keep, "weight")]
    [InlineData("label", TargetKind.Binary, HandleInvalid.Skip, null)]
    [InlineData("class", TargetKind.Binary, HandleInvalid.Keep, null)]
    [InlineData("class", TargetKind.Multiclass, HandleInvalid.Keep, "weight")]
    public void Means_of_targets(string label, TargetKind target, HandleInvalid invalid, string? weight) => Agree(new TargetEncoder
    {
        Columns = ["text", "number"],
        Label = label,
        Target = target,
        Smoothing = 1.5,
        HandleInvalid = invalid,
        Weight = weight is null ? default(Column<double>?) : weight,
    });

    [Fact]
    public void A_category_not_seen_before_is_an_error_that_names_its_row()
    {
        var rows = Table.Of("text", "a", "b", "a", "b", "a", "c").With("label", true, false, true, false, true, false);
        var encoder = new WoeEncoder { Columns = ["text"], HandleInvalid = HandleInvalid.Error };

        var state = encoder.Update(encoder.Start(rows.Schema), rows.Slice(0, 2));
        state = encoder.Advance(state, rows.Slice(2, 3), out var output);

        Assert.Equal(3, output.RowCount);
        Assert.Contains("in row 5 that was not seen in training: 'c'", Assert.Throws<RowException>(
            () => encoder.Advance(state, rows.Slice(5, 1), out _)).Message);
    }

    [Fact]
    public void Words() => Agree(new MultiHotEncoder { Columns = ["text"] });

    [Fact]
    public void Categories_of_vectors() => Agree(new VectorIndexer { MaxCategories = 5 });

    [Theory]
    [InlineData(BinStrategy.Uniform)]
    [InlineData(BinStrategy.Quantile)]
    public void Bins(BinStrategy strategy) => Agree(new KBinsDiscretizer { Bins = 3, Strategy = strategy });

    static void Agree<TState, TModel>(IOnlineEstimator<TState, TModel> encoder)
        where TModel : ITransformer
    {
        RowByRow.Advance(encoder, encoder.Start(Rows.Schema), Rows, out var simple);
        foreach (var cut in new[] { Count, 13, 1 })
        {
            var (state, pieces) = (encoder.Start(Rows.Schema), new List<Table>());
            foreach (var batch in Rows.Batches(cut))
            {
                state = encoder.Advance(state, batch, out var output);
                pieces.Add(output);
            }

            Assert.Equal(Shown(simple), Shown(Table.Concat(pieces))); // Places of words go by the last names.
        }
    }

    static IEnumerable<string> Shown(Table rows) => Enumerable.Range(0, rows.RowCount).Select(row => string.Join(
        ' ', rows.Schema.Fields.Select(field => rows.Data(field.Name).Boxed(row) is var value && value is Vector vector
            ? string.Join(',', vector.ToArray().Select((number, place) => $"{place}:{number}").Where(each => !each.EndsWith(":0", StringComparison.Ordinal)))
            : $"{value ?? "none"}")));
}
