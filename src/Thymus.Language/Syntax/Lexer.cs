using Thymus.Language.Diagnostics;
using Thymus.Language.Text;

namespace Thymus.Language.Syntax;

/// <summary>Cuts a text into tokens (Antimony reference, section 2). Every character belongs to one token or to the trivia before one.</summary>
internal sealed class Lexer(SourceText source, DiagnosticBag findings)
{
    private readonly string _text = source.Text;
    private int _at;

    public List<Token> Tokenize()
    {
        var tokens = new List<Token>();
        if (_text.StartsWith('\uFEFF'))
        {
            _at = 1;
        }

        int triviaStart = 0;
        do
        {
            SkipTrivia();
            if (tokens.Count == Parser.MostTokens)
            {
                findings.Report(SyntaxRules.TooLarge, source.Span(_at, 1), "split the model", "names, numbers and signs", $"{Parser.MostTokens}");
                _at = _text.Length;
            }

            int start = _at;
            var kind = Next();
            if (kind is TokenKind.Bad)
            {
                ReportBad(start, tokens);
            }

            tokens.Add(new Token(kind, triviaStart, start, _at - start));
            triviaStart = _at;
        }
        while (tokens[^1].Kind is not TokenKind.EndOfFile);

        return tokens;
    }

    private char Peek(int ahead = 0) => _at + ahead < _text.Length ? _text[_at + ahead] : '\0';

    private bool AtEnd => _at >= _text.Length;

    private void SkipTrivia()
    {
        while (!AtEnd)
        {
            char c = Peek();
            if (c is ' ' or '\t')
            {
                _at++;
            }
            else if (c is '#' || (c is '/' && Peek(1) is '/'))
            {
                SkipLine();
            }
            else if (c is '/' && Peek(1) is '*')
            {
                int start = _at;
                int end = _text.IndexOf("*/", _at + 2, StringComparison.Ordinal);
                _at = end < 0 ? _text.Length : end + 2;
                if (end < 0)
                {
                    findings.Report(SyntaxRules.UnterminatedText, source.Span(start, 2), "close it with */", "comment");
                }
            }
            else if (c is '\\' && Peek(1) is '\r' or '\n')
            {
                _at++;
                while (Peek() is ' ' or '\t' or '\r' or '\n' && !AtEnd)
                {
                    _at++;
                }
            }
            else
            {
                break;
            }
        }
    }

    private void SkipLine()
    {
        while (!AtEnd && Peek() is not ('\r' or '\n'))
        {
            _at++;
        }
    }

    private TokenKind Next()
    {
        if (AtEnd)
        {
            return TokenKind.EndOfFile;
        }

        char c = Peek();
        if (char.IsAsciiLetter(c) || c is '_')
        {
            return Word();
        }

        if (char.IsAsciiDigit(c) || (c is '.' && char.IsAsciiDigit(Peek(1))))
        {
            return Number();
        }

        return c switch
        {
            '\r' => Take(Peek(1) is '\n' ? 2 : 1, TokenKind.NewLine),
            '\n' => Take(1, TokenKind.NewLine),
            ';' => Take(1, TokenKind.Semicolon),
            ',' => Take(1, TokenKind.Comma),
            ':' => Take(1, TokenKind.Colon),
            '.' => Peek(1) is '.' && Peek(2) is '.' ? Take(3, TokenKind.Ellipsis) : Take(1, TokenKind.Dot),
            '\'' => Take(1, TokenKind.Prime),
            '$' => Take(1, TokenKind.Dollar),
            '(' => Take(1, TokenKind.OpenParenthesis),
            ')' => Take(1, TokenKind.CloseParenthesis),
            '{' => Take(1, TokenKind.OpenBrace),
            '}' => Take(1, TokenKind.CloseBrace),
            '+' => Take(1, TokenKind.Plus),
            '-' => Minus(),
            '*' => Take(1, TokenKind.Star),
            '/' => Take(1, TokenKind.Slash),
            '%' => Take(1, TokenKind.Percent),
            '^' => Take(1, TokenKind.Caret),
            '!' => Peek(1) is '=' ? Take(2, TokenKind.NotEqual) : Take(1, TokenKind.Exclamation),
            '=' => Peek(1) switch
            {
                '=' => Take(2, TokenKind.EqualEqual),
                '>' => Take(2, TokenKind.DoubleArrow),
                _ => Take(1, TokenKind.Equals),
            },
            '<' => Peek(1) switch
            {
                '=' when Peek(2) is '=' && Peek(3) is '>' => Take(4, TokenKind.Arrow),
                '=' => Take(2, TokenKind.LessOrEqual),
                '>' => Take(2, TokenKind.NotEqual),
                _ => Take(1, TokenKind.Less),
            },
            '>' => Peek(1) is '=' ? Take(2, TokenKind.GreaterOrEqual) : Take(1, TokenKind.Greater),
            '&' => Peek(1) is '&' ? Take(2, TokenKind.And) : Take(1, TokenKind.Bad),
            '|' => Peek(1) is '|' ? Take(2, TokenKind.Or) : Take(1, TokenKind.Bad),
            '"' => Quoted(),
            '`' when Peek(1) is '`' && Peek(2) is '`' => LongText(),
            _ => Bad(),
        };
    }

