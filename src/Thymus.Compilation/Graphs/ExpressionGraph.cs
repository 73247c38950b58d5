using System.Runtime.InteropServices;

namespace Thymus.Compilation.Graphs;

/// <summary>
/// Expressions without repetition: an operation on the same operands is the same node. Operands have smaller numbers than the
/// node that uses them, so ascending order is an order of evaluation and nothing here needs recursion.
/// </summary>
/// <remarks>
/// What is regrouped follows from the text of the model alone: parameter-only factors of a product come together (they are
/// computed once per patient), a/b of changing b is a·(1/b) so that 1/b is shared, and a sum stays in the order it was written.
/// </remarks>
internal sealed partial class ExpressionGraph
{
    private readonly List<Node> _nodes = [];
    private readonly List<Rank> _ranks = [];
    private readonly List<bool> _logical = [];
    private readonly Dictionary<Node, int> _numbers = [];

    /// <summary>Number of nodes.</summary>
    public int Count => _nodes.Count;

    /// <summary>The nodes, in order of evaluation.</summary>
    public ReadOnlySpan<Node> Nodes => CollectionsMarshal.AsSpan(_nodes);

    /// <summary>The time.</summary>
    public int Time => Intern(new Node(Operation.Time), Rank.Dynamic);

    /// <summary>The number 0.</summary>
    public int Zero => Constant(0);

    /// <summary>The number 1.</summary>
    public int One => Constant(1);

    /// <summary>The node of that number.</summary>
    public Node this[int number] => _nodes[number];

    /// <summary>How often the node must be computed.</summary>
    public Rank RankOf(int number) => _ranks[number];

    /// <summary>Whether the value can only be 0 or 1.</summary>
    public bool IsLogical(int number) => _logical[number];

    /// <summary>A number.</summary>
    public int Constant(double value) =>
        Intern(new Node(Operation.Constant, Bits: BitConverter.DoubleToInt64Bits(value)), Rank.Constant);

    /// <summary>State number <paramref name="index"/>.</summary>
    public int State(int index) => Intern(new Node(Operation.State, index), Rank.Dynamic);

    /// <summary>Parameter number <paramref name="index"/>.</summary>
    public int Parameter(int index) => Intern(new Node(Operation.Parameter, index), Rank.Parameter);

    /// <summary>Draw number <paramref name="index"/>, made once per course or at every evaluation.</summary>
    public int Draw(int index, bool isRepeated) => Intern(new Node(Operation.Draw, index), isRepeated ? Rank.Dynamic : Rank.Parameter);

    /// <summary>Whether the node is the number <paramref name="value"/>; 0 and −0 are the same here.</summary>
    public bool Is(int number, double value) =>
        _nodes[number] is { Operation: Operation.Constant } node && node.Value == value;

    /// <summary>Whether the node is a number, and which.</summary>
    public bool TryConstant(int number, out double value)
    {
        value = _nodes[number].Value;
        return _nodes[number].Operation is Operation.Constant;
    }

    /// <summary>The operation on those operands, simplified as if it had been written so.</summary>
    public int Make(Operation operation, int a, int b, int c) => operation switch
    {
        Operation.Add => Add(a, b),
        Operation.Subtract => Subtract(a, b),
        Operation.Multiply => Multiply(a, b),
        Operation.Divide => DivideExactly(a, b),
        Operation.Power => Power(a, b),
        Operation.Minimum => Minimum(a, b),
        Operation.Maximum => Maximum(a, b),
        Operation.Less => Less(a, b),
        Operation.LessOrEqual => LessOrEqual(a, b),
        Operation.Equal => AreEqual(a, b),
        Operation.Select => Select(a, b, c),
        _ => Unary(operation, a),
    };

    private bool IsConstant(int number) => _nodes[number].Operation is Operation.Constant;

    private bool IsStatic(int number) => _ranks[number] is not Rank.Dynamic;

    private int Raw(Operation operation, int a, int b = -1, int c = -1)
    {
        var rank = _ranks[a];
        rank = b >= 0 && _ranks[b] > rank ? _ranks[b] : rank;
        rank = c >= 0 && _ranks[c] > rank ? _ranks[c] : rank;
        return Intern(new Node(operation, a, b, c), rank);
    }

    private int RawCommutative(Operation operation, int a, int b) => a <= b ? Raw(operation, a, b) : Raw(operation, b, a);

    private int Intern(Node node, Rank rank)
    {
        if (!_numbers.TryGetValue(node, out int number))
        {
            number = _nodes.Count;
            _numbers.Add(node, number);
            _nodes.Add(node);
            _ranks.Add(rank);
            _logical.Add(node.Operation switch
            {
                Operation.Constant => node.Value is 0 or 1,
                Operation.Less or Operation.LessOrEqual or Operation.Equal or Operation.IsBeforeStart => true,
                Operation.Select => _logical[node.B] && _logical[node.C],
                _ => false,
            });
        }

        return number;
    }
}
