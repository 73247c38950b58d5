using Thymus.Language.Syntax;

namespace Thymus.Language.Formatting;

/// <summary>
/// Decides where a blank stands between the tokens of one statement: <c>a + b*c^-2</c>, <c>J: 2 A -> B; k*A</c>, <c>x := f(a, b)</c>,
/// <c>x' = 1</c>. Never glues what would be read as another token: <c>- -b</c>, <c>- o</c>.
/// </summary>
internal sealed class TokenSpacing
{
    private enum Role
    {
        /// <summary>Before the first token of a line.</summary>
        None,

        /// <summary>A name, number or string.</summary>
        Operand,

        /// <summary>A keyword, or a word such as <c>and</c> between operands.</summary>
        Word,

        /// <summary>Between operands with blanks: a sum, a comparison, an assignment, an arrow.</summary>
        Loose,

        /// <summary>Between operands without blanks: a product, a power, a dot, a strand.</summary>
        Tight,

        /// <summary>Before its operand without a blank: a sign, <c>!</c>, <c>$</c>.</summary>
        Prefix,
        Open,
        Close,
        Comma,

        /// <summary>The colon after a label, and the semicolon inside a reaction.</summary>
        Label,

        /// <summary>The colon of <c>:=</c>.</summary>
        Assign,
        Comment,
    }

    private Role _before;
    private bool _afterOperand;      // whether a sign that comes next stands between operands
    private bool _afterSign;         // whether a minus is before
    private bool _afterName;         // whether a parenthesis that comes next opens a call
    private bool _isArrowOpen;       // between the two tokens of the arrow -(

    /// <summary>Forgets the line before: the next token stands at the start of one.</summary>
    public void StartLine() => _before = Role.None;

    /// <summary>Forgets the statement before.</summary>
    public void StartStatement()
    {
        _before = Role.None;
        _afterOperand = _afterSign = _afterName = _isArrowOpen = false;
    }

    /// <summary>Whether a blank stands before a comment inside the statement; one stands after it in any case.</summary>
    public bool PassComment()
    {
        bool blank = _before is not Role.None;
        _before = Role.Comment;
        return blank;
    }

    /// <summary>Whether a blank stands before the token, which becomes the one before the next.</summary>
    /// <param name="token">The token.</param>
    /// <param name="spelling">Its text.</param>
    /// <param name="next">The kind of the token after it.</param>
    /// <param name="isArrow">Whether it is the minus of the arrow <c>-(</c>.</param>
    public bool Pass(Token token, ReadOnlySpan<char> spelling, TokenKind next, bool isArrow)
    {
        var role = _isArrowOpen ? Role.Loose : RoleOf(token.Kind, spelling, next);
        bool blank = !_isArrowOpen && IsApart(role, token.Kind, spelling);
        _afterOperand = role is Role.Operand or Role.Close;
        _afterName = role is Role.Operand && token.Kind is TokenKind.Identifier;
        _afterSign = role is Role.Prefix && token.Kind is TokenKind.Minus;
        _isArrowOpen = isArrow;
        _before = role;
        return blank;
    }

    private Role RoleOf(TokenKind kind, ReadOnlySpan<char> spelling, TokenKind next)
    {
        switch (kind)
        {
            case TokenKind.Identifier when _before is not Role.Tight:
                bool isWord = _afterOperand ? ReservedWords.IsWordOperator(spelling) : spelling is "not" && next is not TokenKind.OpenParenthesis;
                return isWord ? Role.Word : Role.Operand;
            case TokenKind.Keyword:
                return _before is Role.Tight ? Role.Operand : Role.Word;
            case TokenKind.Identifier or TokenKind.Number or TokenKind.SboNumber or TokenKind.String or TokenKind.Ellipsis:
                return Role.Operand;
            case TokenKind.Plus or TokenKind.Minus:
                return _afterOperand ? Role.Loose : Role.Prefix;
            case TokenKind.Star:
                return _afterOperand ? Role.Tight : Role.Prefix;   // the star of a main model stands before its name
            case TokenKind.Exclamation:
                return next is TokenKind.Equals ? Role.Loose : Role.Prefix;
            case TokenKind.Dollar:
                return Role.Prefix;
            case TokenKind.Slash or TokenKind.Percent or TokenKind.Caret or TokenKind.Dot or TokenKind.Strand:
                return Role.Tight;
            case TokenKind.OpenParenthesis or TokenKind.OpenBrace:
                return Role.Open;
            case TokenKind.CloseParenthesis or TokenKind.CloseBrace or TokenKind.Prime:
                return Role.Close;
            case TokenKind.Comma:
                return Role.Comma;
            case TokenKind.Colon:
                return next is TokenKind.Equals ? Role.Assign : Role.Label;
            case TokenKind.Semicolon:
                return Role.Label;
            default:
                return Role.Loose;
        }
    }

    private bool IsApart(Role role, TokenKind kind, ReadOnlySpan<char> spelling) => (_before, role) switch
    {
        (Role.None, _) => false,
        (Role.Loose, Role.Label) => kind is TokenKind.Semicolon,   // A -> ; k*A
        (_, Role.Comma or Role.Close or Role.Label) => false,
        (Role.Comment, _) => true,
        (Role.Assign, _) => false,
        (Role.Prefix, _) when _afterSign => kind is TokenKind.Minus || spelling is "o",
        (Role.Prefix or Role.Open, _) => false,
        (Role.Tight, _) => false,
        (Role.Label or Role.Comma or Role.Word or Role.Loose, _) => true,
        (_, Role.Tight) => false,
        (_, Role.Open) => !_afterName,
        _ => true,
    };
}
