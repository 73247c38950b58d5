using System.Numerics;
using Thymus.Compilation.Graphs;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;

namespace Thymus.Compilation.Flattening;

/// <summary>
/// Algebraic rules 0 = g(x, z, t). Where they do not determine z they are differentiated first (<see cref="IndexReduction"/>). Blocks of them that are linear
/// in their variables are solved for these, and nothing of them is left. The others are solved for states z as the course goes: z moves along the Newton
/// direction, z′ = −s G⁻¹g with G = ∂g/∂z, so fast that g vanishes (docs/science/constraints.md). G falls into blocks that are solved one after the other
/// (Duff &amp; Reid 1978, doi:10.1145/355780.355785), each by Cramer's rule, which needs no pivot.
/// </summary>
internal sealed partial class ConstraintSystem
{
    private const int LargestBlock = 6;

    // Variables follow what they depend on so much faster that they stay on their branch.
    private const double SettlingSpeed = 1e4;

    private readonly ExpressionGraph _graph;
    private readonly ICollection<Diagnostic> _findings;
    private readonly IReadOnlyList<Constrained> _constraints;
    private readonly Dictionary<int, string> _names;
    private readonly Differentiation _differentiation;
    private readonly Probe _probe;
    private readonly IndexReduction _reduction;
    private readonly Dictionary<int, int> _solved = [];
    private readonly HashSet<int> _determined = [];
    private int[] _rules;              // of each constraint that is solved as the course goes its rule
    private int[] _states;             // of each constraint that of its variable
    private int[] _functions;          // g
    private IReadOnlyDictionary<int, int>[] _partials = [];
    private List<int[]> _blocks = [];  // constraints that are solved together, in order
    private IReadOnlyDictionary<int, int>? _steps;

    /// <param name="index">The model.</param>
    /// <param name="graph">The graph.</param>
    /// <param name="states">Numbers of the states.</param>
    /// <param name="reduction">The rules, to be differentiated where they are of a higher index.</param>
    /// <param name="findings">Gets what cannot be solved.</param>
    public ConstraintSystem(
        ModelIndex index, ExpressionGraph graph, IReadOnlyDictionary<Symbol, int> states, IndexReduction reduction, ICollection<Diagnostic> findings)
    {
        (_graph, _findings, _constraints, _reduction) = (graph, findings, index.Constraints, reduction);
        _names = states.ToDictionary(s => s.Value, s => s.Key.Name);
        _differentiation = new Differentiation(graph);
        _probe = new Probe(graph);
        (_rules, _states, _functions) = ([], [], []);
        if (reduction.Functions.Count == 0)
        {
            return;
        }

        var (failed, isTooLarge) = (-1, false);
        int[]? unknowns = index.HasHigherIndex ? reduction.Solve(out failed, out isTooLarge) : [.. index.Unknowns.Select(u => states[u])];
        if (unknowns is null)
        {
            Report(failed, isTooLarge
                ? "its derivatives by time become too large"
                : "however often it is differentiated by time, it determines no variable that nothing else determines");
            return;
        }

        _determined.UnionWith(unknowns);
        Set([.. Enumerable.Range(0, unknowns.Length)], unknowns, [.. reduction.Functions]);
        Eliminate();
    }

    /// <summary>The variables that equations linear in them determine, from other states.</summary>
    public IReadOnlyDictionary<int, int> Solved => _solved;

    /// <summary>Whether the equations determine a state.</summary>
    public bool Determines(int state) => _determined.Contains(state);

    /// <summary>The Newton step of each variable: it leads to where the functions vanish, as nearly as they are linear.</summary>
    public IReadOnlyDictionary<int, int> Steps() =>
        _steps ??= _states.Zip(Solve([.. _functions.Select(_graph.Negate)])).ToDictionary(s => s.First, s => s.Second);

    /// <summary>How each variable moves to the solution while the time stands still.</summary>
    public IEnumerable<FlatMove> Flows() => Steps().Select(s => new FlatMove(s.Key, _graph.Multiply(_graph.Constant(SettlingSpeed), s.Value)));

    /// <summary>The other states that the functions depend on.</summary>
    public IEnumerable<int> Arguments() => _partials.SelectMany(p => p.Keys).Where(v => v >= 0 && !_states.Contains(v)).Distinct().Order();

    /// <summary>A value after one Newton step, which is as good as exact where the variables are nearly so, as they are between the ends of steps.</summary>
    public int Corrected(int node) => _states.Length == 0
        ? node
        : Substitution.Apply(_graph, node, _graph.Time, s => Steps().TryGetValue(s, out int step) ? _graph.Add(_graph.State(s), step) : _graph.State(s));

