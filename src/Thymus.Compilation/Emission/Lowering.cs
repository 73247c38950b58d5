using Thymus.Compilation.Graphs;

namespace Thymus.Compilation.Emission;

/// <summary>Numbers of the arrays that every emitted method gets.</summary>
internal static class Arrays
{
    /// <summary>Times, one per lane.</summary>
    public const int Time = 0;

    /// <summary>States.</summary>
    public const int States = 1;

    /// <summary>Parameters, then derived values, then scratch.</summary>
    public const int Parameters = 2;

    /// <summary>First result.</summary>
    public const int Result = 3;

    /// <summary>Second result.</summary>
    public const int SecondResult = 4;
}

/// <summary>A value to write: a node, and the element of an array that gets it.</summary>
internal sealed record Output(int Node, int Array, int Index);

/// <summary>Turns nodes into tapes. Parameter-only nodes that a tape needs become derived values, computed by a tape of their own.</summary>
internal sealed class Lowering(ExpressionGraph graph, int parameterCount)
{
    private readonly Dictionary<int, int> _derived = [];

    private ExpressionGraph Graph { get; } = graph;

    /// <summary>Derived values that the tapes made so far need.</summary>
    public int DerivedCount => _derived.Count;

    /// <summary>A tape that writes values that depend on the state or the time.</summary>
    public Tape Lower(IEnumerable<Output> outputs) => new Builder(this, isPreparing: false).Build(outputs);

    /// <summary>The tape that writes the derived values; the last to be made.</summary>
    public Tape LowerDerived() => new Builder(this, isPreparing: true).Build(
        [.. _derived.Where(d => !Graph.IsLookedUp(d.Key)).Select(d => new Output(d.Key, Arrays.Parameters, parameterCount + d.Value))]);

    /// <summary>Where a node that is looked up is expected, among the parameters: behind them, like a derived value.</summary>
    public int PlaceOf(int node) => Derived(node);

    private int Derived(int node)
    {
        if (!_derived.TryGetValue(node, out int index))
        {
            _derived.Add(node, index = _derived.Count);
        }

        return parameterCount + index;
    }

    private sealed class Builder(Lowering owner, bool isPreparing)
    {
        private readonly ExpressionGraph _graph = owner.Graph;
        private readonly Rank _computed = isPreparing ? Rank.Parameter : Rank.Dynamic;
        private readonly Tape _tape = new();
        private readonly Dictionary<int, int> _values = [];
        private readonly Dictionary<int, int> _masks = [];

        public Tape Build(IEnumerable<Output> outputs)
        {
            List<Output> targets = [.. outputs];
            HashSet<int> done = [];
            foreach (var target in targets)
            {
                foreach (int node in Walk.Order([target.Node], n => IsComputed(n) && done.Add(n), Operand))
                {
                    Lower(node);
                }

                _tape.Store(target.Array, target.Index, Value(target.Node));
            }

            return _tape;
        }

        private bool IsComputed(int node) =>
            _graph.RankOf(node) == _computed && _graph[node].Operation > Operation.Parameter && !_graph.IsLookedUp(node);

        /// <summary>Operands in the order of evaluation; a product that is fused into a sum is replaced by its factors.</summary>
        private int Operand(int number, int index)
        {
            var node = _graph[number];
            if (index >= node.OperandCount + (Fused(number) >= 0 ? 1 : 0))
            {
                return -1;
            }

            if (Fused(number) is >= 0 and var product)
            {
                return index switch { 0 => _graph[product].A, 1 => _graph[product].B, _ => node.A == product ? node.B : node.A };
            }

            return node.Operand(index);
        }

        /// <summary>The product that becomes one rounding with the sum that uses it; −1 if there is none. By form alone, so that
        /// every function of every width computes the same bits.</summary>
        private int Fused(int number)
        {
            var node = _graph[number];
            return node.Operation switch
            {
                Operation.Add when IsProduct(node.B) => node.B,
                Operation.Add when IsProduct(node.A) => node.A,
                Operation.Subtract when IsProduct(node.B) => node.B,
                _ => -1,
            };
        }

        private bool IsProduct(int number) => _graph[number].Operation is Operation.Multiply && _graph.RankOf(number) == _computed;

