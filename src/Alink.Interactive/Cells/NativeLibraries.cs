using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Alink.Interactive.Cells;

/// <summary>Native libraries of packages, which lie elsewhere than the assemblies that call them.</summary>
static class NativeLibraries
{
    static readonly ConcurrentDictionary<string, string> Paths = new(StringComparer.OrdinalIgnoreCase);

    static NativeLibraries() => AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) =>
    {
        if (AssemblyLoadContext.GetLoadContext(loaded.LoadedAssembly) is { } context && context != AssemblyLoadContext.Default)
        {
            context.ResolvingUnmanagedDll -= Load;
            context.ResolvingUnmanagedDll += Load;
        }
    };

    /// <summary>From now on, those are found by their names; of two with one name, the one that came first.</summary>
    public static void Add(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            Paths.TryAdd(Bare(path), path);
        }
    }

    static nint Load(Assembly caller, string name) => Paths.TryGetValue(Bare(name), out var path) ? NativeLibrary.Load(path) : 0;

    /// <summary>FastTreeNative of libFastTreeNative.so, as a caller may write it or not.</summary>
    static string Bare(string path)
    {
        var name = Path.GetFileName(path);
        foreach (var ending in new[] { ".so", ".dylib", ".dll" })
        {
            name = name.EndsWith(ending, StringComparison.OrdinalIgnoreCase) ? name[..^ending.Length] : name;
        }

        return name.StartsWith("lib", StringComparison.Ordinal) ? name["lib".Length..] : name;
    }
}
