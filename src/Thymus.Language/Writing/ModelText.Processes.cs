using Thymus.Language.Sbml;

namespace Thymus.Language.Writing;

// Reactions, events and constraints.
internal sealed partial class ModelText
{
    private readonly List<string> _interactions = [];
    private readonly Dictionary<SbmlElement, string> _localNames = [];   // of parameters of a single reaction, and of the events that are written

    private IEnumerable<string> Reactions()
    {
        foreach (var reaction in _model.List("listOfReactions").Where(c => !IsElsewhere(c)))
        {
            string name = Names[reaction["id"]!.Trim()];
            string? law = Law(reaction, name);
            var reactants = Side(reaction, "listOfReactants", name);
            var products = Side(reaction, "listOfProducts", name);
            string place = reaction["compartment"] is { } compartment ? " in " + Names[compartment.Trim()] : "";
            if (reactants.Count + products.Count > 0)
            {
                string arrow = reaction.Flag("reversible") is false ? "=>" : "->";
                yield return $"{name}{place}: {string.Join(" + ", reactants)} {arrow} {string.Join(" + ", products)}; {law}";
            }
            else if (!IsTakenOver(reaction))
            {
                yield return $"reaction {name}{place}{(law is null ? "" : " = " + law)}";
            }

            if (reaction.Flag("fast") is true)
            {
                _about.Carry(reaction, name, OwnProperties.Fast, "fast reactions");
            }

            Interactions(reaction, name);
            _about.Tell(reaction, name);
        }
    }

    /// <summary>The rate; parameters of its own become parameters of the model.</summary>
    private string? Law(SbmlElement reaction, string name)
    {
        if (reaction.Child("kineticLaw") is not { } law)
        {
            return null;
        }

        var locals = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var local in law.List("listOfLocalParameters"))
        {
            string id = local["id"]?.Trim() ?? "";
            string global = locals[id] = Names.Invent($"{reaction["id"]?.Trim()}_{id}");
            _localNames[local] = global;
            string unit = Names.UnitAfter(local["units"]);
            double? value = NumberText.Read(local["value"]);
            _invented.Add(value is null ? $"{global} =" : $"{global} = {NumberText.Of(value.Value)}{(double.IsFinite(value.Value) ? unit : "")}");
            if (unit.Length > 0 && value is not { } known || unit.Length > 0 && !double.IsFinite(value!.Value))
            {
                _invented.Add($"{global} has{unit}");
            }

            _losses.Reword("parameters of a single reaction", global, local.Span);
            _about.Tell(local, global);
        }

