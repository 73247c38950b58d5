using Thymus.Language.Sbml;

namespace Thymus.Language.Writing;

// Hierarchical composition (Antimony reference, sections 4 to 4.3).
internal sealed partial class ModelText
{
    private const int DeepestPath = 50;

    private readonly HashSet<SbmlElement> _elsewhere = [];   // defined in a submodel, whose dotted name stands for them
    private readonly HashSet<SbmlElement> _takenOver = [];   // named here, defined by what they replace in a submodel
    private readonly List<string> _mergers = [];
    private readonly List<string> _emptied = [];
    private readonly HashSet<string> _startsBelow = new(StringComparer.Ordinal);   // whose rule or start formula is in a submodel

    /// <summary>Where a reference leads.</summary>
    /// <param name="Path">Dotted name in the text.</param>
    /// <param name="Element">What is there.</param>
    /// <param name="Model">The model that it is in.</param>
    /// <param name="IsScaled">Whether a submodel on the way has a factor of time or extent.</param>
    private sealed record Place(string Path, SbmlElement Element, ModelText Model, bool IsScaled);

    private bool IsElsewhere(SbmlElement element)
    {
        if (_elsewhere.Contains(element))
        {
            _about.Skip(element);
            return true;
        }

        return false;
    }

    private bool IsTakenOver(SbmlElement element) => _takenOver.Contains(element);

    private static IEnumerable<SbmlElement> Of(SbmlElement element, string kind) =>
        element.List(SbmlNamespace.Comp, "listOfReplacedElements").Where(r => r.Name == kind);

    /// <summary>
    /// Reads what replaces what. What a submodel defines has its dotted name here; where the document has an id of its own for it, both are
    /// one and the submodel's definition holds.
    /// </summary>
    private void TakePlaces()
    {
        foreach (var element in _model.Tree().Where(e => e.Kind is SbmlNamespace.Core).ToList())
        {
            string? id = element["id"]?.Trim();
            if (element.Child(SbmlNamespace.Comp, "replacedBy") is { } by && id is not null && element.Name != "speciesReference")
            {
                if (Find(by) is { } place && place.Element["id"] is not null && place.Element.Name is not "submodel" && NameOf(element, id) is { } name)
                {
                    _elsewhere.Add(element);
                    if (place.Path.Replace(".", "__", StringComparison.Ordinal) == id)
                    {
                        Names.Set(id, place.Path);
                    }
                    else
                    {
                        _takenOver.Add(element);
                        _mergers.Add($"{place.Path} is {name}");
                        _about.Tell(element, name);
                    }
                }
                else
                {
                    _losses.LeaveOut("what takes the place of an element", id, by.Span);
                }
            }
        }

        foreach (var element in _model.Tree().Where(e => e.Kind is SbmlNamespace.Core).ToList())
        {
            foreach (var replaced in Of(element, "replacedElement"))
            {
                TakeReplaced(element, replaced);
            }
        }
    }

    /// <summary>The name of an element of this model; <see langword="null"/> for a unit that is not in the text.</summary>
    private string? NameOf(SbmlElement element, string id) => element.Name == "unitDefinition" ? Names.Unit(id) : Names[id];

    private void TakeReplaced(SbmlElement element, SbmlElement replaced)
    {
        string? id = element["id"]?.Trim();
        if (replaced[SbmlNamespace.Comp, "deletion"] is not null)
        {
            return;   // a deletion that is said to make room changes nothing more
        }

        if (Find(replaced) is not { Element.Name: not "submodel" } place)
        {
            _losses.LeaveOut("a replacement of what has no name", id ?? element.Name, replaced.Span);
            return;
        }

        if (element == Default)
        {
            if (place.Element != place.Model.Default)
            {
                _losses.LeaveOut("the replacement by the implicit compartment", place.Path, replaced.Span);
            }

            return;
        }

        if (place.Element.Name is "assignmentRule" or "rateRule" or "initialAssignment")
        {
            if (Emptied(place) is { } blank)
            {
                _emptied.Add(blank);
            }

            return;
        }

        if (element.Name == "speciesReference")
        {
            if (!TakesPlaceWith(element, place))
            {
                _losses.LeaveOut("the replacement of a stoichiometry in a reaction that stays", place.Path.TrimEnd('.'), replaced.Span);
                return;
            }

            if (place.Element["id"] is null)
            {
                return;   // nothing can have named it
            }
        }

        if (id is null || place.Element["id"] is null || NameOf(element, id) is not { } name
            || element.Name is "assignmentRule" or "rateRule" or "algebraicRule" or "constraint" or "functionDefinition")
        {
            _losses.LeaveOut("a replacement of this kind of element", $"<{element.Name}> {place.Path}", replaced.Span);
            return;
        }

        string inner = place.Element["id"]!.Trim();
        if (place.Model._initial.ContainsKey(inner) || (place.Model._rules.TryGetValue(inner, out var rule) && rule.Name == "assignmentRule"))
        {
            _startsBelow.Add(id);
        }

        string factor = replaced["conversionFactor"] is { } conversion ? $"*{Names[conversion.Trim()]}" : "";
        _mergers.Add($"{place.Path}{factor} is {name}");
    }

