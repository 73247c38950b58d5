namespace Thymus.Language.Sbml;

/// <summary>The lists of a model, in the order that every Version of Level 3 accepts.</summary>
internal static class SbmlLists
{
    private static readonly string[] Order =
    [
        "notes", "annotation", "listOfFunctionDefinitions", "listOfUnitDefinitions", "listOfCompartments", "listOfSpecies", "listOfParameters",
        "listOfInitialAssignments", "listOfRules", "listOfConstraints", "listOfReactions", "listOfEvents",
    ];

    /// <summary>The list of that name, made in its place where there is none.</summary>
    public static SbmlElement Of(SbmlElement model, string name)
    {
        if (model.Child(name) is { } list)
        {
            return list;
        }

        int rank = Array.IndexOf(Order, name);
        int index = 0;
        for (int i = 0; i < model.Children.Count; i++)
        {
            if (model.Children[i] is { Kind: SbmlNamespace.Core } child && Array.IndexOf(Order, child.Name) <= rank)
            {
                index = i + 1;
            }
        }

        var made = SbmlElement.Core(name, model.Span);
        model.Insert(index, made);
        return made;
    }
}
