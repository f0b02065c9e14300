using System.Diagnostics;
using Alink.Interactive.Jupyter;
using Alink.Tests.Architecture;
using Alink.Tests.Servers;

namespace Alink.Tests.Interactive.Jupyter;

/// <summary>The kernel and Jupyter's own client, over the sockets of ZeroMQ itself.</summary>
[Trait(Server.Needs, Server.Servers)]
public sealed class JupyterClientTest : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("alink-jupyter-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_client_runs_answers_completes_interrupts_restarts_and_ends_it()
    {
        KernelSpec.Install(_folder, "dotnet", Path.Combine(AppContext.BaseDirectory, "alink.dll"));
        Server.Find("jupyter", "jupyter-nbconvert python3-ipykernel");
        var script = Path.Combine(Repository.Root, "tests", "Alink.Tests", "Interactive", "Jupyter", "client.py");
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", [script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["JUPYTER_PATH"] = _folder },
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var told = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        Assert.Equal(
            """
            ok ['hi\n', '42']
            ok ['Ada!']
            ['WriteLine']
            Interrupted
            ok ['41']
            ok ['A thread has failed. System.NullReferenceException: Object reference not set to an instance of an object.']
            ok ['5']
            error ["CS0103: The name 'x' does not exist in the current context"]
            False

            """.ReplaceLineEndings("\n"),
            told);
    }
}
