using Thymus.Language.Sbml;

namespace Thymus.Language.Writing;

// The package distrib (Antimony reference, section 17).
internal sealed partial class ModelText
{
    private IEnumerable<string> Uncertainties()
    {
        foreach (var element in _model.Tree().Where(e => e.Kind is SbmlNamespace.Core && e.Child(SbmlNamespace.Distrib, "listOfUncertainties") is not null))
        {
            string? name = element["id"] is { } id ? Names[id.Trim()] : null;
            foreach (var part in element.List(SbmlNamespace.Distrib, "listOfUncertainties").SelectMany(u => u.Items().SelectMany(Flat)))
            {
                string word = part["type"] switch { "coeffientOfVariation" => "coefficientOfVariation", var type => type ?? "" };
                if (name is null || !Syntax.ReservedWords.Uncertainty.Contains(word) || Content(part) is not { } content)
                {
                    _losses.LeaveOut("this kind of uncertainty", $"{word} of {name ?? element.Name}", part.Span);
                    continue;
                }

                if (content.Length > 0)
                {
                    yield return $"{name}.{word} = {content}";
                }

                if (part["definitionURL"] is { } address && word is "externalParameter" or "distribution")
                {
                    yield return $"{name}.{word} is {_about.Quoted(part["definitionURL"]!, part)}";
                }
            }
        }

        static IEnumerable<SbmlElement> Flat(SbmlElement part) => part.Name is "listOfUncertParameters" ? part.Items() : [part];
    }

    private static readonly string[] ValueLists = ["listOfCompartments", "listOfSpecies", "listOfParameters", "listOfReactions"];

    private HashSet<string>? _values;

    /// <summary>Whether a name means a value in the formulas of this model.</summary>
    private bool IsValue(string name) => (_values ??= [.. ValueLists.SelectMany(_model.List)
        .Concat(_model.List("listOfReactions").SelectMany(r => r.List("listOfReactants").Concat(r.List("listOfProducts")))).Select(e => e["id"]?.Trim()).OfType<string>()])
        .Contains(name);

    /// <summary>The value; empty where there is only an address, <see langword="null"/> where it cannot be said.</summary>
    private string? Content(SbmlElement part)
    {
        if (part.Child("math") is { Children: [var math, ..] })
        {
            return FormulaProblem.Find(math, IsValue, id => _model.List("listOfFunctionDefinitions").LastOrDefault(f => f["id"]?.Trim() == id)) is null ? _formulas.Of(part) : null;
        }

        string unit = Names.UnitAfter(part["units"]);
        string? One(string value, string variable) => NumberText.Read(part[value]) is { } number ? NumberText.Of(number) + unit
            : part[variable] is { } named ? Names[named.Trim()] : null;
        if (part.Name == "uncertSpan" && One("valueLower", "varLower") is { } lower && One("valueUpper", "varUpper") is { } upper)
        {
            return $"{{{lower}, {upper}}}";
        }

        return One("value", "var") ?? (part["definitionURL"] is null ? null : "");
    }
}
