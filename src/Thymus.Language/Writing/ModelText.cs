using System.Globalization;
using System.Text;
using Thymus.Language.Antimony;
using Thymus.Language.Diagnostics;
using Thymus.Language.Sbml;

namespace Thymus.Language.Writing;

/// <summary>One model of a document as statements, in groups: what there is, how it changes, what is said about it.</summary>
internal sealed partial class ModelText
{
    private static readonly string[] SymbolLists = ["listOfCompartments", "listOfSpecies", "listOfParameters", "listOfReactions", "listOfEvents", "listOfConstraints"];

    private readonly SbmlElement _model;
    private readonly AntimonyDocumentText _document;
    private readonly Losses _losses;
    private readonly AboutText _about;
    private readonly FormulaText _formulas;
    private readonly UnitsText _units;
    private readonly List<(string Title, List<string> Lines)> _groups = [];
    private readonly Dictionary<string, SbmlElement> _initial = new(StringComparer.Ordinal);   // by symbol
    private readonly Dictionary<string, SbmlElement> _rules = new(StringComparer.Ordinal);     // by variable
    private readonly HashSet<string> _eventTargets = new(StringComparer.Ordinal);
    private readonly HashSet<string> _inAlgebraic = new(StringComparer.Ordinal);
    private readonly List<string> _invented = [];   // parameters that SBML has in another form

    public ModelText(SbmlElement model, string name, AntimonyDocumentText document, DiagnosticBag findings, Losses losses)
    {
        _model = model;
        _document = document;
        _losses = losses;
        Name = name;
        Names = new AntimonyNames(document.Globals, findings);
        _about = new AboutText(losses);
        _formulas = new FormulaText(Names, id => document.FunctionName(model, id), losses);
        _units = new UnitsText(model, Names, _about, losses);
        Default = FindDefault();
        if (!model.List("listOfCompartments").Any(c => c["id"]?.Trim() == ModuleCollector.DefaultCompartment))
        {
            Names.Reserve(ModuleCollector.DefaultCompartment, "the implicit compartment");
        }

        _units.Name(Symbols().Select(e => e["id"]?.Trim()).OfType<string>());
        foreach (var assignment in model.List("listOfInitialAssignments").Where(a => a.Child("math") is { Children.Count: > 0 }))
        {
            _initial[assignment["symbol"]?.Trim() ?? ""] = assignment;
        }

        foreach (var rule in model.List("listOfRules").Where(a => a.Child("math") is { Children.Count: > 0 }))
        {
            if (rule.Name == "algebraicRule")
            {
                _inAlgebraic.UnionWith(NamesIn(rule));
            }
            else
            {
                _rules[rule["variable"]?.Trim() ?? ""] = rule;
            }
        }

        _eventTargets.UnionWith(model.List("listOfEvents").SelectMany(e => e.List("listOfEventAssignments")).Select(a => a["variable"]?.Trim() ?? ""));
    }

    /// <summary>The name of the model in the text.</summary>
    public string Name { get; }

    public AntimonyNames Names { get; }

    /// <summary>The compartment of species that are in none: the language has it without a word (Antimony reference, section 6).</summary>
    public SbmlElement? Default { get; }

    /// <summary>The statements of the model with its frame.</summary>
    public string Write(bool isMain)
    {
        TakePlaces();
        Group("Submodels", Submodels());
        Group("Units", _units.Write());
        var reactions = Reactions().ToList();   // first, as they invent parameters
        Group("Compartments", Compartments());
        Group("Species", Species());
        Group("Parameters", Parameters().Concat(_invented));
        Group("Assignment rules", Rules("assignmentRule", ":="));
        Group("Rate rules", Rules("rateRule", "' ="));
        Group("Algebraic rules", AlgebraicRules());
        Group("Reactions", reactions);
        Group("Interactions", _interactions);
        Group("Events", Events());
        Group("Constraints", Constraints());
        Group("Uncertainty", Uncertainties());
        TellIds();
        _about.Tell(_model, "model", "");
        _about.Terms.RemoveAll(t => t.StartsWith("model.", StringComparison.Ordinal));   // after its end, by its name
        Group("Names", _about.Names);
        Group("Ontology terms", _about.Terms);
        Group("Annotations", _about.Annotations);
        Group("Notes", _about.Notes);
        foreach (var function in _model.List("listOfFunctionDefinitions"))
        {
            _about.Skip(function);   // the document tells about them
        }

        _about.LeaveOutRest(_model);
        return Framed(isMain);
    }