    /// <summary>
    /// Whether the reaction that a participant is in is taken the place of together with it. In SBML it would otherwise lose the participant,
    /// and in the text go on with the new stoichiometry.
    /// </summary>
    private bool TakesPlaceWith(SbmlElement participant, Place place)
    {
        static SbmlElement? ReactionOf(ModelText model, SbmlElement part) => model._model.List("listOfReactions").FirstOrDefault(r => r.Tree().Contains(part));
        return ReactionOf(place.Model, place.Element) is { } inner && ReactionOf(this, participant) is { } outer
            && Of(outer, "replacedElement").Any(r => Find(r)?.Element == inner);
    }

    private IEnumerable<string> Submodels()
    {
        foreach (var submodel in _model.List(SbmlNamespace.Comp, "listOfSubmodels"))
        {
            string name = Names[submodel["id"]!.Trim()];
            string time = submodel["timeConversionFactor"] is { } t ? ", timeconv = " + Names[t.Trim()] : "";
            string extent = submodel["extentConversionFactor"] is { } e ? ", extentconv = " + Names[e.Trim()] : "";
            var inner = _document.Find(submodel["modelRef"]);
            yield return $"{name}: {inner?.Name ?? "_"}(){time}{extent}";
            _about.Tell(submodel, name, termWord: inner?.Names.Knows("sboTerm") is true ? "SBOTerm" : "sboTerm");
        }

        foreach (string merger in _mergers)
        {
            yield return merger;
        }

        foreach (string blank in _emptied)
        {
            yield return blank;
        }

        foreach (var submodel in _model.List(SbmlNamespace.Comp, "listOfSubmodels"))
        {
            foreach (string line in Deletions(submodel))
            {
                yield return line;
            }
        }
    }

    private IEnumerable<string> Deletions(SbmlElement submodel)
    {
        var places = new List<Place>();
        foreach (var deletion in submodel.List(SbmlNamespace.Comp, "listOfDeletions"))
        {
            _about.Skip(deletion);
            if (Find(deletion, submodel["id"]?.Trim()) is { } place)
            {
                places.Add(place);
            }
            else
            {
                _losses.LeaveOut("the deletion of what has no name", $"in {submodel["id"]}", deletion.Span);
            }
        }

        var gone = places.Where(p => p.Element["id"] is not null).Select(p => p.Element["id"]!.Trim()).ToHashSet(StringComparer.Ordinal);
        var changed = new List<(Place Place, SbmlElement Event)>();
        foreach (var place in places)
        {
            if (EventOf(place) is { } happening)
            {
                changed.Add((place, happening));
            }
            else if (place.Element.Name == "localParameter")
            {
                // The law then means what has the same id in the model; here the local one has a name of its own.
                string prefix = place.Path[..(place.Path.LastIndexOf('.') + 1)], id = place.Element["id"]!.Trim();
                if (place.Model.Names.Knows(id))
                {
                    yield return $"{place.Path} is {prefix}{place.Model.Names[id]}";
                }
                else
                {
                    _losses.LeaveOut("the deletion of this kind of element", $"<localParameter> in {prefix.TrimEnd('.')}", place.Element.Span);
                }
            }
            else if (place.Element["id"] is not null && place.Element.Name is not ("constraint" or "functionDefinition"))
            {
                if (place.Element != place.Model.Default && (place.Element.Name != "event" || place.Model._localNames.ContainsKey(place.Element)))
                {
                    yield return $"delete {place.Path}";
                }
            }
            else if (!Follows(place) && Emptied(place) is { } line)
            {
                yield return line;
            }
        }

        foreach (var parts in changed.GroupBy(c => (c.Place.Path, c.Event)).Where(g => !g.All(c => Follows(c.Place))))
        {
            if (WithoutParts(parts.First().Place, parts.Key.Event, [.. parts.Select(p => p.Place.Element)]) is { } line)
            {
                yield return line;
            }
        }

        // The deletion of a name takes away what needs it, too.
        bool Follows(Place place) => NamesIn(place.Element).Any(gone.Contains) || gone.Contains(place.Element["species"]?.Trim() ?? "")
            || gone.Contains((place.Element["variable"] ?? place.Element["symbol"])?.Trim() ?? "");
    }

