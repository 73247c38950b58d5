using System.Collections.Immutable;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;

namespace Thymus.Compilation.Flattening;

/// <summary>What changes each symbol of a model; finds what cannot be computed by its form alone.</summary>
internal sealed class ModelIndex
{
    private readonly Dictionary<Symbol, Rule> _assignments = [];
    private readonly Dictionary<Symbol, Rule> _rates = [];
    private readonly Dictionary<Symbol, InitialAssignment> _initial = [];
    private readonly Dictionary<Symbol, Reaction> _reactions = [];
    private readonly Dictionary<Symbol, List<Change>> _changes = [];
    private readonly Dictionary<Symbol, List<Change>> _fastChanges = [];
    private readonly HashSet<Symbol> _eventTargets = [];
    private readonly HashSet<Symbol> _constrained;
    private readonly IReadOnlySet<Symbol> _reached;
    private readonly Dictionary<string, Symbol> _names = [];

    /// <summary>Reads a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="supplied">Names of what gets its value from outside.</param>
    /// <param name="findings">Gets what cannot be computed.</param>
    public ModelIndex(BoundModel model, IReadOnlyCollection<string> supplied, ICollection<Diagnostic> findings)
    {
        foreach (var symbol in model.Symbols)
        {
            _names.TryAdd(symbol.Name, symbol);
        }

        (var rules, Constraints, Unknowns, _reached) = AlgebraicRules.Solve(model, supplied.Select(Find).OfType<Symbol>().ToHashSet(), findings);
        _constrained = [.. Unknowns];
        foreach (var rule in rules)
        {
            AddRule(rule, findings);
        }

        foreach (var assignment in model.InitialAssignments)
        {
            _initial[assignment.Target] = assignment;
        }

        foreach (var reaction in model.Reactions)
        {
            AddReaction(reaction, findings);
        }

        foreach (var item in model.Events)
        {
            AddEvent(item, findings);
        }

        Model = model;
        Changing = new HashSet<Symbol>([.. _changes.Keys, .. _fastChanges.Keys, .. _rates.Keys, .. _eventTargets, .. _constrained]);
    }

    /// <summary>The model.</summary>
    public BoundModel Model { get; }

    /// <summary>Symbols that are states on their own: what reactions, rate rules or events change.</summary>
    public IReadOnlySet<Symbol> Changing { get; }

    /// <summary>Rules that are solved as the course goes.</summary>
    public IReadOnlyList<Constrained> Constraints { get; }

    /// <summary>What they determine (<see cref="AlgebraicSystem.Unknowns"/>).</summary>
    public IReadOnlyList<Symbol> Unknowns { get; }

    /// <summary>Whether constraints have to be differentiated.</summary>
    public bool HasHigherIndex => _reached.Count > 0;

    /// <summary>Whether the start value of a symbol may follow from constraints: one that changes at a rate and has none of its own.</summary>
    public bool IsFoundAtStart(Symbol symbol) => _reached.Contains(symbol) && double.IsNaN(symbol.InitialValue) && !_initial.ContainsKey(symbol)
        && (_rates.ContainsKey(symbol) || _changes.ContainsKey(symbol));

    /// <summary>Whether a constraint determines a symbol.</summary>
    public bool IsConstrained(Symbol symbol) => _constrained.Contains(symbol);

    /// <summary>The symbol of that name.</summary>
    public Symbol? Find(string name) => _names.GetValueOrDefault(name);

    /// <summary>The expression that a symbol equals at all times, of an assignment rule or a reaction; or <see langword="null"/>.</summary>
    public BoundExpression? AssignmentOf(Symbol symbol) =>
        _assignments.TryGetValue(symbol, out var rule) ? rule.Expression : _reactions.GetValueOrDefault(symbol)?.Rate;

    /// <summary>Whether the value is computed at all times.</summary>
    public bool IsComputed(Symbol symbol) => symbol.Kind is SymbolKind.Reaction || _assignments.ContainsKey(symbol);

    /// <summary>The expression of the rate rule; or <see langword="null"/>.</summary>
    public BoundExpression? RateOf(Symbol symbol) => _rates.GetValueOrDefault(symbol)?.Expression;

