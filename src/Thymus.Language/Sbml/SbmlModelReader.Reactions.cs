using System.Collections.Immutable;
using Thymus.Language.Binding;

namespace Thymus.Language.Sbml;

// Reactions: their names first, as formulas may stand before them.
internal sealed partial class SbmlModelReader
{
    private readonly Dictionary<SbmlElement, Symbol> _reactionSymbols = [];
    private readonly Dictionary<SbmlElement, Symbol> _stoichiometries = [];   // of participants with an id

    private void CreateReactions()
    {
        foreach (var element in _model.List("listOfReactions"))
        {
            if (Create(element, SymbolKind.Reaction, "a reaction") is not { } symbol)
            {
                continue;
            }

            _reactionSymbols.Add(element, symbol);
            foreach (var participant in Side(element, "listOfReactants").Concat(Side(element, "listOfProducts")))
            {
                if (participant["id"] is not null && Create(participant, SymbolKind.Parameter, "a participant") is { } stoichiometry)
                {
                    stoichiometry.InitialValue = Number(participant, "stoichiometry");
                    stoichiometry.IsConstant = Flag(participant, "constant", false);
                    _stoichiometries.Add(participant, stoichiometry);
                }
            }
        }
    }

    private static IEnumerable<SbmlElement> Side(SbmlElement reaction, string list) =>
        reaction.List(list).Where(p => p.Name == "speciesReference");

    private ImmutableArray<Reaction> ReadReactions()
    {
        var reactions = ImmutableArray.CreateBuilder<Reaction>();
        var assigned = _initial.Select(i => i.Target).ToHashSet();
        foreach (var element in _model.List("listOfReactions"))
        {
            if (!_reactionSymbols.TryGetValue(element, out var symbol))
            {
                continue;
            }

            foreach (var modifier in element.List("listOfModifiers"))
            {
                Reference(modifier, "species", "species", SymbolKind.Species);
            }

            var law = element.Child("kineticLaw");
            reactions.Add(new Reaction(
                symbol, [.. Participants(element, "listOfReactants", assigned)], [.. Participants(element, "listOfProducts", assigned)],
                Flag(element, "reversible", true), _math.Read(law, Locals(law, symbol)), element.Span)
            {
                IsFast = Flag(element, "fast", false),
            });
        }

        return reactions.ToImmutable();
    }

    private IEnumerable<Participant> Participants(SbmlElement reaction, string list, HashSet<Symbol> assigned)
    {
        foreach (var element in Side(reaction, list))
        {
            if (Reference(element, "species", "species", SymbolKind.Species) is not { } species)
            {
                continue;
            }

            double number = Number(element, "stoichiometry");
            BoundExpression? computed = null;
            if (_stoichiometries.TryGetValue(element, out var symbol))
            {
                bool isPlain = symbol.IsConstant && !assigned.Contains(symbol) && !double.IsNaN(number);
                computed = isPlain ? null : new BoundSymbol(symbol, element.Span);
            }

            if (computed is null && double.IsNaN(number))
            {
                _findings.Report(SbmlRules.MissingAttribute, element.Span, "write stoichiometry=\"1\"", $"the reference to {species.Name}", "stoichiometry");
            }

            yield return new Participant(species, computed is null ? number : 1) { Computed = computed };
        }
    }

    /// <summary>Parameters of the kinetic law alone, under names of the whole model that nothing else has.</summary>
    private Dictionary<string, Symbol> Locals(SbmlElement? law, Symbol reaction)
    {
        Dictionary<string, Symbol> locals = new(StringComparer.Ordinal);
        foreach (var element in law?.List("listOfLocalParameters") ?? [])
        {
            if (element["id"] is not { } id)
            {
                _findings.Report(SbmlRules.MissingAttribute, element.Span, "give it an id", "a local parameter", "id");
                continue;
            }

            string name = $"{reaction.Name}_{id}";
            while (_ids.ContainsKey(name) || _names.ContainsKey(name))
            {
                name += "_";
            }

            var symbol = new Symbol(name, SymbolKind.Parameter, element.Span) { DisplayName = element["name"] };
            SetParameter(symbol, element);
            symbol.IsConstant = true;
            symbol.Annotations.AddRange(Annotations(element));
            _symbols.Add(symbol);
            _names.Add(name, symbol);
            if (!locals.TryAdd(id, symbol))
            {
                _findings.Report(SbmlRules.DuplicateId, element.Span, "rename one of them", id, $"{locals[id].Span.Line}");
            }
        }

        return locals;
    }
}
