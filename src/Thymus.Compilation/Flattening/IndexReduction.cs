using Thymus.Compilation.Graphs;

namespace Thymus.Compilation.Flattening;

/// <summary>
/// Differentiates equations 0 = g(x, z, t) along the course, with x′ = f(x, z, t), until they determine the unknowns z (Pantelides 1988,
/// doi:10.1137/0909014, where x′ is always put in). An unknown that is differentiated becomes a state, and its rate of change the unknown instead. What was
/// differentiated has to go on to hold: it is kept as an invariant.
/// </summary>
internal sealed class IndexReduction
{
    // Each doubles the size of an equation, or worse; mechanical systems need two.
    private const int MostDerivatives = 5;

    // Derivatives of the parts of an equation, so that neither the time nor the memory is used up.
    private const int LargestEquation = 300_000;

    private readonly ExpressionGraph _graph;
    private readonly Differentiation _differentiation;
    private readonly Probe _probe;
    private readonly Func<int, int> _derivative;
    private readonly int[] _functions;
    private readonly int[] _orders;
    private readonly List<int> _unknowns;
    private readonly Dictionary<int, int> _owners = [];   // from an unknown to its equation
    private readonly Dictionary<int, int> _rates = [];    // from a state that was an unknown to its rate of change
    private readonly List<(int Of, int State)> _added = [];
    private readonly List<(int Equation, int Node)> _invariants = [];

    /// <param name="graph">The graph.</param>
    /// <param name="functions">What has to vanish.</param>
    /// <param name="unknowns">The states that stand for unknowns; those first that are to be determined before others.</param>
    /// <param name="firstFree">The first number that is no state yet.</param>
    /// <param name="derivative">The derivative of a node along the course, where <see cref="Rates"/> are known.</param>
    public IndexReduction(ExpressionGraph graph, int[] functions, IEnumerable<int> unknowns, int firstFree, Func<int, int> derivative)
    {
        (_graph, _derivative, _functions) = (graph, derivative, functions);
        _differentiation = new Differentiation(graph);
        _probe = new Probe(graph);
        _orders = new int[functions.Length];
        _unknowns = [.. unknowns];
        NextFree = firstFree;
    }

    /// <summary>The equations that determine the unknowns.</summary>
    public IReadOnlyList<int> Functions => _functions;

    /// <summary>Rates of change of states that were unknowns.</summary>
    public IReadOnlyDictionary<int, int> Rates => _rates;

    /// <summary>The states that were added, and of which state each is the rate of change.</summary>
    public IReadOnlyList<(int Of, int State)> Added => _added;

    /// <summary>What vanishes at all times beside <see cref="Functions"/>: the equations before they were differentiated.</summary>
    public IReadOnlyList<(int Equation, int Node)> Invariants => _invariants;

    /// <summary>The first number that is no state.</summary>
    public int NextFree { get; private set; }

    /// <summary>The unknown that each equation determines; <see langword="null"/> where one determines none, however often it is differentiated.</summary>
    /// <param name="failed">That equation.</param>
    /// <param name="isTooLarge">Whether it is its derivatives that become too large.</param>
    public int[]? Solve(out int failed, out bool isTooLarge)
    {
        isTooLarge = false;
        for (int equation = 0; equation < _functions.Length; equation++)
        {
            HashSet<int> equations = [];
            HashSet<int> unknowns = [];
            while (!Augment(equation, equations, unknowns))
            {
                if (equations.Any(e => _orders[e] >= MostDerivatives || _probe.Vanishes(_functions[e])))
                {
                    failed = equation;
                    return null;
                }

                Differentiate(equations, unknowns);
                if (equations.FirstOrDefault(IsTooLarge, -1) is >= 0 and var large)
                {
                    (failed, isTooLarge) = (large, true);
                    return null;
                }

                equations.Clear();
                unknowns.Clear();
            }
        }

        int[] determined = new int[_functions.Length];
        foreach (var (unknown, equation) in _owners)
        {
            determined[equation] = unknown;
        }

        failed = -1;
        return determined;
    }

    private void Differentiate(HashSet<int> equations, HashSet<int> unknowns)
    {
        foreach (int unknown in unknowns.Order())
        {
            int rate = NextFree++;
            _added.Add((unknown, rate));
            _rates.Add(unknown, _graph.State(rate));
            _unknowns[_unknowns.IndexOf(unknown)] = rate;
            _owners.Add(rate, _owners[unknown]);
            _owners.Remove(unknown);
        }

        foreach (int equation in equations.Order())
        {
            _invariants.Add((equation, _functions[equation]));
            _functions[equation] = _derivative(_functions[equation]);
            _orders[equation]++;
        }
    }

    private bool IsTooLarge(int equation)
    {
        int size = 0;
        foreach (int node in Walk.Order(_graph, [_functions[equation]], n => _graph.RankOf(n) is Rank.Dynamic))
        {
            size += _differentiation.Of(node).Count;
            if (size > LargestEquation)
            {
                return true;
            }
        }

        return false;
    }

    // A path from an equation without an unknown of its own to a free unknown; all that was met otherwise has to be differentiated.
    private bool Augment(int equation, HashSet<int> equations, HashSet<int> unknowns)
    {
        equations.Add(equation);
        var partials = _differentiation.Of(_functions[equation]);
        var candidates = _unknowns.FindAll(u => partials.TryGetValue(u, out int partial) && !_probe.Vanishes(partial));
        if (candidates.FindIndex(u => !_owners.ContainsKey(u)) is >= 0 and var free)
        {
            _owners[candidates[free]] = equation;
            return true;
        }

        foreach (int unknown in candidates.Where(unknowns.Add))
        {
            if (Augment(_owners[unknown], equations, unknowns))
            {
                _owners[unknown] = equation;
                return true;
            }
        }

        return false;
    }
}
