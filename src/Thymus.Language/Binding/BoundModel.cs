using System.Collections.Immutable;
using Thymus.Language.Diagnostics;
using Thymus.Units;

namespace Thymus.Language.Binding;

/// <summary>A model whose names are resolved, with SBML Level 3 semantics, whichever language it was written in.</summary>
public sealed record BoundModel
{
    /// <summary>Identifier.</summary>
    public required string Id { get; init; }

    /// <summary>Display name, if any.</summary>
    public string? Name { get; init; }

    /// <summary>Unit of time; <see langword="null"/> when the model does not say.</summary>
    public Unit? TimeUnit { get; init; }

    /// <summary>Unit of amounts of substance; <see langword="null"/> when the model does not say.</summary>
    public Unit? SubstanceUnit { get; init; }

    /// <summary>Every compartment, species, parameter and reaction, in the order of first mention.</summary>
    public required ImmutableArray<Symbol> Symbols { get; init; }

    /// <summary>Reactions, in order.</summary>
    public ImmutableArray<Reaction> Reactions { get; init; } = [];

    /// <summary>Assignment, rate and algebraic rules, in order.</summary>
    public ImmutableArray<Rule> Rules { get; init; } = [];

    /// <summary>Initial assignments, in order; a plain number is <see cref="Symbol.InitialValue"/> instead.</summary>
    public ImmutableArray<InitialAssignment> InitialAssignments { get; init; } = [];

    /// <summary>Events, in order.</summary>
    public ImmutableArray<ModelEvent> Events { get; init; } = [];

    /// <summary>Constraints, in order.</summary>
    public ImmutableArray<Constraint> Constraints { get; init; } = [];

    /// <summary>Annotations of the model itself.</summary>
    public ImmutableArray<Annotation> Annotations { get; init; } = [];

    /// <summary>The symbol of that name, or <see langword="null"/>.</summary>
    public Symbol? Find(string name) => Symbols.FirstOrDefault(s => s.Name == name);
}

/// <summary>What a symbol is.</summary>
public enum SymbolKind
{
    /// <summary>A volume (or area, length) that holds species.</summary>
    Compartment,

    /// <summary>An amount of something in a compartment.</summary>
    Species,

    /// <summary>A number with a name; constant unless <see cref="Symbol.IsConstant"/> says otherwise.</summary>
    Parameter,

    /// <summary>A reaction; its name in mathematics means its rate [extent/time].</summary>
    Reaction,
}

/// <summary>Something with a name in a model. Reference identity is the identity of the symbol.</summary>
public sealed class Symbol(string name, SymbolKind kind, SourceSpan span)
{
    /// <summary>Identifier, unique in the model.</summary>
    public string Name { get; } = name;

    /// <summary>What it is.</summary>
    public SymbolKind Kind { get; } = kind;

    /// <summary>Where it is first mentioned.</summary>
    public SourceSpan Span { get; } = span;

    /// <summary>Display name, if any.</summary>
    public string? DisplayName { get; set; }

    /// <summary>Declared unit, or <see langword="null"/>.</summary>
    public Unit? Unit { get; set; }

    /// <summary>Start value when it is a plain number; NaN when it is unset or has an initial assignment or an assignment rule.</summary>
    /// <remarks>For a species: its concentration, or its amount when <see cref="InitialValueIsAmount"/>.</remarks>
    public double InitialValue { get; set; } = double.NaN;

    /// <summary>Whether <see cref="InitialValue"/> of a species is an amount (written <c>S = 3/C</c>).</summary>
    public bool InitialValueIsAmount { get; set; }

    /// <summary>Whether nothing changes it after the start. A parameter or compartment that is an event's or a rule's target is not constant.</summary>
    public bool IsConstant { get; set; }

    /// <summary>The compartment of a species; <see langword="null"/> for the implicit one of size 1.</summary>
    public Symbol? Compartment { get; set; }

    /// <summary>Species: reactions do not change it (Antimony <c>$S</c>).</summary>
    public bool IsBoundary { get; set; }

