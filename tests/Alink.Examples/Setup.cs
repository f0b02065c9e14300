using System.Runtime.CompilerServices;

// Examples read and write files by relative paths, which belong to the process.
[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]

namespace Alink.Examples;

static class Setup
{
    /// <summary>Lets examples find <c>datasets/</c>, and leave what they write beside the tests.</summary>
    [ModuleInitializer]
    public static void Start() => Directory.SetCurrentDirectory(AppContext.BaseDirectory);
}
