using System.Collections.Immutable;

namespace Thymus.Language.Syntax;

/// <summary>A piece of the tree: the tokens from First up to, not including, End.</summary>
internal abstract record SyntaxNode(int First, int End);

/// <summary>A formula or a part of one.</summary>
internal abstract record ExpressionSyntax(int First, int End) : SyntaxNode(First, End);

/// <summary>Nothing, where a formula was expected; the parser has said so.</summary>
internal sealed record MissingSyntax(int First) : ExpressionSyntax(First, First);

/// <summary>A number, with the name of a unit right after it if there is one.</summary>
internal sealed record NumberSyntax(Token Number, Token? Unit, int First, int End) : ExpressionSyntax(First, End);

/// <summary>A name, a constant, or a dotted name.</summary>
internal sealed record NameSyntax(ImmutableArray<Token> Parts, int First, int End) : ExpressionSyntax(First, End);

/// <summary>A function with its arguments.</summary>
internal sealed record CallSyntax(Token Name, ImmutableArray<ExpressionSyntax> Arguments, int First, int End) : ExpressionSyntax(First, End);

/// <summary>Minus, plus or not before an operand.</summary>
internal sealed record UnarySyntax(TokenKind Operator, ExpressionSyntax Operand, int First, int End) : ExpressionSyntax(First, End);

/// <summary>Operands joined by operators of one level, such as <c>a - b + c</c>; there is one more operand than operators.</summary>
internal sealed record ChainSyntax(
    ImmutableArray<ExpressionSyntax> Operands, ImmutableArray<TokenKind> Operators, int First, int End) : ExpressionSyntax(First, End);

/// <summary>A power.</summary>
internal sealed record PowerSyntax(ExpressionSyntax Base, ExpressionSyntax Exponent, int First, int End) : ExpressionSyntax(First, End);

/// <summary>A formula in parentheses.</summary>
internal sealed record ParenthesisSyntax(ExpressionSyntax Inner, int First, int End) : ExpressionSyntax(First, End);

/// <summary>Values in braces, for uncertainty only.</summary>
internal sealed record VectorSyntax(ImmutableArray<ExpressionSyntax> Items, int First, int End) : ExpressionSyntax(First, End);

/// <summary>The upstream value of a strand, <c>...</c>.</summary>
internal sealed record UpstreamSyntax(int First, int End) : ExpressionSyntax(First, End);
