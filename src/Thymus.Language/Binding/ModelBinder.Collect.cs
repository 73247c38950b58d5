using System.Globalization;
using Thymus.Language.Antimony;
using Thymus.Language.Diagnostics;
using Thymus.Language.Syntax;

namespace Thymus.Language.Binding;

/// <summary>First pass: what each statement says of each name.</summary>
internal sealed partial class ModelBinder
{
    private void Collect(MainModel main)
    {
        if (main.Module is { } module)
        {
            foreach (var (parameter, index) in module.Parameters.Select((p, i) => (p, i)))
            {
                string text = _tree.TextOf(parameter.Parts[^1]);
                if (module.Parameters.Take(index).Any(p => p.Parts.Length == parameter.Parts.Length && _tree.TextOf(p.Parts[^1]) == text))
                {
                    _findings.Report(ModuleRules.TwiceInInterface, _tree.SpanOf(parameter), "take one of them away", text, main.Id);
                }

                Mention(parameter);
            }
        }

        foreach (var statement in main.Statements)
        {
            Collect(statement);
        }
    }

    private void Collect(StatementSyntax statement)
    {
        switch (statement)
        {
            case AssignStatement assign:
                CollectAssign(assign.Target, assign.Assignment);
                break;
            case DeclareStatement declare:
                CollectDeclaration(declare);
                break;
            case ReactionStatement reaction:
                CollectReaction(reaction);
                break;
            case EventStatement happening:
                CollectEvent(happening);
                break;
            case AlgebraicStatement algebraic:
                CollectAlgebraic(algebraic);
                break;
            case ConstraintStatement constraint:
                CollectConstraint(constraint);
                break;
            case UnitStatement unit:
                if (Mention(unit.Reference) is { } unitDraft && Become(unitDraft, DraftKind.Unit, _tree.SpanOf(unit.Reference)) && unit.Formula is not null)
                {
                    unitDraft.Unit = Replace(unitDraft, unitDraft.Unit, unit.Formula, unit.Reference, "a definition");
                }

                break;
            case PlaceStatement place:
                Place(place.Target, Mention(place.Target.Reference));
                break;
            case DisplayNameStatement name:
                if (Mention(name.Reference) is { } named)
                {
                    named.DisplayName = StringOf(name.Name);
                }

                break;
            case AnnotateStatement annotate:
                CollectAnnotation(annotate);
                break;
            case ObjectiveStatement objective:
                _findings.Refuse("objectives are", _tree.SpanOf(objective), "Thymus simulates over time and optimises no fluxes");
                break;
        }
    }

    private static string Line(SourceSpan span) => span.Line.ToString(CultureInfo.InvariantCulture);

    /// <summary>Puts a name into a compartment; returns the name's draft.</summary>
    private Draft? Place(TargetSyntax target, Draft? draft)
    {
        if (target.Compartment is { } syntax && Mention(syntax) is { } compartment
            && Become(compartment, DraftKind.Compartment, _tree.SpanOf(syntax)) && draft is not null)
        {
            draft.Compartment = compartment;
        }

        return draft;
    }

    private void CollectAssign(TargetSyntax target, AssignmentSyntax assignment)
    {
        if (SboTermOwner(target, assignment) is { } owner)
        {
            Mention(_tree.TextOf(owner), _tree.SpanOf(owner))?.Annotations.Add(SboTerm((NumberSyntax)assignment.Formula!));
            return;
        }

        var draft = Place(target, Mention(target.Reference));
        if (draft is not null)
        {
            Assign(draft, assignment, target.Reference);
        }

        if (draft?.Kind is not DraftKind.Unit)
        {
            MentionAll(assignment);
        }
    }

    /// <summary>The name before the dot of <c>x.sboTerm = 25</c>.</summary>
    private Token? SboTermOwner(TargetSyntax target, AssignmentSyntax? assignment) =>
        target is { Reference.Parts: [var owner, var word], Compartment: null }
        && _tree.TextOf(word).Equals("sboTerm", StringComparison.OrdinalIgnoreCase)
        && assignment is { Kind: AssignmentKind.Value, Formula: NumberSyntax { Unit: null } }
            ? owner : null;

    private Annotation SboTerm(NumberSyntax number) => new(
        "sboTerm", [string.Create(CultureInfo.InvariantCulture, $"SBO:{ExpressionBinder.ValueOf(_tree, number.Number):0000000}")]);

