using System.Collections.Concurrent;
using Alink.Runtime;

namespace Alink.Tests.Runtime;

public class MemoryBudgetTest
{
    const int LaneBytes = 16;

    /// <summary>A budget for so many lanes of eight, workers, and the lanes that every pass makes again.</summary>
    [Theory]
    [InlineData(8, 2, new int[0])]
    [InlineData(0, 1, new[] { 0, 1, 2, 3, 4, 5, 6, 7 })]
    [InlineData(5, 1, new[] { 4, 5, 6, 7 })] // One of the five places is for the lane that is made again.
    [InlineData(1, 2, new[] { 0, 1, 2, 3, 4, 5, 6, 7 })]
    public async Task Lanes_beyond_the_budget_are_made_again_in_every_pass(int places, int workers, int[] again)
    {
        var made = new ConcurrentQueue<int>();
        var rows = Rows.Of(8, (lane, batch) =>
        {
            if (batch == 0)
            {
                made.Enqueue(lane);
            }
        });
        var machine = new LocalMachine(workers) { MemoryBudget = places * LaneBytes };

        var residents = await rows.ResideAsync(
            batches => batches.Aggregate("", new Spelling().Update), _ => LaneBytes, Rows.On(machine));
        Assert.Equal(Enumerable.Range(0, 8), made.Order());
        for (var pass = 0; pass < 2; pass++)
        {
            made.Clear();
            var spelt = await residents.AggregateAsync(
                () => "", (state, _, text) => state + text, new Spelling().Merge);
            Assert.Equal(Spelling.Expected(8), spelt);
            Assert.Equal(again, made.Order());
        }
    }

    [Fact]
    public void The_budget_is_half_of_memory_unless_told()
    {
        Assert.Equal(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2, new LocalMachine(1).MemoryBudget);
        Assert.Contains("MemoryBudget must be at least 0", Refusal(() => new LocalMachine(1) { MemoryBudget = -1 }));
        Assert.Contains("workers must be at least 1", Refusal(() => new LocalMachine(0)));

        static string Refusal(Func<object> make) => Assert.Throws<ArgumentOutOfRangeException>(make).Message;
    }
}
