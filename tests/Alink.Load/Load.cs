using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Alink.Runtime;

namespace Alink.Load;

/// <summary>Asks a server for rows, and gives it a model every second.</summary>
/// <remarks>At a rate, requests are due at set times, and how long one takes is counted from when it was due: a server that
/// stalls is not spared those that it held up.</remarks>
/// <param name="address">The server.</param>
/// <param name="store">Where its models come from; null to leave them as they are.</param>
sealed class Load(Uri address, ModelStore? store)
{
    /// <summary>Microseconds, counted one by one up to 100 ms.</summary>
    readonly long[] _times = new long[100_000];
    long _requests;
    long _failures;
    long _backward;
    long _swaps;

    /// <summary>Runs, and prints what it has seen.</summary>
    /// <returns>Whether no request failed, and no version went back.</returns>
    public async Task<bool> RunAsync(TimeSpan time, int connections, int rate)
    {
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = connections }) { BaseAddress = address };
        await AskAsync(client, TimeSpan.FromSeconds(3), connections, rate);
        (_requests, _failures, _backward) = (0, 0, 0);
        Array.Clear(_times);
        var before = Memory();
        using var over = new CancellationTokenSource();
        var swapping = store is null ? Task.CompletedTask : SwapAsync(store, over.Token);
        var watch = Stopwatch.StartNew();
        await AskAsync(client, time, connections, rate);
        var seconds = watch.Elapsed.TotalSeconds;
        await over.CancelAsync();
        await swapping;
        var after = Memory();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            requests   {_requests}, {_requests / seconds:F0} in a second on {connections} connections
            failures   {_failures}
            swaps      {_swaps}, {_backward} answers by a version before the one seen last
            p50, p99   {Quantile(0.5)} ms, {Quantile(0.99)} ms
            memory     {before.Heap:F1} MB of heap and {before.All:F0} MB in all before, {after.Heap:F1} MB and {after.All:F0} MB after
            """));
        return _failures == 0 && _backward == 0;
    }

    Task AskAsync(HttpClient client, TimeSpan time, int connections, int rate)
    {
        var end = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        return Task.WhenAll(Enumerable.Range(0, connections).Select(place =>
            Task.Run(() => AskUntilAsync(client, end, (double)rate / connections, (double)place / connections))));
    }

    async Task AskUntilAsync(HttpClient client, long end, double rate, double phase)
    {
        var body = Encoding.UTF8.GetBytes(LoadModel.Body);
        var type = MediaTypeHeaderValue.Parse("application/json");
        var last = 0L;
        var due = Stopwatch.GetTimestamp() + (long)(phase * Between());
        for (; Stopwatch.GetTimestamp() < end; due += Between())
        {
            if (rate > 0 && Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is { Ticks: > 0 } rest)
            {
                await Task.Delay(rest);
            }

            var now = Stopwatch.GetTimestamp();
            var start = rate > 0 ? Math.Min(due, now) : now; // A wait ends up to a millisecond early.
            try
            {
                using var content = new ByteArrayContent(body);
                content.Headers.ContentType = type;
                using var response = await client.PostAsync("models/load/predict", content);
                var text = await response.Content.ReadAsByteArrayAsync();
                var version = long.Parse(response.Headers.GetValues("Alink-Model-Version").First(), CultureInfo.InvariantCulture);
                if (!response.IsSuccessStatusCode || text.Length == 0)
                {
                    Interlocked.Increment(ref _failures);
                }

                if (version < last)
                {
                    Interlocked.Increment(ref _backward);
                }

                last = version;
            }
            catch (Exception exception) when (exception is HttpRequestException or InvalidOperationException)
            {
                Interlocked.Increment(ref _failures);
            }

            Interlocked.Increment(ref _requests);
            var took = Stopwatch.GetElapsedTime(start);
            Interlocked.Increment(ref _times[(int)Math.Min(took.TotalMicroseconds, _times.Length - 1)]);
        }

        long Between() => rate > 0 ? (long)(Stopwatch.Frequency / rate) : 0;
    }

    async Task SwapAsync(ModelStore into, CancellationToken over)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            while (await timer.WaitForNextTickAsync(over))
            {
                await into.AddAsync(LoadModel.Fit((int)++_swaps), TimeProvider.System, LoadModel.Rows(0).Schema);
            }
        }
        catch (OperationCanceledException)
        {
            // The load is over.
        }
    }

    double Quantile(double share)
    {
        var (sum, place) = (0L, 0);
        while (place < _times.Length - 1 && (sum += _times[place]) < share * _requests)
        {
            place++;
        }

        return place / 1000.0;
    }

    static (double Heap, double All) Memory()
    {
        var heap = GC.GetTotalMemory(forceFullCollection: true);
        return (heap / 1e6, Environment.WorkingSet / 1e6);
    }
}
