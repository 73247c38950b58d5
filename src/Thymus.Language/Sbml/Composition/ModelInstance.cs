namespace Thymus.Language.Sbml.Composition;

/// <summary>One use of a model: the model itself, or a submodel with its own copy of a definition.</summary>
/// <param name="model">The copy; its elements are this instance's own.</param>
/// <param name="parent">The instance that it is a submodel of.</param>
/// <param name="submodel">The element <c>comp:submodel</c> in the parent.</param>
internal sealed class ModelInstance(SbmlElement model, ModelInstance? parent, SbmlElement? submodel)
{
    private readonly Dictionary<string, SbmlElement> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SbmlElement> _units = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SbmlElement> _metaIds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SbmlElement> _ports = new(StringComparer.Ordinal);

    public SbmlElement Model { get; } = model;

    /// <summary>What the ids of its elements begin with in the flat model, such as <c>A__B__</c>; settled when all replacements are known.</summary>
    public string Prefix { get; set; } = "";

    public ModelInstance? Parent { get; } = parent;

    public SbmlElement? Submodel { get; } = submodel;

    /// <summary>How many submodels are around it, itself counted.</summary>
    public int Depth { get; } = parent is null ? 0 : parent.Depth + 1;

    /// <summary>The submodels, by the element that declares them, in order.</summary>
    public List<ModelInstance> Parts { get; } = [];

    public ModelInstance? Part(SbmlElement submodel) => Parts.Find(p => p.Submodel == submodel);

    public SbmlElement? Id(string id) => _ids.GetValueOrDefault(id);

    public SbmlElement? Unit(string id) => _units.GetValueOrDefault(id);

    public SbmlElement? MetaId(string id) => _metaIds.GetValueOrDefault(id);

    public SbmlElement? Port(string id) => _ports.GetValueOrDefault(id);

    public IEnumerable<KeyValuePair<string, SbmlElement>> Ids => _ids;

    /// <summary>Looks at all elements once their places are final.</summary>
    public void Index()
    {
        foreach (var element in Model.Tree().Where(e => e != Model))
        {
            if (element["metaid"] is { } metaId)
            {
                _metaIds.TryAdd(metaId.Trim(), element);
            }

            if (element["id"]?.Trim() is { } id && element.Name is not ("localParameter" or "deletion"))
            {
                (element.Name switch { "unitDefinition" => _units, "port" => _ports, _ => _ids }).TryAdd(id, element);
            }
        }
    }
}
