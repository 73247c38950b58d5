using System.Globalization;
using Thymus.Language.Diagnostics;

namespace Thymus.Language.Sbml.Composition;

/// <summary>Makes the tree of instances: every submodel gets a copy of the definition that it names, in this document or another file.</summary>
/// <remarks>Depth, number of elements and number of files are limited; a model that contains itself is refused.</remarks>
internal sealed class ModelInstances(DiagnosticBag findings, ImportFolder? imports)
{
    private const int DeepestNesting = 50;
    private const int MostElements = 200_000;
    private const int MostFiles = 100;

    private readonly Dictionary<string, SbmlElement?> _files = new(StringComparer.Ordinal);
    private readonly HashSet<SbmlElement> _open = [];
    private int _elements;
    private bool _isTooLarge;

    /// <summary>The instance of the main model of a document; <see langword="null"/> after a finding.</summary>
    public ModelInstance? Make(SbmlElement root, string file)
    {
        var definition = new Definition(root.Child("model")!, root, file);
        return Make(definition, null, null, 0);
    }

    private ModelInstance? Make(Definition definition, ModelInstance? parent, SbmlElement? submodel, int depth)
    {
        var span = (submodel ?? definition.Model).Span;
        if (!_open.Add(definition.Model))
        {
            Report(span, $"the model {definition.Model["id"]} contains itself", "let one of the submodels name another model");
            return null;
        }

        string prefix = submodel is null ? "" : FreePrefix(parent!, submodel["id"]?.Trim() ?? "");
        var instance = new ModelInstance(definition.Model.Clone(), prefix, parent, submodel);
        _elements += instance.Model.Tree().Count();
        _isTooLarge |= depth > DeepestNesting || _elements > MostElements;
        if (_isTooLarge)
        {
            Report(span, $"submodels are more than {DeepestNesting} deep in each other, or have more than {MostElements.ToString("N0", CultureInfo.InvariantCulture)} elements together", "use fewer of them");
            return null;
        }

        instance.Index();
        foreach (var part in instance.Model.List(SbmlNamespace.Comp, "listOfSubmodels"))
        {
            if (part["id"] is null)
            {
                findings.Report(SbmlRules.MissingAttribute, part.Span, "give it an id", "a submodel", "id");
            }
            else if (Find(definition, part["modelRef"]?.Trim() ?? "", part.Span) is { } named && Make(named, instance, part, depth + 1) is { } made)
            {
                instance.Parts.Add(made);
            }

            if (_isTooLarge)
            {
                return null;
            }
        }

        _open.Remove(definition.Model);
        return instance;
    }

    // The field joins ids by two underscores; by more where the model has such an id itself.
    private static string FreePrefix(ModelInstance parent, string id)
    {
        string prefix = id + "__";
        while (parent.Ids.Any(i => i.Key.StartsWith(prefix, StringComparison.Ordinal)))
        {
            prefix += "_";
        }

        return parent.Prefix + prefix;
    }

    /// <summary>The model that a submodel names.</summary>
    private Definition? Find(Definition source, string name, SourceSpan span)
    {
        var model = SbmlUpgrade.Models(source.Root).FirstOrDefault(m => m["id"]?.Trim() == name);
        if (model is not null)
        {
            return source with { Model = model };
        }

        var outside = source.Root.List(SbmlNamespace.Comp, "listOfExternalModelDefinitions").FirstOrDefault(d => d["id"]?.Trim() == name);
        if (outside is null)
        {
            findings.Report(SbmlRules.UnknownReference, span, null, "model", name);
            return null;
        }

        return FindOutside(source, outside, 0);
    }

    private Definition? FindOutside(Definition source, SbmlElement outside, int depth)
    {
        if (Open(source.File, outside) is not var (root, file) || root.Child("model") is not { } main)
        {
            return null;
        }

        string? name = outside["modelRef"]?.Trim();
        var model = name is null ? main : SbmlUpgrade.Models(root).FirstOrDefault(m => m["id"]?.Trim() == name);
        if (model is not null)
        {
            return new Definition(model, root, file);
        }

        var further = root.List(SbmlNamespace.Comp, "listOfExternalModelDefinitions").FirstOrDefault(d => d["id"]?.Trim() == name);
        if (further is null || depth > DeepestNesting)
        {
            findings.Report(SbmlRules.UnknownReference, outside.Span, null, $"model in {outside["source"]}", name ?? "");
            return null;
        }

        return FindOutside(new Definition(main, root, file), further, depth + 1);
    }

    private (SbmlElement Root, string File)? Open(string nextTo, SbmlElement outside)
    {
        string name = outside["source"]?.Trim() ?? "";
        if (imports is null)
        {
            Report(outside.Span, $"the model is in another file, {name}, and where this one lies is not known", "read the model from its file");
            return null;
        }

        string problem = _files.Count >= MostFiles ? $"the model is in more than {MostFiles} files" : "";
        string path = "";
        string? text = problem.Length > 0 ? null : imports.Read(nextTo, Uri.UnescapeDataString(name), MarkupLimits.LargestText, out path, out problem);
        if (text is null)
        {
            Report(outside.Span, $"{name} cannot be read: {problem}", "put it into the folder of the model");
            return null;
        }

        if (!_files.TryGetValue(path, out var root))
        {
            root = SbmlDocument.Read(text, Path.GetFileName(path), findings, (_, _) => { })?.Root;
            _files.Add(path, root);
        }

        return root is null ? null : (root, path);
    }

    private void Report(SourceSpan span, string words, string suggestion) => findings.Report(SbmlRules.BadComposition, span, suggestion, words);

    private sealed record Definition(SbmlElement Model, SbmlElement Root, string File);
}