    /// <summary>The rates of change of the variables along the course: −G⁻¹(∂g/∂x x′ + ∂g/∂t).</summary>
    /// <param name="rate">Rate of change of another state; of the time it is 1.</param>
    public IReadOnlyDictionary<int, int> Rates(Func<int, int> rate)
    {
        int[] changes = [.. _partials.Select(p => p.Where(v => !_states.Contains(v.Key)).Aggregate(
            _graph.Zero, (sum, v) => _graph.Add(sum, _graph.Multiply(v.Value, v.Key == Differentiation.TimeVariable ? _graph.One : rate(v.Key)))))];
        return _states.Zip(Solve([.. changes.Select(_graph.Negate)])).ToDictionary(s => s.First, s => s.Second);
    }

    // G x = b, block by block.
    private int[] Solve(int[] b)
    {
        int[] x = new int[b.Length];
        HashSet<int> known = [];
        foreach (int[] block in _blocks)
        {
            int[] rest = [.. block.Select(i => known.Aggregate(b[i], (sum, j) => _graph.Subtract(sum, _graph.Multiply(Partial(i, j), x[j]))))];
            int[][] matrix = [.. block.Select(i => block.Select(j => Partial(i, j)).ToArray())];
            foreach (var (i, solution) in block.Zip(Cramer(block, matrix, rest)))
            {
                x[i] = solution;
            }

            known.UnionWith(block);
        }

        return x;
    }

    private IEnumerable<int> Cramer(int[] block, int[][] matrix, int[] rest)
    {
        int determinant = Determinant(matrix);
        if (_probe.Vanishes(determinant))
        {
            Report(block, "no value of it changes what has to vanish, so it is not determined");
        }

        return block.Select((_, k) => _graph.Divide(
            Determinant([.. matrix.Select((row, i) => row.Select((entry, j) => j == k ? rest[i] : entry).ToArray())]), determinant));
    }

    private int Partial(int constraint, int variable) => _partials[constraint].GetValueOrDefault(_states[variable], _graph.Zero);

    // By rows from the first: the determinant of the first rows in a set of columns, for ever more rows (Laplace).
    private int Determinant(int[][] matrix)
    {
        int size = matrix.Length;
        int[] minors = new int[1 << size];
        minors[0] = _graph.One;
        for (int columns = 1; columns < minors.Length; columns++)
        {
            int row = BitOperations.PopCount((uint)columns) - 1;
            int sum = _graph.Zero;
            int after = row;   // columns of the set from this one on, after it
            for (int column = 0; column < size; column++)
            {
                if ((columns & (1 << column)) == 0)
                {
                    continue;
                }

                int term = _graph.Multiply(matrix[row][column], minors[columns & ~(1 << column)]);
                sum = after % 2 == 0 ? _graph.Add(sum, term) : _graph.Subtract(sum, term);
                after--;
            }

            minors[columns] = sum;
        }

        return minors[^1];
    }

    // Constraints that need each other's variables, those first that need no others: reachability is enough for the few there are.
    private List<int[]> Blocks()
    {
        int count = _functions.Length;
        var needs = new HashSet<int>[count];
        for (int i = 0; i < count; i++)
        {
            needs[i] = [i];
            Queue<int> open = new([i]);
            while (open.TryDequeue(out int at))
            {
                for (int j = 0; j < count; j++)
                {
                    if (!_graph.Is(Partial(at, j), 0) && needs[i].Add(j))
                    {
                        open.Enqueue(j);
                    }
                }
            }
        }

        List<int[]> blocks = [.. Enumerable.Range(0, count)
            .GroupBy(i => needs[i].Where(j => needs[j].Contains(i)).Min())
            .OrderBy(g => needs[g.First()].Count).Select(g => g.ToArray())];
        foreach (int[] block in blocks.Where(b => b.Length > LargestBlock))
        {
            Report(block, $"more than {LargestBlock} such rules have to be solved together");
        }

        return [.. blocks.Where(b => b.Length <= LargestBlock)];
    }

    private void Report(int[] block, string why) =>
        Report(_rules[block[0]], $"it is solved for {string.Join(", ", block.Select(i => NameOf(_states[i])))}, and {why}");

    private void Report(int rule, string why) => _findings.Add(new Diagnostic(
        CompilationRules.AlgebraicRule, _constraints[rule].Span, "solve it for one variable and write 'x := …' or \"x' = …\"", why));

    private string NameOf(int state) => _names.TryGetValue(state, out string? name) ? name : "the rate of change of " + NameOf(_reduction.Added.First(a => a.State == state).Of);
}
