namespace Alink.Tests.IO.Kafka;

/// <summary>Collects the values of the column x.</summary>
sealed class Values : IStreamSink
{
    long _last;

    public List<long> All { get; } = [];

    public Action? Written { get; set; }

    public ValueTask WriteAsync(long epoch, IReadOnlyList<Table> rows, CancellationToken cancellation)
    {
        if (epoch > _last)
        {
            All.AddRange(rows.SelectMany(table => table.Values<long>("x").ToArray()));
            _last = epoch;
        }

        Written?.Invoke();
        return default;
    }
}
