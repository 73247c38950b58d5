using Thymus.Language.Diagnostics;

namespace Thymus.Language.Sbml.Composition;

/// <summary>
/// Which elements of submodels are deleted, and which stand for others: the innermost submodels first, as an outer model sees what the
/// inner ones have made of themselves.
/// </summary>
/// <remarks>SBML Level 3 Package: Hierarchical Model Composition, Version 1 Release 3, sections 3.5 to 3.7.</remarks>
internal sealed class Replacements(DiagnosticBag findings)
{
    private readonly Dictionary<SbmlElement, Replacement> _replaced = [];
    private readonly Dictionary<SbmlElement, SbmlElement> _names = [];   // an element under the name of another, which it replaces
    private readonly HashSet<SbmlElement> _deleted = [];
    private readonly HashSet<ModelInstance> _deletedParts = [];
    private readonly Dictionary<SbmlElement, ModelInstance> _owners = [];
    private readonly Dictionary<SbmlElement, string> _ids = [];          // in the flat model

    /// <summary>Works out all deletions and replacements of an instance and its submodels, and what everything is called in the flat model.</summary>
    public void Gather(ModelInstance main)
    {
        GatherIn(main);
        Name(main);
    }

    private void GatherIn(ModelInstance instance)
    {
        foreach (var part in instance.Parts)
        {
            GatherIn(part);
        }

        foreach (var element in instance.Model.Tree())
        {
            _owners[element] = instance;
        }

        foreach (var part in instance.Parts)
        {
            foreach (var deletion in part.Submodel!.List(SbmlNamespace.Comp, "listOfDeletions"))
            {
                Delete(part, deletion);
            }
        }

        foreach (var element in instance.Model.Tree().ToArray())
        {
            foreach (var replaced in element.List(SbmlNamespace.Comp, "listOfReplacedElements"))
            {
                Replace(instance, element, replaced);
            }

            if (element.Child(SbmlNamespace.Comp, "replacedBy") is { } by && Find(instance, by) is { } other
                && Redirect(element, new Replacement(other, null)))
            {
                _names[other] = element;
            }
        }
    }

    /// <summary>Whether nothing is left of a submodel.</summary>
    public bool IsDeleted(ModelInstance part) => _deletedParts.Contains(part);

    /// <summary>Whether the element is not in the flat model: deleted, or another stands for it.</summary>
    public bool IsGone(SbmlElement element) => _deleted.Contains(element) || _replaced.ContainsKey(element);

    /// <summary>What stands for an element: itself, or the last of those that replace each other.</summary>
    public SbmlElement Final(SbmlElement element)
    {
        while (_replaced.TryGetValue(element, out var next))
        {
            element = next.By;
        }

        return element;
    }

    /// <summary>The parameters that an element's value is multiplied by to get that of what stands for it, the first replacement first.</summary>
    public IEnumerable<SbmlElement> Factors(SbmlElement element)
    {
        for (; _replaced.TryGetValue(element, out var next); element = next.By)
        {
            if (next.Factor is not null)
            {
                yield return next.Factor;
            }
        }
    }

    /// <summary>How many submodels are around the outermost of: a formula, an element in it, all that stands for the element.</summary>
    /// <remarks>There the rate of a reaction is meant; from there on inwards only the factors of the replacements count.</remarks>
    public int Outermost(SbmlElement element, ModelInstance formula)
    {
        int depth = formula.Depth;
        for (; _replaced.TryGetValue(element, out var next); element = next.By)
        {
            depth = Math.Min(depth, _owners[next.By].Depth);
        }

        return depth;
    }

    /// <summary>The id of what stands for an element in the flat model.</summary>
    public string FlatId(SbmlElement element)
    {
        element = Final(element);
        while (_names.TryGetValue(element, out var named))
        {
            element = named;
        }

        return _ids[element];
    }

    /// <summary>
    /// The field joins ids by two underscores; by more where the outer model has an id that begins so, unless that id is what the submodel's
    /// element of that name has become.
    /// </summary>
    private void Name(ModelInstance instance)
    {
        foreach (var element in instance.Model.Tree())
        {
            _ids[element] = instance.Prefix + element["id"]?.Trim();
        }

        foreach (var part in instance.Parts)
        {
            string prefix = part.Submodel!["id"]?.Trim() + "__";
            while (instance.Ids.Any(i => i.Key.StartsWith(prefix, StringComparison.Ordinal) && !IsSame(i.Value, Named(part, i.Key[prefix.Length..]))))
            {
                prefix += "_";
            }

            part.Prefix = instance.Prefix + prefix;
            Name(part);
        }
    }

    private bool IsSame(SbmlElement element, List<SbmlElement> others) => others.Count > 0 && others.TrueForAll(o => Final(o) == Final(element));

    /// <summary>The elements of an instance and its submodels that would have a name, joined by two underscores, seen from the instance.</summary>
    private static List<SbmlElement> Named(ModelInstance instance, string name)
    {
        List<SbmlElement> named = instance.Id(name) is { } own ? [own] : [];
        foreach (var part in instance.Parts)
        {
            string prefix = part.Submodel!["id"]?.Trim() + "__";
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                named.AddRange(Named(part, name[prefix.Length..]));
            }
        }

