using Thymus.Language.Sbml;

namespace Thymus.Language.Antimony;

/// <summary>Submodels, and what takes the place of what.</summary>
internal sealed partial class ModuleWriter
{
    private SbmlElement WriteSubmodels()
    {
        var list = SbmlElement.Comp("listOfSubmodels", _module.Span);
        foreach (var symbol in _module.Symbols.Where(s => s is { IsLocal: true, Submodel: not null }))
        {
            var part = symbol.Submodel!;
            var element = SbmlElement.Comp(
                "submodel", symbol.Span, ("id", symbol.Path), ("name", symbol.DisplayName == symbol.Path ? null : NullIfEmpty(symbol.DisplayName)),
                ("modelRef", part.Module.Id), ("timeConversionFactor", part.TimeFactor is null ? null : IdAt(part.TimeFactor)),
                ("extentConversionFactor", part.ExtentFactor is null ? null : IdAt(part.ExtentFactor)));
            element.Set(SbmlNamespace.Core, "sboTerm", SboText(symbol.SboTerm));
            Annotate(element, symbol.Path, symbol.Annotations);
            list.Add(element);
            _deletions[symbol.Path] = SbmlElement.Comp("listOfDeletions", symbol.Span);
            if (_outputs[part.Module].HasDefaultCompartment && !_output.HasDefaultCompartment && symbol.Compartment is null)
            {
                Delete(symbol.Path + ".", ("idRef", ModuleCollector.DefaultCompartment), symbol.Span);
            }
        }

        WriteDeletions();
        foreach (var element in list.Children)
        {
            if (_deletions[element["id"]!] is { Children.Count: > 0 } deletions)
            {
                element.Add(deletions);
            }
        }

        return list;
    }

    /// <summary>Names submodels one in another; returns what names the element in the last.</summary>
    private static SbmlElement Chain(SbmlElement reference, IEnumerable<string> submodels)
    {
        foreach (string submodel in submodels)
        {
            reference.Set("idRef", submodel);
            var inner = SbmlElement.Comp("sBaseRef", reference.Span);
            reference.Add(inner);
            reference = inner;
        }

        return reference;
    }

    /// <summary>Makes a reference name a symbol of a submodel: by the outermost model that has an element for it.</summary>
    private void Reference(SbmlElement reference, AntimonySymbol symbol, bool isDeletion = false)
    {
        string[] parts = symbol.Path.Split('.');
        if (!isDeletion)
        {
            reference.Set("submodelRef", parts[0]);
        }

        var module = _module.Find(parts[0])!.Submodel!.Module;
        for (int i = 1; i < parts.Length; i++)
        {
            string rest = string.Join('.', parts.Skip(i));
            var output = _outputs[module];
            bool isUnit = symbol.Role is Role.Unit;
            if (output.Ports.TryGetValue(rest, out string? port))
            {
                reference.Set("portRef", port);
                return;
            }

            if (i == parts.Length - 1 || output.Ids.ContainsKey(rest))
            {
                reference.Set(isUnit ? "unitRef" : "idRef", output.Ids.GetValueOrDefault(rest, rest));
                return;
            }

            module = module.Find(parts[i])!.Submodel!.Module;
            reference = Chain(reference, [parts[i]]);
        }
    }

    /// <summary>A new element that says what an element replaces, or what stands for it.</summary>
    private static SbmlElement Replaced(SbmlElement element, string kind)
    {
        var replaced = SbmlElement.Comp(kind, element.Span);
        if (kind == "replacedBy")
        {
            element.Add(replaced);
            return replaced;
        }

        var list = element.Child(SbmlNamespace.Comp, "listOfReplacedElements");
        if (list is null)
        {
            list = SbmlElement.Comp("listOfReplacedElements", element.Span);
            element.Add(list);
        }

        list.Add(replaced);
        return replaced;
    }

    private void WriteReplacements()
    {
        foreach (var symbol in _module.Symbols.Where(s => !s.IsLocal && !s.IsDeleted))
        {
            var root = _module.RootOf(symbol);
            bool isReplaced = symbol.Role is not (Role.Constraint or Role.AlgebraicRule) && (symbol.IsMergedHere || (root == symbol && IsCopied(symbol)));
            if (!isReplaced || !_elements.TryGetValue(root, out var element))
            {
                continue;
            }

            var replaced = Replaced(element, "replacedElement");
            Reference(replaced, symbol);
            replaced.Set("conversionFactor", symbol.MergerFactor is null ? null : IdAt(symbol.MergerFactor));
        }
    }

