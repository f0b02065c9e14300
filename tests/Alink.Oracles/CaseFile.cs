using System.Reflection;
using Xunit.Sdk;

namespace Alink.Oracles;

/// <summary>The names of the cases whose data is here, or of those whose data is not; the latter are skipped.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class CasesAttribute : DataAttribute
{
    readonly bool _present;

    /// <summary>The cases of algorithms that are here.</summary>
    public CasesAttribute(bool present)
    {
        _present = present;
        Skip = present ? null! : CaseFile.WhyAbsent;
    }

    /// <inheritdoc/>
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        CaseFile.Cases.Values.Where(one => CaseFile.IsPresent(one) == _present).Select(one => new object[] { one.Id });
}

/// <summary>A test that needs the folder that all cases come from; else it is skipped.</summary>
public sealed class SharedFactAttribute : FactAttribute
{
    /// <summary>Looks for the folder.</summary>
    public SharedFactAttribute() => Skip = Directory.Exists(DataFiles.Shared) ? null! : CaseFile.WhyAbsent;
}

/// <summary>The cases, and where their data is.</summary>
static class CaseFile
{
    public const string WhyAbsent = "The folder shared/oracles does not lie beside the repository.";

    /// <summary>Every case.</summary>
    public static readonly Case[] All = Case.Read(DataFiles.Cases);

    /// <summary>The cases of the algorithms that are here, by their names.</summary>
    public static readonly IReadOnlyDictionary<string, Case> Cases =
        All.Where(one => Oracles.Of.ContainsKey(one.Algorithm)).ToDictionary(one => one.Id);

    public static bool IsPresent(Case one) => one.DataFile is not { } file || File.Exists(file);
}
