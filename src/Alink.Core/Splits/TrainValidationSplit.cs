namespace Alink;

/// <summary>Cuts rows once, at random: a share of them to train on, and the others to hold out.</summary>
/// <remarks>
/// A search costs one training for each candidate, where <see cref="KFold"/> costs k; as Spark's TrainValidationSplit and
/// Alink's GridSearchTVSplit. The rows are counted first, in a reading of all of them, so that the sizes are those that the
/// share says. What a row comes to depends on the seed, its lane and its place there, and not on how it is read.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("x", 1, 2, 3, 4, 5, 6, 7, 8);
/// var (training, heldOut) = new TrainValidationSplit().Cut(rows, 0);
/// ((Table)training).RowCount // => 6
/// ((Table)heldOut).RowCount // => 2
/// </code>
/// </example>
public sealed record TrainValidationSplit : IFolds
{
    /// <summary>The share of the rows that are trained on, in (0, 1); the count is rounded, and leaves at least one
    /// row on either side.</summary>
    public double TrainShare { get; init => field = Require.Between(double.Epsilon, double.BitDecrement(1), value); } = 0.75;

    /// <summary>The same seed cuts the same way.</summary>
    public int Seed { get; init; }

    int IFolds.Count => 1;

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There are fewer than two rows.</exception>
    public (IDataset Training, IDataset HeldOut) Cut(IDataset rows, int fold)
    {
        Require.Between(0, 0, fold, nameof(fold));
        List<double> chances = [];
        for (var lane = 0; lane < rows.Lanes; lane++)
        {
            var place = 0L;
            foreach (var batch in rows.Read(lane))
            {
                for (var row = 0; row < batch.RowCount; row++)
                {
                    chances.Add(RowChance.Of(Seed, lane, place++));
                }
            }
        }

        if (chances.Count < 2)
        {
            throw new TrainingException($"{chances.Count} rows do not make a part to train on and a part to hold out.");
        }

        chances.Sort();
        var first = Math.Clamp((int)Math.Round(TrainShare * chances.Count, MidpointRounding.AwayFromZero), 1, chances.Count - 1);
        return rows.Split(chances[first], Seed);
    }
}