    private void Assign(Draft draft, AssignmentSyntax assignment, ReferenceSyntax at)
    {
        var span = _tree.SpanOf(at);
        var formula = assignment.Formula;
        switch (assignment.Kind)
        {
            case AssignmentKind.Unit:
                draft.Unit = Replace(draft, draft.Unit, formula, at, "a unit");
                break;
            case AssignmentKind.Value when draft.Kind is DraftKind.Unit || UnitTable.Presets.ContainsKey(draft.Name):
                Become(draft, DraftKind.Unit, span);
                draft.Unit = Replace(draft, draft.Unit, formula, at, "a definition");
                break;
            case AssignmentKind.Value when formula is null:
                draft.Value = null;
                Become(draft, DraftKind.Formula, span);
                break;
            case AssignmentKind.Value when draft.AssignmentRule is { } rule:
                Conflict(draft, span, "an assignment rule", rule, "a start value", "remove one of them; the rule holds at time 0, too");
                break;
            case AssignmentKind.Value:
                draft.Value = Replace(draft, draft.Value, formula, at, "a value");
                Become(draft, DraftKind.Formula, span);
                break;
            case AssignmentKind.Rule when draft.RateRule is { } rate:
                Conflict(draft, span, "a rate rule", rate, "an assignment rule", "keep the one that describes it");
                break;
            case AssignmentKind.Rule:
                draft.AssignmentRule = Replace(draft, draft.AssignmentRule, formula, at, "an assignment rule");
                draft.Value = draft.Kind is DraftKind.Reaction ? draft.Value : null;
                Become(draft, DraftKind.Formula, span);
                break;
            case AssignmentKind.Rate when draft.AssignmentRule is { } rule:
                Conflict(draft, span, "an assignment rule", rule, "a rate rule", "keep the one that describes it");
                break;
            case AssignmentKind.Rate:
                draft.RateRule = Replace(draft, draft.RateRule, formula, at, "a rate rule");
                Become(draft, DraftKind.Formula, span);
                break;
        }
    }

    private void Conflict(Draft draft, SourceSpan span, string has, Definition earlier, string wants, string suggestion) =>
        _findings.Report(BindingRules.ConflictingDefinitions, span, suggestion, draft.Name, has, Line(earlier.Span), wants);

    /// <summary>The later definition wins, as in the reference; we say so.</summary>
    private Definition? Replace(Draft draft, Definition? earlier, ExpressionSyntax? formula, ReferenceSyntax at, string what)
    {
        var span = _tree.SpanOf(at);
        if (formula is null)
        {
            return null;
        }

        if (earlier is not null)
        {
            _findings.Report(BindingRules.Redefined, span, "remove one of them", draft.Name, what, Line(earlier.Span));
        }

        return new Definition(formula, span);
    }

    private void CollectDeclaration(DeclareStatement declare)
    {
        string word = declare.Prefix.Kind is { } token ? _tree.TextOf(token) : "";
        var kind = word switch
        {
            "species" => DraftKind.Species,
            "compartment" => DraftKind.Compartment,
            "reaction" => DraftKind.Reaction,
            "formula" => DraftKind.Formula,
            _ => declare.Prefix.IsSubstanceOnly ? DraftKind.Species : DraftKind.Undefined,
        };
        foreach (var item in declare.Items)
        {
            if (SboTermOwner(item.Target, item.Assignment) is { } owner)
            {
                if (Mention(_tree.TextOf(owner), _tree.SpanOf(owner)) is { } owned && Become(owned, kind, _tree.SpanOf(owner)))
                {
                    owned.Annotations.Add(SboTerm((NumberSyntax)item.Assignment!.Formula!));
                }

                continue;
            }

            var draft = Place(item.Target, Mention(item.Target.Reference));
            if (draft is not null && Become(draft, kind, _tree.SpanOf(item.Target.Reference)))
            {
                if (kind is DraftKind.Reaction && declare.Prefix.IsConstant is true)
                {
                    _findings.Report(ModuleRules.ConstReaction, _tree.SpanOf(item.Target.Reference), "leave const away", draft.Name);
                }

                draft.IsConstant = declare.Prefix.IsConstant ?? draft.IsConstant;
                draft.IsSubstanceOnly |= declare.Prefix.IsSubstanceOnly;
                if (item.Assignment is { } assignment)
                {
                    Assign(draft, assignment, item.Target.Reference);
                }
            }

            if (item.Assignment is not null)
            {
                MentionAll(item.Assignment);
            }
        }
    }

    private Draft? Automatic(TargetSyntax? label, string prefix, int index, SyntaxNode at)
    {
        if (label is not null)
        {
            return Place(label, Mention(label.Reference));
        }

        while (_drafts.ContainsKey(string.Create(CultureInfo.InvariantCulture, $"{prefix}{index}")))
        {
            index++;
        }

        return Mention(string.Create(CultureInfo.InvariantCulture, $"{prefix}{index}"), _tree.SpanOf(at));
    }

