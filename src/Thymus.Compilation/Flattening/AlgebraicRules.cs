using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;

namespace Thymus.Compilation.Flattening;

/// <summary>
/// Turns algebraic rules into assignment rules: each rule gets a variable of its own that nothing else determines (a matching, Kuhn
/// 1955) and in which it is linear; a variable that was found is put into the rules that follow (Gauss elimination). Others become constraints.
/// Where some of these have no variable of their own, all of them are differentiated as far as needed (<see cref="IndexReduction"/>).
/// </summary>
internal static class AlgebraicRules
{
    // What an expression may become by elimination, so that neither the time nor the stack is used up.
    private const int LargestExpression = 200_000;
    private const int DeepestExpression = 1000;
    private const int MostConstraints = 200;

    /// <summary>
    /// The rules, with those algebraic ones solved that are linear. Of the others each gets a variable of its own that occurs in it; they
    /// are constraints, solved as the course goes. For what is left there is a finding.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="supplied">What gets its value from outside.</param>
    /// <param name="findings">Gets what cannot be solved.</param>
    public static AlgebraicSystem Solve(BoundModel model, IReadOnlySet<Symbol> supplied, ICollection<Diagnostic> findings)
    {
        List<Rule> open = [.. model.Rules.Where(r => r.Kind is RuleKind.Algebraic)];
        if (open.Count == 0)
        {
            return new AlgebraicSystem(model.Rules, [], [], new HashSet<Symbol>());
        }

        var free = FreeVariables(model);
        List<Rule> definite = [.. model.Rules.Where(r => r.Kind is not RuleKind.Algebraic)];
        var unset = free.Where(s => double.IsNaN(s.InitialValue) && !supplied.Contains(s)).Except(model.InitialAssignments.Select(a => a.Target)).ToHashSet();
        if (unset.Count > 0 && open.Count <= MostConstraints)
        {
            var needs = Needs(model, definite);
            if (!Match(open.ConvertAll(r => Reached(r.Expression, needs).Where(unset.Contains).ToList())).Contains(null))
            {
                free = unset;   // where these are enough, what has a value keeps it
            }
        }

        var candidates = open.ConvertAll(
            r => ExpressionTranslator.SymbolsOf(r.Expression).Keys.Where(s => free.Contains(s) && LinearForm.Of(r.Expression, s) is not null).ToList());
        var variables = Match(candidates).ToList();
        List<Rule> solved = definite;
        List<Rule> others = [];
        for (int i = 0; i < open.Count; i++)
        {
            var rule = open[i];
            if (variables[i] is not { } variable || LinearForm.Of(rule.Expression, variable) is not { Slope: { } slope, Rest: var rest })
            {
                others.Add(rule);
                continue;
            }

            var span = rule.Span;
            free.Remove(variable);
            BoundExpression solution = new BoundCall(Function.Negate, [new BoundCall(Function.Divide, [rest, slope], span)], span);
            solved.Add(new Rule(RuleKind.Assignment, variable, solution, span));
            for (int j = i + 1; j < open.Count; j++)
            {
                if (!Eliminate(open, j, variable, solution))
                {
                    Report(open[j], findings, "its expression becomes too large once the other algebraic rules are put into it");
                    open.RemoveAt(j);
                    variables.RemoveAt(j--);
                }
            }
        }

        return Constrain(model, others, solved, free, findings);
    }

    private static AlgebraicSystem Constrain(
        BoundModel model, List<Rule> rules, List<Rule> solved, HashSet<Symbol> free, ICollection<Diagnostic> findings)
    {
        var none = new AlgebraicSystem(solved, [], [], new HashSet<Symbol>());
        var definitions = solved.Where(r => r.Kind is RuleKind.Assignment).DistinctBy(r => r.Target!).ToDictionary(r => r.Target!, r => r.Expression);
        foreach (var reaction in model.Reactions.Where(r => r.Rate is not null))
        {
            definitions.TryAdd(reaction.Symbol, reaction.Rate!);
        }

        if (rules.Count > MostConstraints)
        {
            Report(rules[MostConstraints], findings, $"more than {MostConstraints} such rules are not linear");
            return none;
        }

        List<Constrained> constraints = rules.ConvertAll(r => new Constrained(r.Expression, r.Span));
        var variables = Match(rules.ConvertAll(r => Occurring(r.Expression, definitions).Where(free.Contains).ToList()));
        if (!variables.Contains(null))
        {
            return none with { Constraints = constraints, Unknowns = [.. variables.OfType<Symbol>()] };
        }

        var needs = Needs(model, solved);
        var reached = rules.ConvertAll(r => Reached(r.Expression, needs));
        var eventual = Match(reached.ConvertAll(r => r.Where(free.Contains).ToList()));
        foreach (var (rule, _) in rules.Zip(eventual).Where(r => r.Second is null))
        {
            Report(rule, findings, "neither it nor its derivatives by time have a variable that no other rule, reaction or event determines, so it is one too many");
        }

        var all = reached.SelectMany(r => r).Distinct().ToList();
        return eventual.Contains(null) ? none : none with
        {
            Constraints = constraints,
            Unknowns = [.. all.Where(free.Contains)],
            Reached = all.ToHashSet(),
        };
    }

