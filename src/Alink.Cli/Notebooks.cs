using System.Runtime.ExceptionServices;
using Alink.Interactive.Jupyter;
using Alink.Interactive.Notebooks;

namespace Alink.Cli;

/// <summary>C# notebooks: a kernel for Jupyter, and a runner that needs no Jupyter.</summary>
sealed class Notebooks(TextWriter output)
{
    /// <summary>Tells Jupyter of this program.</summary>
    /// <param name="data">A folder of Jupyter's data; null for that of the user.</param>
    public Task InstallAsync(string? data)
    {
        // A tool is a program; from a clone it is an assembly that dotnet runs.
        string[] command = Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "alink"
            ? [Environment.ProcessPath!]
            : [Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, "alink.dll")];
        output.WriteLine($"{KernelSpec.Install(data ?? KernelSpec.UserData(), command)}: the kernel '{KernelSpec.Name}'");
        return Task.CompletedTask;
    }

    /// <summary>Is the kernel of a front end, until that ends it. A thread of a cell that fails ends alone, and says why.</summary>
    public Task ServeAsync(string connection, CancellationToken cancellation)
    {
        ExceptionHandling.SetUnhandledExceptionHandler(exception =>
        {
            Console.Error.WriteLine($"A thread has failed. {exception}");
            return true;
        });
        return new Kernel(ConnectionFile.Read(connection)).RunAsync(cancellation);
    }

    /// <summary>Runs notebooks.</summary>
    /// <exception cref="NotebooksFailedException">Some have failed.</exception>
    public async Task RunAsync(IEnumerable<string> paths, StoredOutputs stored, CancellationToken cancellation)
    {
        if (await new NotebookRunner(output, stored).RunAsync(paths, cancellation).ConfigureAwait(false) is > 0 and var failed)
        {
            throw new NotebooksFailedException(failed);
        }
    }
}

/// <summary>Notebooks have failed, as has been told in lines before.</summary>
sealed class NotebooksFailedException(int count) : Exception($"{count} {(count == 1 ? "notebook has" : "notebooks have")} failed.");
