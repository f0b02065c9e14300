using Alink.Linear;

namespace Alink.Classification;

/// <summary>Some rows of a lane, ready to be read in every iteration.</summary>
/// <param name="Features">The vectors, not copied unless they are centred.</param>
/// <param name="Labels">Binomial: 1 for the positive class and 0 for the other.</param>
/// <param name="Classes">Multinomial: the number of the class.</param>
/// <param name="Weights">The weights; empty where every weight is 1.</param>
sealed record LogisticRows(VectorColumn Features, double[] Labels, int[] Classes, double[] Weights)
{
    public long Bytes => Features.Bytes
        + (sizeof(double) * ((long)Labels.Length + Weights.Length)) + (sizeof(int) * (long)Classes.Length);

    /// <summary>Prepares a batch that the first pass has checked.</summary>
    /// <param name="batch">The rows.</param>
    /// <param name="options">The settings.</param>
    /// <param name="labels">The classes.</param>
    /// <param name="numbers">The number of each class in the training; −1 for one without rows.</param>
    /// <param name="binomial">Whether two classes have one margin.</param>
    /// <param name="shift">What is taken off dense vectors; empty for nothing.</param>
    /// <exception cref="TrainingException">A label is none of the classes.</exception>
    public static LogisticRows Of(
        Table batch, LogisticRegression options, Levels labels, int[] numbers, bool binomial, double[] shift)
    {
        var classes = new int[batch.RowCount];
        var data = batch.Data(options.Label.Name);
        new Categories(labels).Encode(data, classes);
        double[] weights = options.Weight is { } weight ? batch.Numbers(weight).ToArray() : [];
        for (var i = 0; i < classes.Length; i++)
        {
            if (weights.Length > 0 && weights[i] == 0)
            {
                classes[i] = 0; // A row that does not count may be of a class that is not there.
                continue;
            }

            classes[i] = classes[i] < 0
                ? throw new TrainingException(
                    $"Column '{options.Label}' holds '{data.Boxed(i)}' in row {batch.FirstRow + i}, which is none of the classes.")
                : numbers[classes[i]];
        }

        var features = ((VectorColumn)batch.Values(options.Features)).Less(shift);
        return binomial
            ? new(features, Array.ConvertAll(classes, number => (double)number), [], weights)
            : new(features, [], classes, weights);
    }
}
