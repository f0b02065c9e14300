namespace Alink.Tests.Runtime;

/// <summary>Datasets and folds that show who did what.</summary>
static class Rows
{
    public static readonly Column<int> Number = "number";

    /// <summary>A dataset of as many lanes as asked, each of two batches of two rows, numbered through.</summary>
    public static IDataset Of(int lanes, Action<int, int>? onBatch = null) =>
        new Lined(lanes, onBatch ?? ((_, _) => { }));

    public static TrainingContext On(IMachine machine, CancellationToken cancellation = default) =>
        new(machine) { Cancellation = cancellation };

    sealed class Lined(int lanes, Action<int, int> onBatch) : IDataset
    {
        public Schema Schema { get; } = Table.Of(Number, 0).Schema;

        public int Lanes => lanes;

        public IEnumerable<Table> Read(int lane, CancellationToken cancellation)
        {
            for (var batch = 0; batch < 2; batch++)
            {
                onBatch(lane, batch);
                var first = (4 * lane) + (2 * batch);
                yield return Table.Of(Number, first, first + 1);
            }
        }
    }
}

/// <summary>Writes down every merge with parentheses: neither commutative nor associative.</summary>
sealed class Spelling : IAggregator<string>
{
    public string Start(Schema schema) => "";

    public string Update(string state, Table batch) => state + string.Concat(
        batch.Values(Rows.Number).ToArray().Select(number => number % 4 == 0 ? $"{number / 4}" : "."));

    public string Merge(string left, string right) => $"({left}+{right})";

    /// <summary>The canonical tree, as the simplest code says it.</summary>
    public static string Expected(int lanes)
    {
        if (lanes == 0)
        {
            return "";
        }

        var leaves = 1;
        while (leaves < lanes)
        {
            leaves *= 2;
        }

        var nodes = new string?[2 * leaves];
        for (var lane = 0; lane < lanes; lane++)
        {
            nodes[leaves + lane] = $"{lane}...";
        }

        for (var node = leaves - 1; node > 0; node--)
        {
            nodes[node] = nodes[(2 * node) + 1] is { } right ? $"({nodes[2 * node]}+{right})" : nodes[2 * node];
        }

        return nodes[1]!;
    }
}
