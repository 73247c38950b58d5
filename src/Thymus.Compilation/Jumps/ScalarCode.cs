using Thymus.Compilation.Graphs;

namespace Thymus.Compilation.Jumps;

/// <summary>One operation on numbers of an array; of a draw, <paramref name="A"/> is its number.</summary>
internal readonly record struct ScalarStep(Operation Operation, int Target, int A, int B, int C);

/// <summary>Steps in order of evaluation, and where the value is after them.</summary>
internal sealed record ScalarCode(ScalarStep[] Steps, int Result);

/// <summary>Lays the nodes of a graph out in one array: the states, the time, then all others in the order of their first use.</summary>
internal sealed class ScalarLayout
{
    private readonly ExpressionGraph _graph;
    private readonly IReadOnlyList<Flattening.FlatDraw> _draws;
    private readonly Dictionary<int, int> _slots = [];
    private readonly List<double> _initial;
    private readonly int _states;

    public ScalarLayout(ExpressionGraph graph, IReadOnlyList<Flattening.FlatDraw> draws, int states)
    {
        (_graph, _draws, _states) = (graph, draws, states);
        _initial = [.. new double[states + 1]];
    }

    /// <summary>Slots of parameters, with the number of each parameter.</summary>
    public List<(int Slot, int Parameter)> Parameters { get; } = [];

    /// <summary>The array before a course: constants are in it.</summary>
    public double[] Initial => [.. _initial];

    /// <summary>Where a value stands.</summary>
    public int SlotOf(int number)
    {
        var node = _graph[number];
        if (node.Operation is Operation.State or Operation.Time)
        {
            return node.Operation is Operation.State ? node.A : _states;
        }

        if (!_slots.TryGetValue(number, out int slot))
        {
            _slots.Add(number, slot = _initial.Count);
            _initial.Add(node.Operation is Operation.Constant ? node.Value : double.NaN);
            if (node.Operation is Operation.Parameter)
            {
                Parameters.Add((slot, node.A));
            }
        }

        return slot;
    }

    /// <summary>Code for a value that depends on the state or the time; what does not is computed once a course.</summary>
    public ScalarCode Code(int root) => new(Steps([root], n => _graph.RankOf(n) is Rank.Dynamic), SlotOf(root));

    /// <summary>Code for what the roots need and is computed once a course.</summary>
    public ScalarStep[] Preparation(IEnumerable<int> roots)
    {
        List<int> order = Walk.Order(roots, _ => true, Operand);
        return [.. order.Where(n => _graph.RankOf(n) is Rank.Parameter && IsComputed(n)).Select(Step)];
    }

    /// <summary>Slots of the numbers of a draw.</summary>
    public int[] ArgumentsOf(int draw) => [.. _draws[draw].Arguments.Select(SlotOf)];

    private ScalarStep[] Steps(IEnumerable<int> roots, Func<int, bool> wanted) =>
        [.. Walk.Order(roots, wanted, Operand).Where(IsComputed).Select(Step)];

    private bool IsComputed(int number) => _graph[number].Operation is > Operation.Parameter or Operation.Draw;

    private int Operand(int number, int index)
    {
        var node = _graph[number];
        if (node.Operation is Operation.Draw)
        {
            return index < _draws[node.A].Arguments.Length ? _draws[node.A].Arguments[index] : -1;
        }

        return index < node.OperandCount ? node.Operand(index) : -1;
    }

    private ScalarStep Step(int number)
    {
        var node = _graph[number];
        int Slot(int operand) => operand < 0 ? 0 : SlotOf(operand);
        return node.Operation is Operation.Draw
            ? new ScalarStep(node.Operation, SlotOf(number), node.A, 0, 0)
            : new ScalarStep(node.Operation, SlotOf(number), Slot(node.A), Slot(node.B), Slot(node.C));
    }
}
