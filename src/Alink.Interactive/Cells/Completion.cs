using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Alink.Interactive.Cells;

/// <summary>Answers what could stand at a place in a cell, and what does.</summary>
static class Completion
{
    const int Most = 500;

    static readonly CSharpParseOptions Script = new(kind: SourceCodeKind.Script);

    /// <summary>The names that begin as the word before the cursor does.</summary>
    /// <returns>Where the word begins, and the names in order.</returns>
    public static (int Start, string[] Names) Complete(Engine engine, string code, int cursor)
    {
        var start = cursor;
        while (start > 0 && SyntaxFacts.IsIdentifierPartCharacter(code[start - 1]))
        {
            start--;
        }

        // What follows the cursor would only confuse what stands before it.
        var (compilation, word) = (engine.Compilation(code[..cursor]), code[start..cursor]);
        var tree = compilation.SyntaxTrees.Last();
        var model = compilation.GetSemanticModel(tree);
        var node = tree.GetRoot().FindToken(Math.Max(0, cursor - 1)).Parent;
        var access = node?.FirstAncestorOrSelf<MemberAccessExpressionSyntax>();
        var creation = node?.FirstAncestorOrSelf<InitializerExpressionSyntax>()?.Parent as BaseObjectCreationExpressionSyntax;
        IEnumerable<string> names =
            start > 0 && code[start - 1] == '.' && access is not null ? Members(model, access.Expression, start).Select(symbol => symbol.Name)
            : creation is not null && IsNameOfMember(code, start) ? Settable(model.GetTypeInfo(creation).Type)
            : model.LookupSymbols(start).Select(symbol => symbol.Name)
                .Concat(word.Length == 0 ? [] : SyntaxFacts.GetKeywordKinds().Select(SyntaxFacts.GetText));
        return (start,
        [
            .. names.Where(name => name.StartsWith(word, StringComparison.OrdinalIgnoreCase) && SyntaxFacts.IsIdentifierStartCharacter(name.FirstOrDefault()))
                .Distinct().Order(StringComparer.Ordinal).Take(Most),
        ]);
    }

    /// <summary>The signature and the summary of what stands at the cursor; null where nothing known does.</summary>
    public static string? Inspect(Engine engine, string code, int cursor)
    {
        var compilation = engine.Compilation(code);
        var tree = compilation.SyntaxTrees.Last();
        var model = compilation.GetSemanticModel(tree);
        for (var at = cursor; at >= Math.Max(0, cursor - 1); at--)
        {
            if (tree.GetRoot().FindToken(at).Parent is { } node)
            {
                var info = model.GetSymbolInfo(node);
                if ((info.Symbol ?? info.CandidateSymbols.FirstOrDefault() ?? model.GetDeclaredSymbol(node)) is { } symbol)
                {
                    return $"{symbol.ToDisplayString()}\n{Summary(symbol)}".TrimEnd();
                }
            }
        }

        return null;
    }

    /// <summary>Whether code is whole ("complete"), wants more lines ("incomplete"), or is none ("invalid").</summary>
    public static string IsComplete(string code)
    {
        var tree = CSharpSyntaxTree.ParseText(code, Script);
        return !SyntaxFactory.IsCompleteSubmission(tree) ? "incomplete"
            : tree.GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) ? "invalid" : "complete";
    }

    static IEnumerable<ISymbol> Members(SemanticModel model, ExpressionSyntax of, int place) => model.GetSymbolInfo(of).Symbol switch
    {
        INamespaceSymbol space => model.LookupNamespacesAndTypes(place, space),
        INamedTypeSymbol type => model.LookupStaticMembers(place, type).Concat(model.LookupNamespacesAndTypes(place, type)),
        _ when model.GetTypeInfo(of).Type is { } type =>
            model.LookupSymbols(place, type, includeReducedExtensionMethods: true).Where(symbol => !symbol.IsStatic),
        _ => [],
    };

    static bool IsNameOfMember(string code, int start) => code[..start].TrimEnd().LastOrDefault() is '{' or ',';

    static IEnumerable<string> Settable(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            foreach (var property in type.GetMembers().OfType<IPropertySymbol>())
            {
                if (property is { SetMethod.DeclaredAccessibility: Accessibility.Public, IsStatic: false })
                {
                    yield return property.Name;
                }
            }
        }
    }

    static string Summary(ISymbol symbol)
    {
        var xml = symbol.GetDocumentationCommentXml();
        if (string.IsNullOrWhiteSpace(xml) || XElement.Parse($"<doc>{xml}</doc>").Descendants("summary").FirstOrDefault() is not { } summary)
        {
            return "";
        }

        foreach (var element in summary.Descendants().Where(element => element.IsEmpty).ToArray())
        {
            element.ReplaceWith(((string?)(element.Attribute("cref") ?? element.Attribute("name") ?? element.Attribute("langword")) ?? "").Split('.', ':')[^1]);
        }

        return string.Join(' ', summary.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
