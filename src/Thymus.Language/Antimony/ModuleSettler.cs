using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Language.Syntax;
using Thymus.Language.Text;
using Thymus.Units;

namespace Thymus.Language.Antimony;

/// <summary>When all statements of a model are gathered: what is a unit, what is deleted, what is constant, and what contradicts.</summary>
internal sealed class ModuleSettler(AntimonyDocument document, AntimonyModule module, DiagnosticBag findings)
{
    public void Settle()
    {
        SettleUnits();
        new DeletionSpreader(module).Spread();
        CheckDeletedPlaces();
        new FormulaChecker(document, module, findings).Check();
        SettleConstness();
        CheckLoops();
        CheckFactors();
        CheckInteractions();
    }

    /// <summary>What is in a compartment that is deleted would be nowhere.</summary>
    private void CheckDeletedPlaces()
    {
        foreach (var symbol in module.Symbols.Where(s => AntimonyModule.IsAlive(s) && module.Deletions.Count > 0))
        {
            if ((symbol.Compartment ?? symbol.ReactionCompartment) is { } place && module.Resolve(place) is { IsDeleted: true } gone)
            {
                var span = module.Deletions.FirstOrDefault(d => gone.Path == d.Key || gone.Path.StartsWith(d.Key + ".", StringComparison.Ordinal)).Value;
                findings.Report(ModuleRules.DeletedPlace, span, $"delete {symbol.Path}, too, or put it elsewhere: {symbol.Path} in ...", gone.Path, symbol.Path);
            }
        }
    }

    /// <summary>What acts on a reaction with a rate should be in the rate, itself or by way of other definitions.</summary>
    private void CheckInteractions()
    {
        foreach (var symbol in module.Symbols.Where(s => s is { IsLocal: true, Interaction: not null }))
        {
            var part = symbol.Interaction!;
            if (module.Resolve(part.Reaction) is not { Value: not null } reaction)
            {
                continue;
            }

            HashSet<AntimonySymbol> reached = [reaction];
            Stack<AntimonySymbol> open = new([reaction]);
            while (open.TryPop(out var next))
            {
                foreach (var name in next.Definitions.SelectMany(NamesIn).Where(reached.Add))
                {
                    open.Push(name);
                }
            }

            foreach (string species in part.Species.Where(s => module.Resolve(s) is { } acting && !reached.Contains(acting)))
            {
                findings.Report(ModuleRules.NoInteraction, symbol.RoleSpan, $"put {species} into the rate, or leave the interaction out", species, part.Reaction);
            }
        }
    }

    /// <summary>A number that a merged symbol takes from its submodel is not converted, as in the reference; that is rarely meant.</summary>
    private void CheckFactors()
    {
        foreach (var symbol in module.Symbols.Where(s => s is { IsMergedHere: true, MergerFactor: not null, Value: not null }))
        {
            var root = module.RootOf(symbol);
            if (ReferenceEquals(root.Value?.Syntax, symbol.Value!.Syntax) && root.Value.Owner == symbol.Value.Owner
                && MathMaker.NumberOf(symbol.Value.Tree, symbol.Value.Syntax) is not (null or 0))
            {
                findings.Report(ModuleRules.UnconvertedStart, root.Span, $"{root.Path} = ...", root.Path, symbol.Path);
            }
        }
    }

    /// <summary>The formula 1, for what has that value without a statement.</summary>
    public static ScopedFormula One(SourceSpan span, string owner)
    {
        var (tree, formula) = Parser.ParseFormula(new SourceText("1", span.File, span), new DiagnosticBag());
        return new ScopedFormula(tree, formula, "", owner, span);
    }

    /// <summary>Finds the names that are units, and defines those the model defines by an assignment.</summary>
    private void SettleUnits()
    {
        foreach (var symbol in module.Symbols.ToArray())
        {
            foreach (var formula in symbol.Formulas)
            {
                VisitNumbers(formula);
            }

            foreach (var part in symbol.Uncertainty)
            {
                if (part.Formula is { } formula)
                {
                    VisitNumbers(formula);
                }
            }

            if (symbol.Unit is { IsInherited: false } unit)
            {
                VisitNumbers(unit);
                foreach (var name in FormulaNames.Of(unit.Syntax))
                {
                    BecomeUnit(name.Parts[0], null, unit.Tree);
                }
            }
        }
    }

    private void VisitNumbers(ScopedFormula formula)
    {
        if (!formula.IsInherited)
        {
            foreach (var number in FormulaNames.WithUnits(formula.Syntax))
            {
                BecomeUnit(number.Unit!.Value, number, formula.Tree);
            }
        }
    }

