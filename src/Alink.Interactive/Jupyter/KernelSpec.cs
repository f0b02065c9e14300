using System.Text.Json;
using System.Text.Json.Nodes;

namespace Alink.Interactive.Jupyter;

/// <summary>Tells Jupyter how this kernel is started.</summary>
static class KernelSpec
{
    /// <summary>The name that notebooks ask for, which is that of .NET Interactive: both run them.</summary>
    public const string Name = ".net-csharp";

    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes the specification into a folder of Jupyter's data.</summary>
    /// <param name="data">The folder that holds <c>kernels</c>.</param>
    /// <param name="command">The program and its arguments before <c>kernel run</c>.</param>
    /// <returns>The folder of the specification.</returns>
    public static string Install(string data, params IEnumerable<string> command)
    {
        var folder = Directory.CreateDirectory(Path.Combine(data, "kernels", Name)).FullName;
        var specification = new JsonObject
        {
            ["argv"] = new JsonArray([.. command.Append("kernel").Append("run").Append("{connection_file}").Select(word => (JsonNode)word)]),
            ["display_name"] = ".NET (C#)",
            ["language"] = "C#",
            ["interrupt_mode"] = "message",
        };
        File.WriteAllText(Path.Combine(folder, "kernel.json"), specification.ToJsonString(Indented) + "\n");
        return folder;
    }

    /// <summary>The folder of a user's Jupyter data.</summary>
    public static string UserData() =>
        Environment.GetEnvironmentVariable("JUPYTER_DATA_DIR") is { Length: > 0 } given ? given
        : OperatingSystem.IsWindows() ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "jupyter")
        : OperatingSystem.IsMacOS() ? Path.Combine(Home, "Library", "Jupyter")
        : Path.Combine(Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } share ? share : Path.Combine(Home, ".local", "share"), "jupyter");

    static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
}
