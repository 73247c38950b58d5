using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Thymus.Language;
using Thymus.Language.Binding;

namespace Thymus.Simulation.Experiments;

/// <summary>The models of an experiment, with their changes.</summary>
internal sealed class ExperimentModels(ExperimentFiles files, ExperimentDocument document)
{
    private const int LongestChain = 20;

    private readonly Dictionary<string, (XDocument? Sbml, BoundModel? Model)> _known = [];

    /// <summary>The model of that id; <see langword="null"/> after a finding.</summary>
    public BoundModel? Find(string id, XElement user) => Load(id, user, 0) is { } loaded ? loaded.Model : null;

    /// <summary>The value of a symbol in the model as the experiment has it; <see langword="null"/> when it has none.</summary>
    public double? ValueOf(string model, string symbol, XElement user) =>
        Find(model, user)?.Find(symbol) is { InitialValue: var value } && !double.IsNaN(value) ? value : null;

    private (XDocument? Sbml, BoundModel? Model)? Load(string id, XElement user, int depth)
    {
        if (_known.TryGetValue(id, out var known))
        {
            return known;
        }

        if (document.Find("model", id) is not { } element || depth > LongestChain)
        {
            document.Report(ExperimentRules.UnknownReference, user, null, ExperimentDocument.Describe(user), "the model", id);
            return null;
        }

        string source = (string?)element.Attribute("source") ?? "";
        string name = $"{id} ({source})";
        bool isText = false;
        string? text = null;
        XDocument? xml;
        if ((source.StartsWith('#') ? source[1..] : source) is { Length: > 0 } other && document.Find("model", other) is not null)
        {
            xml = Load(other, element, depth + 1) is { Sbml: { } based } ? new XDocument(based) : null;
        }
        else
        {
            if (source.Contains(':', StringComparison.Ordinal))
            {
                document.Report(ExperimentRules.Unsupported, element, "put the file into the archive, and name its path", $"the source '{source}', which is not a file,");
                return null;
            }

            text = ExperimentFiles.Resolve(document.Path, source) is { } path ? files.Read(path) : null;
            if (text is null)
            {
                document.Report(ExperimentRules.UnknownReference, element, "name a file of the archive, or beside the experiment", ExperimentDocument.Describe(element), "the file", source);
                return null;
            }

            isText = !SbmlReader.IsSbml(text);
            xml = isText ? null : Parsed(text, element);
        }

        var changes = element.Elements().Where(e => e.Name.LocalName == "listOfChanges").Elements().ToList();
        if (isText && changes.Count > 0)
        {
            document.Report(ExperimentRules.Unsupported, changes[0], "change the SBML form of the model", "a change of a model in Antimony");
            return null;
        }

        if ((xml is null && !isText) || (xml is not null && (text = Changed(xml, changes, element)) is null))
        {
            return null;
        }

        var read = isText ? AntimonyReader.Read(text!, name) : SbmlReader.Read(text!, name);
        document.Findings.AddRange(read.Findings.Where(f => f.IsError));
        if (!read.Succeeded)
        {
            return null;
        }

        return _known[id] = (xml, read.Value);
    }

    private XDocument? Parsed(string text, XElement element)
    {
        try
        {
            return ExperimentFiles.Parse(text);
        }
        catch (XmlException problem)
        {
            document.Report(ExperimentRules.Unreadable, element, null, problem.Message);
            return null;
        }
    }

    /// <summary>The text of a model after its changes; <see langword="null"/> after a finding.</summary>
    private string? Changed(XDocument model, List<XElement> changes, XElement element)
    {
        var last = element;
        try
        {
            foreach (var change in changes)
            {
                last = change;
                if (!Change(model, change))
                {
                    return null;
                }
            }

            return model.ToString(SaveOptions.DisableFormatting);
        }
        catch (Exception problem) when (problem is XmlException or InvalidOperationException or ArgumentException)
        {
            document.Report(ExperimentRules.Unreadable, last, "change what keeps the model an XML document", $"the model is no XML document after it ({problem.Message})");
            return null;
        }
    }