    /// <summary>
    /// A name in the place of a unit: one that is otherwise unknown is a unit without a definition, one whose value is made of units is a
    /// unit with that definition, and any other is a slip, mostly <c>2 k</c> for <c>2*k</c>.
    /// </summary>
    private void BecomeUnit(Token token, NumberSyntax? number, SyntaxTree tree)
    {
        string name = tree.TextOf(token);
        var symbol = module.Resolve(UnitTable.Canonical(name)) ?? module.Resolve(name);
        if (symbol is null or { Role: Role.Unit })
        {
            return;
        }

        if (symbol is { Role: Role.Formula, Value: { IsInherited: false } value, HasRule: false, IsEventTarget: false } && IsMadeOfUnits(value.Syntax, tree))
        {
            symbol.Role = Role.Unit;
            (symbol.Unit, symbol.Value) = (value, null);
            foreach (var inner in FormulaNames.Of(value.Syntax))
            {
                BecomeUnit(inner.Parts[0], null, tree);
            }

            return;
        }

        if (symbol.Role is Role.Undefined)
        {
            symbol.Role = Role.Unit;
            return;
        }

        string written = number is null ? "1" : tree.TextOf(number.Number);
        string kind = ModuleCollector.Describe(symbol.Role);
        if (number is null)
        {
            findings.Report(
                BindingRules.TypeConflict, tree.SpanOf(token), "another name for one of them", name, kind, $"{symbol.RoleSpan.Line}", "a unit");
        }
        else
        {
            findings.Report(BindingRules.UnitNotProduct, tree.SpanOf(number), $"{written}*{name}", written, name, kind);
        }
    }

    private bool IsMadeOfUnits(ExpressionSyntax formula, SyntaxTree tree) => formula switch
    {
        NumberSyntax number => number.Unit is not null,
        NameSyntax { Parts: [var part] } => tree.TextOf(part) is var name
            && (module.Resolve(UnitTable.Canonical(name)) is { Role: Role.Unit } || Unit.Find(UnitTable.Canonical(name)) is not null),
        ParenthesisSyntax parenthesis => IsMadeOfUnits(parenthesis.Inner, tree),
        PowerSyntax power => IsMadeOfUnits(power.Base, tree),
        ChainSyntax { Operators: [TokenKind.Star or TokenKind.Slash, ..] } chain =>
            chain.Operands.Any(o => IsMadeOfUnits(o, tree)) && chain.Operands.All(o => o is NumberSyntax || IsMadeOfUnits(o, tree)),
        _ => false,
    };

    /// <summary>Default: parameters and compartments are constant, species are not (Antimony reference, section 5.1).</summary>
    private void SettleConstness()
    {
        foreach (var symbol in module.Symbols.Where(AntimonyModule.IsAlive))
        {
            bool changes = symbol.HasRule || symbol.IsEventTarget;
            if (symbol is { IsConstant: true, IsLocal: true, Role: not Role.Species } && changes)
            {
                var at = (symbol.Assignment ?? symbol.Rate)?.Span ?? symbol.Span;
                findings.Report(
                    BindingRules.ConstantChanged, at, $"var {symbol.Path}", symbol.Path, symbol.HasRule ? "a rule" : "a value from an event");
            }

            symbol.IsVariable = symbol.Role is Role.Species
                ? symbol.IsConstant is not true
                : changes || symbol.WasRuled || symbol.IsConstant is false;
        }

        foreach (var rule in module.Symbols.Where(s => s is { Role: Role.AlgebraicRule, Value: not null } && AntimonyModule.IsAlive(s)))
        {
            var symbols = NamesIn(rule.Value!).Where(s => s.Role is not (Role.Species or Role.Reaction)).ToList();
            if (!NamesIn(rule.Value!).Any(s => s.IsConstant is false))
            {
                symbols.ForEach(s => s.IsVariable |= s.IsConstant is null);
            }
        }

        foreach (var symbol in module.Symbols.Where(s => s is { IsConstant: null, Value: not null, Role: Role.Undefined or Role.Formula or Role.Operator }))
        {
            symbol.IsVariable |= NamesIn(symbol.Value!).Any(s => s.IsVariable || s.Role is Role.Reaction or Role.Gene);
        }

        foreach (var symbol in module.Symbols.Where(s => s is { IsLocal: false, Original: { } original } && s.IsVariable != original.IsVariable))
        {
            symbol.IsTouched |= AntimonyModule.IsAlive(symbol);
        }
    }

    private IEnumerable<AntimonySymbol> NamesIn(ScopedFormula formula) =>
        FormulaNames.Of(formula.Syntax)
            .Select(n => module.Resolve(formula.Scope + formula.Tree.PathOf(n.Parts)))
            .Where(s => s is not null).Select(s => s!);

    /// <summary>Values, assignment rules and rates must not need themselves, and a compartment must not be inside itself.</summary>
    private void CheckLoops()
    {
        var needs = new Dictionary<AntimonySymbol, List<AntimonySymbol>>();
        var places = new Dictionary<AntimonySymbol, List<AntimonySymbol>>();
        foreach (var symbol in module.Symbols.Where(AntimonyModule.IsAlive))
        {
            if (symbol.Role is not (Role.Event or Role.Constraint or Role.AlgebraicRule or Role.Unit) && (symbol.Assignment ?? symbol.Value) is { } formula)
            {
                needs[symbol] = [.. NamesIn(formula).Distinct()];
            }

            if (symbol is { Role: Role.Compartment, Compartment: { } outer })
            {
                places[symbol] = [module.Resolve(outer)!];
            }
        }

        Report(DefinitionLoops.Find(module.Symbols, needs), " needs ", "give one of them a value of its own");
        Report(DefinitionLoops.Find(module.Symbols, places), " in ", "remove one of the 'in'");

        void Report(List<AntimonySymbol>? loop, string word, string suggestion)
        {
            if (loop is not null)
            {
                var at = (loop[0].Assignment ?? loop[0].Value)?.Span ?? loop[0].Span;
                string path = string.Join(word, loop.Take(8).Append(loop[0]).Select(s => s.Path));
                findings.Report(BindingRules.DefinitionLoop, at, suggestion, loop[0].Path, path);
            }
        }
    }
}
