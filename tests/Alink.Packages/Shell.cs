namespace Alink.Packages;

/// <summary>Runs <c>dotnet</c> as a newcomer would.</summary>
static class Shell
{
    /// <summary>The folder of Alink.sln.</summary>
    public static string Root { get; } = RootAbove(AppContext.BaseDirectory);

    /// <summary>Release or Debug, as the tests were built.</summary>
    public static string Configuration { get; } =
        AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}") ? "Release" : "Debug";

    /// <summary>What a command of dotnet prints.</summary>
    /// <exception cref="InvalidOperationException">It failed, or it took too long; all that it printed is told.</exception>
    public static Task<string> DotnetAsync(string folder, params string[] arguments) => Mutants.Shell.MustAsync(folder, "dotnet", arguments);

    static string RootAbove(string folder) => File.Exists(Path.Combine(folder, "Alink.sln")) ? folder
        : RootAbove(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("There is no Alink.sln above the tests."));
}
