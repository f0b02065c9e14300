using Microsoft.ML;

namespace Alink.MicrosoftML;

/// <summary>Tells an estimator which columns there are.</summary>
sealed class SchemaLoader(DataViewSchema schema) : IDataLoader<object>
{
    public DataViewSchema GetOutputSchema() => schema;

    public IDataView Load(object input) => throw new NotSupportedException();

    void ICanSaveModel.Save(ModelSaveContext ctx) => throw new NotSupportedException();
}