    private void CollectReaction(ReactionStatement syntax)
    {
        var draft = Automatic(syntax.Label, "_J", _reactions.Count, syntax);
        if (draft is null || !Become(draft, DraftKind.Reaction, _tree.SpanOf(syntax)))
        {
            return;
        }

        _reactions.Add((draft, syntax));
        var compartment = draft.Compartment;
        if (syntax.Compartment is { } place && Mention(place) is { } named && Become(named, DraftKind.Compartment, _tree.SpanOf(place)))
        {
            compartment = named;
        }

        foreach (var participant in syntax.Reactants.Concat(syntax.Products))
        {
            if (Mention(participant.Species) is { } species
                && Become(species, DraftKind.Species, _tree.SpanOf(participant.Species)) && compartment is not null)
            {
                species.CompartmentOfReaction = compartment;
            }
        }

        if (syntax.Law is not null)
        {
            draft.Value = new Definition(syntax.Law, _tree.SpanOf(syntax));
            MentionAll(syntax.Law);
        }
    }

    private void CollectEvent(EventStatement syntax)
    {
        var draft = Automatic(syntax.Label, "_E", _events.Count, syntax);
        if (draft is null || !Become(draft, DraftKind.Event, _tree.SpanOf(syntax)))
        {
            return;
        }

        _events.Add((draft, syntax));
        MentionAll(syntax.Delay);
        MentionAll(syntax.Trigger);
        foreach (var option in syntax.Options)
        {
            MentionAll(option.Value);
        }

        foreach (var assignment in syntax.Assignments)
        {
            if (Mention(assignment.Reference) is { } target && Become(target, DraftKind.Formula, _tree.SpanOf(assignment.Reference)))
            {
                target.IsEventTarget = true;
            }

            MentionAll(assignment.Value);
        }
    }

    private void CollectAlgebraic(AlgebraicStatement syntax)
    {
        var label = syntax.Label is { } reference ? new TargetSyntax(reference, null, reference.First, reference.End) : null;
        var draft = Automatic(label, "_alg", _algebraic.Count, syntax);
        if (draft is not null && Become(draft, DraftKind.Constraint, _tree.SpanOf(syntax)))
        {
            _algebraic.Add((draft, syntax));
            MentionAll(syntax.Formula);
        }
    }

    private void CollectConstraint(ConstraintStatement syntax)
    {
        var label = syntax.Label is { } reference ? new TargetSyntax(reference, null, reference.First, reference.End) : null;
        var draft = Automatic(label, "_con", _constraints.Count, syntax);
        if (draft is not null && Become(draft, DraftKind.Constraint, _tree.SpanOf(syntax)))
        {
            _constraints.Add((draft, syntax));
            MentionAll(syntax.Condition);
        }
    }

    private void MentionAll(AssignmentSyntax assignment)
    {
        if (assignment.Kind is not AssignmentKind.Unit)
        {
            MentionAll(assignment.Formula);
        }
    }

    /// <summary>Names in a formula become symbols by use; names right after numbers are units.</summary>
    private void MentionAll(ExpressionSyntax? formula)
    {
        switch (formula)
        {
            case NameSyntax { Parts.Length: 1 } name:
                string text = _tree.TextOf(name.Parts[0]);
                if (!ReservedWords.Constants.Contains(text) && !Builtins.IsFunction(text) && _file.NameOwner(text) is null
                    && !_drafts.ContainsKey(text))
                {
                    Mention(text, _tree.SpanOf(name));
                }

                break;
            case CallSyntax call:
                foreach (var argument in call.Arguments)
                {
                    MentionAll(argument);
                }

                break;
            case UnarySyntax unary:
                MentionAll(unary.Operand);
                break;
            case ParenthesisSyntax parenthesis:
                MentionAll(parenthesis.Inner);
                break;
            case PowerSyntax power:
                MentionAll(power.Base);
                MentionAll(power.Exponent);
                break;
            case ChainSyntax chain:
                foreach (var operand in chain.Operands)
                {
                    MentionAll(operand);
                }

                break;
        }
    }

    private string StringOf(Token token)
    {
        string text = _tree.TextOf(token);
        int quote = text.StartsWith("```", StringComparison.Ordinal) ? 3 : 1;
        return text.Length >= 2 * quote ? text[quote..^quote] : text.Trim('"', '`');
    }
}