    private string Framed(bool isMain)
    {
        var text = new StringBuilder();
        bool isBare = isMain && Name == "__main" && _model["name"] is null && !_groups.SelectMany(g => g.Lines).Any(l => l.StartsWith("model ", StringComparison.Ordinal))
            && _model["sboTerm"] is null && _groups.Count > 0;
        if (!isBare)
        {
            text.Append("model ").Append(isMain ? "*" : "").Append(Name).Append('(').AppendJoin(", ", Ports()).Append(")\n");
        }

        foreach (var (i, (title, lines)) in _groups.Index())
        {
            text.Append(i > 0 ? "\n" : "").Append("// ").Append(title).Append('\n');
            foreach (string line in lines)
            {
                text.Append(line).Append('\n');
            }
        }

        if (!isBare)
        {
            text.Append("end\n");
            if (AboutText.TermOf(_model) is { } term)
            {
                text.Append(CultureInfo.InvariantCulture, $"{Name}.sboTerm = {term}\n");
            }

            if (_model["name"] is { Length: > 0 } display)
            {
                text.Append(Name).Append(" is ").Append(_about.Quoted(display, _model)).Append('\n');
            }
        }

        return text.ToString();
    }

    private void Group(string title, IEnumerable<string> lines)
    {
        var all = lines.ToList();
        if (all.Count > 0)
        {
            _groups.Add((title, all));
        }
    }

    /// <summary>Everything that has a name in formulas or in the text.</summary>
    private IEnumerable<SbmlElement> Symbols() =>
        SymbolLists.SelectMany(_model.List)
            .Concat(_model.List("listOfRules").Where(r => r.Name == "algebraicRule"))
            .Concat(_model.List("listOfReactions").SelectMany(r => r.List("listOfReactants").Concat(r.List("listOfProducts"))))
            .Concat(_model.List(SbmlNamespace.Comp, "listOfSubmodels"))
            .Where(e => e != Default && e["id"] is not null);

    private static IEnumerable<string> NamesIn(SbmlElement owner) => owner.Tree().Where(e => e.Name == "ci").Select(e => e.Text.Trim());

    /// <summary>Ids that cannot be names here, for the way back.</summary>
    private void TellIds()
    {
        foreach (var element in Symbols().Where(e => e.Kind is SbmlNamespace.Core && (!_elsewhere.Contains(e) || _takenOver.Contains(e))))
        {
            string id = element["id"]!.Trim(), name = Names[id];
            if (name != id && OwnProperties.IsId(id) && (element.Name != "event" || _localNames.ContainsKey(element)))
            {
                _about.Annotations.Add($"{name} property \"{OwnProperties.Id(id)}\"");
            }
        }
    }

    private SbmlElement? FindDefault()
    {
        var found = _model.List("listOfCompartments").FirstOrDefault(c => c["id"]?.Trim() == ModuleCollector.DefaultCompartment)
            ?? _model.List("listOfCompartments").FirstOrDefault(c => AboutText.TermOf(c) == ModuleCollector.ImplicitCompartment);
        string id = found?["id"]?.Trim() ?? "";
        bool isPlain = found is not null && found.Flag("constant") is not false && NumberText.Read(found["size"]) is 1 && found["units"] is null && found["name"] is null
            && NumberText.Read(found["spatialDimensions"] ?? "3") is 3 && found.Child("notes") is null && found.Child("annotation") is null;
        bool isUsed = _model.Tree().Any(e => (e.Name == "ci" && e.Text.Trim() == id) || (e.Name == "species" && e["compartment"]?.Trim() == id && e["initialAmount"] is not null)
            || (e.Name == "reaction" && e["compartment"] is not null) || (e.Name is "initialAssignment" && e["symbol"]?.Trim() == id)
            || e["variable"]?.Trim() == id);
        bool hasSpecies = _model.List("listOfSpecies").Any(s => s["compartment"]?.Trim() == id) || (found is not null && Of(found, "replacedElement").Any());
        return isPlain && hasSpecies && !isUsed ? found : null;
    }

