using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Alink.Examples.Generator;

/// <summary>An example as C#: what it uses, what it does and the types that it declares.</summary>
sealed class ExampleWriter
{
    ExampleWriter(IReadOnlyList<string> usings, string statements, string types) =>
        (Usings, Statements, Types) = (usings, statements, types);

    /// <summary>The using directives.</summary>
    public IReadOnlyList<string> Usings { get; }

    /// <summary>The statements, each claim an assertion, each line under its number in the file.</summary>
    public string Statements { get; }

    /// <summary>The declared types.</summary>
    public string Types { get; }

    /// <summary>Parses an example as a program of top-level statements, and writes it as a method's body.</summary>
    public static ExampleWriter Of(Example example, string path)
    {
        var unit = CSharpSyntaxTree.ParseText(example.Code, ExampleGenerator.Language).GetCompilationUnitRoot();
        var usings = unit.Usings.Select(directive => directive.ToString()).ToArray();
        var types = new StringBuilder();
        var edits = unit.Usings.Select(directive => (directive.Span.Start, directive.Span.End, With: "")).ToList();
        foreach (var type in unit.Members.Where(member => member is not GlobalStatementSyntax))
        {
            types.Append(Numbered(example, path, type.Span.Start, type.ToString()));
            edits.Add((type.Span.Start, type.Span.End, Blank(type.ToString())));
        }

        foreach (var statement in unit.DescendantNodes().OfType<StatementSyntax>())
        {
            if (ClaimOf(statement) is { } claim)
            {
                edits.AddRange(Assertion(statement, SymbolDisplay.FormatLiteral(example.Claims[claim], true)));
            }
        }

        var code = example.Code;
        foreach (var (start, end, with) in edits.OrderByDescending(edit => edit.Start))
        {
            code = code.Substring(0, start) + with + code.Substring(end);
        }

        return new ExampleWriter(usings, Numbered(example, path, 0, code), types.ToString());
    }

    static int? ClaimOf(StatementSyntax statement)
    {
        // Of nested statements that end in the same place, the innermost is the one that shows.
        var last = statement.GetLastToken(includeZeroWidth: true);
        var mark = last.TrailingTrivia.FirstOrDefault(trivia => trivia.ToString().StartsWith(Example.Mark)).ToString();
        return mark.Length > 0 && last.Parent == statement ? int.Parse(mark.Substring(Example.Mark.Length)) : null;
    }

    static IEnumerable<(int Start, int End, string With)> Assertion(StatementSyntax statement, string text)
    {
        switch (statement)
        {
            case ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax assignment }:
                yield return After(statement, $" global::Alink.Examples.Shown.Is({text}, {assignment.Left});");
                break;
            case ExpressionStatementSyntax { Expression: var value }:
                yield return (value.Span.Start, value.Span.Start, $"global::Alink.Examples.Shown.Is({text}, ");
                yield return (value.Span.End, value.Span.End, ")");
                break;
            case LocalDeclarationStatementSyntax { Declaration.Variables: var variables }:
                var name = variables.Last().Identifier.Text;
                yield return After(statement, $" global::Alink.Examples.Shown.Is({text}, {name});");
                break;
            default:
                yield return After(statement, "\n#error A claim must follow a value or a declaration.\n");
                break;
        }
    }

    static (int Start, int End, string With) After(StatementSyntax statement, string with) =>
        (statement.Span.End, statement.Span.End, with);

    static string Numbered(Example example, string path, int start, string code)
    {
        var line = example.Line + example.Code.Take(start).Count(letter => letter == '\n');
        return $"#line {line} \"{path}\"\n{code}\n#line default\n";
    }

    static string Blank(string text) => new('\n', text.Count(letter => letter == '\n'));
}
