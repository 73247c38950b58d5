using Thymus.Language.Binding;
using Thymus.Language.Syntax;

namespace Thymus.Language.Antimony;

/// <summary>Values, rules, units and declarations.</summary>
internal sealed partial class ModuleCollector
{
    private void CollectAssign(TargetSyntax target, AssignmentSyntax assignment)
    {
        if (TakeSboTerm(target, assignment) is not null || TakeUncertainty(target, assignment))
        {
            return;
        }

        var symbol = Place(target, Mention(target.Reference));
        if (symbol is not null)
        {
            Assign(symbol, assignment, target.Reference);
        }

        if (symbol?.Role is not Role.Unit && assignment.Kind is not AssignmentKind.Unit)
        {
            MentionAll(assignment.Formula);
        }
    }

    /// <summary>Takes <c>x.sboTerm = 25</c>, unless a submodel x has a symbol sboTerm; returns x.</summary>
    private AntimonySymbol? TakeSboTerm(TargetSyntax target, AssignmentSyntax? assignment)
    {
        var parts = target.Reference.Parts;
        if (parts.Length < 2 || target.Compartment is not null || module.Find(PathOf(target.Reference)) is not null
            || !_tree.TextOf(parts[^1]).Equals("sboTerm", StringComparison.OrdinalIgnoreCase)
            || assignment is not { Kind: AssignmentKind.Value, Formula: NumberSyntax { Unit: null } number })
        {
            return null;
        }

        var owner = MentionOwner(target.Reference);
        if (owner is not null)
        {
            owner.SboTerm = (int)Math.Clamp(ExpressionBinder.ValueOf(_tree, number.Number), 0, 9_999_999);
            owner.IsTouched |= !owner.IsLocal && owner.Role is not Role.Submodel;
        }

        return owner;
    }

    /// <summary>The symbol of a dotted name without its last word.</summary>
    private AntimonySymbol? MentionOwner(ReferenceSyntax reference) =>
        Mention(reference with { Parts = reference.Parts.RemoveAt(reference.Parts.Length - 1) });

    private void Assign(AntimonySymbol symbol, AssignmentSyntax assignment, ReferenceSyntax at)
    {
        var span = _tree.SpanOf(at);
        var formula = assignment.Formula is null ? null : Own(assignment.Formula, symbol.Path, span);
        symbol.IsTouched |= !symbol.IsLocal && formula is not null;
        switch (assignment.Kind)
        {
            case AssignmentKind.Unit:
                symbol.Unit = Replace(symbol, symbol.Unit, formula, "a unit");
                break;
            case AssignmentKind.Value when symbol.Role is Role.Unit || UnitTable.Presets.ContainsKey(symbol.Path):
                Become(symbol, Role.Unit, span);
                symbol.Unit = Replace(symbol, symbol.Unit, formula, "a definition");
                break;
            case AssignmentKind.Value when formula is not null && symbol.Assignment is { } rule:
                Conflict(symbol, at, "an assignment rule", rule, "a start value", "remove one of them; the rule holds at time 0, too");
                break;
            case AssignmentKind.Value:
                symbol.Value = Replace(symbol, symbol.Value, formula, "a value");
                Become(symbol, Role.Formula, span);
                break;
            case AssignmentKind.Rule when symbol.Role is Role.Reaction or Role.Gene or Role.Event or Role.Constraint:
                symbol.Value = Replace(symbol, symbol.Value, formula, "a value");
                break;
            case AssignmentKind.Rule when formula is not null && symbol.Rate is { } rate:
                Conflict(symbol, at, "a rate rule", rate, "an assignment rule", "keep the one that describes it");
                break;
            case AssignmentKind.Rule:
                symbol.Assignment = Replace(symbol, symbol.Assignment, formula, "an assignment rule");
                symbol.Value = formula is null ? symbol.Value : null;
                symbol.WasRuled = true;
                Become(symbol, Role.Formula, span);
                break;
            case AssignmentKind.Rate when formula is not null && symbol.Assignment is { } rule:
                Conflict(symbol, at, "an assignment rule", rule, "a rate rule", "keep the one that describes it");
                break;
            case AssignmentKind.Rate:
                symbol.Rate = Replace(symbol, symbol.Rate, formula, "a rate rule");
                symbol.WasRuled = true;
                Become(symbol, Role.Formula, span);
                break;
        }
    }

