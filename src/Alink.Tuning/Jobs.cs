using Alink.Runtime;

namespace Alink.Tuning;

/// <summary>Runs jobs that do not depend on each other, each as a lane of the machine.</summary>
/// <remarks>So the workers and the hosts of the machine share them out, and the first that fails is the same each time.</remarks>
static class Jobs
{
    /// <summary>The results, in the order of the jobs.</summary>
    /// <param name="count">How many jobs.</param>
    /// <param name="run">One job, under a context of its own.</param>
    /// <param name="context">The training that asks.</param>
    public static async ValueTask<T[]> RunAsync<T>(
        int count, Func<int, TrainingContext, ValueTask<T>> run, TrainingContext context)
    {
        var workers = (context.Machine as Machine)?.Workers ?? 1;
        var budget = (context.Machine as Machine)?.MemoryBudget ?? 0;
        var inner = new LocalMachine(Math.Max(1, workers / Math.Max(1, count)))
        {
            MemoryBudget = budget / Math.Clamp(count, 1, workers),
        };
        var results = await new Lanes(count)
            .AggregateAsync(new Runner<T>(run, context, inner), new(context.Machine) { Cancellation = context.Cancellation })
            .ConfigureAwait(false);
        return [.. results.OrderBy(result => result.Job).Select(result => result.Value)];
    }

    sealed record Lanes(int Count) : IDataset
    {
        public Schema Schema { get; } = new(new Field("job", DataType.Int32));

        int IDataset.Lanes => Count;

        public IEnumerable<Table> Read(int lane, CancellationToken cancellation) => [Table.Of("job", lane)];
    }

    sealed record Runner<T>(Func<int, TrainingContext, ValueTask<T>> Run, TrainingContext Context, IMachine Machine)
        : IAggregator<List<(int Job, T Value)>>
    {
        public List<(int Job, T Value)> Start(Schema schema) => [];

        public List<(int Job, T Value)> Update(List<(int Job, T Value)> state, Table batch)
        {
            foreach (var job in batch.Values<int>("job").ToArray())
            {
                var context = new TrainingContext(Machine) { Cancellation = Context.Cancellation, Time = Context.Time };
                state.Add((job, Run(job, context).AsTask().GetAwaiter().GetResult()));
            }

            return state;
        }

        public List<(int Job, T Value)> Merge(List<(int Job, T Value)> left, List<(int Job, T Value)> right) => [.. left, .. right];
    }
}
