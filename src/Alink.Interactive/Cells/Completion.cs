using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Alink.Interactive.Cells;

/// <summary>Answers what could stand at a place in a cell, and what does.</summary>
static class Completion
{
    const int Most = 500;

    static readonly string[] Directives = ["load", "r", "time"];

    static readonly SymbolDisplayFormat Signature = SymbolDisplayFormat.CSharpErrorMessageFormat
        .AddMemberOptions(SymbolDisplayMemberOptions.IncludeType).AddParameterOptions(SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeDefaultValue)
        .AddLocalOptions(SymbolDisplayLocalOptions.IncludeType);

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
        var token = tree.GetRoot().FindToken(Math.Max(0, cursor - 1));
        var node = token.Parent;
        var of = node?.FirstAncestorOrSelf<MemberAccessExpressionSyntax>()?.Expression ?? node?.FirstAncestorOrSelf<QualifiedNameSyntax>()?.Left;
        var creation = node?.FirstAncestorOrSelf<InitializerExpressionSyntax>()?.Parent as BaseObjectCreationExpressionSyntax;
        IEnumerable<string> names =
            code[(code.LastIndexOf('\n', Math.Max(0, start - 1)) + 1)..start].TrimStart() is ['#', .. var before] ? before is "" or "!" ? Directives : []
            : IsProse(tree, token, cursor) ? []
            : start > 0 && code[start - 1] == '.' && of is not null ? Members(model, of, start).Select(symbol => symbol.Name)
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
                    return $"{symbol.ToDisplayString(Signature)}\n{Summary(symbol)}".TrimEnd();
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

    /// <summary>Whether the cursor is in a comment or a text.</summary>
    static bool IsProse(SyntaxTree tree, SyntaxToken token, int cursor) =>
        token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.InterpolatedStringTextToken
            or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
        || (cursor > 0 && tree.GetRoot().FindTrivia(cursor - 1).Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia);

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
