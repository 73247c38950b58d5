using System.Collections.Immutable;
using System.Text;
using Thymus.Language.Diagnostics;
using Thymus.Language.Text;

namespace Thymus.Language.Syntax;

/// <summary>A file as statements over its tokens. The statements cover the tokens without a gap, so nothing of the text is lost.</summary>
internal sealed class SyntaxTree(SourceText source, List<Token> tokens, ImmutableArray<StatementSyntax> statements)
{
    public SourceText Source { get; } = source;

    public IReadOnlyList<Token> Tokens => tokens;

    public ImmutableArray<StatementSyntax> Statements { get; } = statements;

    public string TextOf(Token token) => Source.Text.Substring(token.Start, token.Length);

    /// <summary>A name with its dots, of its parts.</summary>
    public string PathOf(ImmutableArray<Token> parts) => parts is [var only] ? TextOf(only) : string.Join('.', parts.Select(TextOf));

    public SourceSpan SpanOf(Token token) => Source.Span(token.Start, token.Length);

    /// <summary>The place of a node, from its first token to its last.</summary>
    public SourceSpan SpanOf(SyntaxNode node)
    {
        int start = tokens[node.First].Start;
        int last = node.End - 1;
        while (last > node.First && tokens[last].Kind is TokenKind.NewLine or TokenKind.Semicolon or TokenKind.EndOfFile)
        {
            last--;
        }

        return Source.Span(start, node.End > node.First ? tokens[last].End - start : 0);
    }

    /// <summary>The text, put together again from the statements.</summary>
    public string Print()
    {
        var text = new StringBuilder(Source.Text.Length);
        foreach (var statement in Statements)
        {
            for (int i = statement.First; i < statement.End; i++)
            {
                text.Append(Source.Text, tokens[i].TriviaStart, tokens[i].End - tokens[i].TriviaStart);
            }
        }

        return text.ToString();
    }
}