    /// <summary>Elements for what belongs to submodels and is only used here; each may use more.</summary>
    private void WriteReferenced()
    {
        while (_referenced.TryDequeue(out var symbol))
        {
            string id = _ids[symbol];
            SbmlElement element;
            switch (symbol.Role)
            {
                case Role.Species:
                    var place = PlaceOf(symbol);
                    element = SbmlElement.Core(
                        "species", symbol.Span, ("id", id), ("compartment", place is null ? ModuleCollector.DefaultCompartment : IdOf(place)),
                        ("hasOnlySubstanceUnits", Flag(symbol.IsSubstanceOnly)), ("boundaryCondition", Flag(symbol.IsConstant is true || symbol.HasRule)),
                        ("constant", "false"));
                    _lists["listOfSpecies"].Add(element);
                    break;
                case Role.Compartment:
                    element = SbmlElement.Core("compartment", symbol.Span, ("id", id), ("constant", "false"));
                    _lists["listOfCompartments"].Add(element);
                    break;
                default:
                    element = SbmlElement.Core("parameter", symbol.Span, ("id", id), ("constant", "false"));
                    _lists["listOfParameters"].Add(element);
                    break;
            }

            Reference(Replaced(element, "replacedBy"), symbol);
        }
    }

    /// <summary>The implicit compartment of species that are in none; it takes the place of those of submodels.</summary>
    private void WriteDefaultCompartment()
    {
        string id = ModuleCollector.DefaultCompartment;
        var own = _module.Find(id) is { } symbol && _elements.TryGetValue(_module.RootOf(symbol), out var found) ? found : null;
        _needsDefault |= _module.Symbols.Any(s => s.Role is Role.Species && AntimonyModule.IsAlive(s) && PlaceOf(s) is null);
        _output.HasDefaultCompartment = _needsDefault || own is not null;
        if (own is null && _needsDefault)
        {
            own = SbmlElement.Core("compartment", _module.Span, ("id", id), ("spatialDimensions", "3"), ("size", "1"), ("constant", "true"));
            own.Set("sboTerm", SboText(ModuleCollector.ImplicitCompartment));
            _lists["listOfCompartments"].Insert(0, own);
        }

        foreach (var submodel in _module.Symbols.Where(s => s is { IsLocal: true, Submodel: not null } && !_isFlat))
        {
            if (!_outputs[submodel.Submodel!.Module].HasDefaultCompartment)
            {
                continue;
            }

            var target = submodel.Compartment is { } place && _elements.TryGetValue(_module.Resolve(place)!, out var given) ? given : own;
            if (target is not null)
            {
                var replaced = Replaced(target, "replacedElement");
                replaced.Set("submodelRef", submodel.Path);
                replaced.Set("idRef", id);
            }
        }
    }

    private void WritePorts(SbmlElement element)
    {
        var ports = SbmlElement.Comp("listOfPorts", _module.Span);
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (string path in _module.Interface)
        {
            if (_module.Resolve(path) is not { } symbol)
            {
                continue;
            }

            bool isUnit = symbol.Role is Role.Unit;
            string name = (isUnit ? "unit_" : "") + path[(path.LastIndexOf('.') + 1)..];
            while (!names.Add(name))
            {
                name += "_";
            }

            var port = SbmlElement.Comp("port", symbol.Span);
            if (_output.Ids.TryGetValue(symbol.Path, out string? id))
            {
                port.Set(isUnit ? "unitRef" : "idRef", id);
            }
            else if (!symbol.IsLocal)
            {
                string submodel = symbol.Path[..symbol.Path.IndexOf('.', StringComparison.Ordinal)];
                Reference(Chain(port, [submodel]), symbol, isDeletion: true);
            }

            port.Set("id", name);
            ports.Add(port);
            _output.Ports[symbol.Path] = name;
        }

        if (ports.Children.Count > 0)
        {
            element.Add(ports);
        }
    }
}
