namespace Alink;

/// <summary>A stage of a pipeline, as far as columns go.</summary>
public interface IStage
{
    /// <summary>The columns that come out, told before any row is read; a vector's
    /// length may not be known yet.</summary>
    /// <exception cref="SchemaException">A column is missing or of the wrong type.</exception>
    Schema Transform(Schema input);
}

/// <summary>A pure function of rows: of a table, of a stream's batches, of one row at a time.</summary>
public interface ITransformer : IStage
{
    /// <summary>These rows with the columns that this transformer makes.</summary>
    Table Transform(Table input);

    /// <summary>The step that reads and writes the cells of one row, again and again, without allocating.</summary>
    /// <returns>A step for one thread; it returns false where the row is to be left out.</returns>
    Func<bool> Bind(RowCells row);
}

/// <summary>A model that makes something else of the very rows that taught it, so that stages trained after it do not learn
/// from labels that have leaked into their features.</summary>
public interface ITeachesOthers
{
    /// <summary>What the rows that taught it go through on their way to the stages after
    /// it; the columns are the same.</summary>
    ITransformer OfTrainingRows();
}
