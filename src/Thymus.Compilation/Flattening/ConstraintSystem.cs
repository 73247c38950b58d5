using System.Numerics;
using Thymus.Compilation.Graphs;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;

namespace Thymus.Compilation.Flattening;

/// <summary>
/// Algebraic rules 0 = g(x, z, t) that are solved for states z as the course goes: z moves along the Newton direction, z′ = −s G⁻¹g with
/// G = ∂g/∂z, so fast that g vanishes (docs/science/constraints.md). G falls into blocks that are solved one after the other (Duff &amp; Reid
/// 1978, doi:10.1145/355780.355785), each by Cramer's rule, which needs no pivot.
/// </summary>
internal sealed class ConstraintSystem
{
    private const int LargestBlock = 6;

    // Variables follow what they depend on so much faster that they stay on their branch.
    private const double SettlingSpeed = 1e4;

    private readonly ExpressionGraph _graph;
    private readonly ICollection<Diagnostic> _findings;
    private readonly IReadOnlyList<Constrained> _constraints;
    private readonly int[] _states;                       // of each constraint that of its variable
    private readonly int[] _functions;                    // g
    private readonly IReadOnlyDictionary<int, int>[] _partials;
    private readonly List<int[]> _blocks;                 // constraints that are solved together, in order
    private IReadOnlyDictionary<int, int>? _steps;

    public ConstraintSystem(
        ModelIndex index, ExpressionGraph graph, IReadOnlyDictionary<Symbol, int> states, SymbolValues values, ICollection<Diagnostic> findings)
    {
        (_graph, _findings, _constraints) = (graph, findings, index.Constraints);
        _states = [.. _constraints.Select(c => states[c.Variable])];
        _functions = [.. _constraints.Select(c => values.Of(Moment.Running, c.Expression))];
        var differentiation = new Differentiation(graph);
        _partials = [.. _functions.Select(differentiation.Of)];
        _blocks = Blocks();
    }

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
            int determinant = Determinant(matrix);
            if (_graph.Is(determinant, 0))
            {
                Report(block, "no value of it changes what has to vanish, so it is not determined");
            }

            for (int k = 0; k < block.Length; k++)
            {
                int[][] replaced = [.. matrix.Select((row, i) => row.Select((entry, j) => j == k ? rest[i] : entry).ToArray())];
                x[block[k]] = _graph.Divide(Determinant(replaced), determinant);
            }

            known.UnionWith(block);
        }

        return x;
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
        int count = _constraints.Count;
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

    private void Report(int[] block, string why) => _findings.Add(new Diagnostic(
        CompilationRules.AlgebraicRule, _constraints[block[0]].Span, "solve it for one variable and write 'x := …' or \"x' = …\"",
        $"it is solved for {string.Join(", ", block.Select(i => _constraints[i].Variable.Name))}, and {why}"));
}
