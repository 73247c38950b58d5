using System.Collections.Immutable;
using Thymus.Language.Diagnostics;
using Thymus.Language.Sbml;
using Thymus.Language.Syntax;

namespace Thymus.Language.Antimony;

/// <summary>What a name is known to be so far (Antimony reference, section 5).</summary>
internal enum Role
{
    /// <summary>Only used in formulas; a parameter without a value.</summary>
    Undefined,

    /// <summary>Has a value; a parameter unless it turns out to be more.</summary>
    Formula,

    /// <summary>A formula on a strand of DNA.</summary>
    Operator,
    Species,
    Compartment,
    Reaction,

    /// <summary>A reaction on a strand of DNA.</summary>
    Gene,
    Interaction,
    Event,
    Constraint,
    AlgebraicRule,
    Unit,
    Strand,
    Stoichiometry,
    Submodel,
}

/// <summary>A formula, with the model its names belong to.</summary>
/// <param name="Tree">The file.</param>
/// <param name="Syntax">The formula in it.</param>
/// <param name="Scope">The submodel whose statement it is, with a dot at its end: empty for the model's own, <c>A.B.</c> for one of A's B.</param>
/// <param name="Owner">The symbol that the statement gave it to, from the model's view.</param>
/// <param name="Span">Where the statement is.</param>
internal sealed record ScopedFormula(SyntaxTree Tree, ExpressionSyntax Syntax, string Scope, string Owner, SourceSpan Span)
{
    public bool IsInherited => Scope.Length > 0;

    /// <summary>The same as seen from the model that has its model as a submodel.</summary>
    public ScopedFormula Under(string instance) => this with
    {
        Scope = instance + Scope,
        Owner = instance + Owner,
    };
}

/// <summary>A species of a reaction, by path, with its stoichiometry: a number, or the path of a symbol.</summary>
internal sealed record ParticipantPart(string Species, double Amount, string? NamedAmount, SourceSpan Span)
{
    public ParticipantPart Under(string instance) =>
        this with { Species = instance + Species, NamedAmount = NamedAmount is null ? null : instance + NamedAmount };
}

/// <summary>What a reaction has beside its law, which is the value of its symbol; scope and owner as of a formula.</summary>
internal sealed record ReactionPart(
    ImmutableArray<ParticipantPart> Reactants, ImmutableArray<ParticipantPart> Products, bool IsReversible, string Scope, string Owner)
{
    public ReactionPart Under(string instance) => this with
    {
        Scope = instance + Scope,
        Owner = instance + Owner,
        Reactants = [.. Reactants.Select(p => p.Under(instance))],
        Products = [.. Products.Select(p => p.Under(instance))],
    };
}

/// <summary>Which species act on which reaction, and how: the SBO term of the modifier.</summary>
internal sealed record InteractionPart(ImmutableArray<string> Species, string Reaction, int SboTerm)
{
    public InteractionPart Under(string instance) => this with { Species = [.. Species.Select(s => instance + s)], Reaction = instance + Reaction };
}

/// <summary>A value that an event sets.</summary>
internal sealed record EventValue(string Target, ScopedFormula Formula, SourceSpan Span);

/// <summary>An event; its trigger is the value of its symbol.</summary>
internal sealed record EventPart(
    ScopedFormula? Delay, ScopedFormula? Priority, bool InitialValue, bool IsPersistent, bool UsesTriggerTime, ImmutableArray<EventValue> Assignments)
{
    public EventPart Under(string instance) => this with
    {
        Delay = Delay?.Under(instance),
        Priority = Priority?.Under(instance),
        Assignments = [.. Assignments.Select(a => new EventValue(instance + a.Target, a.Formula.Under(instance), a.Span))],
    };
}

/// <summary>A row of operators, genes and strands.</summary>
internal sealed record StrandPart(ImmutableArray<string> Elements, bool IsOpenUpstream, bool IsOpenDownstream)
{
    public StrandPart Under(string instance) => this with { Elements = [.. Elements.Select(e => instance + e)] };
}

/// <summary>A model inside another.</summary>
internal sealed record SubmodelPart(AntimonyModule Module, string? TimeFactor, string? ExtentFactor)
{
    public SubmodelPart Under(string instance) => this with
    {
        TimeFactor = TimeFactor is null ? null : instance + TimeFactor,
        ExtentFactor = ExtentFactor is null ? null : instance + ExtentFactor,
    };
}

/// <summary>One statement about the uncertainty of a symbol: a word with a formula, or with the address of what defines it.</summary>
internal sealed record UncertaintyPart(string Word, ScopedFormula? Formula, string? Address, SourceSpan Span);

/// <summary>A qualifier, date, creator or note.</summary>
internal sealed record AnnotationPart(string Word, string? Detail, ImmutableArray<string> Values, SourceSpan Span)
{
    /// <summary>Whether it says something of the model itself that Antimony has no words for.</summary>
    public bool IsOwn => Word is "property" or "hasProperty" && Values.Any(OwnProperties.IsOwn);
}

/// <summary>
/// A name of a model while its statements are gathered; names in submodels have dots. What it refers to is named by its path, so that a
/// submodel is a copy of the symbols of its model with a prefix.
/// </summary>
internal sealed class AntimonySymbol(string path, SourceSpan span)
{
    private List<AnnotationPart>? _annotations;
    private List<UncertaintyPart>? _uncertainty;

    public string Path { get; private set; } = path;

