using Thymus.Language.Sbml;

namespace Thymus.Language.Antimony;

/// <summary>What became of a model: its element, and how other models refer to what is in it.</summary>
internal sealed class ModuleOutput(SbmlElement element)
{
    private readonly Dictionary<string, SbmlElement> _constructs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SbmlElement> _metaids = new(StringComparer.Ordinal);

    public SbmlElement Element { get; } = element;

    /// <summary>Ids by path, of symbols that the model has an element for which stands for itself.</summary>
    public Dictionary<string, string> Ids { get; } = new(StringComparer.Ordinal);

    /// <summary>Ids of ports by path.</summary>
    public Dictionary<string, string> Ports { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether it has an implicit compartment.</summary>
    public bool HasDefaultCompartment { get; set; }

    /// <summary>Keeps an element without an id of its own under a name such as <c>J1__kineticLaw</c>.</summary>
    public void Register(string name, SbmlElement construct) => _constructs.TryAdd(name, construct);

    /// <summary>The metaid of such an element, made when it is asked for; <see langword="null"/> when there is none of that name.</summary>
    public string? MetaId(string name)
    {
        if (!_constructs.TryGetValue(name, out var construct))
        {
            return null;
        }

        if (construct["metaid"] is { } known)
        {
            return known;
        }

        string metaid = $"{Element["id"]}__{name}";
        while (!_metaids.TryAdd(metaid, construct))
        {
            metaid += "_";
        }

        construct.Set(SbmlNamespace.Core, "metaid", metaid);
        return metaid;
    }
}
