using System.Collections.Immutable;

namespace Thymus.Language.Syntax;

/// <summary><c>import "file"</c>.</summary>
internal sealed record ImportStatement(Token Path, int First, int End) : StatementSyntax(First, End);

/// <summary>What is handed to a submodel or set for it: a symbol, or an unsigned number.</summary>
internal sealed record ArgumentSyntax(ReferenceSyntax? Reference, Token? Number);

/// <summary><c>timeconv = 60</c> after a submodel.</summary>
internal sealed record SubmodelOption(Token Name, ArgumentSyntax Value);

/// <summary><c>A: m(x, 0.3), timeconv = 60 in V</c>.</summary>
internal sealed record SubmodelStatement(
    TargetSyntax? Label, Token Module, ImmutableArray<ArgumentSyntax> Arguments, ImmutableArray<SubmodelOption> Options,
    ReferenceSyntax? Compartment, int First, int End) : StatementSyntax(First, End);

/// <summary><c>A.x is y</c>; with a factor <c>A.x * cf is y</c> or <c>A.x is y / cf</c>, which both mean y = cf * A.x.</summary>
internal sealed record SyncStatement(TargetSyntax Target, ReferenceSyntax Survivor, ReferenceSyntax? Factor, int First, int End)
    : StatementSyntax(First, End);

/// <summary><c>delete A.x, A.y</c>.</summary>
internal sealed record DeleteStatement(ImmutableArray<ReferenceSyntax> References, int First, int End) : StatementSyntax(First, End);

/// <summary><c>i1: D -| J0; law</c>; the arrow is -o, -| or the minus of -(.</summary>
internal sealed record InteractionStatement(
    TargetSyntax? Label, ImmutableArray<ParticipantSyntax> Species, Token Arrow, ReferenceSyntax Reaction, ExpressionSyntax? Law,
    int First, int End) : StatementSyntax(First, End);

/// <summary><c>s: --P--G--</c>, a strand of DNA; a dash at an end leaves that end open.</summary>
internal sealed record StrandStatement(
    TargetSyntax? Label, ImmutableArray<ReferenceSyntax> Elements, bool IsOpenUpstream, bool IsOpenDownstream, int First, int End)
    : StatementSyntax(First, End);

/// <summary><c>o: maximize J0</c>, an objective for fluxes.</summary>
internal sealed record ObjectiveStatement(TargetSyntax? Label, Token Word, ExpressionSyntax Formula, int First, int End)
    : StatementSyntax(First, End);
