namespace Thymus.Compilation.Graphs;

/// <summary>Walks over a graph, without recursion.</summary>
internal static class Walk
{
    /// <summary>
    /// The nodes that the roots need, each once, after its operands; depth first, so that a value stands close to its use.
    /// A node that is not wanted is left out with all that only it needs.
    /// </summary>
    public static List<int> Order(ExpressionGraph graph, IEnumerable<int> roots, Func<int, bool> wanted) =>
        Order(roots, wanted, (node, index) => index < graph[node].OperandCount ? graph[node].Operand(index) : -1);

    /// <summary>The same with operands of the caller's choice: −1 after the last.</summary>
    public static List<int> Order(IEnumerable<int> roots, Func<int, bool> wanted, Func<int, int, int> operand)
    {
        List<int> order = [];
        HashSet<int> seen = [];
        Stack<(int Node, int Next)> open = [];
        foreach (int root in roots)
        {
            if (wanted(root) && seen.Add(root))
            {
                open.Push((root, 0));
            }

            while (open.TryPop(out var top))
            {
                int next = operand(top.Node, top.Next);
                if (next < 0)
                {
                    order.Add(top.Node);
                    continue;
                }

                open.Push((top.Node, top.Next + 1));
                if (wanted(next) && seen.Add(next))
                {
                    open.Push((next, 0));
                }
            }
        }

        return order;
    }
}
