namespace Alink.Tables;

/// <summary>Makes other rows of the rows of a table: fewer, more, or new ones. Used on rows to learn from, never on rows to
/// predict, so that it is no stage of a pipeline.</summary>
public interface IResampler
{
    /// <summary>The other rows; the same rows, options and seed give the same.</summary>
    /// <exception cref="SchemaException">A column is missing or of the wrong type.</exception>
    /// <exception cref="TrainingException">There are too few rows, or a value is missing.</exception>
    Table Resample(Table rows);
}