    private static SbmlElement? EventOf(Place place) => place.Element.Name is "trigger" or "delay" or "priority" or "eventAssignment"
        ? place.Model._model.List("listOfEvents").FirstOrDefault(e => e.Tree().Contains(place.Element)) : null;

    /// <summary>A submodel's event without some of its parts, as a statement of this model, which takes the place of the submodel's.</summary>
    /// <param name="place">One of the parts.</param>
    /// <param name="happening">The event.</param>
    /// <param name="gone">The parts.</param>
    private string? WithoutParts(Place place, SbmlElement happening, HashSet<SbmlElement> gone)
    {
        if (!place.Model._localNames.TryGetValue(happening, out string? name))
        {
            return null;   // it is not in the text, as it changes nothing
        }

        var rest = happening.Clone();
        foreach (var (part, copy) in happening.Tree().Zip(rest.Tree().ToList()).Where(p => p.First.Children.Any(gone.Contains)).ToList())
        {
            var kept = part.Children.Zip(copy.Children).Where(p => !gone.Contains(p.First)).Select(p => p.Second).ToHashSet();
            copy.RemoveAll(c => !kept.Contains(c));
        }

        HashSet<string> names = [.. NamesIn(rest), .. rest.List("listOfEventAssignments").Select(a => a["variable"]?.Trim() ?? "")];
        var locals = names.ToDictionary(n => n, n => place.Path + place.Model.Names[n], StringComparer.Ordinal);
        if (place.IsScaled || _mergers.Exists(m => locals.Values.Any(l => m.StartsWith(l + "*", StringComparison.Ordinal))))
        {
            _losses.LeaveOut("the deletion of parts of an event whose time or values are converted", place.Path + name, place.Element.Span);
            return null;
        }

        foreach (var number in rest.Tree().Where(e => e is { Kind: SbmlNamespace.Math, Name: "cn" } && e["units"] is { } unit && !(Antimony.ModuleUnits.IsKind(unit.Trim()) && Names.CanMeanUnit(unit.Trim()))))
        {
            _losses.LeaveOut("units of numbers in an event of a submodel that loses parts", place.Path + name, number.Span);
            number.Set(SbmlNamespace.Core, "units", null);
        }

        return place.Model.Event(rest, place.Path + name, locals) ?? $"delete {place.Path}{name}";
    }

    /// <summary>The blank definition that takes a rule or a start value away; empty where the definition here does so.</summary>
    private string? Emptied(Place place)
    {
        string prefix = place.Path;
        string target = (place.Element["variable"] ?? place.Element["symbol"])?.Trim() ?? "";
        var owner = place.Model._model.Tree().FirstOrDefault(e => e.Child(place.Element.Name) == place.Element);
        string path = place.Element.Name == "kineticLaw" ? prefix + place.Model.Names[owner?["id"]?.Trim() ?? ""] : prefix + place.Model.Names[target];
        if (!place.Model.Defines(place.Element, target))
        {
            return null;
        }

        string? sign = place.Element.Name switch
        {
            "assignmentRule" => " := ",
            "rateRule" => "' = ",
            "initialAssignment" or "kineticLaw" => " = ",
            _ => null,
        };
        if (sign is null)
        {
            _losses.LeaveOut("the deletion of this kind of element", $"<{place.Element.Name}> in {prefix.TrimEnd('.')}", place.Element.Span);
            return null;
        }

        return IsDefinedHere(path, place.Element.Name) ? null : path + sign;
    }

    /// <summary>Whether a rule, initial assignment or rate is in the text: only the last of a symbol is, and none of what is not there.</summary>
    private bool Defines(SbmlElement element, string target) => element.Name switch
    {
        "assignmentRule" or "rateRule" => _rules.GetValueOrDefault(target) == element,
        "initialAssignment" => _initial.GetValueOrDefault(target) == element && Symbols().Any(s => s.Name is not ("reaction" or "event") && s["id"]?.Trim() == target),
        "kineticLaw" => _model.List("listOfReactions").Any(r => r.Child("kineticLaw") == element),
        _ => true,
    };

