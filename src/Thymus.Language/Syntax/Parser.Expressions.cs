using System.Collections.Immutable;

namespace Thymus.Language.Syntax;

internal sealed partial class Parser
{
    private const int LogicalLevel = 1;
    private const int RelationLevel = 2;
    private const int SumLevel = 3;
    private const int ProductLevel = 4;

    /// <summary>
    /// expression = levels of left-associative chains, loosest first: &amp;&amp; and || (one level), relations, sums, products; then signs and
    /// not, then powers (right-associative), then leaves (Antimony reference, section 13.1).
    /// </summary>
    private ExpressionSyntax ParseExpression() => ParseChain(LogicalLevel);

    private ExpressionSyntax ParseChain(int level)
    {
        if (level > ProductLevel)
        {
            return ParseSigned();
        }

        int first = _at;
        var left = ParseChain(level + 1);
        if (OperatorAt(level) is null)
        {
            return left;
        }

        var operands = ImmutableArray.CreateBuilder<ExpressionSyntax>();
        var operators = ImmutableArray.CreateBuilder<TokenKind>();
        operands.Add(left);
        while (OperatorAt(level) is TokenKind op)
        {
            _at += Current.Kind is TokenKind.Exclamation or TokenKind.Equals ? 2 : 1;
            operators.Add(op);
            operands.Add(ParseChain(level + 1));
        }

        return new ChainSyntax(operands.ToImmutable(), operators.ToImmutable(), first, _at);
    }

    private TokenKind? OperatorAt(int level) => (level, Current.Kind) switch
    {
        (LogicalLevel, TokenKind.And or TokenKind.Or) => Current.Kind,
        (LogicalLevel, TokenKind.Identifier) => SpellingOf(Current) switch
        {
            "and" or "AND" => TokenKind.And,
            "or" or "OR" => TokenKind.Or,
            _ => null,
        },
        (RelationLevel, TokenKind.Less or TokenKind.LessOrEqual or TokenKind.Greater or TokenKind.GreaterOrEqual
            or TokenKind.EqualEqual or TokenKind.NotEqual) => Current.Kind,
        (RelationLevel, TokenKind.Exclamation) when Peek(1).Kind is TokenKind.Equals => TokenKind.NotEqual,   // "! =" is a pair, too
        (RelationLevel, TokenKind.Equals) when Peek(1).Kind is TokenKind.Equals => TokenKind.EqualEqual,
        (SumLevel, TokenKind.Plus or TokenKind.Minus) => Current.Kind,
        (ProductLevel, TokenKind.Star or TokenKind.Slash or TokenKind.Percent) => Current.Kind,
        _ => null,
    };

    /// <summary>signed = { "-" | "+" | "!" | "not" } power.</summary>
    private ExpressionSyntax ParseSigned()
    {
        int first = _at;
        var sign = Current.Kind switch
        {
            TokenKind.Minus or TokenKind.Plus or TokenKind.Exclamation => Current.Kind,
            TokenKind.Identifier when SpellingOf(Current) is "not" && Peek(1).Kind is not TokenKind.OpenParenthesis => TokenKind.Exclamation,
            _ => TokenKind.Bad,
        };
        if (sign is TokenKind.Bad)
        {
            return ParsePower();
        }

        if (!Enter())
        {
            return new MissingSyntax(_at);
        }

        _at++;
        var operand = ParseSigned();
        _depth--;
        return new UnarySyntax(sign, operand, first, _at);
    }

    /// <summary>power = leaf [ "^" signed-power ]; to the right of ^ a sign is allowed: 2^-1.</summary>
    private ExpressionSyntax ParsePower()
    {
        int first = _at;
        var left = ParseLeaf();
        if (Current.Kind is not TokenKind.Caret)
        {
            return left;
        }

        if (!Enter())
        {
            return new MissingSyntax(_at);
        }

        _at++;
        var right = ParseSigned();
        _depth--;
        return new PowerSyntax(left, right, first, _at);
    }

    private ExpressionSyntax ParseLeaf()
    {
        int first = _at;
        switch (Current.Kind)
        {
            case TokenKind.Number or TokenKind.SboNumber:
                var number = Next();
                return Current.Kind is TokenKind.Identifier && !ReservedWords.IsWordOperator(SpellingOf(Current))
                    ? new NumberSyntax(number, ParseUnitName(), first, _at)
                    : new NumberSyntax(number, null, first, _at);
            case TokenKind.Identifier:
                var name = Next();
                return Current.Kind is TokenKind.OpenParenthesis ? ParseCall(name, first) : ParseName(name, first);
            case TokenKind.OpenParenthesis:
                if (!Enter())
                {
                    return new MissingSyntax(_at);
                }

                _at++;
                var inner = ParseExpression();
                Expect(TokenKind.CloseParenthesis, "')'");
                _depth--;
                return new ParenthesisSyntax(inner, first, _at);
            case TokenKind.OpenBrace:
                return ParseVector(first);
            case TokenKind.Ellipsis:
                _at++;
                return new UpstreamSyntax(first, _at);
            case TokenKind.Strand:
                Unexpected("a number, a name or '('", "separate two minus signs by a blank: a - -b");
                return new MissingSyntax(_at);
            case TokenKind.Equals:
                Unexpected("a number, a name or '('", "== compares");
                return new MissingSyntax(_at);
            default:
                Unexpected("a number, a name or '('");
                return new MissingSyntax(_at);
        }
    }

    /// <summary>The unit of a number: the name right after it.</summary>
    private Token ParseUnitName()
    {
        var unit = Next();
        if (Reservation(SpellingOf(unit)) is string role)
        {
            string number = TextOf(_tokens[_at - 2]);
            Report(SyntaxRules.ReservedName, unit, $"{number}*{TextOf(unit)}", TextOf(unit), role);
        }

        return unit;
    }

    private NameSyntax ParseName(Token name, int first)
    {
        var parts = ImmutableArray.CreateBuilder<Token>();
        parts.Add(name);
        ParseDots(parts);
        return new NameSyntax(parts.ToImmutable(), first, _at);
    }

    private ExpressionSyntax ParseCall(Token name, int first)
    {
        if (!Enter())
        {
            return new MissingSyntax(_at);
        }

        _at++;
        var arguments = ParseList(TokenKind.CloseParenthesis);
        Expect(TokenKind.CloseParenthesis, "',' or ')'");
        _depth--;
        return new CallSyntax(name, arguments, first, _at);
    }

    private ExpressionSyntax ParseVector(int first)
    {
        if (!Enter())
        {
            return new MissingSyntax(_at);
        }

        _at++;
        var items = ParseList(TokenKind.CloseBrace);
        Expect(TokenKind.CloseBrace, "',' or '}'");
        _depth--;
        return new VectorSyntax(items, first, _at);
    }

    private ImmutableArray<ExpressionSyntax> ParseList(TokenKind close)
    {
        var items = ImmutableArray.CreateBuilder<ExpressionSyntax>();
        if (Current.Kind != close)
        {
            do
            {
                items.Add(ParseExpression());
            }
            while (Accept(TokenKind.Comma));
        }

        return items.ToImmutable();
    }

    private bool Enter()
    {
        if (++_depth <= DeepestNesting)
        {
            return true;
        }

        _depth--;
        if (!_hasReported)
        {
            Report(SyntaxRules.TooDeep, Current, "give parts of it names of their own", $"{DeepestNesting}");
        }

        return false;
    }
}
