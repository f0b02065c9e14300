using Alink.IO;
using Alink.Runtime;

namespace Alink.Cli.Streams;

/// <summary>Opens the sinks of a job file.</summary>
/// <param name="file">The file.</param>
/// <param name="place">Where it stands.</param>
/// <param name="output">Takes what goes to the console.</param>
sealed class SinkPlan(JobFile file, JobPlace place, TextWriter output)
{
    /// <summary>Opens one of the sinks.</summary>
    public IStreamSink Open(int number)
    {
        var (sink, at, name) = (file.Sinks[number], $"sinks[{number}]", NameOf(number));
        object?[] given = [sink.Files, sink.Kafka, sink.Redis, sink.PostgreSql, sink.Console];
        return given.OfType<object>().ToArray() switch
        {
            [FilesSinkEntry files] => DataFile.Sink(place.In(files.Folder), files.Format),
            [KafkaSinkEntry kafka] => place.Opened(new KafkaSink(place.Cluster(kafka.Servers, kafka.Settings, $"{at}.kafka"), kafka.Topic, name)
            {
                Format = kafka.Format == MessageFormat.Csv ? KafkaFormat.Csv() : KafkaFormat.Json(),
                Key = kafka.KeyColumn is null ? default(Column<string>?) : kafka.KeyColumn,
                IsTransactional = kafka.Transactional,
            }),
            [RedisSinkEntry redis] => place.Opened(new RedisSink(place.Secret(redis.Server, $"{at}.redis.server"), name, redis.Prefix)
            {
                Key = redis.KeyColumn is null ? default(Column<Category>?) : redis.KeyColumn,
            }),
            [PostgreSqlSinkEntry sql] => place.Opened(new PostgreSqlSink(place.Secret(sql.Connection, $"{at}.postgreSql.connection"), sql.Table, name)
            {
                Keys = sql.Keys,
                CreatesTable = sql.CreatesTable,
            }),
            [ConsoleSinkEntry console] => new TextWriterSink(output, console.Rows),
            _ => throw place.Wrong(at, "There must be one of files, kafka, redis, postgreSql and console."),
        };
    }

    /// <summary>The name under which a sink knows what it has written; one of rejected records that is added leaves the others
    /// theirs.</summary>
    public string NameOf(int number)
    {
        var rejects = file.Sinks[number].Of == SinkRows.Rejected;
        var before = file.Sinks.Take(number).Count(sink => (sink.Of == SinkRows.Rejected) == rejects);
        return rejects ? $"{file.Name}-rejected-{before}" : $"{file.Name}-{before}";
    }
}