    public string Name => Path[(Path.LastIndexOf('.') + 1)..];

    /// <summary>Whether it belongs to the model itself, not to a submodel.</summary>
    public bool IsLocal => !Path.Contains('.', StringComparison.Ordinal);

    public SourceSpan Span { get; } = span;

    public Role Role { get; set; }

    public SourceSpan RoleSpan { get; set; } = span;

    /// <summary>const, var, or neither.</summary>
    public bool? IsConstant { get; set; }

    public bool IsSubstanceOnly { get; set; }

    /// <summary>Its own 'in'.</summary>
    public string? Compartment { get; set; }

    /// <summary>The compartment of a reaction that it takes part in.</summary>
    public string? ReactionCompartment { get; set; }

    /// <summary>After '=': a value, of a reaction its law, of an event its trigger, of a constraint its condition.</summary>
    public ScopedFormula? Value { get; set; }

    /// <summary>After ':='.</summary>
    public ScopedFormula? Assignment { get; set; }

    /// <summary>After "'=".</summary>
    public ScopedFormula? Rate { get; set; }

    /// <summary>Whether it had a rule, perhaps one that was taken away again: it is variable then.</summary>
    public bool WasRuled { get; set; }

    public bool IsEventTarget { get; set; }

    /// <summary>After 'has', or the definition of a unit.</summary>
    public ScopedFormula? Unit { get; set; }

    public string? DisplayName { get; set; }

    public int? SboTerm { get; set; }

    public ListView<AnnotationPart> Annotations => new(_annotations);

    public ListView<UncertaintyPart> Uncertainty => new(_uncertainty);

    public ReactionPart? Reaction { get; set; }

    public InteractionPart? Interaction { get; set; }

    public EventPart? Event { get; set; }

    public StrandPart? Strand { get; set; }

    public SubmodelPart? Submodel { get; set; }

    /// <summary>The symbol that it was merged with and that goes on for both.</summary>
    public string? MergedInto { get; set; }

    /// <summary>The factor of the merger.</summary>
    public string? MergerFactor { get; set; }

    /// <summary>Whether the merger is a statement of this model, not of a submodel.</summary>
    public bool IsMergedHere { get; set; }

    public bool IsDeleted { get; set; }

    /// <summary>Whether this model changes it although it belongs to a submodel.</summary>
    public bool IsTouched { get; set; }

    /// <summary>Whether it changes over time or by an event, as far as its kind can; settled when all statements are known.</summary>
    public bool IsVariable { get; set; }

    /// <summary>Whether its id was made, not written.</summary>
    public bool IsAutomatic { get; set; }

    /// <summary>What its model says, of a symbol of a submodel, before this model changed anything.</summary>
    public AntimonySymbol? Original { get; private set; }

    public bool HasRule => Assignment is not null || Rate is not null;

    /// <summary>What defines it, of whatever kind.</summary>
    public IEnumerable<ScopedFormula> Definitions => (Value, Assignment, Rate) switch
    {
        (null, null, null) => [],
        ({ } value, null, null) => [value],
        _ => new[] { Value, Assignment, Rate }.OfType<ScopedFormula>(),
    };

    /// <summary>All formulas in it, without units and uncertainty.</summary>
    public IEnumerable<ScopedFormula> Formulas => Event is null ? Definitions
        : [.. Definitions, .. new[] { Event.Delay, Event.Priority }.OfType<ScopedFormula>(), .. Event.Assignments.Select(a => a.Formula)];

    public void Add(AnnotationPart part) => (_annotations ??= []).Add(part);

    public void Add(UncertaintyPart part) => (_uncertainty ??= []).Add(part);

    /// <summary>Takes the formula for a word away, if there is one.</summary>
    public void RemoveUncertainty(string word) => _uncertainty?.RemoveAll(u => u.Word == word && u.Formula is not null);

    /// <summary>The symbol of a submodel for one of the submodel's model.</summary>
    /// <param name="instance">The name of the submodel with a dot.</param>
    public AntimonySymbol Under(string instance)
    {
        var copy = Prefixed(instance);
        copy.Original = (AntimonySymbol)copy.MemberwiseClone();
        copy.Original._annotations = copy._annotations is { } said ? [.. said] : null;
        return copy;
    }

    private AntimonySymbol Prefixed(string instance)
    {
        var copy = (AntimonySymbol)MemberwiseClone();
        copy.Path = instance + Path;
        copy.Compartment = Prefix(Compartment);
        copy.ReactionCompartment = Prefix(ReactionCompartment);
        copy.Value = Value?.Under(instance);
        copy.Assignment = Assignment?.Under(instance);
        copy.Rate = Rate?.Under(instance);
        copy.Unit = Unit?.Under(instance);
        copy.Reaction = Reaction?.Under(instance);
        copy.Interaction = Interaction?.Under(instance);
        copy.Event = Event?.Under(instance);
        copy.Strand = Strand?.Under(instance);
        copy.Submodel = Submodel?.Under(instance);
        copy.MergedInto = Prefix(MergedInto);
        copy.MergerFactor = Prefix(MergerFactor);
        copy._annotations = _annotations is null ? null : [.. _annotations.Where(a => a.IsOwn)];
        copy._uncertainty = null;
        copy.SboTerm = null;
        (copy.IsMergedHere, copy.IsTouched) = (false, false);
        copy.Original = null;
        return copy;

        string? Prefix(string? name) => name is null ? null : instance + name;
    }
}
