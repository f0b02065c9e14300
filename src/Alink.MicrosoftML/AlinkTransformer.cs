using Microsoft.ML;
using Microsoft.ML.Data;
using TheirTransformer = Microsoft.ML.ITransformer;

namespace Alink.MicrosoftML;

/// <summary>Puts our models into pipelines of ML.NET.</summary>
public static class MicrosoftMLModels
{
    /// <summary>A model, or a transformer that learns nothing, as a transformer of ML.NET, which <c>Append</c> takes.</summary>
    /// <param name="model">The model; one that leaves rows out stops whoever reads such a row.</param>
    /// <example>
    /// <code>
    /// using Alink.Features;
    /// using Alink.MicrosoftML;
    /// using Microsoft.ML;
    ///
    /// var rows = Table.Of&lt;Vector&gt;("features", [20.0], [40.0]);
    /// var view = rows.ToDataView();
    /// var pipeline = new MLContext().Transforms.CopyColumns("raw", "features").Append(new StandardScaler().Fit(rows).ToMicrosoftML());
    /// pipeline.Fit(view).Transform(view).ToTable("features").Values&lt;Vector&gt;("features")[1] // => [1]
    /// </code>
    /// </example>
    public static AlinkTransformer ToMicrosoftML(this ITransformer model) => new(model);
}

/// <summary>A model of ours, as a transformer of ML.NET and as the estimator that learns nothing more.</summary>
/// <remarks>It reads columns as <see cref="DataViews.ToTable"/> does; those of a type that tables have not pass by. A model file holds the model;
/// ML.NET's files cannot.</remarks>
public sealed class AlinkTransformer : TheirTransformer, Microsoft.ML.IEstimator<AlinkTransformer>
{
    internal AlinkTransformer(ITransformer model) => Model = model;

    /// <summary>The model.</summary>
    public ITransformer Model { get; }

    /// <inheritdoc/>
    public bool IsRowToRowMapper => true;

    /// <inheritdoc/>
    /// <exception cref="SchemaException">The model does not take the columns.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => new ModelMapper(Model, inputSchema).OutputSchema;

    /// <inheritdoc/>
    /// <exception cref="SchemaException">The model does not take the columns.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var builder = new DataViewSchema.Builder();
        foreach (var column in inputSchema)
        {
            var item = column.IsKey ? new KeyDataViewType(column.ItemType.RawType, 1) : column.ItemType;
            builder.AddColumn(
                column.Name, column.Kind == SchemaShape.Column.VectorKind.Scalar ? item : new VectorDataViewType((PrimitiveDataViewType)item));
        }

        var added = new ModelMapper(Model, builder.ToSchema()).Added;
        var shape = new SchemaLoader(SeenColumn.Schema(added)).Append(new Unchanged()).GetOutputSchema();
        return new([.. inputSchema.Where(column => !added.Any(one => one.Field.Name == column.Name)), .. shape]);
    }

    /// <inheritdoc/>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => new ModelMapper(Model, inputSchema);

    /// <inheritdoc/>
    /// <exception cref="SchemaException">The model does not take the columns.</exception>
    public IDataView Transform(IDataView input) => new ModelView(input, new(Model, input.Schema));

    /// <summary>This transformer, which has learnt already.</summary>
    /// <exception cref="SchemaException">The model does not take the columns.</exception>
    public AlinkTransformer Fit(IDataView input)
    {
        GetOutputSchema(input.Schema);
        return this;
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => throw new NotSupportedException(
        $"A file of ML.NET cannot hold {Model.GetType().Name}: save it as a model file, and put it into the pipeline again when that is read.");

    /// <summary>Tells of columns as they are.</summary>
    sealed class Unchanged : Microsoft.ML.IEstimator<AlinkTransformer>
    {
        public AlinkTransformer Fit(IDataView input) => throw new NotSupportedException();

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema;
    }
}
