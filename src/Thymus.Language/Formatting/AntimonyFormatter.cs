using Thymus.Language.Diagnostics;
using Thymus.Language.Syntax;
using Thymus.Language.Text;

namespace Thymus.Language.Formatting;

/// <summary>Brings Antimony text into one layout (docs/formats/antimony.md). Says the same, with every comment; formatting twice changes nothing more.</summary>
public static class AntimonyFormatter
{
    /// <summary>Lays a text out.</summary>
    /// <param name="text">The text of the file.</param>
    /// <param name="file">The name for messages.</param>
    /// <returns>The text in its layout, or the findings for which it cannot be understood.</returns>
    public static Checked<string> Format(string text, string file) => Format(text, file, out _);

    /// <inheritdoc cref="Format(string, string)" />
    /// <param name="text">The text of the file.</param>
    /// <param name="file">The name for messages.</param>
    /// <param name="again">The text in its layout, parsed; <see langword="null"/> where there is none.</param>
    internal static Checked<string> Format(string text, string file, out SyntaxTree? again)
    {
        again = null;
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(file);
        var findings = new DiagnosticBag();
        var source = new SourceText(text, file);
        if (text.IndexOf('\uFFFD', StringComparison.Ordinal) is >= 0 and var lost)
        {
            findings.Report(FormatRules.NotUtf8, source.Span(lost, 1), "save the file as UTF-8");
            return new Checked<string>(null, findings.ToSorted());
        }

        var tree = Parser.Parse(source, findings);
        var errors = findings.ToSorted().RemoveAll(f => f.Rule == SyntaxRules.NotSupportedYet);   // what is read but not simulated has a layout, too
        if (errors.Any(f => f.IsError))
        {
            return new Checked<string>(null, errors);
        }

        string formatted = new StatementLayout(tree, LineEndOf(text)).Print();
        again = Parser.Parse(new SourceText(formatted, file), new DiagnosticBag());
        if (!Words(tree).SequenceEqual(Words(again)))
        {
            findings.Report(FormatRules.NoLayout, source.Span(0, 0), "leave the file as it is, and report it: this is a fault of Thymus");
            return new Checked<string>(null, findings.ToSorted());
        }

        return new Checked<string>(formatted, errors);
    }

    /// <summary>The file keeps the ends of its lines: those that a checkout gave it are no difference in layout.</summary>
    private static string LineEndOf(string text) =>
        text.IndexOf('\n', StringComparison.Ordinal) is > 0 and var first && text[first - 1] is '\r' ? "\r\n" : "\n";

    /// <summary>Everything that has a meaning, and the comments: the words of each statement, and where statements end.</summary>
    private static IEnumerable<string> Words(SyntaxTree tree)
    {
        foreach (var statement in Flat(tree.Statements))
        {
            for (int i = statement.First; i < statement.End; i++)
            {
                var token = tree.Tokens[i];
                foreach (var piece in Trivia.Before(token, tree.Source.Text))
                {
                    if (!piece.IsJoint)
                    {
                        yield return piece.Comment;
                    }
                }

                if (i == statement.First && statement is not EmptyStatement)
                {
                    yield return statement.GetType().Name;
                }

                if (token.Kind is not (TokenKind.NewLine or TokenKind.Semicolon or TokenKind.EndOfFile))
                {
                    yield return tree.TextOf(token);
                }
            }
        }
    }

    private static IEnumerable<StatementSyntax> Flat(IEnumerable<StatementSyntax> statements)
    {
        foreach (var statement in statements)
        {
            if (statement is not ModuleDeclaration { Body: [var first, ..] body } module)
            {
                yield return statement;
                continue;
            }

            yield return new EmptyStatement(module.First, first.First);
            foreach (var inner in body)
            {
                yield return inner;
            }

            yield return new EmptyStatement(body[^1].End, module.End);
        }
    }
}
