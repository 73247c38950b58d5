using System.Collections.Immutable;
using Thymus.Language.Binding;
using Thymus.Simulation;
using Thymus.Units;

namespace Thymus.Reports.Models;

/// <summary>Assembles the differential equations of a model from its reactions and rate rules, as a paper prints them.</summary>
internal sealed class ModelEquations
{
    private const int LargestExpanded = 60;      // reactions; a larger model names the rates in its equations
    private const int LongestExpanded = 1200;    // characters of the longest equation

    private readonly BoundModel _model;
    private readonly HashSet<Symbol> _changing;
    private readonly HashSet<Symbol> _ruled;

    public ModelEquations(BoundModel model)
    {
        _model = model;
        _ruled = [.. model.Rules.Where(r => r.Kind is RuleKind.Assignment or RuleKind.Rate).Select(r => r.Target).OfType<Symbol>()];
        _changing = [.. model.Rules.Select(r => r.Target).OfType<Symbol>(), .. model.Events.SelectMany(e => e.Assignments).Select(a => a.Target)];
    }

    /// <summary>An equation per species that reactions change and per variable with a rate rule, in the order of the model.</summary>
    public ImmutableArray<DescribedEquation> Differential()
    {
        var expanded = _model.Reactions.Length <= LargestExpanded ? All(expand: true) : [];
        IsExpanded = !expanded.IsEmpty && expanded.All(e => PlainMath.Of(e.Right).Length <= LongestExpanded);
        return IsExpanded ? expanded : All(expand: false);
    }

    /// <summary>Whether the equations hold the rates themselves, not their names.</summary>
    public bool IsExpanded { get; private set; }

    /// <summary>Rules that give values or conditions, then the rates of reactions where equations name them or other formulas use them.</summary>
    public ImmutableArray<DescribedEquation> Definitions()
    {
        var definitions = ImmutableArray.CreateBuilder<DescribedEquation>();
        foreach (var rule in _model.Rules.Where(r => r.Kind is not RuleKind.Rate))
        {
            definitions.Add(rule.Target is { } target
                ? new DescribedEquation(target.Name, new MathName(target.Name), MathLayout.Of(rule.Expression), UnitOf(target)?.Text)
                : new DescribedEquation("", new MathNumber(0), MathLayout.Of(rule.Expression), null));
        }

        foreach (var reaction in _model.Reactions.Where(r => !IsExpanded && r.Rate is not null))
        {
            definitions.Add(new DescribedEquation(reaction.Symbol.Name, new MathName(reaction.Symbol.Name), MathLayout.Of(reaction.Rate!), null));
        }

        return definitions.ToImmutable();
    }

    /// <summary>Values that are computed once, at the start.</summary>
    public ImmutableArray<DescribedEquation> AtStart()
    {
        return [.. _model.InitialAssignments.Select(a => new DescribedEquation(a.Target.Name, Left(a.Target), MathLayout.Of(a.Expression), UnitOf(a.Target)?.Text))];

        MathNode Left(Symbol symbol) => symbol.IsConstant || symbol.Kind is SymbolKind.Compartment ? new MathName(symbol.Name)
            : MathRow.Of(new MathName(symbol.Name), MathFence.Round(new MathNumber(0)));
    }

    /// <summary>What a reaction turns into what.</summary>
    public static MathNode Scheme(Reaction reaction)
    {
        return MathRow.Of(Side(reaction.Reactants), new MathSign(reaction.IsReversible ? "⇌" : "→"), Side(reaction.Products));

        static MathNode Side(ImmutableArray<Participant> side) => side.IsEmpty
            ? new MathSign("∅", IsPrefix: true)
            : new MathRow([.. side.SelectMany((p, i) => i == 0 ? Of(p) : [new MathSign("+"), .. Of(p)])]);

        static IEnumerable<MathNode> Of(Participant participant)
        {
            if (participant.Computed is not null)
            {
                yield return MathFence.Round(MathLayout.Of(participant.Computed));
            }

            if (participant.Stoichiometry != 1)
            {
                yield return new MathNumber(participant.Stoichiometry);
                yield return new MathSign("·");
            }

            yield return new MathName(participant.Species.Name);
        }
    }