    /// <summary>
    /// <c>const</c> or <c>var</c> where the language would take it otherwise, or might take it from what the element takes the place of.
    /// </summary>
    private string Constness(SbmlElement element)
    {
        string id = element["id"]?.Trim() ?? "";
        bool changes = _rules.ContainsKey(id) || _eventTargets.Contains(id);
        bool replaces = Of(element, "replacedElement").Any();
        return element.Flag("constant") is false
            ? changes && !replaces ? "" : "var "
            : !changes && (replaces || _inAlgebraic.Contains(id) || (_initial.TryGetValue(id, out var initial) && NamesIn(initial).Any())) ? "const " : "";
    }

    /// <summary>What a symbol is at the start: its initial assignment, else its number with the unit that it has.</summary>
    private (string? Text, bool HasUnit) Value(SbmlElement element, string attribute)
    {
        string id = element["id"]?.Trim() ?? "";
        if (_rules.TryGetValue(id, out var rule) && rule.Name == "assignmentRule")
        {
            return (null, false);
        }

        if (_initial.TryGetValue(id, out var initial))
        {
            return (_formulas.Of(initial), false);
        }

        if (NumberText.Read(element[attribute]) is not { } number || _startsBelow.Contains(id))
        {
            return (null, false);
        }

        string unit = attribute is "value" or "size" && double.IsFinite(number) ? Names.UnitAfter(element["units"]) : "";
        return (NumberText.Of(number) + unit, unit.Length > 0);
    }

    private IEnumerable<string> Compartments()
    {
        foreach (var compartment in _model.List("listOfCompartments").Where(c => !IsElsewhere(c)))
        {
            if (compartment == Default)
            {
                _about.Skip(compartment);
                continue;
            }

            string name = Names[compartment["id"]!.Trim()];
            var (value, hasUnit) = Value(compartment, "size");
            yield return $"{Constness(compartment)}compartment {name}{(value is null ? "" : " = " + value)}";
            if (!hasUnit && Names.Unit(compartment["units"]) is { } unit)
            {
                yield return $"{name} has {unit}";
            }

            if (NumberText.Read(compartment["spatialDimensions"]) is { } dimensions && dimensions != 3 && double.IsFinite(dimensions))
            {
                _about.Carry(compartment, name, OwnProperties.Dimensions(dimensions), "dimensions other than 3");
            }

            _about.Tell(compartment, name);
        }
    }

    private IEnumerable<string> Species()
    {
        foreach (var species in _model.List("listOfSpecies").Where(c => !IsElsewhere(c)))
        {
            string id = species["id"]!.Trim(), name = Names[id];
            string place = species["compartment"]?.Trim() ?? "";
            bool isDefault = Default is not null && place == Default["id"]?.Trim();
            bool isAmount = species.Flag("hasOnlySubstanceUnits") is true;
            bool isFixed = species.Flag("boundaryCondition") is true || species.Flag("constant") is true;
            bool isRuled = _rules.ContainsKey(id) && !IsParticipant(id);
            string? value = StartOf(species, id, Names[place], isAmount);
            yield return $"{(isAmount ? "substanceOnly " : "")}species {(isFixed || isRuled ? "$" : "")}{name}{(isDefault ? "" : " in " + Names[place])}{(value is null ? "" : " = " + value)}";
            if (species.Flag("constant") is true && species.Flag("boundaryCondition") is not true)
            {
                _losses.Reword("that a species is constant", $"{name} takes no part in any change ($)", species.Span);
            }

            if (Names.Unit(species["substanceUnits"]) is { } unit)
            {
                string? size = _model.List("listOfCompartments").FirstOrDefault(c => c["id"]?.Trim() == place)?["units"];
                string over = Names.Unit(size) ?? (_model["volumeUnits"] is not null ? "volume" : "litre");
                yield return $"{name} has {unit}{(isAmount ? "" : "/" + over)}";
            }

            _about.Tell(species, name);
        }
    }

