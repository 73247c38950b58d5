using Thymus.Compilation.Graphs;

namespace Thymus.Compilation.Flattening;

// What becomes of rules before the course: variables that are put in where they stand, and what the states have to satisfy beside their rates.
internal sealed partial class ConstraintSystem
{
    /// <summary>
    /// What the states have to satisfy at all times because a rule that holds was differentiated: each with its derivatives by those states that the
    /// unknowns act on, directly or through others. These alone may be corrected; what else changes is right as it is.
    /// </summary>
    /// <param name="derivatives">Rates of change of all states.</param>
    public IReadOnlyList<FlatInvariant> Invariants(IReadOnlyList<int> derivatives)
    {
        if (_reduction.Invariants.Count == 0 || _determined.Count == 0)
        {
            return [];
        }

        HashSet<int> moved = [.. _determined];
        for (int before = 0; before < moved.Count;)
        {
            before = moved.Count;
            moved.UnionWith(Enumerable.Range(0, derivatives.Count).Where(s => !moved.Contains(s) && _differentiation.Of(derivatives[s]).Keys.Any(moved.Contains)));
        }

        List<FlatInvariant> invariants = [];
        foreach (var (rule, node) in _reduction.Invariants)
        {
            FlatMove[] partials = [.. _differentiation.Of(node).Where(p => moved.Contains(p.Key)).Select(p => new FlatMove(p.Key, p.Value))];
            if (partials.Length == 0)
            {
                Report(rule, "no variable that it could determine acts on what it holds fixed");
            }

            invariants.Add(new FlatInvariant(node, [.. partials]));
        }

        return invariants;
    }

    private void Set(int[] rules, int[] states, int[] functions)
    {
        (_rules, _states, _functions) = (rules, states, functions);
        _partials = [.. functions.Select(_differentiation.Of)];
        _blocks = Blocks();
    }

    // Solves the blocks that are linear in their variables, and puts these into the others. What looks up the past keeps its states, which are looked up.
    private void Eliminate()
    {
        foreach (int[] block in _graph.Lookups > 0 ? [] : _blocks.Where(IsLinear))
        {
            HashSet<int> variables = [.. block.Select(i => _states[i])];
            int Known(int state) => variables.Contains(state) ? _graph.Zero : Value(state);
            int Put(int node) => Substitution.Apply(_graph, node, _graph.Time, Known);
            int[] rest = [.. block.Select(i => _graph.Negate(Put(_functions[i])))];
            int[][] matrix = [.. block.Select(i => block.Select(j => Put(Partial(i, j))).ToArray())];
            foreach (var (i, solution) in block.Zip(Cramer(block, matrix, rest).ToArray()))
            {
                _solved.Add(_states[i], solution);
            }
        }

        if (_solved.Count > 0)
        {
            int[] left = [.. Enumerable.Range(0, _states.Length).Where(i => !_solved.ContainsKey(_states[i]))];
            Set([.. left.Select(i => _rules[i])], [.. left.Select(i => _states[i])], [.. left.Select(i => Substitution.Apply(_graph, _functions[i], _graph.Time, Value))]);
        }
    }

    private int Value(int state) => _solved.TryGetValue(state, out int solution) ? solution : _graph.State(state);

    // Linear in its variables: no derivative by one of them has one in it, and nothing jumps with one.
    private bool IsLinear(int[] block)
    {
        HashSet<int> variables = [.. block.Select(i => _states[i])];
        HashSet<int> dependent = [];
        foreach (int number in Walk.Order(_graph, block.Select(i => _functions[i]), n => _graph.RankOf(n) is Rank.Dynamic))
        {
            var node = _graph[number];
            bool depends = node.Operation is Operation.State ? variables.Contains(node.A) : Enumerable.Range(0, node.OperandCount).Any(k => dependent.Contains(node.Operand(k)));
            if (depends && node.Operation is Operation.Floor or Operation.Ceiling or Operation.Truncate or Operation.Less or Operation.LessOrEqual or Operation.Equal)
            {
                return false;
            }

            if (depends)
            {
                dependent.Add(number);
            }
        }

        return !block.Any(i => block.Any(j => Walk.Order(_graph, [Partial(i, j)], n => _graph.RankOf(n) is Rank.Dynamic).Any(dependent.Contains)));
    }
}
