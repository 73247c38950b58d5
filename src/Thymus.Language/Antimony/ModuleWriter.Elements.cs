using Thymus.Language.Sbml;

namespace Thymus.Language.Antimony;

/// <summary>The elements of symbols.</summary>
internal sealed partial class ModuleWriter
{
    private void Write(AntimonySymbol symbol)
    {
        string id = symbol.Role is Role.Unit or Role.Submodel or Role.Strand or Role.Interaction ? symbol.Path : IdOf(symbol);
        switch (symbol.Role)
        {
            case Role.Compartment:
                var compartment = SbmlElement.Core("compartment", symbol.Span, ("id", id), ("spatialDimensions", "3"));
                WriteValue(symbol, id, compartment, "size");
                Add("listOfCompartments", compartment, symbol);
                break;
            case Role.Species:
                WriteSpecies(symbol, id);
                break;
            case Role.Undefined or Role.Formula or Role.Operator:
                var parameter = SbmlElement.Core("parameter", symbol.Span, ("id", id));
                WriteValue(symbol, id, parameter, "value");
                Add("listOfParameters", parameter, symbol);
                break;
            case Role.Reaction or Role.Gene:
                WriteReaction(symbol, id);
                break;
            case Role.Event:
                WriteEvent(symbol, id);
                break;
            case Role.Constraint when symbol.Value is { } condition:
                var constraint = SbmlElement.Core("constraint", symbol.Span, ("id", symbol.IsAutomatic ? null : id)).With(Math(condition));
                WriteMessage(constraint, symbol);
                Add("listOfConstraints", constraint, symbol).Set("name", null);
                _output.Register($"{id}__constraint", constraint);
                break;
            case Role.AlgebraicRule when symbol.Value is { } formula:
                Add("listOfRules", SbmlElement.Core("algebraicRule", symbol.Span, ("id", id)).With(Math(formula)), symbol);
                break;
        }
    }

    /// <summary>Value, unit, constness and rules of a parameter, a compartment or a stoichiometry.</summary>
    private void WriteValue(AntimonySymbol symbol, string id, SbmlElement element, string attribute)
    {
        bool isOnStrand = _strands.IsOnStrand(symbol);
        var given = symbol.Assignment ?? symbol.Value;
        double? number = isOnStrand || given is null ? null : MathMaker.NumberOf(given.Tree, given.Syntax);
        if (number is { } value)
        {
            element.Set(attribute, SbmlNumber.Text(value));
        }

        element.Set("units", UnitIdOf(symbol));
        element.Set("constant", Flag(!symbol.IsVariable && !isOnStrand));
        WriteDefinitions(symbol, id, isInitialWritten: number is not null);
    }

    /// <summary>The initial assignment and the rules of a symbol, those that are this model's own.</summary>
    private void WriteDefinitions(AntimonySymbol symbol, string id, bool isInitialWritten)
    {
        if (_strands.IsOnStrand(symbol))
        {
            AddRule("assignmentRule", symbol, id, SbmlMath.Math(_strands.Value(symbol, _math)));
            return;
        }

        if (symbol is { Assignment: null, Value: { } value } && !isInitialWritten && IsWrittenHere(value))
        {
            var initial = SbmlElement.Core("initialAssignment", value.Span, ("symbol", id)).With(Scaled(value));
            _lists["listOfInitialAssignments"].Add(initial);
            _output.Register($"{id}__initialAssignment", initial);
        }

        if (symbol.Assignment is { } assignment && IsWrittenHere(assignment))
        {
            AddRule("assignmentRule", symbol, id, Scaled(assignment));
        }

        if (symbol.Rate is { } rate && IsWrittenHere(rate))
        {
            var math = Math(rate);
            AddRule("rateRule", symbol, id, SbmlMath.Math(Conversions.RateRule(math.Children[0], rate.Scope, rate.Owner)));
        }
    }

    /// <summary>A definition that came with a submodel stays there as long as the submodel does.</summary>
    private bool IsWrittenHere(ScopedFormula formula) => _isFlat || !formula.IsInherited;

    private SbmlElement Scaled(ScopedFormula formula) => SbmlMath.Math(Conversions.Target(Math(formula).Children[0], formula.Owner));

    private void AddRule(string kind, AntimonySymbol symbol, string id, SbmlElement math)
    {
        var rule = SbmlElement.Core(kind, symbol.Span, ("variable", id)).With(math);
        _lists["listOfRules"].Add(rule);
        _output.Register($"{id}__{kind}", rule);
    }

