using System.Collections.Immutable;
using Thymus.Compilation;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;

namespace Thymus.Simulation.Describing;

/// <summary>Looks at how the parts of a model hang together, for what its author may not have meant.</summary>
public static class ModelStructure
{
    private const int Draws = 4;
    private const double Irrational = 0.6180339887498949;   // multiples of it, less their whole part, fill the unit interval evenly

    /// <summary>What was found, in the order of the model; only remarks (<see cref="Severity.Info"/>).</summary>
    public static ImmutableArray<Diagnostic> Check(BoundModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var set = model.Rules.Select(r => r.Target).OfType<Symbol>().Concat(model.Events.SelectMany(e => e.Assignments).Select(a => a.Target)).ToHashSet();
        return [.. Unchanged(model, set), .. Unused(model, set), .. ConsumedAtZero(model, set)];
    }

    private static IEnumerable<Diagnostic> Unchanged(BoundModel model, HashSet<Symbol> set)
    {
        if (model.Rules.Any(r => r.Kind is RuleKind.Algebraic))
        {
            yield break;   // which may be what changes it
        }

        var changed = model.Reactions.SelectMany(r => r.Reactants.Concat(r.Products)).Select(p => p.Species).ToHashSet();
        foreach (var species in model.Symbols.Where(s => s is { Kind: SymbolKind.Species, IsConstant: false, IsBoundary: false } && !set.Contains(s) && !changed.Contains(s)))
        {
            yield return new Diagnostic(StructureRules.NothingChanges, species.Span, "let a reaction change it, declare it constant, or remove it", species.Name);
        }
    }

    private static IEnumerable<Diagnostic> Unused(BoundModel model, HashSet<Symbol> set)
    {
        HashSet<Symbol> used = [.. model.Symbols.Select(s => s.ConversionFactor).OfType<Symbol>(), .. model.InitialAssignments.Select(a => a.Target)];
        foreach (var expression in Expressions(model))
        {
            Collect(expression, used);
        }

        foreach (var parameter in model.Symbols.Where(s => s.Kind is SymbolKind.Parameter && !set.Contains(s) && !used.Contains(s)))
        {
            yield return new Diagnostic(StructureRules.Unused, parameter.Span, "use it, or remove it", parameter.Name);
        }
    }

    // A reaction that takes from a species and whose rate is above 0 at none of it, whatever positive values the other states have.
    private static IEnumerable<Diagnostic> ConsumedAtZero(BoundModel model, HashSet<Symbol> set)
    {
        Reaction[] reactions = [.. model.Reactions.Where(r => r.Rate is not null)];
        var compiled = CompiledModel.Compile(new CompileRequest { Model = model, Observables = [.. reactions.Select(r => r.Symbol.Name)] });
        if (!compiled.Succeeded || reactions.Length == 0)
        {
            yield break;
        }

        var scalar = new ScalarModel(compiled.Value);
        double[] parameters = [.. compiled.Value.DefaultParameters], state = new double[compiled.Value.StateNames.Length], rates = new double[reactions.Length];
        var consumers = reactions.Index().SelectMany(r => Consumed(r.Item).Select(s => (Species: s, r.Index))).Where(c => !set.Contains(c.Species)).ToLookup(c => c.Species, c => c.Index);
        foreach (var species in model.Symbols.Where(consumers.Contains))
        {
            int place = compiled.Value.StateIndex(species.Name);
            HashSet<int> suspects = [.. consumers[species]];
            for (int draw = 0; draw < Draws && place >= 0 && suspects.Count > 0; draw++)
            {
                for (int i = 0; i < state.Length; i++)
                {
                    double part = (((draw * state.Length) + i + 1) * Irrational) % 1;
                    state[i] = i == place ? 0 : Math.ScaleB(1 + part, (int)(12 * part) - 6);
                }

                scalar.Observe(0, state, parameters, rates);
                suspects.RemoveWhere(r => !(rates[r] > 0 && double.IsFinite(rates[r])));
            }

            foreach (int reaction in suspects.Order().Where(_ => place >= 0))
            {
                yield return new Diagnostic(
                    StructureRules.ConsumesAtZero, reactions[reaction].Span, $"let the rate end with {species.Name}, such as by a factor {species.Name} or {species.Name}/(K + {species.Name})",
                    reactions[reaction].Symbol.Name, species.Name);
            }
        }
    }

    private static IEnumerable<Symbol> Consumed(Reaction reaction)
    {
        var net = new Dictionary<Symbol, double>();
        foreach (var (participant, sign) in reaction.Reactants.Select(p => (p, -1)).Concat(reaction.Products.Select(p => (p, 1))))
        {
            net[participant.Species] = net.GetValueOrDefault(participant.Species) + (participant.Computed is null ? sign * participant.Stoichiometry : double.PositiveInfinity);
        }

        return net.Where(n => n.Value < 0 && n.Key is { IsBoundary: false, IsConstant: false }).Select(n => n.Key);
    }

    private static IEnumerable<BoundExpression> Expressions(BoundModel model)
    {
        IEnumerable<BoundExpression?> all =
        [
            .. model.Rules.Select(r => r.Expression), .. model.Reactions.Select(r => r.Rate), .. model.InitialAssignments.Select(a => a.Expression),
            .. model.Reactions.SelectMany(r => r.Reactants.Concat(r.Products)).Select(p => p.Computed),
            .. model.Events.SelectMany(e => new[] { e.Trigger, e.Delay, e.Priority }.Concat(e.Assignments.Select(a => a.Expression))), .. model.Constraints.Select(c => c.Condition),
        ];
        return all.OfType<BoundExpression>();
    }

    private static void Collect(BoundExpression expression, HashSet<Symbol> used)
    {
        var open = new Stack<BoundExpression>([expression]);
        while (open.TryPop(out var next))
        {
            if (next is BoundSymbol symbol)
            {
                used.Add(symbol.Symbol);
            }
            else if (next is BoundCall call)
            {
                foreach (var argument in call.Arguments)
                {
                    open.Push(argument);
                }
            }
        }
    }
}
