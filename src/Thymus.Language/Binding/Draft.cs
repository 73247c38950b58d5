using Thymus.Language.Diagnostics;
using Thymus.Language.Syntax;

namespace Thymus.Language.Binding;

/// <summary>What a name is known to be so far; all its uses in the model decide together (Antimony reference, section 5).</summary>
internal enum DraftKind
{
    /// <summary>Only used in formulas; becomes a parameter without a value.</summary>
    Undefined,

    /// <summary>Has a value; becomes a parameter unless it turns out to be more.</summary>
    Formula,
    Compartment,
    Species,
    Reaction,
    Event,
    Constraint,
    Unit,
}

/// <summary>A definition and where it stands.</summary>
internal sealed record Definition(ExpressionSyntax Formula, SourceSpan Span);

/// <summary>A name of a model while its statements are gathered.</summary>
internal sealed class Draft(string name, SourceSpan span)
{
    public string Name { get; } = name;

    public SourceSpan Span { get; } = span;

    public DraftKind Kind { get; set; }

    /// <summary>Where <see cref="Kind"/> was settled.</summary>
    public SourceSpan KindSpan { get; set; } = span;

    /// <summary>const, var, or neither.</summary>
    public bool? IsConstant { get; set; }

    public bool IsBoundary { get; set; }

    public bool IsSubstanceOnly { get; set; }

    /// <summary>Its own 'in'.</summary>
    public Draft? Compartment { get; set; }

    /// <summary>The compartment of a reaction that it takes part in.</summary>
    public Draft? CompartmentOfReaction { get; set; }

    public Definition? Value { get; set; }

    public Definition? AssignmentRule { get; set; }

    public Definition? RateRule { get; set; }

    /// <summary>Right side of 'has', or of a unit definition.</summary>
    public Definition? Unit { get; set; }

    public string? DisplayName { get; set; }

    public List<Annotation> Annotations { get; } = [];

    /// <summary>First use in a formula.</summary>
    public SourceSpan? Use { get; set; }

    /// <summary>Whether an event sets it.</summary>
    public bool IsEventTarget { get; set; }

    public Symbol? Symbol { get; set; }

    public bool HasRule => AssignmentRule is not null || RateRule is not null;
}
