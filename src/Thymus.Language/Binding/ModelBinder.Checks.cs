using System.Collections.Immutable;
using Thymus.Units;

namespace Thymus.Language.Binding;

/// <summary>Last pass: what is constant, what defines itself, what is missing.</summary>
internal sealed partial class ModelBinder
{
    /// <summary>Default: parameters and compartments are constant, species are not (Antimony reference, section 5.1).</summary>
    private void SettleConstness(ImmutableArray<InitialAssignment> values, ImmutableArray<Rule> rules)
    {
        foreach (var draft in _order.Where(d => d.Symbol is not null))
        {
            var symbol = draft.Symbol!;
            symbol.IsConstant = symbol.Kind switch
            {
                SymbolKind.Reaction => false,
                SymbolKind.Species => symbol.IsBoundary && !draft.HasRule && !draft.IsEventTarget,
                _ => !draft.HasRule && !draft.IsEventTarget && draft.IsConstant is not false,
            };
            if (draft.IsConstant is true && symbol.Kind is SymbolKind.Parameter or SymbolKind.Compartment)
            {
                if ((draft.AssignmentRule ?? draft.RateRule) is { } rule)
                {
                    _findings.Report(BindingRules.ConstantChanged, rule.Span, $"var {draft.Name}", draft.Name, "a rule");
                }
                else if (draft.IsEventTarget)
                {
                    _findings.Report(BindingRules.ConstantChanged, draft.Span, $"var {draft.Name}", draft.Name, "a value from an event");
                }
            }
        }

        SettleAlgebraicVariables(rules);
        foreach (var value in values)
        {
            var draft = _drafts[value.Target.Name];
            if (draft.IsConstant is null && value.Target.Kind is SymbolKind.Parameter
                && SymbolsIn(value.Expression).Any(s => !s.IsConstant))
            {
                value.Target.IsConstant = false;
            }
        }
    }

    /// <summary>
    /// In an algebraic rule without a variable parameter, every symbol of default constness becomes variable. A boundary species is one that
    /// no reaction changes, but a rule may.
    /// </summary>
    private void SettleAlgebraicVariables(ImmutableArray<Rule> rules)
    {
        foreach (var rule in rules.Where(r => r.Kind is RuleKind.Algebraic))
        {
            var drafts = SymbolsIn(rule.Expression).Distinct().Select(s => _drafts[s.Name]).ToList();
            foreach (var species in drafts.Where(d => d.Kind is DraftKind.Species))
            {
                species.Symbol!.IsConstant = false;
            }

            if (drafts.Any(d => d.IsConstant is false))
            {
                continue;
            }

            foreach (var draft in drafts.Where(d => d.IsConstant is null && d.Kind is not DraftKind.Species and not DraftKind.Reaction))
            {
                draft.Symbol!.IsConstant = false;
            }
        }
    }

    /// <summary>The symbols in an expression; shared parts are visited once.</summary>
    private static IEnumerable<Symbol> SymbolsIn(BoundExpression expression)
    {
        var seen = new HashSet<BoundExpression>(ReferenceEqualityComparer.Instance);
        var open = new Stack<BoundExpression>([expression]);
        while (open.TryPop(out var next))
        {
            if (next is BoundSymbol symbol)
            {
                yield return symbol.Symbol;
            }
            else if (next is BoundCall call && seen.Add(call))
            {
                foreach (var argument in call.Arguments)
                {
                    open.Push(argument);
                }
            }
        }
    }

    /// <summary>Assignment rules, initial assignments and rates must not need themselves.</summary>
    private void CheckDefinitions(BoundModel model)
    {
        var needs = new Dictionary<Symbol, List<Symbol>>();
        foreach (var assignment in model.InitialAssignments)
        {
            needs[assignment.Target] = [.. SymbolsIn(assignment.Expression).Distinct()];
        }

        foreach (var rule in model.Rules.Where(r => r.Kind is RuleKind.Assignment))
        {
            needs[rule.Target!] = [.. SymbolsIn(rule.Expression).Distinct()];
        }

        foreach (var reaction in model.Reactions.Where(r => r.Rate is not null))
        {
            needs[reaction.Symbol] = [.. SymbolsIn(reaction.Rate!).Distinct()];
        }

        if (DefinitionLoops.Find(model.Symbols, needs) is { } loop)
        {
            var first = _drafts[loop[0].Name];
            var span = (first.AssignmentRule ?? first.Value)?.Span ?? first.Span;
            string path = string.Join(" needs ", loop.Take(8).Append(loop[0]).Select(s => s.Name));
            _findings.Report(BindingRules.DefinitionLoop, span, "give one of them a value of its own", loop[0].Name, path);
        }
    }

    private void ReportUnset()
    {
        var known = _order.Where(d => d.Kind is not DraftKind.Undefined).Select(d => d.Name).ToList();
        foreach (var draft in _order)
        {
            if (draft is not { Symbol: { } symbol, Value: null, AssignmentRule: null } || symbol.Kind is SymbolKind.Reaction
                || _algebraic.Count > 0)
            {
                continue;
            }

            if (symbol.Kind is SymbolKind.Species or SymbolKind.Compartment)
            {
                bool isSpecies = symbol.Kind is SymbolKind.Species;
                _findings.Report(
                    BindingRules.NoStartValue, draft.KindSpan, $"{draft.Name} = {(isSpecies ? 0 : 1)}", isSpecies ? "the species" : "the compartment",
                    draft.Name);
            }
            else if (draft.Use is { } use)
            {
                string? near = _units.IsDefined(draft.Name) || Unit.Find(draft.Name) is not null
                    ? $"{draft.Name} is a unit, but only the name right after a number is read as one: declare it, as in x has mg/{draft.Name}"
                    : _findings.Nearest(draft.Name, known.Where(n => n != draft.Name));
                _findings.Report(BindingRules.NeverSet, use, near ?? $"{draft.Name} = 1", draft.Name);
            }
        }
    }
}