        return named;
    }

    private void Delete(ModelInstance part, SbmlElement deletion)
    {
        if (Resolve(part, deletion) is not { } target)
        {
            return;
        }

        if (PartOf(target) is { } whole)
        {
            DeletePart(whole);
            return;
        }

        foreach (var element in Final(target).Tree())
        {
            _deleted.Add(element);
        }
    }

    private void DeletePart(ModelInstance part)
    {
        _deletedParts.Add(part);
        foreach (var element in part.Model.Tree())
        {
            _deleted.Add(element);
        }

        foreach (var inner in part.Parts)
        {
            DeletePart(inner);
        }
    }

    private void Replace(ModelInstance instance, SbmlElement element, SbmlElement replaced)
    {
        if (replaced["deletion"] is not null || Find(instance, replaced) is not { } old)
        {
            return;   // what is deleted needs nothing that stands for it
        }

        SbmlElement? factor = null;
        if (replaced["conversionFactor"]?.Trim() is { } name && (factor = instance.Id(name)) is null)
        {
            findings.Report(SbmlRules.UnknownReference, replaced.Span, null, "parameter", name);
        }

        if (PartOf(old) is { } oldPart)
        {
            ReplacePart(oldPart, PartOf(element), factor);
            return;
        }

        Redirect(old, new Replacement(element, factor));
    }

    // A submodel for another: what has the same id in both.
    private void ReplacePart(ModelInstance old, ModelInstance? by, SbmlElement? factor)
    {
        DeletePart(old);
        foreach (var (id, element) in old.Ids)
        {
            if (by?.Id(id) is { } same)
            {
                Redirect(Final(element), new Replacement(same, factor));
            }
        }
    }

    private bool Redirect(SbmlElement old, Replacement replacement)
    {
        if (old == Final(replacement.By))
        {
            findings.Report(SbmlRules.BadComposition, old.Span, "take one of the replacements away", $"{old["id"] ?? old.Name} and another element replace each other");
            return false;
        }

        _replaced[old] = replacement;
        return true;
    }

    private ModelInstance? PartOf(SbmlElement element) => element is { Kind: SbmlNamespace.Comp, Name: "submodel" } ? _owners.GetValueOrDefault(element)?.Part(element) : null;

    /// <summary>What an element of a model points at in one of its submodels, as that has made it.</summary>
    private SbmlElement? Find(ModelInstance instance, SbmlElement reference)
    {
        string name = reference["submodelRef"]?.Trim() ?? "";
        if (instance.Id(name) is { } submodel && instance.Part(submodel) is { } part)
        {
            return Resolve(part, reference) is { } found ? Final(found) : null;
        }

        findings.Report(SbmlRules.UnknownReference, reference.Span, null, "submodel", name);
        return null;
    }

    /// <summary>Follows a reference into an instance: by port, id, unit or metaid, and from there into submodels of it.</summary>
    private SbmlElement? Resolve(ModelInstance instance, SbmlElement reference)
    {
        while (true)
        {
            var found = One(instance, reference, 0);
            if (found is null)
            {
                string name = reference["portRef"] ?? reference["idRef"] ?? reference["unitRef"] ?? reference["metaIdRef"] ?? "";
                findings.Report(SbmlRules.UnknownReference, reference.Span, null, $"element in submodel {instance.Submodel?["id"]}", name);
                return null;
            }

            var (element, owner) = found.Value;
            if (reference.Child(SbmlNamespace.Comp, "sBaseRef") is not { } inner)
            {
                return element;
            }

            if (owner.Part(element) is not { } part)
            {
                findings.Report(SbmlRules.BadComposition, reference.Span, "let the outer reference name a submodel", $"{element["id"] ?? element.Name} is no submodel, so that nothing is in it");
                return null;
            }

            (instance, reference) = (part, inner);
        }
    }

    private static (SbmlElement Element, ModelInstance Owner)? One(ModelInstance instance, SbmlElement reference, int depth)
    {
        if (reference["portRef"]?.Trim() is { } port)
        {
            return instance.Port(port) is { } target && depth == 0 ? ThroughPort(instance, target) : null;
        }

        var element = reference["idRef"]?.Trim() is { } id ? instance.Id(id)
            : reference["unitRef"]?.Trim() is { } unit ? instance.Unit(unit)
            : reference["metaIdRef"]?.Trim() is { } metaId ? instance.MetaId(metaId)
            : null;
        return element is null ? null : (element, instance);
    }

    private static (SbmlElement Element, ModelInstance Owner)? ThroughPort(ModelInstance instance, SbmlElement port)
    {
        for (var reference = port; ; reference = reference.Child(SbmlNamespace.Comp, "sBaseRef")!)
        {
            if ((reference == port ? One(instance, reference, 1) : One(instance, reference, 0)) is not var (element, owner))
            {
                return null;
            }

            if (reference.Child(SbmlNamespace.Comp, "sBaseRef") is null)
            {
                return (element, owner);
            }

            if (owner.Part(element) is not { } part)
            {
                return null;
            }

            instance = part;
        }
    }

    private sealed record Replacement(SbmlElement By, SbmlElement? Factor);
}