        return _formulas.Of(law, locals);
    }

    private List<string> Side(SbmlElement reaction, string list, string name)
    {
        var side = new List<string>();
        foreach (var participant in reaction.List(list))
        {
            string species = participant["species"]?.Trim() ?? "";
            string amount = Amount(participant, species, name);
            side.Add($"{amount}{(amount.Length > 0 ? " " : "")}{Names[species]}");
        }

        return side;
    }

    /// <summary>What stands before a species: nothing for 1, a number, or a name for all else.</summary>
    private string Amount(SbmlElement participant, string species, string reaction)
    {
        double? number = NumberText.Read(participant["stoichiometry"]);
        string? id = participant["id"]?.Trim();
        string amount;
        if (id is not null)
        {
            amount = Names[id];
            var (value, _) = Value(participant, "stoichiometry");
            string constness = Constness(participant);
            if (value is not null || constness.Length > 0)
            {
                _invented.Add($"{constness}{amount}{(value is null ? "" : " = " + value)}");
            }

            if (participant.Child(SbmlNamespace.Comp, "replacedBy") is not null)
            {
                _losses.LeaveOut("that a stoichiometry is defined in a submodel", amount, participant.Span);
            }

            _about.Tell(participant, amount);
        }
        else if (number is null)
        {
            _losses.LeaveOut("that a stoichiometry has no value", $"{species} in {reaction} counts once", participant.Span);
            amount = "";
        }
        else if (number > 0 && double.IsFinite(number.Value))
        {
            amount = number == 1 ? "" : NumberText.Of(number.Value);
        }
        else
        {
            amount = Names.Invent($"{reaction}_{species}_stoichiometry");
            _invented.Add($"{amount} = {NumberText.Of(number.Value)}");
            _losses.Reword("a stoichiometry that is not positive", amount, participant.Span);
        }

        return FactorOf(species) is { } factor ? Converted(amount, factor, species, reaction, id, participant) : amount;
    }

    private string? FactorOf(string species) =>
        (_model.List("listOfSpecies").FirstOrDefault(s => s["id"]?.Trim() == species)?["conversionFactor"] ?? _model["conversionFactor"])?.Trim();

    /// <summary>A conversion factor is part of the stoichiometry here; formulas that name the stoichiometry see it without the factor.</summary>
    private string Converted(string amount, string factor, string species, string reaction, string? id, SbmlElement participant)
    {
        string name = Names.Invent($"{reaction}_{species}_converted");
        bool isVariable = id is not null && (participant.Flag("constant") is false || _rules.ContainsKey(id) || _eventTargets.Contains(id));
        _invented.Add(isVariable ? $"{name} := {amount}*{Names[factor]}" : $"const {name} = {(amount.Length == 0 ? "1" : amount)}*{Names[factor]}");
        _losses.Reword("conversion factors of species", $"{name} in {reaction}", participant.Span);
        return name;
    }

    /// <summary>Modifiers: what the rate names is one anyway; what says how it acts, or stands without a rate, is an interaction.</summary>
    private void Interactions(SbmlElement reaction, string name)
    {
        var law = reaction.Child("kineticLaw") is { } kinetic && kinetic.Child("math") is { Children.Count: > 0 } ? kinetic : null;
        var inLaw = law is null ? [] : NamesIn(law).ToHashSet(StringComparer.Ordinal);
        foreach (var modifier in reaction.List("listOfModifiers"))
        {
            string species = modifier["species"]?.Trim() ?? "";
            int? term = AboutText.TermOf(modifier);
            string? arrow = term switch
            {
                20 => "-|",
                19 or 459 => "-o",   // read as 19, as the reference implementation does
                _ => null,
            };
            if (law is not null && !inLaw.Contains(species))
            {
                _losses.LeaveOut("a modifier that the rate does not name", $"{species} of {name}", modifier.Span);
                _about.Skip(modifier);
            }
            else if (arrow is not null || law is null || modifier["name"] is not null)
            {
                string label = modifier["name"] is { Length: > 0 } given && AntimonyNames.Legal(given) == given && !Names.Knows(given) ? Names.Invent(given) + ": " : "";
                _interactions.Add($"{label}{Names[species]} {arrow ?? "-("} {name};");
                if (term is null or 19 or 20)
                {
                    _about.Skip(modifier);
                }
            }
        }
    }

    private IEnumerable<string> Events()
    {
        int automatic = 0;
        foreach (var happening in _model.List("listOfEvents").Where(c => !IsElsewhere(c)))
        {
            string? id = happening["id"]?.Trim();
            string name = id is not null ? Names[id] : Names.Invent($"_E{automatic++}");
            if (Event(happening, name) is not { } statement)
            {
                _losses.LeaveOut("an event without a trigger or without anything that it sets, which changes nothing", name, happening.Span);
                continue;
            }

            yield return statement;
            _localNames[happening] = name;
            _about.Tell(happening, name);
        }
    }

    /// <summary>The statement of an event; <see langword="null"/> where it has no trigger or sets nothing.</summary>
    private string? Event(SbmlElement happening, string name, IReadOnlyDictionary<string, string>? locals = null)
    {
        var trigger = happening.Child("trigger");
        var assignments = happening.List("listOfEventAssignments").Where(a => a.Child("math") is { Children.Count: > 0 }).ToList();
        if (_formulas.OfCondition(trigger, locals) is not { } condition || assignments.Count == 0)
        {
            return null;
        }

        string delay = _formulas.Of(happening.Child("delay"), locals) is { } after ? after + " after " : "";
        string options = _formulas.Of(happening.Child("priority"), locals) is { } priority ? $", priority = {priority}" : "";
        options += trigger!.Flag("initialValue") is false ? ", t0 = false" : "";
        options += trigger.Flag("persistent") is false ? ", persistent = false" : "";
        options += happening.Flag("useValuesFromTriggerTime") is false ? ", fromTrigger = false" : "";
        string[] sets = [.. assignments.Select(a => $"{Target(a["variable"]?.Trim() ?? "")} = {_formulas.Of(a, locals)}")];
        return $"{name}: at {delay}{condition}{options}:{(sets.Length > 1 ? "\n    " : " ")}{string.Join(",\n    ", sets)}";

        string Target(string id) => locals?.GetValueOrDefault(id) ?? Names[id];
    }

    private IEnumerable<string> Constraints()
    {
        foreach (var constraint in _model.List("listOfConstraints"))
        {
            string? message = SbmlNotes.WordsOf(constraint.Children.FirstOrDefault(c => c.Name == "message"));
            string? name = constraint["id"] is { } id ? Names[id.Trim()] : message is not null || constraint["sboTerm"] is not null ? Names.Invent("_con0") : null;
            if (_formulas.OfCondition(constraint) is not { } condition)
            {
                _losses.LeaveOut("a constraint without a condition", name ?? "constraint", constraint.Span);
                continue;
            }

            yield return $"constraint {name}: {condition}";
            if (constraint["name"] is { } display && message is not null && display != message)
            {
                _losses.LeaveOut("the name of a constraint beside its message", display, constraint.Span);
            }

            if (name is not null)
            {
                _about.Tell(constraint, name, message);
            }
        }
    }
}
