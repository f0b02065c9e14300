using System.Globalization;
using Alink.Runtime;

namespace Alink.Cli.Streams;

/// <summary>Lists the versions of a folder of models, and says which of them is served.</summary>
sealed class ModelsCommand(TextWriter output)
{
    public Task ListAsync(string folder)
    {
        foreach (var version in Open(folder).List())
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{(version.IsServed ? "*" : " ")} {version.File}  {version.Bytes} bytes  {version.Version?.ToString() ?? version.Error}"));
        }

        return Task.CompletedTask;
    }

    public Task RollbackAsync(string folder, long number)
    {
        Open(folder).Rollback(number);
        output.WriteLine($"{folder}: version {number.ToString(CultureInfo.InvariantCulture)} is served, until 'alink models unpin'");
        return Task.CompletedTask;
    }

    public Task UnpinAsync(string folder)
    {
        Open(folder).Unpin();
        output.WriteLine($"{folder}: the newest version is served");
        return Task.CompletedTask;
    }

    static ModelStore Open(string folder) => Directory.Exists(folder)
        ? new(folder, Commands.Catalog)
        : throw new DataFormatException("There is no such folder.", folder);
}