    private void WriteSpecies(AntimonySymbol symbol, string id)
    {
        var place = PlaceOf(symbol);
        string compartment = place is null ? ModuleCollector.DefaultCompartment : IdOf(place);
        _needsDefault |= place is null;
        var element = SbmlElement.Core("species", symbol.Span, ("id", id), ("compartment", compartment));
        bool isWritten = symbol.Assignment is not null;
        if (symbol is { Assignment: null, Value: { } value })
        {
            double? number = MathMaker.NumberOf(value.Tree, value.Syntax);
            double? amount = number is null ? AmountIn(value, place) : null;
            if (symbol.IsSubstanceOnly)
            {
                (amount, number) = (amount ?? number, null);
            }

            element.Set("initialConcentration", number is { } concentration ? SbmlNumber.Text(concentration) : null);
            element.Set("initialAmount", amount is { } a ? SbmlNumber.Text(a) : null);
            isWritten = number is not null || amount is not null;
        }

        element.Set("substanceUnits", SubstanceUnitOf(symbol, place));
        element.Set("hasOnlySubstanceUnits", Flag(symbol.IsSubstanceOnly));
        element.Set("boundaryCondition", Flag(symbol.IsConstant is true || symbol.HasRule));
        element.Set("constant", "false");
        Add("listOfSpecies", element, symbol);
        WriteDefinitions(symbol, id, isWritten);
    }

    /// <summary>The number of <c>3/C</c> or <c>-3/C</c> when C is the compartment.</summary>
    private double? AmountIn(ScopedFormula formula, AntimonySymbol? place) =>
        formula.Syntax is Syntax.ChainSyntax { Operators: [Syntax.TokenKind.Slash], Operands: [var number, Syntax.NameSyntax name] }
        && place is not null && _module.Resolve(formula.Scope + formula.Tree.PathOf(name.Parts)) == place
            ? MathMaker.NumberOf(formula.Tree, number) : null;

    /// <summary>The compartment of a symbol: its own, a reaction's, a strand's, or a submodel's that it is in.</summary>
    private AntimonySymbol? PlaceOf(AntimonySymbol symbol)
    {
        string? place = symbol.Compartment ?? _strands.PlaceOf(symbol) ?? symbol.ReactionCompartment;
        for (int dot = symbol.Path.LastIndexOf('.'); place is null && dot > 0; dot = symbol.Path.LastIndexOf('.', dot - 1))
        {
            place = _module.Find(symbol.Path[..dot])?.Compartment;
        }

        return place is null ? null : _module.Resolve(place);
    }

    private void WriteReaction(AntimonySymbol symbol, string id)
    {
        var part = symbol.Reaction;
        var element = SbmlElement.Core("reaction", symbol.Span, ("id", id), ("reversible", Flag(part?.IsReversible ?? true)));
        element.Set("compartment", PlaceOf(symbol) is { } place ? IdOf(place) : null);
        Add("listOfReactions", element, symbol);
        HashSet<string> participants = new(StringComparer.Ordinal);
        WriteSide(element, "listOfReactants", part?.Reactants ?? [], $"{id}__reactant", participants);
        WriteSide(element, "listOfProducts", part?.Products ?? [], $"{id}__product", participants);
        var law = _strands.IsOnStrand(symbol) ? SbmlMath.Math(_strands.Value(symbol, _math))
            : (symbol.Value ?? symbol.Assignment) is { } formula ? SbmlMath.Math(Conversions.Law(Math(formula).Children[0], formula.Scope)) : null;
        if (law is null)
        {
            return;
        }

        var modifiers = SbmlElement.Core("listOfModifiers", symbol.Span);
        foreach (string species in SpeciesIn(law).Where(participants.Add))
        {
            var modifier = SbmlElement.Core("modifierSpeciesReference", symbol.Span, ("species", species));
            modifiers.Add(modifier);
            _output.Register($"{id}__modifier__{species}", modifier);
        }

        if (modifiers.Children.Count > 0)
        {
            element.Add(modifiers);
        }

        var kinetic = SbmlElement.Core("kineticLaw", symbol.Span).With(law);
        element.Add(kinetic);
        _output.Register($"{id}__kineticLaw", kinetic);
    }

    /// <summary>The ids of species that a law names itself.</summary>
    private IEnumerable<string> SpeciesIn(SbmlElement law) =>
        law.Tree().Where(e => e.Name == "ci" && _speciesIds.Contains(e.Text)).Select(e => e.Text).Distinct();

