using System.Reflection;
using Alink.Runtime;

namespace Alink.Laws;

/// <summary>What is true of whatever every algorithm learns. A new one is found here and tested, with nothing to register.</summary>
public class TransformerLaws
{
    static readonly Table Rows = Samples.Rows();

    static readonly Catalog Catalog = Catalog.Of(typeof(Features.StandardScaler).Assembly);

    public static TheoryData<string> Names => [.. Stage.All.Keys];

    [Fact]
    public void The_first_algorithms_are_found() => Assert.Subset(
        Stage.All.Keys.ToHashSet(),
        new HashSet<string>
        {
            "FeatureHasher", "GaussianNaiveBayes", "Imputer", "IndexToString", "KMeans", "LinearRegression", "LogisticRegression",
            "NaiveBayes", "OneHotEncoder", "StandardScaler", "StringIndexer", "VectorAssembler",
        });

    [Theory, MemberData(nameof(Names))]
    public void The_schema_is_known_before_the_rows(string name)
    {
        var model = Stage.All[name].Fit(Rows);

        Assert.Equal(model.Transform(Rows).Schema, model.Transform(Rows.Schema));
        Assert.Equal(
            model.Transform(Rows.Schema).Fields.Select(field => (field.Name, field.Type)),
            Stage.All[name].Value.Transform(Rows.Schema).Fields.Select(field => (field.Name, field.Type)));
    }

    [Theory, MemberData(nameof(Names))]
    public async Task A_stream_is_a_table_in_pieces(string name)
    {
        var model = Stage.All[name].Fit(Rows);

        List<string> pieces = [];
        await foreach (var batch in TableStream.Of(Rows, rowsPerBatch: 7).Through(model))
        {
            pieces.AddRange(Shown.Rows(batch));
        }

        Assert.Equal(Shown.Rows(model.Transform(Rows)), pieces);
    }

