using Thymus.Language.Diagnostics;
using Thymus.Language.Sbml;

namespace Thymus.Language.Antimony;

/// <summary>What operators and genes on strands of DNA are worth: each takes the value of its left neighbour (Antimony reference, section 14).</summary>
internal sealed class StrandFormulas
{
    /// <summary>The most places on the strands of a model.</summary>
    private const int MostPlaces = 10_000;

    /// <summary>All values on strands together, each with its left neighbours written out [MathML elements].</summary>
    private const int MostElements = 200_000;

    private readonly AntimonyModule _module;
    private readonly DiagnosticBag _findings;
    private readonly Dictionary<AntimonySymbol, List<(List<AntimonySymbol> Row, int Index, AntimonySymbol Strand)>> _places = [];
    private readonly Dictionary<List<AntimonySymbol>, List<(SbmlElement Value, int Size)>> _values = [];   // of each row, as far as they were asked for
    private readonly HashSet<AntimonySymbol> _visited = [];
    private int _count;
    private int _elements;

    /// <param name="module">The model.</param>
    /// <param name="isFlat">Whether strands of submodels count that the model itself does not go on with; else the submodels have them.</param>
    /// <param name="findings">Takes what is found.</param>
    public StrandFormulas(AntimonyModule module, bool isFlat, DiagnosticBag findings)
    {
        (_module, _findings) = (module, findings);
        var strands = module.Symbols.Where(s => s is { Strand: not null, IsDeleted: false }).ToList();
        var inner = strands.SelectMany(InnerOf).ToHashSet();
        foreach (var strand in strands.Where(s => !inner.Contains(s) && (isFlat || s.IsLocal)))
        {
            List<AntimonySymbol> row = [];
            if (!Expand(strand, row, [strand]))
            {
                continue;
            }

            for (int i = 0; i < row.Count; i++)
            {
                if (!_places.TryGetValue(row[i], out var places))
                {
                    _places[row[i]] = places = [];
                }

                places.Add((row, i, strand));
            }
        }

        if (strands.Find(s => !_visited.Contains(s) && s.IsLocal) is { } circular && !findings.HasErrors)
        {
            Report(circular.Span, $"'{circular.Path}' is in itself", null);
        }
    }

    /// <summary>The strands in a strand.</summary>
    private IEnumerable<AntimonySymbol> InnerOf(AntimonySymbol strand)
    {
        var elements = strand.Strand!.Elements;
        for (int i = 0; i < elements.Length; i++)
        {
            var element = Find(elements[i]);
            var inner = element?.Role is Role.Submodel ? OpenStrandOf(element, i == 0, i == elements.Length - 1) : element;
            if (inner?.Strand is not null)
            {
                yield return inner;
            }
        }
    }

    /// <summary>Whether the value of a symbol comes from strands, as far as this model has it.</summary>
    public bool IsOnStrand(AntimonySymbol symbol) => _places.ContainsKey(symbol);

    /// <summary>The compartment of the strand that a symbol is on.</summary>
    public string? PlaceOf(AntimonySymbol symbol) =>
        _places.TryGetValue(symbol, out var places) ? places.Select(p => p.Strand.Compartment).LastOrDefault(c => c is not null) : null;

    /// <summary>The sum over all places of a symbol.</summary>
    public SbmlElement Value(AntimonySymbol symbol, MathMaker math)
    {
        SbmlElement[] values = [.. _places[symbol].Select(place => ValueAt(place.Row, place.Index, math))];
        return values.Length == 1 ? values[0] : SbmlMath.Call("plus", symbol.Span, values);
    }

    private AntimonySymbol? Find(string path) => _module.Resolve(path);

    private AntimonySymbol? OwnerOf(AntimonySymbol symbol) =>
        symbol.IsLocal ? null : _module.Find(symbol.Path[..symbol.Path.LastIndexOf('.')]);

    private SbmlElement ValueAt(List<AntimonySymbol> row, int index, MathMaker math)
    {
        if (!_values.TryGetValue(row, out var values))
        {
            _values[row] = values = [];
        }

        for (int i = values.Count; i <= index; i++)
        {
            var (value, size) = i == 0 ? (SbmlMath.Integer(0, row[0].Span), 1) : values[i - 1];
            if (_elements <= MostElements)
            {
                if ((row[i].Assignment ?? row[i].Value) is { } formula)
                {
                    value = math.Make(formula.Tree, formula.Syntax, formula.Scope, value);
                    size = value.Tree().Take(MostElements + 1).Count();
                }

                _elements += size;
                if (_elements > MostElements)
                {
                    Report(row[i].Span, "with their left neighbours written out the values on strands are too long", "use fewer elements, and ... once in each formula");
                }
            }

            if (_elements > MostElements)
            {
                (value, size) = (SbmlMath.Integer(0, row[i].Span), 1);   // refused
            }

            values.Add((value, size));
        }

        return values[index].Value;
    }

    /// <summary>The operators and genes of a strand, with those of strands in it.</summary>
    private bool Expand(AntimonySymbol strand, List<AntimonySymbol> row, HashSet<AntimonySymbol> open)
    {
        _visited.Add(strand);
        var elements = strand.Strand!.Elements;
        for (int i = 0; i < elements.Length; i++)
        {
            if (Find(elements[i]) is not { } element)
            {
                continue;
            }

            if (++_count > MostPlaces)
            {
                return Report(strand.Span, $"there are more than {MostPlaces} places on strands", "use fewer");
            }

            var inner = element.Role is Role.Strand ? element : element.Role is Role.Submodel ? OpenStrandOf(element, i == 0, i == elements.Length - 1) : null;
            if (inner is not null)
            {
                if (!open.Add(inner) || inner.Strand is null)
                {
                    return Report(strand.Span, inner.Strand is null ? $"'{inner.Path}' is empty" : $"'{inner.Path}' is in itself, or twice", null);
                }

                if (!Expand(inner, row, open))
                {
                    return false;
                }
            }
            else if (element.Role is Role.Submodel)
            {
                return Report(strand.Span, $"'{element.Path}' has not exactly one strand with an open end on that side", "leave one end open with --");
            }
            else if (element.Role is Role.Undefined or Role.Formula or Role.Operator or Role.Reaction or Role.Gene)
            {
                if (element.Reaction is { Reactants.IsEmpty: false })
                {
                    return Report(element.Span, $"the gene '{element.Path}' uses up a species", "leave the left side of its reaction empty");
                }

                element.IsTouched |= !element.IsLocal;
                row.Add(element);
            }
            else
            {
                return Report(strand.Span, $"'{element.Path}' is {ModuleCollector.Describe(element.Role)}", "a strand has operators, genes and strands");
            }
        }

        return row.Count > 0;
    }

    /// <summary>The strand of a submodel that is open where another goes on.</summary>
    private AntimonySymbol? OpenStrandOf(AntimonySymbol submodel, bool isFirst, bool isLast)
    {
        var open = _module.Symbols.Where(s => s.Strand is not null && OwnerOf(s) == submodel
            && (isFirst || s.Strand.IsOpenUpstream) && (isLast || s.Strand.IsOpenDownstream)).ToList();
        return open.Count == 1 ? open[0] : null;
    }

    private bool Report(SourceSpan span, string problem, string? suggestion)
    {
        _findings.Report(ModuleRules.StrandProblem, span, suggestion, problem);
        return false;
    }
}