    private void Conflict(AntimonySymbol symbol, ReferenceSyntax at, string has, ScopedFormula earlier, string wants, string suggestion) =>
        findings.Report(BindingRules.ConflictingDefinitions, _tree.SpanOf(at), suggestion, symbol.Path, has, Line(earlier.Span), wants);

    /// <summary>The later definition wins, as in the reference; we say so, unless it is a submodel's that this model changes.</summary>
    private ScopedFormula? Replace(AntimonySymbol symbol, ScopedFormula? earlier, ScopedFormula? formula, string what)
    {
        if (formula is not null && earlier is { IsInherited: false } && !_presets.Contains(symbol.Path))
        {
            findings.Report(BindingRules.Redefined, formula.Span, "remove one of them", symbol.Path, what, Line(earlier.Span));
        }

        return formula;
    }

    /// <summary>Names that have a value without a statement.</summary>
    private readonly HashSet<string> _presets = [DefaultCompartment];

    private void CollectDeclaration(DeclareStatement declare)
    {
        string word = declare.Prefix.Kind is { } token ? _tree.TextOf(token) : "";
        var role = word switch
        {
            "species" => Role.Species,
            "compartment" => Role.Compartment,
            "reaction" => Role.Reaction,
            "gene" => Role.Gene,
            "operator" => Role.Operator,
            "DNA" => Role.Strand,
            "formula" => Role.Formula,
            _ => declare.Prefix.IsSubstanceOnly ? Role.Species : Role.Undefined,
        };
        foreach (var item in declare.Items)
        {
            var span = _tree.SpanOf(item.Target.Reference);
            if (TakeSboTerm(item.Target, item.Assignment) is { } owner)
            {
                Become(owner, role, span);
                continue;
            }

            var symbol = Place(item.Target, Mention(item.Target.Reference));
            if (symbol is not null && Become(symbol, role, span))
            {
                if (declare.Prefix.IsConstant is true && role is Role.Reaction or Role.Gene)
                {
                    findings.Report(ModuleRules.ConstReaction, span, "leave const away", symbol.Path);
                }

                symbol.IsConstant = declare.Prefix.IsConstant ?? symbol.IsConstant;
                symbol.IsSubstanceOnly |= declare.Prefix.IsSubstanceOnly;
                symbol.IsTouched |= !symbol.IsLocal && (declare.Prefix.IsConstant is not null || declare.Prefix.IsSubstanceOnly);
                if (item.Assignment is { } assignment)
                {
                    Assign(symbol, assignment, item.Target.Reference);
                }
            }

            if (item.Assignment is { Kind: not AssignmentKind.Unit })
            {
                MentionAll(item.Assignment.Formula);
            }
        }
    }

    private void CollectUnit(UnitStatement syntax)
    {
        var span = _tree.SpanOf(syntax.Reference);
        if (syntax.Reference.Parts.Length == 1 && UnitTable.Canonical(_tree.TextOf(syntax.Reference.Parts[0])) is var name
            && Mention(name, span) is { } symbol && Become(symbol, Role.Unit, span))
        {
            symbol.Unit = syntax.Formula is null ? symbol.Unit : Replace(symbol, symbol.Unit, Own(syntax.Formula, name, span), "a definition");
        }
        else if (syntax.Reference.Parts.Length > 1 && Mention(syntax.Reference) is { } inner && Become(inner, Role.Unit, span) && syntax.Formula is not null)
        {
            Touch(inner).Unit = Own(syntax.Formula, inner.Path, span);
        }
    }

    private void CollectName(DisplayNameStatement syntax)
    {
        if (TakeUncertaintyAddress(syntax))
        {
            return;
        }

        if (Mention(syntax.Reference) is { } symbol)
        {
            symbol.IsTouched |= !symbol.IsLocal && symbol.Role is not Role.Submodel;
            symbol.DisplayName = Strings.Content(_tree, syntax.Name);
        }
    }
}