    [Theory, MemberData(nameof(Names))]
    public void One_row_at_a_time_is_the_table(string name)
    {
        var model = Stage.All[name].Fit(Rows);
        foreach (var rows in new[] { Rows, Samples.Sparse(Rows), Samples.Coded(Rows), Rows.Slice(101, 37), Samples.Sparse(Rows).Slice(3, 5) })
        {
            Assert.Equal(Shown.Rows(RowTransform.Run(model, rows)), Shown.Rows(model.Transform(rows)));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_predictor_allocates_nothing(string name)
    {
        var model = Stage.All[name].Fit(Rows);
        var row = model.Predictor(Rows.Schema).Row();
        row.Set("id", 1L).Set("features", [1.0, 2.0, 3.0, 4.0]).Set("label", 1L).Set("weight", 1.0).Set("color", "red").Set("size", 1L).Set("text", "the Fox").Set("score", 0.5)
            .Set("when", new DateTimeOffset(2024, 2, 29, 12, 0, 0, TimeSpan.Zero));
        row.Predict();
        row.Predict();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            row.Predict();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_model_read_back_is_the_same(string name)
    {
        var model = Stage.All[name].Fit(Rows);
        using var file = new MemoryStream();
        ModelFile.Write(file, model);
        file.Position = 0;

        var read = ModelFile.Read(file, Catalog);

        Assert.Equal(Shown.Model(model), Shown.Model(read));
        Assert.Equal(Shown.Rows(model.Transform(Rows)), Shown.Rows(read.Transform(Rows)));
    }

    [Theory, MemberData(nameof(Names))]
    public async Task A_model_file_whose_arrays_do_not_fit_is_refused_by_its_name_or_predicts(string name)
    {
        List<string> wrong = [];
        foreach (var (what, bent) in Stage.All[name].Fit(Rows) is Model learnt ? Reshaped.Of(learnt) : [])
        {
            using var file = new MemoryStream();
            ModelFile.Write(file, bent);
            file.Position = 0;
            try
            {
                await Task.Run(() =>
                {
                    var read = ModelFile.Read(file, Catalog, name: "a.model");
                    foreach (var rows in new[] { Rows, Samples.Sparse(Rows) })
                    {
                        read.Transform(rows);
                    }

                    RowTransform.Run(read, Rows);
                }).WaitAsync(TimeSpan.FromSeconds(20));
            }
            catch (DataFormatException refused) when (refused.Message.StartsWith("a.model", StringComparison.Ordinal))
            {
            }
            catch (Exception other) when (other is SchemaException or RowException)
            {
                // The model's own rule for other rows than it takes.
            }
            catch (Exception other)
            {
                wrong.Add($"{what}: {other}");
            }
        }

        Assert.Empty(wrong);
    }

    [Theory, MemberData(nameof(Names))]
    public void Options_written_as_a_pipeline_are_read_back(string name)
    {
        var pipeline = new Pipeline(Stage.All[name].Value);

        Assert.Equal(PipelineFile.Write(pipeline), PipelineFile.Write(PipelineFile.Parse(PipelineFile.Write(pipeline), Catalog)));
    }

    [Theory, MemberData(nameof(Names))]
    public void The_rows_stay_as_they_were(string name)
    {
        var rows = Samples.Rows();

        Stage.All[name].Fit(rows).Transform(rows);

        Assert.Equal(Shown.Rows(Rows), Shown.Rows(rows));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_sparse_row_is_the_dense_row_that_it_stands_for(string name)
    {
        var model = Stage.All[name].Fit(Rows);

        var dense = model.Transform(Rows);
        var sparse = model.Transform(Samples.Sparse(Rows));
        foreach (var field in dense.Schema.Fields)
        {
            Near.Same(dense.Data(field.Name), sparse.Data(field.Name), 1e-12);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void No_rows_come_out_as_no_rows_of_the_same_columns(string name)
    {
        var model = Stage.All[name].Fit(Rows);

        Assert.Equal(model.Transform(Rows.Schema), model.Transform(Rows.Slice(0, 0)).Schema);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_vector_that_is_given_by_itself_is_refused_by_its_length(string name)
    {
        var model = Stage.All[name].Fit(Rows);
        Vector[] others = [new[] { 1.0 }, new[] { 1.0, 2, 3, 4, 5, 6, 7 }, Array.Empty<double>(), Vector.Sparse(9, new[] { 8 }, new[] { 2.0 })];
        foreach (var method in model is Model ? model.GetType().GetMethods() : [])
        {
            if (method.GetParameters() is [{ ParameterType: var type }, .. var rest] && type == typeof(Vector) && rest.All(one => one.IsOut))
            {
                Assert.All(others, vector => Assert.StartsWith($"The vector has length {vector.Length}; the {model.GetType().Name} takes length ",
                    Assert.IsType<RowException>(Assert.Throws<TargetInvocationException>(
                        () => method.Invoke(model, [vector, .. rest.Select(_ => (object?)null)])).InnerException).Message));
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_missing_column_is_named(string name)
    {
        var stage = Stage.All[name];
        var model = stage.Fit(Rows);
        foreach (var column in Rows.Schema.Fields.Select(field => field.Name))
        {
            var others = Rows.Drop(column);
            if (Refused(() => stage.Value.Transform(others.Schema)) is { } early)
            {
                Assert.Contains($"'{column}'", early);
            }

            if (Refused(() => model.Transform(others.Schema)) is { } late)
            {
                Assert.Contains($"'{column}'", late);
                Assert.Contains($"'{column}'", Refused(() => model.Transform(others)));
                Assert.True(stage.Value is ITransformer || Refused(() => stage.Fit(others))!.Contains($"'{column}'"));
            }
        }

        Assert.NotNull(Refused(() => stage.Value.Transform(Rows.Select("id").Schema)));

        static string? Refused(Action action)
        {
            try
            {
                action();
                return null;
            }
            catch (SchemaException refusal)
            {
                return refusal.Message;
            }
        }
    }
}