        private void Lower(int number)
        {
            var node = _graph[number];
            if (_graph.IsLogical(number))
            {
                _masks[number] = LowerMask(node);
                return;
            }

            if (Fused(number) is >= 0 and var product)
            {
                var (a, b) = (_graph[product].A, _graph[product].B);
                int other = node.A == product ? node.B : node.A;
                var code = node.Operation is Operation.Add ? LaneCode.MultiplyAdd : LaneCode.NegateMultiplyAdd;
                _values[number] = _tape.Compute(code, Value(a), Value(b), Value(other));
                return;
            }

            _values[number] = node.Operation switch
            {
                Operation.Reciprocal => _tape.Compute(LaneCode.Divide, _tape.Constant(1), Value(node.A)),
                Operation.Select => _tape.Compute(LaneCode.Select, Mask(node.A), Value(node.B), Value(node.C)),
                _ when node.OperandCount == 1 => _tape.Compute(Code(node.Operation), Value(node.A)),
                _ => _tape.Compute(Code(node.Operation), Value(node.A), Value(node.B)),
            };
        }

        private int LowerMask(Node node) => node.Operation switch
        {
            not Operation.Select => _tape.Compute(Code(node.Operation), Value(node.A), Value(node.B)),
            _ when _graph.Is(node.C, 0) => _tape.Compute(LaneCode.And, Mask(node.A), Mask(node.B)),
            _ when _graph.Is(node.B, 1) => _tape.Compute(LaneCode.Or, Mask(node.A), Mask(node.C)),
            _ when _graph.Is(node.B, 0) && _graph.Is(node.C, 1) => _tape.Compute(LaneCode.Not, Mask(node.A)),
            _ => _tape.Compute(LaneCode.Select, Mask(node.A), Mask(node.B), Mask(node.C)),
        };

        private int Mask(int number)
        {
            if (!_masks.TryGetValue(number, out int mask))
            {
                _masks[number] = mask = _tape.Compute(LaneCode.ToMask, Value(number));
            }

            return mask;
        }

        private int Value(int number)
        {
            if (_values.TryGetValue(number, out int value))
            {
                return value;
            }

            var node = _graph[number];
            return _values[number] =
                _masks.TryGetValue(number, out int mask) ? _tape.Compute(LaneCode.FromMask, mask)
                : node.Operation switch
                {
                    Operation.Constant => _tape.Constant(node.Value),
                    Operation.Time => _tape.Load(Arrays.Time, 0),
                    Operation.State => _tape.Load(Arrays.States, node.A),
                    Operation.Parameter => _tape.Load(Arrays.Parameters, node.A),
                    _ => _tape.Load(Arrays.Parameters, owner.Derived(number)),
                };
        }

        private static LaneCode Code(Operation operation) => operation switch
        {
            Operation.Negate => LaneCode.Negate,
            Operation.SquareRoot => LaneCode.Sqrt,
            Operation.Exponential => LaneCode.Exp,
            Operation.Logarithm => LaneCode.Log,
            Operation.DecadicLogarithm => LaneCode.Log10,
            Operation.Sine => LaneCode.Sin,
            Operation.Cosine => LaneCode.Cos,
            Operation.Tangent => LaneCode.Tan,
            Operation.InverseSine => LaneCode.Asin,
            Operation.InverseCosine => LaneCode.Acos,
            Operation.InverseTangent => LaneCode.Atan,
            Operation.HyperbolicSine => LaneCode.Sinh,
            Operation.HyperbolicCosine => LaneCode.Cosh,
            Operation.HyperbolicTangent => LaneCode.Tanh,
            Operation.Absolute => LaneCode.Abs,
            Operation.Floor => LaneCode.Floor,
            Operation.Ceiling => LaneCode.Ceiling,
            Operation.Truncate => LaneCode.Truncate,
            Operation.Add => LaneCode.Add,
            Operation.Subtract => LaneCode.Subtract,
            Operation.Multiply => LaneCode.Multiply,
            Operation.Divide => LaneCode.Divide,
            Operation.Power => LaneCode.Pow,
            Operation.Minimum => LaneCode.Min,
            Operation.Maximum => LaneCode.Max,
            Operation.Less => LaneCode.LessThan,
            Operation.LessOrEqual => LaneCode.LessThanOrEqual,
            Operation.Equal => LaneCode.AreEqual,
            _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "Has no call of its own."),
        };
    }
}