    /// <summary>The expression of the initial assignment; or <see langword="null"/>.</summary>
    public BoundExpression? InitialAssignmentOf(Symbol symbol) => _initial.GetValueOrDefault(symbol)?.Expression;

    /// <summary>The fast reactions that change a species, with what they add to it per extent, in the model's order.</summary>
    public IReadOnlyList<Change> FastChangesOf(Symbol symbol) => _fastChanges.TryGetValue(symbol, out var changes) ? changes : [];

    /// <summary>The other reactions that change a species, with what they add to it per extent, in the model's order.</summary>
    public IReadOnlyList<Change> ChangesOf(Symbol symbol) =>
        _changes.TryGetValue(symbol, out var changes) ? changes : [];

    private static IEnumerable<(Symbol Species, Change Change)> Changes(Reaction reaction)
    {
        Dictionary<Symbol, double> net = [];
        (Participant Participant, int Sign)[] participants = [.. reaction.Reactants.Select(p => (p, -1)), .. reaction.Products.Select(p => (p, 1))];
        foreach (var (participant, sign) in participants.Where(p => p.Participant.Computed is null))
        {
            net[participant.Species] = net.GetValueOrDefault(participant.Species) + (sign * participant.Stoichiometry);
        }

        return net.Where(n => n.Value != 0).Select(n => (n.Key, new Change(reaction, n.Value, null)))
            .Concat(participants.Where(p => p.Participant.Computed is not null).Select(
                p => (p.Participant.Species, new Change(reaction, p.Sign * p.Participant.Stoichiometry, p.Participant.Computed))));
    }

    private void AddRule(Rule rule, ICollection<Diagnostic> findings)
    {
        if (rule.Target is not { } target)
        {
            return;   // an algebraic rule that could not be solved, reported
        }

        if (_assignments.ContainsKey(target) || _rates.ContainsKey(target))
        {
            findings.Add(new Diagnostic(CompilationRules.TwoRules, rule.Span, "keep one of them", target.Name));
        }
        else
        {
            (rule.Kind is RuleKind.Assignment ? _assignments : _rates).Add(target, rule);
        }
    }

    private void AddReaction(Reaction reaction, ICollection<Diagnostic> findings)
    {
        _reactions[reaction.Symbol] = reaction;
        if (reaction.Rate is null)
        {
            findings.Add(new Diagnostic(
                CompilationRules.NoRate, reaction.Span, "write the rate after the reaction's ';'", reaction.Symbol.Name));
        }

        foreach (var (species, change) in Changes(reaction))
        {
            if (species.IsBoundary || species.IsConstant)
            {
                continue;
            }

            if (_assignments.ContainsKey(species) || _rates.ContainsKey(species))
            {
                findings.Add(new Diagnostic(
                    CompilationRules.RuleAndReaction, reaction.Span, $"write ${species.Name} in the reaction, or remove the rule",
                    species.Name, reaction.Symbol.Name));
                continue;
            }

            var all = reaction.IsFast ? _fastChanges : _changes;
            if (!all.TryGetValue(species, out var changes))
            {
                all.Add(species, changes = []);
            }

            changes.Add(change);
        }
    }

    private void AddEvent(ModelEvent item, ICollection<Diagnostic> findings)
    {
        foreach (var (target, expression) in item.Assignments)
        {
            string? reason = target.Kind is SymbolKind.Reaction ? "it is a reaction"
                : _assignments.ContainsKey(target) ? "an assignment rule computes it"
                : target.IsConstant ? "it is constant"
                : null;
            if (reason is null)
            {
                _eventTargets.Add(target);
            }
            else
            {
                findings.Add(new Diagnostic(
                    CompilationRules.UnassignableTarget, expression.Span, "set what it depends on instead", item.Name, target.Name, reason));
            }
        }
    }
}

/// <summary>What a reaction adds to a species per extent: a number, times what is computed where there is that.</summary>
internal sealed record Change(Reaction Reaction, double Stoichiometry, BoundExpression? Computed);
