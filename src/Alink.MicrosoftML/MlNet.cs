using System.Collections.Immutable;
using System.IO.Compression;
using Microsoft.ML;
using TheirTransformer = Microsoft.ML.ITransformer;

namespace Alink.MicrosoftML;

/// <summary>Trains what ML.NET trains: a trainer of classes or numbers, or a whole pipeline of its own.</summary>
/// <remarks>
/// The rows are those of a data view (<see cref="DataViews"/>), where numbers of floating point are narrowed to single precision, as trainers take them. A label
/// of two classes must be boolean; one of several classes is named in <see cref="Keys"/>; a whole number to regress to in <see cref="Singles"/>. All rows are read by one thread of one host;
/// the threads of training are the trainer's own option. It holds a function, so no pipeline file can hold it; its model is plain data.
/// </remarks>
/// <example>
/// <code>
/// using Alink.MicrosoftML;
/// using Microsoft.ML;
///
/// var rows = Table.Of&lt;Vector&gt;("features", [0.0], [1.0], [10.0], [11.0]).With("y", 0.0, 1.0, 10.0, 11.0);
/// var model = new MlNet(ml =&gt; ml.Regression.Trainers.OnlineGradientDescent("y", "features")).Fit(rows);
/// model.Transform(rows).Schema["Score"] // => Score: Single
/// </code>
/// </example>
/// <param name="Estimator">Makes the estimator, as a function of ML.NET's context: columns are named as in the rows.</param>
public sealed record MlNet(Func<MLContext, Microsoft.ML.IEstimator<TheirTransformer>> Estimator) : IEstimator<MlNetModel>
{
    /// <summary>The earliest moment that a zip can tell, for every entry: the same training gives the same bytes.</summary>
    static readonly DateTimeOffset Always = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <inheritdoc cref="DataViewOptions.Keys"/>
    public ImmutableArray<string> Keys { get; init; } = [];

    /// <summary>The columns of whole numbers or booleans that are made numbers of single precision; those of floating point are in any case.</summary>
    public ImmutableArray<string> Singles { get; init; } = [];

    /// <summary>The columns that the model adds; none for all that ML.NET's transformer adds, such as <c>PredictedLabel</c>, <c>Score</c> and
    /// <c>Probability</c>.</summary>
    public ImmutableArray<string> Outputs { get; init; } = [];

    /// <summary>The seed of ML.NET's context.</summary>
    public int Seed { get; init; }

    /// <inheritdoc/>
    /// <remarks>ML.NET promises which columns it will add, and not their order.</remarks>
    /// <exception cref="SchemaException">A column is missing, or ML.NET's estimator does not take it.</exception>
    public Schema Transform(Schema input)
    {
        foreach (var name in Keys.Concat(Singles))
        {
            _ = input[name];
        }

        // What only the rows tell, the length of vectors and the number of keys, does not matter before them.
        var seen = SeenColumn.Schema(input.Fields.Select(field => SeenColumn.Of(
            field with { VectorLength = field.VectorLength ?? 1 },
            Keys.Contains(field.Name) ? field.Levels ?? new(field.Type, [field.Type == DataType.Boolean ? "true" : "0"]) : null,
            IsSingle(field))));
        var shape = Theirs.Ask(
            () => new SchemaLoader(seen).Append(Estimator(new(Seed))).GetOutputSchema(),
            message => new SchemaException($"ML.NET does not take these columns ({string.Join(", ", seen.Select(column => $"{column.Name}: {column.Type}"))}): {message}"));
        return shape.Where(column => Outputs.IsEmpty ? !input.Has(column.Name) : Outputs.Contains(column.Name))
            .Aggregate(input, (schema, column) => schema.With(new Field(column.Name, MadeColumn.TypeOf(column))));
    }

    /// <inheritdoc/>
    public ValueTask<MlNetModel> FitAsync(IDataset training, TrainingContext context)
    {
        Transform(training.Schema);
        var ml = new MLContext(Seed);
        var columns = SeenColumn.All(training, new() { Keys = Keys, Singles = Singles }, IsSingle);
        var view = new RowsView(training, columns, context.Passed, context.Cancellation);
        var transformer = Theirs.Ask(() => Estimator(ml).Fit(view), message => new TrainingException($"ML.NET cannot train on these rows: {message}"));
        context.Cancellation.ThrowIfCancellationRequested();
        var made = Theirs.Added(transformer, view.Schema, Outputs);
        var read = transformer.GetRowToRowMapper(view.Schema).GetDependencies(made.Select(column => column.Source))
            .Select(column => column.Name).ToHashSet();
        return new(new MlNetModel(
            [.. columns.Where(column => read.Contains(column.Field.Name)).Select(column =>
                new MlNetColumn(column.Field with { FeatureNames = [], Levels = null }, IsSingle(column.Field), column.Key))],
            [.. made.Select(column => column.Field.Name)],
            Saved(ml, transformer))
        {
            Origin = context.Origin(),
        });
    }

    bool IsSingle(Field field) => Singles.Contains(field.Name) || field.Type == DataType.Double
        || (field.IsNullable && field.Type is DataType.Int32 or DataType.Int64);

    static ImmutableArray<byte> Saved(MLContext ml, TheirTransformer transformer)
    {
        using var file = new MemoryStream();
        Theirs.Ask(
            () =>
            {
                ml.Model.Save(transformer, null, file);
                return true;
            },
            message => new TrainingException($"ML.NET's transformer {transformer.GetType().Name} cannot be saved: {message}"));
        using (var archive = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            foreach (var entry in archive.Entries)
            {
                entry.LastWriteTime = Always;
            }
        }

        return [.. file.ToArray()];
    }
}
