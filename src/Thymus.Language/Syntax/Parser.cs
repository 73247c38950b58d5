using System.Collections.Immutable;
using Thymus.Language.Diagnostics;
using Thymus.Language.Text;

namespace Thymus.Language.Syntax;

/// <summary>
/// file = { module | function | import | statement }. Reports one syntax finding per statement and goes on after its end; nesting and
/// size are limited, and each token is looked at a bounded number of times.
/// </summary>
internal sealed partial class Parser
{
    /// <summary>The longest text that is read [characters].</summary>
    internal const int LargestText = 10_000_000;

    /// <summary>Most names, numbers and signs: a model of 10,000 reactions has some 200,000.</summary>
    internal const int MostTokens = 1_000_000;

    /// <summary>The deepest nesting of parentheses, calls, signs and powers.</summary>
    internal const int DeepestNesting = 200;

    private readonly SourceText _source;
    private readonly DiagnosticBag _findings;
    private readonly List<Token> _tokens;
    private int _at;
    private int _depth;
    private bool _hasReported;

    private Parser(SourceText source, DiagnosticBag findings)
    {
        _source = source;
        _findings = findings;
        _tokens = new Lexer(source, findings).Tokenize();
    }

    private Token Current => _tokens[_at];

    private bool AtStatementEnd =>
        Current.Kind is TokenKind.NewLine or TokenKind.Semicolon or TokenKind.EndOfFile || IsKeyword(Current, "end");

    /// <summary>Reads a file; a text that is too large is refused unread.</summary>
    public static SyntaxTree Parse(SourceText source, DiagnosticBag findings)
    {
        if (source.Text.Length > LargestText)
        {
            findings.Report(
                SyntaxRules.TooLarge, source.Span(0, 0), "split the model", "characters", $"{LargestText}");
            return Unread(source);
        }

        var parser = new Parser(source, findings);
        if (parser._tokens.Count > MostTokens)
        {
            return Unread(source);
        }

        var statements = ImmutableArray.CreateBuilder<StatementSyntax>();
        while (parser.Current.Kind is not TokenKind.EndOfFile)
        {
            statements.Add(parser.ParseStatement(insideModule: false));
        }

        statements.Add(new EmptyStatement(parser._at, parser._at + 1));
        return new SyntaxTree(source, parser._tokens, statements.ToImmutable());
    }

    /// <summary>Reads a single formula, which must be the whole text.</summary>
    public static (SyntaxTree Tree, ExpressionSyntax Formula) ParseFormula(SourceText source, DiagnosticBag findings)
    {
        if (source.Text.Length > LargestText)
        {
            return (Parse(source, findings), new MissingSyntax(0));
        }

        var parser = new Parser(source, findings);
        parser.SkipNewLines();
        var formula = parser.ParseExpression();
        parser.SkipNewLines();
        if (parser.Current.Kind is not TokenKind.EndOfFile)
        {
            parser.Unexpected("the end of the formula");
        }

        return (new SyntaxTree(source, parser._tokens, []), formula);
    }

    private static SyntaxTree Unread(SourceText source) =>
        new(source, [new Token(TokenKind.EndOfFile, 0, 0, source.Text.Length)], [new BadStatement(0, 1)]);

    private Token Next()
    {
        var token = Current;
        if (token.Kind is not TokenKind.EndOfFile)
        {
            _at++;
        }

        return token;
    }

    private Token Peek(int ahead) => _tokens[Math.Min(_at + ahead, _tokens.Count - 1)];

    private string TextOf(Token token) => _source.Text.Substring(token.Start, token.Length);

    private ReadOnlySpan<char> SpellingOf(Token token) => _source.Text.AsSpan(token.Start, token.Length);

    private bool IsKeyword(Token token, string word) => token.Kind is TokenKind.Keyword && SpellingOf(token).SequenceEqual(word);

    private bool Accept(TokenKind kind)
    {
        if (Current.Kind != kind)
        {
            return false;
        }

        _at++;
        return true;
    }