    private bool IsParticipant(string species) => _model.List("listOfReactions").SelectMany(r => r.List("listOfReactants").Concat(r.List("listOfProducts")))
        .Any(p => p["species"]?.Trim() == species);

    /// <summary>
    /// A number over the compartment is an amount; a number alone is a concentration, and of a species that counts amounts an amount for us and a
    /// concentration for others, so that it is never written there.
    /// </summary>
    private string? StartOf(SbmlElement species, string id, string place, bool isAmount)
    {
        if (Value(species, "") is { Text: { } formula })
        {
            var root = _initial[id].Child("math")!.Children[0];
            bool isNumber = NumberText.Read(formula) is not null || root.Name is "infinity" or "notanumber";
            bool isOverPlace = root is { Name: "apply", Children: [{ Name: "divide" }, { Name: "cn" }, { Name: "ci" } over] } && Names[over.Text.Trim()] == place;
            return !isAmount ? formula : isNumber ? $"{formula}/{place}" : isOverPlace ? $"1*{formula}" : formula;
        }

        if (_rules.TryGetValue(id, out var rule) && rule.Name == "assignmentRule")
        {
            return null;
        }

        if (_startsBelow.Contains(id))
        {
            return null;
        }

        if (NumberText.Read(species["initialAmount"]) is { } amount)
        {
            return $"{NumberText.Of(amount)}/{place}";
        }

        if (NumberText.Read(species["initialConcentration"]) is not { } concentration)
        {
            return null;
        }

        if (!isAmount || concentration == 0)
        {
            return NumberText.Of(concentration) + (isAmount ? $"/{place}" : "");
        }

        _losses.Reword("the start concentration of a species that counts amounts", Names[id], species.Span);
        return $"{NumberText.Of(concentration)}*{place}";
    }

    private IEnumerable<string> Parameters()
    {
        foreach (var parameter in _model.List("listOfParameters").Where(c => !IsElsewhere(c)))
        {
            string name = Names[parameter["id"]!.Trim()];
            foreach (string line in Parameter(parameter, name, Constness(parameter)))
            {
                yield return line;
            }

            _about.Tell(parameter, name);
        }
    }

    private IEnumerable<string> Parameter(SbmlElement parameter, string name, string constness)
    {
        var (value, hasUnit) = Value(parameter, "value");
        bool isRuled = _rules.ContainsKey(parameter["id"]?.Trim() ?? "");
        if (value is not null || constness.Length > 0)
        {
            yield return $"{constness}{name}{(value is null ? "" : " = " + value)}";
        }
        else if (!isRuled)
        {
            yield return parameter.Flag("constant") is false ? $"var {name}" : $"{name} =";   // it has no value
        }

        if (!hasUnit && Names.Unit(parameter["units"]) is { } unit)
        {
            yield return $"{name} has {unit}";
        }
    }

    private IEnumerable<string> Rules(string kind, string sign)
    {
        foreach (var (variable, rule) in _rules.Where(r => r.Value.Name == kind))
        {
            yield return $"{Names[variable]}{(sign[0] == ':' ? " " : "")}{sign} {_formulas.Of(rule)}";
        }
    }

    private IEnumerable<string> AlgebraicRules()
    {
        foreach (var rule in _model.List("listOfRules").Where(r => r.Name == "algebraicRule" && r.Child("math") is { Children.Count: > 0 }))
        {
            string? label = rule["id"] is { } id ? Names[id.Trim()] : rule["name"] is not null || rule["sboTerm"] is not null ? Names.Invent("_alg0") : null;
            yield return $"{(label is null ? "" : label + ": ")}0 = {_formulas.Of(rule)}";
            if (label is not null)
            {
                _about.Tell(rule, label);
            }
        }
    }
}
