using System.Collections.Immutable;
using Alink.IO;

namespace Alink.Cli.Streams;

/// <summary>Opens the source of a job file.</summary>
sealed class SourcePlan(JobPlace place)
{
    /// <summary>Opens the source.</summary>
    public async Task<IRejectingSource> OpenAsync(SourceEntry source, CancellationToken cancellation) => source switch
    {
        { Files: { } files, Kafka: null } => Files(files),
        { Kafka: { } kafka, Files: null } => await KafkaAsync(kafka, cancellation).ConfigureAwait(false),
        _ => throw place.Wrong("source", "There must be one of files and kafka."),
    };

    GrowingFiles Files(FilesSourceEntry files)
    {
        var growing = new GrowingFilesOptions
        {
            Ends = !files.Follow,
            PollEvery = Durations.Parse(files.PollEvery),
            FinishedAfter = files.FinishedAfter is { } finished ? Durations.Parse(finished) : null,
        };
        var path = place.In(files.Path);
        if (files.Schema is not { } text)
        {
            return DataFile.Stream(path, growing);
        }

        var schema = SchemaText.Parse(text);
        var name = Directory.Exists(path) ? Directory.EnumerateFiles(path).Order(StringComparer.Ordinal).FirstOrDefault() ?? "" : path;
        name = name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;
        return Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".tsv" => Csv.Stream(path, new CsvOptions { Schema = schema, Separator = '\t' }, growing),
            ".jsonl" or ".ndjson" => JsonLines.Stream(path, new JsonLinesOptions { Schema = schema }, growing),
            ".parquet" => ParquetFile.Stream(path, growing: growing, schema: schema),
            _ => Csv.Stream(path, new CsvOptions { Schema = schema }, growing),
        };
    }

    async Task<KafkaSource> KafkaAsync(KafkaSourceEntry kafka, CancellationToken cancellation)
    {
        var cluster = place.Cluster(kafka.Servers, kafka.Settings, "source.kafka");
        var schema = SchemaText.Parse(kafka.Schema);
        Func<RecordParser> parser = kafka.Format == MessageFormat.Csv ? () => RecordParser.Csv(schema) : () => RecordParser.Json(schema);
        var ends = kafka.Ends ? await EndsAsync().ConfigureAwait(false) : null;
        return place.Opened(new KafkaSource(cluster, kafka.Topic, parser)
        {
            Start = kafka.Start == TopicStart.Latest ? KafkaStart.Latest : KafkaStart.Earliest,
            End = ends,
            AllowGaps = kafka.AllowGaps,
            Key = kafka.KeyColumn is null ? default(Column<string>?) : kafka.KeyColumn,
            Partition = kafka.PartitionColumn is null ? default(Column<int>?) : kafka.PartitionColumn,
            Offset = kafka.OffsetColumn is null ? default(Column<long>?) : kafka.OffsetColumn,
            Timestamp = kafka.TimestampColumn is null ? default(Column<DateTimeOffset>?) : kafka.TimestampColumn,
        });

        async Task<ImmutableSortedDictionary<int, long>> EndsAsync()
        {
            using var source = new KafkaSource(cluster, kafka.Topic, parser);
            return await source.EndsAsync(cancellation).ConfigureAwait(false);
        }
    }
}
