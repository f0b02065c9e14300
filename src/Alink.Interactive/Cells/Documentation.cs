using System.Globalization;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Alink.Interactive.Cells;

/// <summary>The documentation of an assembly, from the file beside it, which is read once it is asked for.</summary>
sealed class Documentation(string path) : DocumentationProvider
{
    readonly Lazy<Dictionary<string, string>> _members = new(() => !File.Exists(path) ? [] : XDocument.Load(path).Descendants("member")
        .Where(member => member.Attribute("name") is not null)
        .GroupBy(member => (string)member.Attribute("name")!).ToDictionary(group => group.Key, group => group.First().ToString()));

    /// <inheritdoc/>
    protected override string GetDocumentationForSymbol(string documentationMemberID, CultureInfo preferredCulture, CancellationToken cancellationToken = default) =>
        _members.Value.GetValueOrDefault(documentationMemberID, "");

    /// <inheritdoc/>
    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    /// <inheritdoc/>
    public override int GetHashCode() => path.GetHashCode(StringComparison.Ordinal);
}