    /// <summary>Whether new elements at so many places leave a model of bearable size: each change may double what is there.</summary>
    private bool IsBearable(XDocument model, XElement change, int places)
    {
        long added = (long)places * NewXml(change).Sum(e => e.DescendantsAndSelf().Count());
        return model.Descendants().Count() + added <= ExperimentFiles.MostElements
            || document.Report(ExperimentRules.Unreadable, change, "change less", string.Create(CultureInfo.InvariantCulture, $"the model has more than {ExperimentFiles.MostElements:N0} elements after it"));
    }

    private bool Change(XDocument model, XElement change)
    {
        string kind = change.Name.LocalName;
        string target = (string?)change.Attribute("target") ?? "";
        if (kind is not ("changeAttribute" or "computeChange" or "addXML" or "changeXML" or "removeXML") || SimplePath.Parse(target) is not { } path)
        {
            return document.Report(ExperimentRules.Unsupported, change, "write the path as /sbml:sbml/sbml:model/…[@id='k']/@value", $"the change {kind} of '{target}'");
        }

        var found = path.Find(model);
        if (found.Count == 0)
        {
            return document.Report(ExperimentRules.UnknownReference, change, null, ExperimentDocument.Describe(change), "the place", target);
        }

        if (kind is "addXML" or "changeXML" && !IsBearable(model, change, found.Count))
        {
            return false;
        }

        switch (kind)
        {
            case "changeAttribute" when path.Attribute is not null:
                found.ForEach(e => e.SetAttributeValue(path.Attribute, (string?)change.Attribute("newValue") ?? ""));
                return true;
            case "computeChange":
                return Compute(model, change, path, found);
            case "removeXML" when path.Attribute is null:
                Replace(found, () => []);
                return true;
            case "addXML" when path.Attribute is null:
                found.ForEach(e => e.Add(NewXml(change)));
                return true;
            case "changeXML" when path.Attribute is null:
                Replace(found, () => NewXml(change));
                return true;
            default:
                return document.Report(ExperimentRules.Unsupported, change, null, $"the change {kind} of '{target}'");
        }
    }

    /// <summary>Puts others in the place of elements. What a parent holds is made anew once: to take an element out, its siblings are gone through.</summary>
    private static void Replace(List<XElement> found, Func<XElement[]> others)
    {
        foreach (var group in found.GroupBy(e => e.Parent).ToList())
        {
            if (group.Key is not { } parent)
            {
                group.Single().ReplaceWith(others());
                continue;
            }

            var places = group.ToHashSet<XNode>();
            parent.ReplaceNodes(parent.Nodes().SelectMany(n => places.Contains(n) ? others() : (IEnumerable<XNode>)[n]).ToList());
        }
    }

    private bool Compute(XDocument model, XElement change, SimplePath path, List<XElement> found)
    {
        Dictionary<string, ImmutableArray<double>> values = [];
        foreach (var item in change.Descendants().Where(e => e.Name.LocalName is "variable" or "parameter" && e.Parent!.Name.LocalName is "listOfVariables" or "listOfParameters"))
        {
            string? text = item.Name.LocalName == "parameter" ? (string?)item.Attribute("value")
                : SimplePath.Parse((string?)item.Attribute("target")) is { } from && from.Find(model) is [var place] ? (string?)place.Attribute(from.Attribute ?? ValueOf(place)) : null;
            if (ExperimentMath.Number(text) is not { } number || (string?)item.Attribute("id") is not { } id)
            {
                return document.Report(ExperimentRules.UnknownReference, item, null, ExperimentDocument.Describe(change), "the value", (string?)item.Attribute("target") ?? "");
            }

            values[id] = [number];
        }

        if (document.Formula(change, values.Keys) is not { } formula)
        {
            return false;
        }

        string result = formula.Evaluate(values)[0].ToString("R", CultureInfo.InvariantCulture);
        found.ForEach(e => e.SetAttributeValue(path.Attribute ?? ValueOf(e), result));
        return true;
    }

    private static string ValueOf(XElement element) => element.Name.LocalName switch
    {
        "compartment" => "size",
        "species" => element.Attribute("initialAmount") is not null ? "initialAmount" : "initialConcentration",
        _ => "value",
    };

    private static XElement[] NewXml(XElement change) =>
        [.. change.Elements().Where(e => e.Name.LocalName == "newXML").Elements().Select(e => new XElement(e))];
}