    /// <summary>Species: its name in mathematics is its amount, not its concentration (Antimony <c>substanceOnly</c>).</summary>
    public bool IsAmount { get; set; }

    /// <summary>Species: amount per extent of a reaction (SBML Level 3 <c>conversionFactor</c>); <see langword="null"/> for 1.</summary>
    public Symbol? ConversionFactor { get; set; }

    /// <summary>Annotations, such as <c>identity "http://identifiers.org/…"</c>.</summary>
    public List<Annotation> Annotations { get; } = [];

    /// <inheritdoc />
    public override string ToString() => Name;
}

/// <summary>A qualifier and its resources (Antimony reference, section 12).</summary>
public sealed record Annotation(string Qualifier, ImmutableArray<string> Resources);

/// <summary>A participant of a reaction. The stoichiometry is positive on both sides.</summary>
public sealed record Participant(Symbol Species, double Stoichiometry)
{
    /// <summary>What the stoichiometry is multiplied by, where it is not a plain number; <see langword="null"/> for 1. It may vary over time.</summary>
    public BoundExpression? Computed { get; init; }
}

/// <summary>A reaction; its rate is in extent per time (SBML), so a mass-action law in a compartment V is V*k*A.</summary>
public sealed record Reaction(
    Symbol Symbol, ImmutableArray<Participant> Reactants, ImmutableArray<Participant> Products, bool IsReversible,
    BoundExpression? Rate, SourceSpan Span)
{
    /// <summary>Whether it is so much faster than the others that it is at equilibrium at all times (SBML <c>fast</c>, up to Level 3 Version 1).</summary>
    public bool IsFast { get; init; }
}

/// <summary>What a rule fixes.</summary>
public enum RuleKind
{
    /// <summary><c>x := f</c>: x equals f at all times.</summary>
    Assignment,

    /// <summary><c>x' = f</c>: dx/dt equals f.</summary>
    Rate,

    /// <summary><c>0 = f</c>: f vanishes at all times; the target is <see langword="null"/>.</summary>
    Algebraic,
}

/// <summary>A rule.</summary>
public sealed record Rule(RuleKind Kind, Symbol? Target, BoundExpression Expression, SourceSpan Span);

/// <summary>A start value that is computed, once, at time 0.</summary>
public sealed record InitialAssignment(Symbol Target, BoundExpression Expression, SourceSpan Span);

/// <summary>An event: fires when its trigger turns from false to true.</summary>
/// <param name="Name">Identifier, given or made (<c>_E0</c>).</param>
/// <param name="Trigger">A logical expression.</param>
/// <param name="Delay">Time from trigger to execution, or <see langword="null"/>.</param>
/// <param name="Priority">Order among simultaneous events, higher first, or <see langword="null"/>.</param>
/// <param name="InitialTriggerValue">The trigger's value just before the start (Antimony <c>t0</c>); false lets it fire at the start.</param>
/// <param name="IsPersistent">Whether a delayed event runs even if its trigger turns false again.</param>
/// <param name="UsesValuesFromTriggerTime">Whether assigned values are computed when triggered, not when executed.</param>
/// <param name="Assignments">New values, all computed before any is set.</param>
/// <param name="Span">Where.</param>
public sealed record ModelEvent(
    string Name, BoundExpression Trigger, BoundExpression? Delay, BoundExpression? Priority, bool InitialTriggerValue,
    bool IsPersistent, bool UsesValuesFromTriggerTime, ImmutableArray<EventAssignment> Assignments, SourceSpan Span)
{
    /// <summary>Display name, if any.</summary>
    public string? DisplayName { get; init; }
}

/// <summary>A value that an event sets; for a species in the meaning of its name (concentration or amount).</summary>
public sealed record EventAssignment(Symbol Target, BoundExpression Expression);

/// <summary>A condition that should hold at all times. Reported by a simulator, never enforced.</summary>
public sealed record Constraint(string Name, BoundExpression Condition, string? Message, SourceSpan Span);
