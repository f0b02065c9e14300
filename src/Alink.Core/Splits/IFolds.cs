namespace Alink;

/// <summary>Cuts rows several times into those to train on and those held out, on
/// which the training is judged.</summary>
public interface IFolds
{
    /// <summary>How many times; at least 1.</summary>
    int Count { get; }

    /// <summary>The rows of one cut; the same each time they are read.</summary>
    /// <param name="rows">All rows; every lane of them is read.</param>
    /// <param name="fold">Which cut, from 0.</param>
    /// <exception cref="SchemaException">A column that the cut goes by is missing or of the wrong type.</exception>
    /// <exception cref="TrainingException">A row has no value in a column that the cut goes by.</exception>
    (IDataset Training, IDataset HeldOut) Cut(IDataset rows, int fold);
}
