using System.Globalization;
using Thymus.Language.Diagnostics;

namespace Thymus.Language.Sbml.Composition;

/// <summary>Makes the tree of instances: every submodel gets a copy of the definition that it names, in this document or another file.</summary>
/// <remarks>Depth and number of elements are limited; a model that contains itself is refused.</remarks>
internal sealed class ModelInstances(DiagnosticBag findings, ImportFolder? imports)
{
    private const int DeepestNesting = 50;
    private const int MostElements = 200_000;

    private readonly ModelSources _sources = new(findings, imports);
    private readonly HashSet<SbmlElement> _open = [];
    private int _elements;
    private bool _isTooLarge;

    /// <summary>The instance of the main model of a document; <see langword="null"/> after a finding.</summary>
    public ModelInstance? Make(SbmlElement root, string file)
    {
        var definition = new ModelSource(root.Child("model")!, root, file);
        return Make(definition, null, null, 0);
    }

    private ModelInstance? Make(ModelSource definition, ModelInstance? parent, SbmlElement? submodel, int depth)
    {
        var span = (submodel ?? definition.Model).Span;
        if (!_open.Add(definition.Model))
        {
            Report(span, $"the model {definition.Model["id"]} contains itself", "let one of the submodels name another model");
            return null;
        }

        var instance = new ModelInstance(definition.Model.Clone(), parent, submodel);
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
            else if (_sources.Find(definition, part["modelRef"]?.Trim() ?? "", part.Span) is { } named && Make(named, instance, part, depth + 1) is { } made)
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

    private void Report(SourceSpan span, string words, string suggestion) => findings.Report(SbmlRules.BadComposition, span, suggestion, words);
}
