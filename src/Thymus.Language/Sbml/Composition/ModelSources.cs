using Thymus.Language.Diagnostics;

namespace Thymus.Language.Sbml.Composition;

/// <summary>The definition of a model, with the document and the file that it is in.</summary>
internal sealed record ModelSource(SbmlElement Model, SbmlElement Root, string File);

/// <summary>Finds the definitions that submodels name, in their own document or in another file.</summary>
/// <param name="findings">Gets what is not found.</param>
/// <param name="imports">Where other files may be read; <see langword="null"/> where they may not.</param>
internal sealed class ModelSources(DiagnosticBag findings, ImportFolder? imports)
{
    private const int DeepestReferences = 50;
    private const int MostFiles = 100;

    private readonly Dictionary<string, SbmlElement?> _files = new(StringComparer.Ordinal);

    /// <summary>The model that a submodel names; <see langword="null"/> after a finding.</summary>
    /// <param name="source">The model that the submodel is in.</param>
    /// <param name="name">The name, as the document of that model knows it.</param>
    /// <param name="span">Where it is named.</param>
    public ModelSource? Find(ModelSource source, string name, SourceSpan span)
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

    private ModelSource? FindOutside(ModelSource source, SbmlElement outside, int depth)
    {
        if (Open(source.File, outside) is not var (root, file) || root.Child("model") is not { } main)
        {
            return null;
        }

        string? name = outside["modelRef"]?.Trim();
        var model = name is null ? main : SbmlUpgrade.Models(root).FirstOrDefault(m => m["id"]?.Trim() == name);
        if (model is not null)
        {
            return new ModelSource(model, root, file);
        }

        var further = root.List(SbmlNamespace.Comp, "listOfExternalModelDefinitions").FirstOrDefault(d => d["id"]?.Trim() == name);
        if (further is null || depth > DeepestReferences)
        {
            findings.Report(SbmlRules.UnknownReference, outside.Span, null, $"model in {outside["source"]}", name ?? "");
            return null;
        }

        return FindOutside(new ModelSource(main, root, file), further, depth + 1);
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
}
