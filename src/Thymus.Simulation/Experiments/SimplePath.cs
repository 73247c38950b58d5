using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Thymus.Simulation.Experiments;

/// <summary>
/// The XPath that SED-ML needs: steps from the root, each with at most one condition on an attribute, and an attribute at the end, such as
/// <c>/sbml:sbml/sbml:model/sbml:listOfParameters/sbml:parameter[@id='k']/@value</c>. Prefixes are not looked at.
/// </summary>
internal sealed partial record SimplePath(IReadOnlyList<(string Name, string Attribute, string Value)> Steps, string? Attribute)
{
    private const int LongestPath = 2000;

    /// <summary>Reads a path; <see langword="null"/> for one of another form.</summary>
    public static SimplePath? Parse(string? text)
    {
        if (text is null || text.Length > LongestPath || PathPattern().Match(text.Trim()) is not { Success: true } match)
        {
            return null;
        }

        var group = match.Groups["step"];
        var steps = group.Captures.Select(c => StepPattern().Match(c.Value)).Select(m => (m.Groups["name"].Value, m.Groups["attribute"].Value, m.Groups["value"].Value)).ToList();
        return new SimplePath(steps, match.Groups["at"].Success ? match.Groups["at"].Value : null);
    }

    /// <summary>The id that the last step asks for; <see langword="null"/> when it asks for none.</summary>
    public string? Id => Attribute is null && Steps.Count > 0 && Steps[^1].Attribute == "id" ? Steps[^1].Value : null;

    /// <summary>The elements it leads to.</summary>
    public List<XElement> Find(XDocument document)
    {
        IEnumerable<XElement> found = document.Root is { } root && Matches(root, Steps[0]) ? [root] : [];
        foreach (var step in Steps.Skip(1))
        {
            found = found.Elements().Where(e => Matches(e, step));
        }

        return [.. found];
    }

    private static bool Matches(XElement element, (string Name, string Attribute, string Value) step) =>
        (step.Name == "*" || element.Name.LocalName == step.Name) && (step.Attribute.Length == 0 || (string?)element.Attribute(step.Attribute) == step.Value);

    [GeneratedRegex("""^(?<step>/(?:[\w.-]+:)?(?:[\w.-]+|\*)(?:\[@[\w.-]+\s*=\s*(?:'[^']*'|"[^"]*")\])?)+(?:/@(?:[\w.-]+:)?(?<at>[\w.-]+))?$""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PathPattern();

    [GeneratedRegex("""^/(?:[\w.-]+:)?(?<name>[\w.-]+|\*)(?:\[@(?<attribute>[\w.-]+)\s*=\s*['"](?<value>[^'"]*)['"]\])?$""", RegexOptions.CultureInvariant)]
    private static partial Regex StepPattern();
}
