using System.Collections.Immutable;
using Thymus.Language.Binding;
using Thymus.Language.Syntax;
using Thymus.Units;

namespace Thymus.Language.Antimony;

/// <summary>Reactions, interactions, events, rules without a target, constraints and strands.</summary>
internal sealed partial class ModuleCollector
{
    private static readonly string[] EventOptions = ["priority", "t0", "persistent", "fromTrigger"];

    private void CollectReaction(ReactionStatement syntax)
    {
        var span = _tree.SpanOf(syntax);
        if (Automatic(syntax.Label, "_J", syntax) is not { } symbol || !Become(symbol, Role.Reaction, span))
        {
            return;
        }

        Touch(symbol);
        if (syntax.Compartment is { } place && CompartmentAt(place) is { } inner)
        {
            symbol.Compartment = inner.Path;
        }

        var reactants = Participants(syntax.Reactants, symbol.Compartment);
        var products = Participants(syntax.Products, symbol.Compartment);
        symbol.Reaction = new ReactionPart(reactants, products, syntax.IsReversible, "", symbol.Path);
        if (syntax.Law is not null)
        {
            symbol.Value = Replace(symbol, symbol.Value, Own(syntax.Law, symbol.Path, span), "a rate");
            MentionAll(syntax.Law);
        }
    }

    private ImmutableArray<ParticipantPart> Participants(ImmutableArray<ParticipantSyntax> side, string? compartment)
    {
        var parts = ImmutableArray.CreateBuilder<ParticipantPart>();
        foreach (var item in side)
        {
            double amount = item.Amount is { } number ? ExpressionBinder.ValueOf(_tree, number) : 1;
            if (!double.IsFinite(amount) || amount <= 0)
            {
                findings.Report(
                    BindingRules.NegativeStoichiometry, _tree.SpanOf(item.Amount!.Value), "leave the species out or put it on the other side",
                    PathOf(item.Species));
            }

            string? named = null;
            if (item.NamedAmount is { } stoichiometry && Mention(stoichiometry) is { } symbol
                && Become(symbol, Role.Stoichiometry, _tree.SpanOf(stoichiometry)))
            {
                named = symbol.Path;
            }

            if (Mention(item.Species) is not { } species || !Become(species, Role.Species, _tree.SpanOf(item.Species)))
            {
                continue;
            }

            if (compartment is not null && species.Compartment is null)
            {
                Touch(species).ReactionCompartment = compartment;
            }

            parts.Add(new ParticipantPart(species.Path, amount, named, _tree.SpanOf(item.Species)));
        }

        return parts.ToImmutable();
    }

    private void CollectInteraction(InteractionStatement syntax)
    {
        var span = _tree.SpanOf(syntax);
        if (Automatic(syntax.Label, "_J", syntax) is not { } symbol || !Become(symbol, Role.Interaction, span))
        {
            return;
        }

        var species = Participants(syntax.Species, null);
        if (Mention(syntax.Reaction) is not { } reaction || !Become(reaction, Role.Reaction, _tree.SpanOf(syntax.Reaction)))
        {
            return;
        }

        Touch(reaction);
        int term = syntax.Arrow.Kind is TokenKind.Inhibition ? 20 : 19;   // inhibitor; modifier, which the reference writes for -o and -(
        symbol.Interaction = new InteractionPart([.. species.Select(s => s.Species)], reaction.Path, term);
        if (syntax.Law is not null)
        {
            reaction.Value = Replace(reaction, reaction.Value, Own(syntax.Law, reaction.Path, span), "a rate");
            MentionAll(syntax.Law);
        }
    }

    private void CollectEvent(EventStatement syntax)
    {
        var span = _tree.SpanOf(syntax);
        if (Automatic(syntax.Label, "_E", syntax) is not { } symbol || !Become(symbol, Role.Event, span))
        {
            return;
        }

        Touch(symbol).Value = Own(syntax.Trigger, symbol.Path, span);
        MentionAll(syntax.Delay);
        MentionAll(syntax.Trigger);
        ScopedFormula? priority = null;
        var (t0, persistent, fromTrigger) = (true, true, true);
        foreach (var option in syntax.Options)
        {
            string name = _tree.TextOf(option.Name);
            switch (name)
            {
                case "priority":
                    priority = Own(option.Value, symbol.Path, span);
                    MentionAll(option.Value);
                    break;
                case "t0":
                    t0 = Flag(option, name);
                    break;
                case "persistent":
                    persistent = Flag(option, name);
                    break;
                case "fromTrigger":
                    fromTrigger = Flag(option, name);
                    break;
                default:
                    findings.Report(
                        BindingRules.UnknownOption, _tree.SpanOf(option.Name),
                        NearestName.Find(name, EventOptions) ?? string.Join(", ", EventOptions), name);
                    break;
            }
        }

        var delay = syntax.Delay is null ? null : Own(syntax.Delay, symbol.Path, span);
        symbol.Event = new EventPart(delay, priority, t0, persistent, fromTrigger, EventValues(syntax));
    }

    private ImmutableArray<EventValue> EventValues(EventStatement syntax)
    {
        var values = ImmutableArray.CreateBuilder<EventValue>();
        foreach (var assignment in syntax.Assignments)
        {
            var span = _tree.SpanOf(assignment.Reference);
            if (Mention(assignment.Reference) is { } target && Become(target, Role.Formula, span))
            {
                target.IsEventTarget = true;
                target.IsTouched |= target is { IsLocal: false, Role: not Role.Species };   // it may have to become variable
                values.Add(new EventValue(target.Path, Own(assignment.Value, target.Path, span), span));
            }

            MentionAll(assignment.Value);
        }

        return values.ToImmutable();
    }

    private bool Flag(EventOption option, string name)
    {
        string value = option.Value is NameSyntax { Parts: [var part] } ? _tree.TextOf(part) : "";
        if (value is not ("true" or "false"))
        {
            findings.Report(BindingRules.NotTrueOrFalse, _tree.SpanOf(option.Name), $"{name}=false", name);
        }

        return value == "true";
    }

    private static TargetSyntax? AsTarget(ReferenceSyntax? label) => label is null ? null : new TargetSyntax(label, null, label.First, label.End);

    private void CollectAlgebraic(AlgebraicStatement syntax)
    {
        var span = _tree.SpanOf(syntax);
        if (Automatic(AsTarget(syntax.Label), "_alg", syntax) is { } symbol && Become(symbol, Role.AlgebraicRule, span))
        {
            Touch(symbol).Value = Own(AlgebraicRules.Left(syntax), symbol.Path, span);
            MentionAll(syntax.Formula);
        }
    }

    private void CollectConstraint(ConstraintStatement syntax)
    {
        var span = _tree.SpanOf(syntax);
        if (Automatic(AsTarget(syntax.Label), "_con", syntax) is { } symbol && Become(symbol, Role.Constraint, span))
        {
            Touch(symbol).Value = Own(syntax.Condition, symbol.Path, span);
            MentionAll(syntax.Condition);
        }
    }

    private void CollectStrand(StrandStatement syntax)
    {
        var span = _tree.SpanOf(syntax);
        if (Automatic(syntax.Label, "_dna", syntax) is not { } symbol || !Become(symbol, Role.Strand, span))
        {
            return;
        }

        var elements = syntax.Elements.Select(Mention).Where(e => e is not null).Select(e => e!.Path).ToImmutableArray();
        symbol.Strand = new StrandPart(elements, syntax.IsOpenUpstream, syntax.IsOpenDownstream);
    }
}