    /// <summary>Unit of a symbol, of a species in the meaning of its name.</summary>
    public Unit? UnitOf(Symbol symbol)
    {
        if (symbol.Unit is { } declared || symbol.Kind is not SymbolKind.Species)
        {
            return symbol.Unit;
        }

        return _model.SubstanceUnit is not { } substance ? null
            : symbol.IsAmount || symbol.Compartment is null ? substance
            : symbol.Compartment.Unit is { } size ? substance / size
            : null;
    }

    private ImmutableArray<DescribedEquation> All(bool expand)
    {
        var rates = _model.Rules.Where(r => r is { Kind: RuleKind.Rate, Target: not null }).DistinctBy(r => r.Target).ToDictionary(r => r.Target!, r => r.Expression);
        var changes = Changes();
        var equations = ImmutableArray.CreateBuilder<DescribedEquation>();
        foreach (var symbol in _model.Symbols)
        {
            if (rates.TryGetValue(symbol, out var rate))
            {
                equations.Add(new DescribedEquation(symbol.Name, new MathRate(new MathName(symbol.Name)), MathLayout.Of(rate), PerTime(UnitOf(symbol))));
            }
            else if (changes.TryGetValue(symbol, out var parts))
            {
                equations.Add(OfSpecies(symbol, parts, expand));
            }
        }

        return equations.ToImmutable();
    }

    private Dictionary<Symbol, List<(double Factor, BoundExpression? Computed, Reaction Reaction)>> Changes()
    {
        Dictionary<Symbol, List<(double, BoundExpression?, Reaction)>> changes = [];
        foreach (var reaction in _model.Reactions.Where(r => r.Rate is not null))
        {
            var parts = reaction.Reactants.Select(p => (Participant: p, Sign: -1.0)).Concat(reaction.Products.Select(p => (Participant: p, Sign: 1.0)))
                .Where(p => !p.Participant.Species.IsBoundary && !p.Participant.Species.IsConstant && !_ruled.Contains(p.Participant.Species));
            foreach (var group in parts.GroupBy(p => p.Participant.Species))
            {
                if (!changes.TryGetValue(group.Key, out var list))
                {
                    changes.Add(group.Key, list = []);
                }

                double net = group.Where(p => p.Participant.Computed is null).Sum(p => p.Sign * p.Participant.Stoichiometry);
                list.AddRange(net != 0 ? [(net, null, reaction)] : []);
                list.AddRange(group.Where(p => p.Participant.Computed is not null).Select(p => (p.Sign * p.Participant.Stoichiometry, p.Participant.Computed, reaction)));
            }
        }

        return changes;
    }

    private DescribedEquation OfSpecies(Symbol species, List<(double Factor, BoundExpression? Computed, Reaction Reaction)> changes, bool expand)
    {
        // A concentration in a compartment of constant size changes by the rates over the size; otherwise the amount is what the rates change.
        var size = species.IsAmount ? null : species.Compartment;
        bool isFixed = size is not null && !_changing.Contains(size);
        var terms = new List<SignedTerm>();
        foreach (var (factor, computed, reaction) in changes)
        {
            BoundExpression rate = expand ? reaction.Rate! : new BoundSymbol(reaction.Symbol, default);
            foreach (var whole in computed is null && species.ConversionFactor is null ? SignedTerm.Of(rate, factor) : [Factored(rate, factor)])
            {
                var term = whole;
                if (computed is not null)
                {
                    term = term with { Above = term.Above.Insert(0, computed) };
                }

                if (species.ConversionFactor is { } conversion)
                {
                    term = term with { Above = term.Above.Insert(0, new BoundSymbol(conversion, default)) };
                }

                terms.AddRange((isFixed ? term.Over(size!) : term).Opened());
            }
        }

        MathNode of = size is null || isFixed ? new MathName(species.Name)
            : MathFence.Round(MathRow.Of(new MathName(size.Name), new MathSign("·"), new MathName(species.Name)));
        return new DescribedEquation(
            species.Name, new MathRate(of), MathLayout.Of(terms), PerTime(size is null || isFixed ? UnitOf(species) : ModelUnits.OfAmount(_model, species)));
    }

    // A number times a rate: one term, with the number before it.
    private static SignedTerm Factored(BoundExpression rate, double factor)
    {
        var terms = SignedTerm.Of(rate, 1).ToList();
        return terms is [var only] ? only with { Factor = only.Factor * factor } : new SignedTerm(factor, [rate], []);
    }

    private string? PerTime(Unit? unit) => unit is not null && _model.TimeUnit is { } time ? (unit / time.Named(ModelUnits.TimeText(_model)!)).Text : null;
}
