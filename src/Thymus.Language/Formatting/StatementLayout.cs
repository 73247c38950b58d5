using System.Collections.Immutable;
using Thymus.Language.Syntax;

namespace Thymus.Language.Formatting;

/// <summary>
/// Lays out the statements of a file: one to a line, indented by its block, with the line breaks that the author made inside a statement
/// kept. Works on tokens, so that it knows of a statement only where it begins and ends.
/// </summary>
/// <param name="tree">The file.</param>
/// <param name="lineEnd">What ends a line.</param>
internal sealed class StatementLayout(SyntaxTree tree, string lineEnd)
{
    private const int Step = 2;
    private const int Continuation = 4;

    private readonly LineWriter _lines = new();
    private readonly TokenSpacing _spacing = new();
    private readonly string _text = tree.Source.Text;
    private bool _atLineStart = true;   // nothing but blanks before, in the text that is read

    public string Print()
    {
        Block(tree.Statements, 0);
        return _lines.ToText(lineEnd);
    }

    private Token TokenAt(int i) => tree.Tokens[Math.Min(i, tree.Tokens.Count - 1)];

    private void Block(ImmutableArray<StatementSyntax> statements, int indent)
    {
        foreach (var statement in statements)
        {
            switch (statement)
            {
                case ModuleDeclaration module:
                    int bodyEnd = module.Body.IsEmpty ? EndWord(module) : module.Body[^1].End;
                    int bodyStart = module.Body.IsEmpty ? bodyEnd : module.Body[0].First;
                    Header(module.First, bodyStart, indent);
                    Block(module.Body, indent + Step);
                    Footer(bodyEnd, module.End, indent);
                    break;
                case FunctionDeclaration function:
                    Header(function.First, function.Body.First, indent);
                    Run(function.Body.First, function.Body.End, indent + Step, -1);
                    _lines.EndLine();
                    Footer(function.Body.End, function.End, indent);
                    break;
                case EmptyStatement:
                    Separator(statement.First, indent, keepsBlank: true);
                    break;
                default:
                    Statement(statement.First, statement.End, indent);
                    break;
            }
        }
    }

    /// <summary>The word end of a module without statements.</summary>
    private int EndWord(ModuleDeclaration module)
    {
        int at = module.End - 1;
        while (at > module.First && TokenAt(at).Kind is not TokenKind.Keyword)
        {
            at--;
        }

        return at;
    }

    private void Header(int first, int end, int indent)
    {
        int codeEnd = end;
        while (codeEnd > first && IsSeparator(codeEnd - 1))
        {
            codeEnd--;
        }

        Run(first, codeEnd, indent, -1);
        _lines.EndLine(LineKind.Opening);
        for (int i = codeEnd; i < end; i++)
        {
            Separator(i, indent + Step, keepsBlank: false);
        }
    }

    private void Footer(int first, int end, int indent)
    {
        for (; first < end && IsSeparator(first); first++)
        {
            Separator(first, indent + Step, keepsBlank: false);
        }

        _lines.CloseBlock();
        int codeEnd = end > first && IsSeparator(end - 1) ? end - 1 : end;
        Run(first, codeEnd, indent, -1);
        _lines.EndLine(LineKind.Closing);
        for (int i = codeEnd; i < end; i++)
        {
            Separator(i, indent, keepsBlank: false);
        }
    }

    private bool IsSeparator(int i) => TokenAt(i).Kind is TokenKind.NewLine or TokenKind.Semicolon;

    private void Statement(int first, int end, int indent)
    {
        int arrow = ArrowMinus(first, end);
        if (end > first && IsSeparator(end - 1) && !IsInnerSemicolon(first, end - 1, arrow))
        {
            Run(first, end - 1, indent, arrow);
            Separator(end - 1, indent, keepsBlank: false);
        }
        else
        {
            Run(first, end, indent, arrow);
        }

        _lines.EndLine();
    }