    private void WriteSide(SbmlElement reaction, string list, IEnumerable<ParticipantPart> side, string name, HashSet<string> participants)
    {
        var element = SbmlElement.Core(list, reaction.Span);
        foreach (var part in side)
        {
            string species = IdAt(part.Species);
            participants.Add(species);
            var reference = SbmlElement.Core("speciesReference", part.Span, ("species", species));
            if (part.NamedAmount is { } named && _module.Resolve(named) is { } symbol && !_elements.ContainsKey(symbol))
            {
                string id = IdOf(symbol);
                reference.Set("id", id);
                _elements[symbol] = reference;
                WriteValue(symbol, id, reference, "stoichiometry");
                reference.Set("units", null);   // a stoichiometry has none
                reference.Set("name", NullIfEmpty(symbol.DisplayName));
                reference.Set("sboTerm", SboText(symbol.SboTerm));
                Annotate(reference, id, About(symbol));
            }
            else if (part.NamedAmount is { } again)
            {
                WriteSharedStoichiometry(reference, IdAt(again), reaction["id"]!, species);
            }
            else
            {
                reference.Set("stoichiometry", SbmlNumber.Text(part.Amount));
                reference.Set("constant", "true");
            }

            element.Add(reference);
            _output.Register($"{name}__{species}", reference);
        }

        if (element.Children.Count > 0)
        {
            reaction.Add(element);
        }
    }

    /// <summary>A stoichiometry that has its place in another reaction, too: SBML ids are unique, so a rule makes this one follow.</summary>
    private void WriteSharedStoichiometry(SbmlElement reference, string shared, string reaction, string species)
    {
        string id = Free($"{reaction}_{species}_stoich");
        reference.Set("id", id);
        reference.Set("constant", "false");
        var rule = SbmlElement.Core("assignmentRule", reference.Span, ("variable", id)).With(SbmlMath.Math(SbmlMath.Name(shared, reference.Span)));
        _lists["listOfRules"].Add(rule);
    }

    private void WriteEvent(AntimonySymbol symbol, string id)
    {
        if (symbol.Event is not { } part || symbol.Value is not { } trigger)
        {
            return;
        }

        var element = SbmlElement.Core("event", symbol.Span, ("id", id), ("useValuesFromTriggerTime", Flag(part.UsesTriggerTime)));
        Add("listOfEvents", element, symbol);
        element.Add(SbmlElement.Core(
            "trigger", trigger.Span, ("initialValue", Flag(part.InitialValue)), ("persistent", Flag(part.IsPersistent))).With(Math(trigger)));
        AddPart("delay", part.Delay);
        AddPart("priority", part.Priority);
        var list = SbmlElement.Core("listOfEventAssignments", symbol.Span);
        foreach (var value in part.Assignments)
        {
            string target = IdAt(value.Target);
            var assignment = SbmlElement.Core("eventAssignment", value.Span, ("variable", target)).With(
                SbmlMath.Math(Conversions.Target(Math(value.Formula).Children[0], value.Formula.Owner)));
            list.Add(assignment);
            _output.Register($"{id}__eventAssignment__{target}", assignment);
        }

        if (list.Children.Count > 0)
        {
            element.Add(list);
        }

        void AddPart(string name, ScopedFormula? formula)
        {
            if (formula is not null)
            {
                var math = Math(formula);
                math = name == "delay" ? SbmlMath.Math(Conversions.EventDelay(math.Children[0], formula.Scope)) : math;
                var made = SbmlElement.Core(name, formula.Span).With(math);
                element.Add(made);
                _output.Register($"{id}__{name}", made);
            }
        }
    }

    private static void WriteMessage(SbmlElement constraint, AntimonySymbol symbol)
    {
        if (symbol.DisplayName is { Length: > 0 } message)
        {
            var words = new SbmlElement("p", SbmlNamespace.Foreign, symbol.Span, SbmlUris.Xhtml).With(SbmlElement.Words(message, symbol.Span));
            constraint.Add(SbmlElement.Core("message", symbol.Span).With(words));
        }
    }

    private void WriteInteractions()
    {
        foreach (var symbol in _module.Symbols)
        {
            if (symbol is not { Interaction: { } part, IsDeleted: false } || _module.Resolve(part.Reaction) is not { } target
                || !_elements.TryGetValue(target, out var reaction))
            {
                continue;
            }

            var modifiers = reaction.Child("listOfModifiers");
            if (modifiers is null)
            {
                modifiers = SbmlElement.Core("listOfModifiers", symbol.Span);
                reaction.Insert(reaction.Children.TakeWhile(c => c.Name is not "kineticLaw").Count(), modifiers);
            }

            foreach (string path in part.Species)
            {
                if (_module.Resolve(path) is { IsDeleted: false } species)
                {
                    string id = IdOf(species);
                    string? term = SboText(symbol.SboTerm ?? part.SboTerm);
                    if (modifiers.Children.Any(m => m["species"] == id && m["sboTerm"] == term))
                    {
                        continue;   // said already, by a submodel whose reaction this is, too
                    }

                    var modifier = SbmlElement.Core("modifierSpeciesReference", symbol.Span, ("name", symbol.DisplayName ?? symbol.Name), ("species", id));
                    modifier.Set("sboTerm", term);
                    modifiers.Add(modifier);
                    _output.Register($"{reaction["id"]}__modifier__{id}", modifier);
                }
            }
        }
    }
}
