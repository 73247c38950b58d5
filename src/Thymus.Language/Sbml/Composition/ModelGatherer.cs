using Thymus.Language.Diagnostics;

namespace Thymus.Language.Sbml.Composition;

/// <summary>Puts the models that a document takes from other files into it, each once, so that it stands alone.</summary>
internal sealed class ModelGatherer
{
    private readonly ModelSources _sources;
    private readonly SbmlElement _root;
    private readonly SbmlElement _definitions;
    private readonly HashSet<string> _taken;
    private readonly Dictionary<SbmlElement, string> _ids = [];   // of models of other files
    private readonly Queue<(SbmlElement Copy, ModelSource Source)> _open = new();

    private ModelGatherer(SbmlElement root, ModelSources sources)
    {
        (_root, _sources) = (root, sources);
        _taken = SbmlUpgrade.Models(root).Select(m => m["id"]?.Trim()).OfType<string>().ToHashSet(StringComparer.Ordinal);
        if (root.Child(SbmlNamespace.Comp, "listOfModelDefinitions") is not { } definitions)
        {
            definitions = SbmlElement.Comp("listOfModelDefinitions", root.Span);
            root.Add(definitions);
        }

        _definitions = definitions;
    }

    /// <summary>The document with all models in it; itself where it takes none from other files, <see langword="null"/> after a finding.</summary>
    /// <param name="root">The element <c>sbml</c>, of Level 3; stays as it is.</param>
    /// <param name="file">The file that it came from, in full.</param>
    /// <param name="imports">Where models of other files may lie; <see langword="null"/> where they may not be read.</param>
    /// <param name="findings">Gets what is not found.</param>
    public static SbmlElement? Gather(SbmlElement root, string file, ImportFolder? imports, DiagnosticBag findings)
    {
        if (root.Child(SbmlNamespace.Comp, "listOfExternalModelDefinitions") is null)
        {
            return root;
        }

        var whole = root.Clone();
        whole.RemoveAll(c => c is { Kind: SbmlNamespace.Comp, Name: "listOfExternalModelDefinitions" });
        var gatherer = new ModelGatherer(whole, new ModelSources(findings, imports));
        foreach (var (copy, model) in SbmlUpgrade.Models(whole).Zip(SbmlUpgrade.Models(root)).ToList())
        {
            gatherer._open.Enqueue((copy, new ModelSource(model, root, file)));
        }

        bool isComplete = gatherer.Gather(root);
        SbmlUpgrade.SetVersion(whole);
        return isComplete ? whole : null;
    }

    private bool Gather(SbmlElement original)
    {
        bool isComplete = true;
        while (_open.TryDequeue(out var next))
        {
            foreach (var submodel in next.Copy.List(SbmlNamespace.Comp, "listOfSubmodels").Where(s => s["modelRef"] is not null))
            {
                string name = submodel["modelRef"]!.Trim();
                if (_sources.Find(next.Source, name, submodel.Span) is not { } found)
                {
                    isComplete = false;
                }
                else if (found.Root != original)
                {
                    submodel.Set("modelRef", IdOf(found, next.Source.Root == original ? name : found.Model["id"]?.Trim() ?? name));
                }
            }
        }

        return isComplete;
    }

    /// <summary>The id of a model of another file, which is copied when it is first asked for.</summary>
    private string IdOf(ModelSource source, string wanted)
    {
        if (_ids.TryGetValue(source.Model, out string? id))
        {
            return id;
        }

        for (id = wanted; !_taken.Add(id); id += "_")
        {
        }

        _ids.Add(source.Model, id);
        var copy = SbmlElement.Comp("modelDefinition", source.Model.Span);
        var model = source.Model.Clone();
        foreach (var attribute in model.Attributes)
        {
            copy.Add(attribute);
        }

        foreach (var child in model.Children)
        {
            copy.Add(child);
        }

        copy.Set("id", id);
        _definitions.Add(copy);
        _open.Enqueue((copy, source));
        return id;
    }
}
