namespace Thymus.Language.Sbml;

/// <summary>
/// What SBML says and Antimony has no words for, as values of the qualifier <c>property</c> (hasProperty of BioModels) with an address of Thymus's
/// own: other programs keep such a statement and know nothing of its meaning (ADR 0025).
/// </summary>
internal static class OwnProperties
{
    private const string Prefix = "urn:x-thymus:";
    private const string DimensionsPrefix = Prefix + "dimensions:";
    private const string ActivityPrefix = Prefix + "activity:";
    private const string IdPrefix = Prefix + "id:";

    /// <summary>Of a reaction: it is at equilibrium at all times (SBML <c>fast</c>, up to Level 3 Version 1).</summary>
    public const string Fast = Prefix + "fast";

    /// <summary>Of a compartment: how many dimensions it has, where they are not 3.</summary>
    public static string Dimensions(double number) => DimensionsPrefix + SbmlNumber.Text(number);

    /// <summary>Of a unit: it is its definition times this power of the unit of biological activity (U, IU), which SBML does not have.</summary>
    public static string Activity(double exponent) => ActivityPrefix + SbmlNumber.Text(exponent);

    /// <summary>The power of the unit of activity that statements about a unit say; 0 where they say none.</summary>
    public static double ActivityIn(IEnumerable<string> addresses) =>
        addresses.Where(a => a.StartsWith(ActivityPrefix, StringComparison.Ordinal)).Select(a => NumberOf(a[ActivityPrefix.Length..])).FirstOrDefault() ?? 0;

    /// <summary>The same of a definition of a unit.</summary>
    public static double ActivityOf(SbmlElement definition) => definition.Child("annotation") is { } annotation
        ? ActivityIn(annotation.Children.Where(c => c.Name == "RDF").SelectMany(r => r.Children).SelectMany(d => d.Children)
            .Where(s => s.Name == "hasProperty" && s.Uri == SbmlUris.BiologyQualifiers).SelectMany(s => s.Children).SelectMany(b => b.Children)
            .Select(i => i["resource"]).OfType<string>())
        : 0;

    /// <summary>Of what has an id in SBML that cannot be a name in Antimony.</summary>
    public static string Id(string id) => IdPrefix + id;

    /// <summary>The id in SBML that statements say; <see langword="null"/> where they say none that can be one.</summary>
    public static string? IdIn(IEnumerable<string> addresses) =>
        addresses.FirstOrDefault(a => a.StartsWith(IdPrefix, StringComparison.Ordinal))?[IdPrefix.Length..] is { } id && IsId(id) ? id : null;

    /// <summary>Whether a text can be an id of SBML.</summary>
    public static bool IsId(string text) =>
        text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    /// <summary>Whether a statement bears on what is simulated.</summary>
    public static bool ChangesCourse(string address) => address == Fast || address.StartsWith(ActivityPrefix, StringComparison.Ordinal);

    public static bool IsOwn(string address) => address.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Makes the statements of all elements of a document what they stand for, and takes them away.</summary>
    /// <param name="root">The document, or a part of one.</param>
    public static void Apply(SbmlElement root)
    {
        foreach (var element in root.Tree().Where(e => e.Child("annotation") is not null).ToList())
        {
            var annotation = element.Child("annotation")!;
            if (RemoveWhere(annotation, address => Take(element, address)))
            {
                element.Remove(annotation);
            }
        }
    }

    private static bool Take(SbmlElement element, string address)
    {
        switch (element.Name)
        {
            case not null when address == IdPrefix + element["id"]:
                return true;   // it has that id already
            case "reaction" when address == Fast:
                element.Set("fast", "true");
                return true;
            case "compartment" when address.StartsWith(DimensionsPrefix, StringComparison.Ordinal)
                && NumberOf(address[DimensionsPrefix.Length..]) is { } number:
                element.Set("spatialDimensions", SbmlNumber.Text(number));
                return true;
            default:
                return false;
        }
    }

    private static double? NumberOf(string text) => MathReader.TryNumber(text, out double number) && double.IsFinite(number) ? number : null;

    /// <summary>Takes values of <c>hasProperty</c> out of an annotation with what then holds nothing; whether the annotation is empty now.</summary>
    private static bool RemoveWhere(SbmlElement annotation, Predicate<string> take)
    {
        bool isTaken = false;
        Prune(annotation, "RDF", rdf => Prune(rdf, "Description", description => Prune(description, "hasProperty", statement =>
            statement.Uri == SbmlUris.BiologyQualifiers && Prune(statement, "Bag", bag => Prune(bag, "li", item =>
            {
                bool isOwn = item["resource"] is { } address && IsOwn(address) && take(address);
                isTaken |= isOwn;
                return isOwn;
            })))));
        return isTaken && IsEmpty(annotation);
    }

    /// <summary>Removes children of a name for which <paramref name="isDone"/> holds; whether nothing is left because of it.</summary>
    private static bool Prune(SbmlElement parent, string name, Predicate<SbmlElement> isDone) =>
        parent.RemoveAll(c => c.Name == name && isDone(c)) > 0 && IsEmpty(parent);

    private static bool IsEmpty(SbmlElement element) => element.Children.All(c => c.IsText && string.IsNullOrWhiteSpace(c.Text));
}
