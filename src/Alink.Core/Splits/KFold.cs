namespace Alink;

/// <summary>Holds out each row once, in one of k folds that chance decides.</summary>
/// <remarks>
/// The rows are dealt out lane by lane, k at a time and each of them to another fold, so that the folds of a lane are of
/// one size but for one row. By strata the rows of each value are dealt out by themselves. What a row comes to depends on
/// the seed, its lane and its place there, and not on how it is read.
/// <para>
/// Groups are counted first, in a reading of all rows; then the largest goes to the fold that has the fewest rows, and so
/// on to the smallest, as in scikit-learn's GroupKFold. Of groups of one size a hash of the seed and the group says which
/// goes first, and of folds of one size the first is filled. Lanes do not matter.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("x", 1, 2, 3, 4, 5, 6).With("label", "a", "b", "a", "b", "a", "b");
/// var (training, heldOut) = new KFold { Count = 3, Stratify = "label" }.Cut(rows, 0);
/// ((Table)training).RowCount // => 4
/// ((Table)heldOut).Sort("label").Values&lt;string&gt;("label").ToArray() // => [a b]
/// </code>
/// </example>
public sealed record KFold : IFolds
{
    /// <summary>How many folds; at least 2.</summary>
    public int Count { get; init => field = Require.AtLeast(2, value); } = 5;

    /// <summary>The same seed cuts the same way.</summary>
    public int Seed { get; init; }

    /// <summary>A column each of whose values is dealt out by itself, so that every fold has its proportions.</summary>
    public Column<Category>? Stratify { get; init; }

    /// <summary>A column whose values make groups of rows that stay together; not with
    /// <see cref="Stratify"/>. There must be as many groups as folds.</summary>
    public Column<Category>? Group { get; init; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Both <see cref="Stratify"/> and <see cref="Group"/> are given.</exception>
    /// <exception cref="TrainingException">There are fewer groups than folds; or a row has no value in a column that the cut goes by.</exception>
    public (IDataset Training, IDataset HeldOut) Cut(IDataset rows, int fold)
    {
        Require.Between(0, Count - 1, fold, nameof(fold));
        rows.Schema.Reading(Stratify).Reading(Group);
        if (Stratify is not null && Group is not null)
        {
            throw new ArgumentException($"Rows are cut by {nameof(Stratify)} or by {nameof(Group)}, not by both.");
        }

        var groups = Group is { } group ? Balance(rows, group) : [];
        return (Part(isHeldOut: false), Part(isHeldOut: true));

        IDataset Part(bool isHeldOut) => SelectedRows.Of(rows, lane =>
        {
            var folds = Deal(lane, groups);
            return batch =>
            {
                var dealt = folds(batch);
                return row => dealt[row] == fold == isHeldOut;
            };
        });
    }

    /// <summary>The fold of each group: the largest first, to the fold of the fewest rows.</summary>
    Dictionary<string, int> Balance(IDataset rows, Column<Category> group)
    {
        var values = new Categories();
        var counts = rows.ReadAll().SelectMany(batch => batch.Classes(group, values)).CountBy(number => values.Names[number]).ToArray();
        if (counts.Length < Count)
        {
            throw new TrainingException($"Column '{group}' has {counts.Length} groups, which do not make {Count} folds.");
        }

        var folds = new PriorityQueue<int, (long Rows, int Fold)>(Enumerable.Range(0, Count).Select(fold => (fold, (0L, fold))));
        Dictionary<string, int> foldOf = [];
        foreach (var (name, count) in counts
            .OrderByDescending(one => one.Value).ThenBy(one => RowChance.Of(Seed, one.Key)).ThenBy(one => one.Key, StringComparer.Ordinal))
        {
            folds.TryDequeue(out var fold, out var filled);
            folds.Enqueue(fold, (filled.Rows + count, fold));
            foldOf.Add(name, fold);
        }

        return foldOf;
    }

    /// <summary>What tells the folds of the rows of one batch after the other.</summary>
    Func<Table, int[]> Deal(int lane, Dictionary<string, int> groups)
    {
        var values = new Categories();
        List<Dealer> dealers = [];
        return batch =>
        {
            var folds = Group is { } group ? batch.Classes(group, values)
                : Stratify is { } column ? batch.Classes(column, values)
                : new int[batch.RowCount];
            for (var row = 0; row < folds.Length; row++)
            {
                if (Group is not null)
                {
                    folds[row] = groups[values.Names[folds[row]]];
                    continue;
                }

                while (dealers.Count <= folds[row])
                {
                    dealers.Add(new(Count, Seed, lane, Stratum: dealers.Count));
                }

                folds[row] = dealers[folds[row]].Next();
            }

            return folds;
        };
    }

    /// <summary>Deals the rows of one stratum out to all folds in turn, each time in another order.</summary>
    sealed record Dealer(int Count, int Seed, int Lane, int Stratum)
    {
        readonly int[] _order = [.. Enumerable.Range(0, Count)];
        long _dealt;

        public int Next()
        {
            // The order is shuffled while it is dealt out: Fisher and Yates.
            var place = (int)(_dealt % Count);
            var other = place + (int)((Count - place) * RowChance.Of(Seed, Lane, (_dealt << 16) + Stratum));
            (_order[place], _order[other]) = (_order[other], _order[place]);
            _dealt++;
            return _order[place];
        }
    }
}