    /// <summary>Whether it is the semicolon before the rate of a reaction, which belongs to the reaction even where nothing follows.</summary>
    private bool IsInnerSemicolon(int first, int at, int arrowMinus)
    {
        bool arrow = arrowMinus >= 0;
        for (int i = first; i < at; i++)
        {
            arrow |= TokenAt(i).Kind is TokenKind.Arrow or TokenKind.DoubleArrow or TokenKind.Activation or TokenKind.Inhibition;
            if (TokenAt(i).Kind is TokenKind.Semicolon)
            {
                return false;
            }
        }

        return arrow && TokenAt(at).Kind is TokenKind.Semicolon;
    }

    /// <summary>The minus of the arrow <c>-(</c>, or -1: only names, numbers and a label stand before it.</summary>
    private int ArrowMinus(int first, int end)
    {
        for (int i = first; i < end; i++)
        {
            var token = TokenAt(i);
            switch (token.Kind)
            {
                case TokenKind.Minus:
                    bool isJoined = TokenAt(i + 1).Kind is TokenKind.OpenParenthesis && TokenAt(i + 1).Start == token.End;
                    return isJoined && i > first && TokenAt(i - 1).Kind is not TokenKind.Colon ? i : -1;
                case TokenKind.Identifier or TokenKind.Number or TokenKind.Plus or TokenKind.Dot or TokenKind.Dollar or TokenKind.Colon:
                case TokenKind.Keyword when _text.AsSpan(token.Start, token.Length) is "in":
                    continue;
                default:
                    return -1;
            }
        }

        return -1;
    }

    /// <summary>The tokens of a statement without what ends it.</summary>
    private void Run(int first, int end, int indent, int arrow)
    {
        int lineIndent = indent;
        _spacing.StartStatement();
        for (int i = first; i < end; i++)
        {
            var token = TokenAt(i);
            if (token.Kind is TokenKind.NewLine && i > first)
            {
                Separator(i, indent + Continuation, keepsBlank: false);
                _spacing.StartLine();
                lineIndent = indent + Continuation;
                continue;
            }

            foreach (var piece in Trivia.Before(token, _text))
            {
                if (piece.IsJoint && i > first)
                {
                    _lines.Code("\\", blankBefore: true, lineIndent);
                    _lines.EndLine();
                    _spacing.StartLine();
                    lineIndent = indent + Continuation;
                }
                else if (!piece.IsJoint && piece.HasLines && i == first)
                {
                    _lines.Own(piece.Comment, indent);
                }
                else if (!piece.IsJoint)
                {
                    _lines.Code(piece.Comment.Replace("\n", lineEnd, StringComparison.Ordinal), _spacing.PassComment(), lineIndent);
                }
            }

            bool blank = _spacing.Pass(token, _text.AsSpan(token.Start, token.Length), TokenAt(i + 1).Kind, i == arrow);
            _lines.Code(_text.Substring(token.Start, token.Length), blank, lineIndent);
            _atLineStart = false;
        }
    }

    /// <summary>What ends a statement or a line inside one, with the comments before it.</summary>
    private void Separator(int i, int indent, bool keepsBlank)
    {
        var token = TokenAt(i);
        string comment = string.Join(' ', Trivia.Before(token, _text).Where(p => !p.IsJoint).Select(p => p.Comment));
        if (comment.Length > 0 && _atLineStart)
        {
            _lines.Own(comment, indent);
        }
        else if (comment.Length > 0)
        {
            _lines.Trail(comment, indent);
        }
        else if (keepsBlank && _atLineStart && token.Kind is TokenKind.NewLine)
        {
            _lines.Blank();
        }

        if (token.Kind is TokenKind.NewLine)
        {
            _lines.EndLine();
            _atLineStart = true;
        }
        else
        {
            _atLineStart &= token.Kind is TokenKind.EndOfFile;
        }
    }
}
