namespace Thymus.Language.Syntax;

/// <summary>Kinds of tokens; white space and comments are the trivia in front of a token.</summary>
internal enum TokenKind
{
    EndOfFile,
    NewLine,
    Semicolon,
    Comma,
    Colon,
    Dot,
    Ellipsis,
    Prime,
    Dollar,
    OpenParenthesis,
    CloseParenthesis,
    OpenBrace,
    CloseBrace,
    Plus,
    Minus,
    Star,
    Slash,
    Percent,
    Caret,
    Exclamation,
    Equals,
    EqualEqual,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    And,
    Or,

    /// <summary><c>-&gt;</c> or its alias <c>&lt;==&gt;</c>.</summary>
    Arrow,

    /// <summary><c>=&gt;</c>.</summary>
    DoubleArrow,

    /// <summary><c>-o</c>, only before a blank or a semicolon.</summary>
    Activation,

    /// <summary><c>-|</c>.</summary>
    Inhibition,

    /// <summary>Two or more minus signs.</summary>
    Strand,
    Number,
    SboNumber,
    String,
    Identifier,
    Keyword,
    Bad,
}

/// <summary>A token: its place, and where the white space and comments in front of it begin.</summary>
internal readonly record struct Token(TokenKind Kind, int TriviaStart, int Start, int Length)
{
    public int End => Start + Length;
}
