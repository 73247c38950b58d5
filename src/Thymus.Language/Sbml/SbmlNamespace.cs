namespace Thymus.Language.Sbml;

/// <summary>Whose element or attribute it is.</summary>
internal enum SbmlNamespace
{
    /// <summary>SBML itself, of any Level.</summary>
    Core,

    /// <summary>MathML.</summary>
    Math,

    /// <summary>RDF and the qualifiers of BioModels, inside <c>annotation</c>.</summary>
    Annotation,

    /// <summary>Hierarchical composition, version 1.</summary>
    Comp,

    /// <summary>Distributions, version 1.</summary>
    Distrib,

    /// <summary>Anything else inside notes, messages and annotations, such as XHTML; kept as it is, text and markup mixed.</summary>
    Foreign,
}

/// <summary>The addresses of the namespaces.</summary>
internal static class SbmlUris
{
    public const string Math = "http://www.w3.org/1998/Math/MathML";
    public const string Comp = Packages + "version1/comp/version1";
    public const string Distrib = Packages + "version1/distrib/version1";
    public const string Xhtml = "http://www.w3.org/1999/xhtml";
    public const string Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    public const string BiologyQualifiers = "http://biomodels.net/biology-qualifiers/";
    public const string ModelQualifiers = "http://biomodels.net/model-qualifiers/";
    public const string Xml = "http://www.w3.org/XML/1998/namespace";

    /// <summary>All packages of Level 3 begin so.</summary>
    public const string Packages = "http://www.sbml.org/sbml/level3/";

    /// <summary>The prefixes that the field uses; every other namespace is written as the default one.</summary>
    private static readonly Dictionary<string, string> Prefixes = new(StringComparer.Ordinal)
    {
        [Comp] = "comp",
        [Distrib] = "distrib",
        [Rdf] = "rdf",
        [BiologyQualifiers] = "bqbiol",
        [ModelQualifiers] = "bqmodel",
        ["http://purl.org/dc/elements/1.1/"] = "dc",
        ["http://purl.org/dc/terms/"] = "dcterms",
        ["http://www.w3.org/2001/vcard-rdf/3.0#"] = "vCard",
        ["http://www.w3.org/2006/vcard/ns#"] = "vCard4",
        [Xml] = "xml",
    };

    public static bool IsAnnotation(string uri) => uri is Rdf or BiologyQualifiers or ModelQualifiers;

    /// <summary>The core of a Level 3 document.</summary>
    public static string Core(string? version) => version == "1" ? Packages + "version1/core" : Packages + "version2/core";

    public static string? PrefixOf(string uri) => Prefixes.GetValueOrDefault(uri);
}