    private bool AcceptKeyword(string word)
    {
        if (!IsKeyword(Current, word))
        {
            return false;
        }

        _at++;
        return true;
    }

    private bool Expect(TokenKind kind, string what, string? suggestion = null)
    {
        if (Accept(kind))
        {
            return true;
        }

        Unexpected(what, suggestion);
        return false;
    }

    private void SkipNewLines()
    {
        while (Current.Kind is TokenKind.NewLine)
        {
            _at++;
        }
    }

    private void SkipStatementEnds()
    {
        while (Current.Kind is TokenKind.NewLine or TokenKind.Semicolon)
        {
            _at++;
        }
    }

    /// <summary>Reports what stands where something else was expected; only the first in a statement, since the rest follows from it.</summary>
    private void Unexpected(string expected, string? suggestion = null)
    {
        if (Current.Kind is TokenKind.Bad)
        {
            _hasReported = true;   // the lexer has said so
        }
        else if (!_hasReported)
        {
            Report(SyntaxRules.Expected, Current, suggestion, expected, Describe(Current));
        }
    }

    private void Report(DiagnosticRule rule, Token token, string? suggestion, params ImmutableArray<string> arguments)
    {
        _hasReported = true;
        _findings.Report(rule, _source.Span(token.Start, token.Length), suggestion, arguments);
    }

    private string Describe(Token token) => token.Kind switch
    {
        TokenKind.EndOfFile => "the end of the text",
        TokenKind.NewLine => "the end of the line",
        TokenKind.Semicolon => "';'",
        TokenKind.Keyword => $"the word '{TextOf(token)}'",
        TokenKind.String => "a string",
        _ => $"'{Shorten(TextOf(token))}'",
    };

    private static string Shorten(string text) => text.Length <= 30 ? text : text[..27] + "...";

    /// <summary>A name that may be given to a symbol; a reserved word is reported and taken as the name.</summary>
    private bool TryName(out Token name)
    {
        name = Current;
        if (name.Kind is TokenKind.Identifier)
        {
            _at++;
            if (Reservation(SpellingOf(name)) is string role)
            {
                Report(SyntaxRules.ReservedName, name, $"{TextOf(name)}_", TextOf(name), role);
            }

            return true;
        }

        if (name.Kind is TokenKind.Keyword && !IsKeyword(name, "end") && !_hasReported)
        {
            Report(SyntaxRules.ReservedName, name, $"{TextOf(name)}_", TextOf(name), "a word");
        }

        return false;
    }

    private static string? Reservation(ReadOnlySpan<char> spelling)
    {
        if (spelling.Length > 24)
        {
            return null;
        }

        string name = spelling.ToString();
        return ReservedWords.Constants.Contains(name) ? "a constant"
            : Binding.Builtins.IsFunction(name) || ReservedWords.Draws.Contains(name) ? "a function"
            : null;
    }

    /// <summary>reference = "$"? name { "." name }; after a dot any word is allowed.</summary>
    private ReferenceSyntax? ParseReference(string what)
    {
        int first = _at;
        bool boundary = Accept(TokenKind.Dollar);
        if (!TryName(out var name))
        {
            Unexpected(what);
            return null;
        }

        var parts = ImmutableArray.CreateBuilder<Token>();
        parts.Add(name);
        ParseDots(parts);
        return new ReferenceSyntax(boundary, parts.ToImmutable(), first, _at);
    }

    private void ParseDots(ImmutableArray<Token>.Builder parts)
    {
        while (Current.Kind is TokenKind.Dot && Peek(1).Kind is TokenKind.Identifier or TokenKind.Keyword)
        {
            _at++;
            parts.Add(Next());
        }
    }

    private ReferenceSyntax? ParsePlace() => AcceptKeyword("in") ? ParseReference("the name of a compartment") : null;

    private TargetSyntax? ParseTarget(string what)
    {
        int first = _at;
        return ParseReference(what) is { } reference ? new TargetSyntax(reference, ParsePlace(), first, _at) : null;
    }
}
