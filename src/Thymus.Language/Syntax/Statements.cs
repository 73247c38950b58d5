using System.Collections.Immutable;

namespace Thymus.Language.Syntax;

/// <summary>A statement; its tokens include the newline or semicolon that ends it.</summary>
internal abstract record StatementSyntax(int First, int End) : SyntaxNode(First, End);

/// <summary>A use of a name: <c>x</c>, <c>$x</c>, <c>a.b</c>.</summary>
internal sealed record ReferenceSyntax(bool IsBoundary, ImmutableArray<Token> Parts, int First, int End) : SyntaxNode(First, End);

/// <summary>A name that may be put into a compartment.</summary>
internal sealed record TargetSyntax(ReferenceSyntax Reference, ReferenceSyntax? Compartment, int First, int End) : SyntaxNode(First, End);

/// <summary>One species of a reaction with its stoichiometry.</summary>
internal sealed record ParticipantSyntax(Token? Amount, ReferenceSyntax? NamedAmount, ReferenceSyntax Species);

/// <summary>How a value is given.</summary>
internal enum AssignmentKind
{
    /// <summary><c>=</c>.</summary>
    Value,

    /// <summary><c>:=</c>.</summary>
    Rule,

    /// <summary><c>'=</c>.</summary>
    Rate,

    /// <summary><c>has</c>.</summary>
    Unit,
}

/// <summary>A value, rule or unit of a symbol; the formula of a blank assignment is <see langword="null"/>.</summary>
internal sealed record AssignmentSyntax(AssignmentKind Kind, ExpressionSyntax? Formula);

/// <summary>Nothing but the end of a statement.</summary>
internal sealed record EmptyStatement(int First, int End) : StatementSyntax(First, End);

/// <summary>Something that was not understood; the parser has said so.</summary>
internal sealed record BadStatement(int First, int End) : StatementSyntax(First, End);

/// <summary><c>J: A + 2 B -> C; law in V</c>.</summary>
internal sealed record ReactionStatement(
    TargetSyntax? Label, ImmutableArray<ParticipantSyntax> Reactants, ImmutableArray<ParticipantSyntax> Products, bool IsReversible,
    ExpressionSyntax? Law, ReferenceSyntax? Compartment, int First, int End) : StatementSyntax(First, End);

/// <summary><c>x = f</c>, <c>x := f</c>, <c>x' = f</c>, <c>x has u</c>.</summary>
internal sealed record AssignStatement(TargetSyntax Target, AssignmentSyntax Assignment, int First, int End) : StatementSyntax(First, End);

/// <summary><c>name: 0 = f</c>.</summary>
internal sealed record AlgebraicStatement(
    ReferenceSyntax? Label, Token Number, bool IsNegative, ExpressionSyntax Formula, int First, int End) : StatementSyntax(First, End);

/// <summary><c>x is "text"</c>.</summary>
internal sealed record DisplayNameStatement(ReferenceSyntax Reference, Token Name, int First, int End) : StatementSyntax(First, End);

/// <summary>What a declaration says of its items.</summary>
/// <param name="Kind">The word: species, compartment, …; <see langword="null"/> for <c>var x</c>.</param>
/// <param name="IsConstant">const, var, or neither.</param>
/// <param name="IsSubstanceOnly">Whether <c>substanceOnly</c> is there.</param>
internal sealed record DeclarationPrefix(Token? Kind, bool? IsConstant, bool IsSubstanceOnly);

/// <summary>One name of a declaration.</summary>
internal sealed record DeclarationItem(TargetSyntax Target, AssignmentSyntax? Assignment);

/// <summary><c>species A in V = 3, B</c>.</summary>
internal sealed record DeclareStatement(
    DeclarationPrefix Prefix, ImmutableArray<DeclarationItem> Items, int First, int End) : StatementSyntax(First, End);

/// <summary>A condition or value after the trigger of an event.</summary>
internal sealed record EventOption(Token Name, ExpressionSyntax Value);

/// <summary>A value that an event sets.</summary>
internal sealed record EventTarget(ReferenceSyntax Reference, ExpressionSyntax Value);

/// <summary><c>E: at delay after trigger, options: assignments</c>.</summary>
internal sealed record EventStatement(
    TargetSyntax? Label, Token At, ExpressionSyntax? Delay, ExpressionSyntax Trigger, ImmutableArray<EventOption> Options,
    ImmutableArray<EventTarget> Assignments, int First, int End) : StatementSyntax(First, End);

/// <summary><c>unit u = f</c>.</summary>
internal sealed record UnitStatement(ReferenceSyntax Reference, ExpressionSyntax? Formula, int First, int End) : StatementSyntax(First, End);

/// <summary><c>x word "resource", …</c>, <c>x word.part "value"</c>; the keyword model may stand for the enclosing model.</summary>
internal sealed record AnnotateStatement(
    ReferenceSyntax? Reference, ImmutableArray<Token> Words, ImmutableArray<Token> Values, int First, int End) : StatementSyntax(First, End);

/// <summary><c>constraint name: f</c> or a bare relation.</summary>
internal sealed record ConstraintStatement(
    ReferenceSyntax? Label, ExpressionSyntax Condition, int First, int End) : StatementSyntax(First, End);

/// <summary><c>x in V</c>.</summary>
internal sealed record PlaceStatement(TargetSyntax Target, int First, int End) : StatementSyntax(First, End);

/// <summary><c>function f(a, b) formula end</c>.</summary>
internal sealed record FunctionDeclaration(
    Token Name, ImmutableArray<Token> Parameters, ExpressionSyntax Body, int First, int End) : StatementSyntax(First, End);

/// <summary><c>model *m(a, b) statements end</c>.</summary>
internal sealed record ModuleDeclaration(
    Token Name, bool IsMain, ImmutableArray<ReferenceSyntax> Parameters, ImmutableArray<StatementSyntax> Body, int First, int End)
    : StatementSyntax(First, End);