    private TokenKind Take(int length, TokenKind kind)
    {
        _at += length;
        return kind;
    }

    private TokenKind Minus()
    {
        switch (Peek(1))
        {
            case '>':
                return Take(2, TokenKind.Arrow);
            case '|' when Peek(2) is not '|':
                return Take(2, TokenKind.Inhibition);
            case 'o' when Peek(2) is ' ' or '\t' or ';':
                return Take(2, TokenKind.Activation);
            case '-':
                while (Peek() is '-')
                {
                    _at++;
                }

                return TokenKind.Strand;
            default:
                return Take(1, TokenKind.Minus);
        }
    }

    private TokenKind Word()
    {
        int start = _at;
        while (char.IsAsciiLetterOrDigit(Peek()) || Peek() is '_')
        {
            _at++;
        }

        var word = _text.AsSpan(start, _at - start);
        if (word.Equals("SBO", StringComparison.OrdinalIgnoreCase) && Peek() is ':' && char.IsAsciiDigit(Peek(1)))
        {
            _at++;
            SkipDigits();
            return TokenKind.SboNumber;
        }

        return word.Length <= 13 && ReservedWords.Keywords.Contains(word.ToString()) ? TokenKind.Keyword : TokenKind.Identifier;
    }

    private TokenKind Number()
    {
        SkipDigits();
        if (Peek() is '.')
        {
            _at++;
            SkipDigits();
        }

        int digits = Peek(1) is '+' or '-' ? 2 : 1;
        if (Peek() is 'e' or 'E' && char.IsAsciiDigit(Peek(digits)))
        {
            _at += digits;
            SkipDigits();
        }

        return TokenKind.Number;
    }

    private void SkipDigits()
    {
        while (char.IsAsciiDigit(Peek()))
        {
            _at++;
        }
    }

    private TokenKind Quoted()
    {
        int start = _at++;
        while (!AtEnd && Peek() is not ('"' or '\r' or '\n'))
        {
            _at++;
        }

        if (Peek() is '"')
        {
            _at++;
        }
        else
        {
            findings.Report(SyntaxRules.UnterminatedText, source.Span(start, _at - start), "close it with \" on the same line", "string");
        }

        return TokenKind.String;
    }

    private TokenKind LongText()
    {
        int start = _at;
        int end = _text.IndexOf("```", _at + 3, StringComparison.Ordinal);
        _at = end < 0 ? _text.Length : end + 3;
        if (end < 0)
        {
            findings.Report(SyntaxRules.UnterminatedText, source.Span(start, 3), "close it with three backticks", "text");
        }

        return TokenKind.String;
    }

    /// <summary>Takes everything up to the next character that could begin a token, so that a foreign word is one finding.</summary>
    private TokenKind Bad()
    {
        do
        {
            _at++;
        }
        while (Peek() > '~' || (Peek() < ' ' && !AtEnd && Peek() is not ('\t' or '\r' or '\n')));

        return TokenKind.Bad;
    }

    private void ReportBad(int start, List<Token> before)
    {
        string piece = _text[start..Math.Min(_at, start + 20)];
        string? suggestion = piece switch
        {
            "&" => "&&",
            "|" => "||",
            "\\" => "\\ joins lines only when it is the last character of a line",
            "@" or "?" or "[" or "]" or "~" => null,
            _ => "use ASCII letters, digits and _ in names",
        };
        var span = source.Span(start, _at - start);
        if (before.Count == 0 || before[^1].Kind is not TokenKind.Bad || before[^1].End < start)
        {
            string shown = piece[0] < ' ' ? FormattableString.Invariant($"the control character {(int)piece[0]}") : $"'{piece}'";
            findings.Report(SyntaxRules.BadCharacter, span, suggestion, shown);
        }
    }
}
