using System.Collections;
using System.Reflection;
using System.Text;
using Thymus.Language.Diagnostics;
using Thymus.Language.Syntax;
using Thymus.Language.Text;

namespace Thymus.Language.Tests.Formatting;

/// <summary>A syntax tree as text without places, so that two trees can be compared; knows every node by reflection, new ones too.</summary>
internal static class TreeText
{
    private static readonly string[] Places = [nameof(SyntaxNode.First), nameof(SyntaxNode.End), "EqualityContract"];

    public static string Of(string text)
    {
        var tree = Parser.Parse(new SourceText(text, "tree.ant"), new DiagnosticBag());
        var dump = new StringBuilder();
        foreach (var statement in tree.Statements)
        {
            Add(dump, tree, statement);
        }

        return dump.ToString();
    }

    private static void Add(StringBuilder dump, SyntaxTree tree, object? value)
    {
        switch (value)
        {
            case EmptyStatement:
                break;
            case null:
                dump.Append("- ");
                break;
            case Token token:
                dump.Append(tree.TextOf(token)).Append(' ');
                break;
            case string or bool or Enum:
                dump.Append(value).Append(' ');
                break;
            case IEnumerable items:
                dump.Append("[ ");
                foreach (object item in items)
                {
                    Add(dump, tree, item);
                }

                dump.Append("] ");
                break;
            default:
                dump.Append(value is StatementSyntax ? "\n" : "").Append(value.GetType().Name).Append("( ");
                foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => !Places.Contains(p.Name)))
                {
                    Add(dump, tree, property.GetValue(value));
                }

                dump.Append(") ");
                break;
        }
    }
}
