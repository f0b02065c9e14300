using Alink.Tests.Servers;
using Npgsql;

namespace Alink.Tests.IO.PostgreSql;

[CollectionDefinition(Name)]
public sealed class PostgreSqlTests : ICollectionFixture<PostgreSql>
{
    public const string Name = "PostgreSQL";
}

/// <summary>A PostgreSQL of the tests' own. It refuses to run as root, and then runs as the user that Debian makes for it.</summary>
public sealed class PostgreSql : IDisposable
{
    public const string Password = "s3cr3t-of-the-test";

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("alink-postgresql-");
    readonly Server _server;
    readonly NpgsqlDataSource _source;

    public PostgreSql()
    {
        string[] folders = Directory.Exists("/usr/lib/postgresql")
            ? [.. Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(version => Path.Combine(version, "bin"))] : [];
        string Program(string name) => Server.Find(name, "postgresql", folders);
        var data = Path.Combine(_folder.FullName, "data");
        var password = Path.Combine(_folder.FullName, "password");
        File.WriteAllText(password, Password);
        var isRoot = Environment.IsPrivilegedProcess;
        if (isRoot)
        {
            Server.Run("chown", "-R", "postgres", _folder.FullName);
        }

        (string Program, string[] Arguments) AsUser(string program, params string[] arguments) =>
            isRoot ? ("runuser", ["-u", "postgres", "--", program, .. arguments]) : (program, arguments);

        var initialize = AsUser(
            Program("initdb"), "-D", data, "-U", "alink", "--auth=scram-sha-256", $"--pwfile={password}", "-E", "UTF8", "--locale=C", "--no-sync");
        Server.Run(initialize.Program, initialize.Arguments);
        Port = int.Parse(Server.FreePort(), System.Globalization.CultureInfo.InvariantCulture);
        var start = AsUser(
            Program("postgres"), "-D", data, "-p", $"{Port}", "-k", _folder.FullName, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off");
        var stop = AsUser(Program("pg_ctl"), "stop", "-D", data, "-m", "immediate");
        _server = new(start.Program, start.Arguments, "database system is ready to accept connections", () => Server.Run(stop.Program, stop.Arguments));
        _source = NpgsqlDataSource.Create(At(Port));
    }

    public int Port { get; }

    public static string At(int port, string password = Password) =>
        $"Host=127.0.0.1;Port={port};Username=alink;Password={password};Database=postgres;Pooling=false";

    public void Run(string statement)
    {
        using var command = _source.CreateCommand(statement);
        command.ExecuteNonQuery();
    }

    /// <summary>The values that a query gives, each row with its columns side by side.</summary>
    public string[] Query(string query)
    {
        using var command = _source.CreateCommand(query);
        using var reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => FormattableString.Invariant($"{reader.GetValue(i)}"))));
        }

        return [.. rows];
    }

    public void Dispose()
    {
        _source.Dispose();
        _server.Dispose();
        _folder.Delete(recursive: true);
    }
}
