using System.Collections.Frozen;

namespace Thymus.Language.Sbml.Composition;

/// <summary>
/// Formulas of a submodel as formulas of the flat model: ids renamed, and its times, extents and replaced values converted by the factors of
/// the submodels around it. Outer time is inner time times its factor, and likewise for extent; what replaces is what it replaces times
/// the factor of the replacement.
/// </summary>
/// <remarks>SBML Level 3 Package: Hierarchical Model Composition, Version 1 Release 3, sections 3.6.4 and 3.7.</remarks>
internal sealed class FormulaConversion
{
    private readonly ModelInstance _instance;
    private readonly Replacements _replacements;
    private readonly List<(string? Time, string? Extent)> _levels = [];   // outermost first

    public FormulaConversion(ModelInstance instance, Replacements replacements)
    {
        _instance = instance;
        _replacements = replacements;
        for (var level = instance; level.Parent is { } parent; level = parent)
        {
            _levels.Insert(0, (Factor(parent, level.Submodel!["timeConversionFactor"]), Factor(parent, level.Submodel!["extentConversionFactor"])));
        }
    }

    private IEnumerable<string> Times => _levels.Select(l => l.Time).OfType<string>();

    private IEnumerable<string> Extents => _levels.Select(l => l.Extent).OfType<string>();

    /// <summary>Renames and converts the formula inside <c>math</c>, in place.</summary>
    /// <param name="owner">What has the formula.</param>
    /// <param name="locals">Local parameters, by their ids.</param>
    public void Convert(SbmlElement owner, IReadOnlyDictionary<string, SbmlElement> locals)
    {
        if (owner.Child("math") is not { } math)
        {
            return;
        }

        Stack<(SbmlElement Parent, IReadOnlySet<string> Arguments)> open = new([(math, FrozenSet<string>.Empty)]);   // a formula may be nested deep
        while (open.TryPop(out var item))
        {
            var (parent, arguments) = item;
            if (parent.Name == "lambda")
            {
                arguments = arguments.Concat(parent.Children.Where(c => c.Name == "bvar").SelectMany(b => b.Children).Select(c => c.Text.Trim())).ToHashSet(StringComparer.Ordinal);
            }

            string? symbol = parent is { Name: "apply", Children.Count: > 0 } ? SymbolOf(parent.Children[0]) : null;
            for (int i = 0; i < parent.Children.Count; i++)
            {
                var child = parent.Children[i];
                open.Push((child, arguments));
                var named = Rename(child, arguments.Contains(child.Text.Trim()) ? null : locals);
                bool isValue = parent.Name != "bvar" && !(i == 0 && parent.Name == "apply") && symbol != "rateOf";
                var converted = isValue ? Value(child, named) : child;
                converted = symbol == "delay" && i == 2 ? Multiplied(converted, Times) : converted;
                if (converted != child)
                {
                    parent.Replace(i, converted);
                }
            }
        }
    }

    /// <summary>A law, in outer extent per outer time.</summary>
    public void ConvertLaw(SbmlElement law) => Wrap(law, math => Divided(Multiplied(math, Extents), Times));

    /// <summary>The right side of a rate rule, per outer time and for what stands for its variable.</summary>
    public void ConvertRate(SbmlElement rule, SbmlElement? variable) => Wrap(rule, math => Multiplied(Divided(math, Times), FactorsOf(variable)));

    /// <summary>A value given to a variable, for what stands for it.</summary>
    public void ConvertValue(SbmlElement owner, SbmlElement? variable) => Wrap(owner, math => Multiplied(math, FactorsOf(variable)));

    /// <summary>The delay of an event, in outer time.</summary>
    public void ConvertDelay(SbmlElement delay) => Wrap(delay, math => Multiplied(math, Times));

    /// <summary>The parameters, by their flat ids, that the value of an element is multiplied by for what stands for it.</summary>
    public IEnumerable<string> FactorsOf(SbmlElement? element) => element is null ? [] : _replacements.Factors(element).Select(_replacements.FlatId);

    private string? Factor(ModelInstance parent, string? name) => name is null ? null : parent.Id(name.Trim()) is { } parameter ? _replacements.FlatId(parameter) : name;

    /// <summary>Gives a name, or the unit of a number, the id in the flat model; returns what the name means here.</summary>
    /// <param name="element">What is renamed.</param>
    /// <param name="locals">Local parameters; <see langword="null"/> where the name is an argument of a function.</param>
    private SbmlElement? Rename(SbmlElement element, IReadOnlyDictionary<string, SbmlElement>? locals)
    {
        string name = element.Text.Trim();
        if (element.Name == "ci" && locals is not null)
        {
            if (locals.TryGetValue(name, out var local) ? !_replacements.IsGone(local) : (local = _instance.Id(name)) is null)
            {
                return null;
            }

            element.Text = _replacements.FlatId(local);
            return local;
        }

        if (element.Name == "cn" && element["units"]?.Trim() is { } unit && _instance.Unit(unit) is { } definition)
        {
            element.Set(SbmlNamespace.Core, "units", _replacements.FlatId(definition));
        }

        return null;
    }

    /// <summary>A value as the submodel means it.</summary>
    private SbmlElement Value(SbmlElement element, SbmlElement? named)
    {
        if (element.Name == "csymbol" && SymbolOf(element) == "time")
        {
            return Divided(element, Times);
        }

        if (named is not null)
        {
            var rate = element;
            if (_replacements.Final(named) is { Kind: SbmlNamespace.Core, Name: "reaction" })
            {
                var levels = _levels.Take(_replacements.Outermost(named, _instance)).ToArray();
                rate = Multiplied(Divided(rate, levels.Select(l => l.Extent).OfType<string>()), levels.Select(l => l.Time).OfType<string>());
            }

            return Divided(rate, FactorsOf(named));
        }

        if (element.Name == "apply" && element.Children.Count == 2 && SymbolOf(element.Children[0]) == "rateOf")
        {
            return Multiplied(Divided(element, FactorsOf(_instance.Id(element.Children[1].Text.Trim()))), Times);
        }

        return element;
    }

    private static string? SymbolOf(SbmlElement? element) =>
        element is { Name: "csymbol" } && element["definitionURL"]?.Trim() is { } url ? url[(url.LastIndexOf('/') + 1)..] : null;

    private static SbmlElement Multiplied(SbmlElement value, IEnumerable<string> factors)
    {
        SbmlElement[] names = [.. factors.Select(f => SbmlMath.Name(f, value.Span))];
        return names.Length == 0 ? value : SbmlMath.Call("times", value.Span, [value, .. names]);
    }

    private static SbmlElement Divided(SbmlElement value, IEnumerable<string> factors) =>
        factors.Aggregate(value, (quotient, factor) => SbmlMath.Call("divide", value.Span, quotient, SbmlMath.Name(factor, value.Span)));

    private static void Wrap(SbmlElement owner, Func<SbmlElement, SbmlElement> convert)
    {
        if (owner.Child("math") is { Children.Count: > 0 } math)
        {
            math.Replace(0, convert(math.Children[0]));
        }
    }
}