    /// <summary>What an expression and all its derivatives by time depend on.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="needs">What each symbol and its rate of change depend on.</param>
    private static List<Symbol> Reached(BoundExpression expression, Dictionary<Symbol, HashSet<Symbol>> needs)
    {
        List<Symbol> met = [.. ExpressionTranslator.SymbolsOf(expression, withRates: true).Keys];
        HashSet<Symbol> seen = [.. met];
        for (int i = 0; i < met.Count; i++)
        {
            met.AddRange((needs.TryGetValue(met[i], out var next) ? next : []).Where(seen.Add));
        }

        return met;
    }

    private static Dictionary<Symbol, HashSet<Symbol>> Needs(BoundModel model, List<Rule> solved)
    {
        var needs = model.Symbols.ToDictionary(s => s, s => new HashSet<Symbol>(new[] { s.Compartment, s.ConversionFactor }.OfType<Symbol>()));
        void Need(Symbol symbol, BoundExpression? what) => needs[symbol].UnionWith(what is null ? [] : ExpressionTranslator.SymbolsOf(what, withRates: true).Keys);
        foreach (var rule in solved)
        {
            Need(rule.Target!, rule.Expression);
        }

        foreach (var reaction in model.Reactions)
        {
            Need(reaction.Symbol, reaction.Rate);
            foreach (var participant in reaction.Reactants.Concat(reaction.Products).Where(p => !p.Species.IsBoundary && !p.Species.IsConstant))
            {
                Need(participant.Species, participant.Computed);
                needs[participant.Species].Add(reaction.Symbol);
            }
        }

        return needs;
    }

    /// <summary>Symbols that an expression depends on, through assignment rules and rates of reactions too; in the order in which they are met.</summary>
    private static List<Symbol> Occurring(BoundExpression expression, Dictionary<Symbol, BoundExpression> definitions)
    {
        List<Symbol> met = [.. ExpressionTranslator.SymbolsOf(expression).Keys];
        HashSet<Symbol> seen = [.. met];
        for (int i = 0; i < met.Count; i++)
        {
            if (definitions.TryGetValue(met[i], out var definition))
            {
                met.AddRange(ExpressionTranslator.SymbolsOf(definition).Keys.Where(seen.Add));
            }
        }

        return met;
    }

    private static bool Eliminate(List<Rule> open, int at, Symbol variable, BoundExpression solution)
    {
        var (size, height, uses) = LinearForm.Measure(open[at].Expression, variable);
        if (uses == 0)
        {
            return true;
        }

        var put = LinearForm.Measure(solution, null);
        if (size + (uses * put.Size) > LargestExpression || height + put.Height > DeepestExpression)
        {
            return false;
        }

        open[at] = open[at] with { Expression = LinearForm.Replace(open[at].Expression, variable, solution) };
        return true;
    }

    private static void Report(Rule rule, ICollection<Diagnostic> findings, string reason) => findings.Add(new Diagnostic(
        CompilationRules.AlgebraicRule, rule.Span, "solve it for one variable and write 'x := …' or \"x' = …\"", reason));

    /// <summary>Symbols that no rule, reaction or event determines, and that are not constant.</summary>
    private static HashSet<Symbol> FreeVariables(BoundModel model)
    {
        var free = model.Symbols.Where(s => !s.IsConstant && s.Kind is not SymbolKind.Reaction).ToHashSet();
        free.ExceptWith(model.Rules.Select(r => r.Target).OfType<Symbol>());
        free.ExceptWith(model.Events.SelectMany(e => e.Assignments).Select(a => a.Target));
        free.ExceptWith(model.Reactions.SelectMany(r => r.Reactants.Concat(r.Products)).Select(p => p.Species).Where(s => !s.IsBoundary));
        return free;
    }

    private static Symbol?[] Match(List<List<Symbol>> candidates)
    {
        Dictionary<Symbol, int> owners = [];
        for (int rule = 0; rule < candidates.Count; rule++)
        {
            Augment(rule, candidates, owners, []);
        }

        var variables = new Symbol?[candidates.Count];
        foreach (var (variable, rule) in owners)
        {
            variables[rule] = variable;
        }

        return variables;
    }

    private static bool Augment(int rule, List<List<Symbol>> candidates, Dictionary<Symbol, int> owners, HashSet<Symbol> tried)
    {
        foreach (var variable in candidates[rule].Where(tried.Add))
        {
            if (!owners.TryGetValue(variable, out int owner) || (tried.Count < 500 && Augment(owner, candidates, owners, tried)))
            {
                owners[variable] = rule;
                return true;
            }
        }

        return false;
    }
}

/// <summary>Rules of a model, as far as they are solved.</summary>
/// <param name="Rules">Assignment and rate rules.</param>
/// <param name="Constraints">Rules that are solved as the course goes.</param>
/// <param name="Unknowns">What they determine: of each constraint its variable, or more symbols than constraints where some of these have to be differentiated.</param>
/// <param name="Reached">What constraints and their derivatives depend on; empty where none has to be differentiated.</param>
internal sealed record AlgebraicSystem(
    IEnumerable<Rule> Rules, IReadOnlyList<Constrained> Constraints, IReadOnlyList<Symbol> Unknowns, IReadOnlySet<Symbol> Reached);

/// <summary>An algebraic rule, 0 = f.</summary>
/// <param name="Expression">What vanishes.</param>
/// <param name="Span">Where the rule is written.</param>
internal sealed record Constrained(BoundExpression Expression, SourceSpan Span);