    /// <summary>Whether what a dotted name has become has a definition of the same kind here, which takes the place of the submodel's.</summary>
    private bool IsDefinedHere(string path, string kind)
    {
        string? survivor = _mergers.Select(m => m.Split(" is ")).FirstOrDefault(m => m[0].Split('*')[0] == path)?[1];
        bool Is(string id) => Names[id] == path || (survivor is not null && Names[id] == survivor);
        return kind switch
        {
            "initialAssignment" => _initial.Keys.Any(Is)
                || _model.Tree().Any(e => (e["value"] ?? e["size"] ?? e["initialAmount"] ?? e["initialConcentration"]) is not null && e["id"] is { } id && Is(id.Trim())),
            "kineticLaw" => _model.List("listOfReactions").Any(r => r.Child("kineticLaw") is not null && Is(r["id"]?.Trim() ?? "")),
            _ => _rules.Any(r => r.Value.Name == kind && Is(r.Key)),
        };
    }

    private IEnumerable<string> Ports()
    {
        HashSet<string> taken = [];
        foreach (var port in _model.List(SbmlNamespace.Comp, "listOfPorts"))
        {
            _about.Skip(port);
            string? name = port["idRef"] is { } id && Names.Knows(id.Trim()) && !Names[id.Trim()].Contains('.', StringComparison.Ordinal) ? Names[id.Trim()]
                : Names.Unit(port["unitRef"]);
            if (name is null || port.Child(SbmlNamespace.Comp, "sBaseRef") is not null)
            {
                _losses.LeaveOut("a port to what has no name of its own here", port["id"] ?? "", port.Span);
            }
            else if (!taken.Add(name))
            {
                _losses.LeaveOut("another port to the same", port["id"] ?? "", port.Span);
            }
            else
            {
                yield return name;
            }
        }
    }

    /// <summary>Follows a reference through submodels and ports to what it means.</summary>
    private Place? Find(SbmlElement reference, string? within = null)
    {
        string path = "";
        var at = this;
        bool isScaled = false;
        string? submodel = within ?? reference["submodelRef"]?.Trim();
        if (submodel is not null)
        {
            (path, isScaled) = (Names[submodel] + ".", IsScaled(submodel));
            at = Inner(submodel);
        }

        int depth = 0;
        for (var next = reference; next is not null && at is not null; next = next.Child(SbmlNamespace.Comp, "sBaseRef"))
        {
            var target = at.Target(next);
            while (target is { Name: "port" } port)
            {
                target = at.Target(port);
                if (++depth > DeepestPath)
                {
                    return null;
                }

                if (port.Child(SbmlNamespace.Comp, "sBaseRef") is { } deeper && target is { Name: "submodel" } inner && at.Inner(inner["id"]!.Trim()) is { } below)
                {
                    path += at.Names[inner["id"]!.Trim()] + ".";
                    isScaled |= at.IsScaled(inner["id"]!.Trim());
                    at = below;
                    target = at.Target(deeper);
                }
            }

            if (target is null || ++depth > DeepestPath)
            {
                return null;
            }

            bool isLast = next.Child(SbmlNamespace.Comp, "sBaseRef") is null;
            if (isLast)
            {
                string? name = target["id"]?.Trim() is not { } id ? "" : at._localNames.GetValueOrDefault(target) ?? at.NameOf(target, id);
                return name is null ? null : new Place(path + name, target, at, isScaled);
            }

            string step = target["id"]?.Trim() ?? "";
            path += at.Names[step] + ".";
            isScaled |= at.IsScaled(step);
            at = at.Inner(step);
        }

        return null;
    }

    private SbmlElement? Submodel(string id) => _model.List(SbmlNamespace.Comp, "listOfSubmodels").FirstOrDefault(s => s["id"]?.Trim() == id);

    private ModelText? Inner(string submodel) => _document.Find(Submodel(submodel)?["modelRef"]);

    private bool IsScaled(string submodel) => (Submodel(submodel)?["timeConversionFactor"] ?? Submodel(submodel)?["extentConversionFactor"]) is not null;

    /// <summary>The element of this model that one step of a reference names.</summary>
    private SbmlElement? Target(SbmlElement reference)
    {
        if (reference["portRef"]?.Trim() is { } port)
        {
            return _model.List(SbmlNamespace.Comp, "listOfPorts").FirstOrDefault(p => p["id"]?.Trim() == port);
        }

        if (reference["unitRef"]?.Trim() is { } unit)
        {
            return _model.List("listOfUnitDefinitions").FirstOrDefault(d => d["id"]?.Trim() == unit);
        }

        if (reference["idRef"]?.Trim() is { } id)
        {
            return _model.Tree().FirstOrDefault(e => e != _model && e.Name is not ("unitDefinition" or "port" or "localParameter" or "deletion") && e["id"]?.Trim() == id);
        }

        return reference["metaIdRef"]?.Trim() is { } metaid ? _model.Tree().FirstOrDefault(e => e["metaid"] == metaid) : null;
    }
}
