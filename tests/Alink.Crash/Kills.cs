using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Alink.Broker;
using Alink.IO;
using Confluent.Kafka;

namespace Alink.Crash;

/// <summary>Runs a stream job undisturbed, and again while its process is killed over and over; compares the two.</summary>
static class Kills
{
    const int Killed = 128 + 9;
    const string Rows = "clicks";

    public static async Task<int> RunAsync(int kills, int seed)
    {
        var rows = Death.Epochs * (kills + 1) * StreamRun.RowsPerEpoch;
        var folder = Directory.CreateTempSubdirectory("alink-crash-").FullName;
        using var broker = new BrokerProcess();
        try
        {
            broker.Tell($"topic whole {StreamRun.Partitions}");
            broker.Tell($"topic killed {StreamRun.Partitions}");
            broker.Tell($"feed {Rows} {StreamRun.Partitions} {rows} {rows}");
            await WrittenAsync(broker, rows);
            var (whole, killed) = (new Run(broker, rows, "whole", folder), new Run(broker, rows, "killed", folder));
            if (await whole.LiveAsync("never", 0, TimeSpan.Zero) != 0)
            {
                Console.Error.WriteLine("The undisturbed run failed.");
                return 1;
            }

            var random = new Random(seed);
            for (var kill = 1; kill <= kills; kill++)
            {
                var death = Death.Draw(random);
                var code = await killed.LiveAsync(death.Phase, death.Time, death.After, death.Outside);
                Console.WriteLine($"{kill,3}: {death}, {await killed.LeftAsync()}");
                if (code != Killed)
                {
                    Console.Error.WriteLine($"It was not killed: it ended with {code}.");
                    return 1;
                }
            }

            if (await killed.LiveAsync("never", 0, TimeSpan.Zero) != 0)
            {
                Console.Error.WriteLine("The last run failed.");
                return 1;
            }

            var (lost, twice) = killed.Count();
            var state = Run.AreEqual(whole.State(), killed.State()) && Run.AreEqual(whole.Models(), killed.Models());
            var output = Run.AreEqual(whole.Files(), killed.Files()) && whole.Messages().SequenceEqual(killed.Messages());
            Console.WriteLine(
                $"{kills} kills, {rows} rows, {lost} lost, {twice} twice, {Named("state", state)}, {Named("output", output)}");
            return lost == 0 && twice == 0 && state && output ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        static string Named(string what, bool areEqual) => areEqual ? $"{what} equal" : $"{what} DIFFERENT";
    }

    /// <summary>Returns once all rows are there: what an epoch takes of each partition is then the same in every run.</summary>
    static async Task WrittenAsync(BrokerProcess broker, int rows)
    {
        using var source = new KafkaSource(new(broker.Servers), Rows, () => RecordParser.Text("message"));
        while ((await source.EndsAsync()).Values.Sum() < rows)
        {
            await source.WaitAsync(TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>One of the two runs, over all its lives.</summary>
    sealed class Run(BrokerProcess broker, int rows, string name, string folder)
    {
        readonly string _folder = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
        readonly HashSet<string> _torn = [];
        List<string>? _messages;

        /// <summary>What a kill has left.</summary>
        public async Task<string> LeftAsync()
        {
            var epoch = State().Select(file => int.Parse(file.Name[^12..])).DefaultIfEmpty().Max();
            // A checkpoint is written over one that is no longer needed, so that file says nothing.
            var torn = Directory.EnumerateFiles(_folder, "*.tmp", new EnumerationOptions
            {
                RecurseSubdirectories = true,
                AttributesToSkip = FileAttributes.None,
            })
            .Where(file => Path.GetFileName(file) != "checkpoint.tmp" && _torn.Add(file))
            .Select(file => $", {Path.GetRelativePath(_folder, file)}");
            using var topic = new KafkaSource(new(broker.Servers), name, () => RecordParser.Text("message"));
            var written = (await topic.EndsAsync()).Values.Sum();
            return $"after epoch {epoch}, {written} rows in the topic{string.Concat(torn)}";
        }

        /// <summary>Starts the process, and waits for its end.</summary>
        /// <returns>How it ended.</returns>
        public async Task<int> LiveAsync(string phase, int time, TimeSpan after, TimeSpan? outside = null)
        {
            var host = Environment.ProcessPath!;
            using var process = Process.Start(new ProcessStartInfo(
                Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet",
                [
                    typeof(Run).Assembly.Location, StreamRun.Option, broker.Servers, Rows, $"{rows}", name, _folder,
                    phase, $"{time}", $"{(long)after.TotalMicroseconds}",
                ]))!;
            if (outside is { } delay && !process.WaitForExit(delay))
            {
                process.Kill();
            }

            await process.WaitForExitAsync();
            return process.ExitCode;
        }

        /// <summary>How many rows are not in the files and in the topic, and how many are there more than once.</summary>
        public (int Lost, int Twice) Count()
        {
            var files = Files().SelectMany(file =>
                Encoding.UTF8.GetString(file.Bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries));
            var topic = Messages().Select(message => message[(message.IndexOf('{', StringComparison.Ordinal))..]);
            var (lost, twice) = (0, 0);
            foreach (var output in (IEnumerable<string>[])[files, topic])
            {
                var seen = new int[rows];
                foreach (var row in output)
                {
                    using var json = JsonDocument.Parse(row);
                    seen[json.RootElement.GetProperty("id").GetInt32()]++;
                }

                lost += seen.Count(times => times == 0);
                twice += seen.Count(times => times > 1);
            }

            return (lost, twice);
        }

        public List<(string Name, byte[] Bytes)> State() => Content("checkpoints", "checkpoint-*");

        public List<(string Name, byte[] Bytes)> Models() => Content("models", "*");

        public List<(string Name, byte[] Bytes)> Files() => Content("predictions", "*");

        /// <summary>The messages of every partition, each with its place and its header.</summary>
        public List<string> Messages()
        {
            if (_messages is not null)
            {
                return _messages;
            }

            using var consumer = new ConsumerBuilder<Ignore, string>(
                new ConsumerConfig { BootstrapServers = broker.Servers, GroupId = "count", EnablePartitionEof = true }).Build();
            _messages = [];
            for (var partition = 0; partition < StreamRun.Partitions; partition++)
            {
                consumer.Assign(new TopicPartitionOffset(name, partition, 0));
                while (consumer.Consume() is { IsPartitionEOF: false } found)
                {
                    var mark = Encoding.UTF8.GetString(found.Message.Headers.GetLastBytes("alink"));
                    _messages.Add($"{partition} {mark} {found.Message.Value}");
                }
            }

            return _messages;
        }

        public static bool AreEqual(List<(string Name, byte[] Bytes)> one, List<(string Name, byte[] Bytes)> other) =>
            one.Count == other.Count && one.Count > 0
            && one.Zip(other).All(pair =>
                pair.First.Name == pair.Second.Name && pair.First.Bytes.AsSpan().SequenceEqual(pair.Second.Bytes));

        List<(string Name, byte[] Bytes)> Content(string part, string pattern)
        {
            var path = Path.Combine(_folder, part);
            return !Directory.Exists(path) ? []
                : [.. Directory.EnumerateFiles(path, pattern, SearchOption.AllDirectories)
                    .Where(file => !file.EndsWith(".tmp", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
                    .Select(file => (Path.GetRelativePath(path, file), File.ReadAllBytes(file)))];
        }
    }
}
