namespace Thymus.Compilation.Graphs;

/// <summary>
/// Finds nodes that are 0 whatever the states, the time and the parameters are, though their form does not show it, as in k·x − k·x: they are 0 at several
/// points without any order in them (Schwartz 1980, doi:10.1145/322217.322225), up to rounding. Either branch of a choice is taken at some of them.
/// </summary>
/// <param name="graph">The graph.</param>
internal sealed class Probe(ExpressionGraph graph)
{
    private const int Points = 6;
    private const double RoundOff = 1e-10;   // relative to the terms of a sum

    private readonly Dictionary<int, (double Value, double Size)>[] _known = [.. Enumerable.Range(0, Points).Select(_ => new Dictionary<int, (double, double)>())];

    /// <summary>Whether a node is 0 everywhere; one that has no value at these points is not.</summary>
    public bool Vanishes(int root)
    {
        for (int point = 0; point < Points; point++)
        {
            var known = _known[point];
            foreach (int number in Walk.Order(graph, [root], n => !known.ContainsKey(n)))
            {
                known.Add(number, Evaluate(number, point, known));
            }

            var (value, size) = known[root];
            if (!(Math.Abs(value) <= RoundOff * size))
            {
                return false;
            }
        }

        return true;
    }

    // The value, and the size of the terms that it is the sum of.
    private (double Value, double Size) Evaluate(int number, int point, Dictionary<int, (double Value, double Size)> known)
    {
        var node = graph[number];
        switch (node.Operation)
        {
            case Operation.Constant:
                return (node.Value, Math.Abs(node.Value));
            case Operation.Time or Operation.State or Operation.Parameter or Operation.Draw or Operation.Delayed or Operation.IsBeforeStart:
                double drawn = 0.5 + Part(number, point);
                return (drawn, drawn);
            case Operation.Select:
                return known[Part(number, point) < 0.5 ? node.B : node.C];
        }

        var a = known[node.A];
        if (node.OperandCount == 1)
        {
            double value = ScalarMath.Unary(node.Operation, a.Value);
            return (value, node.Operation is Operation.Negate ? a.Size : Math.Abs(value));
        }

        var b = known[node.B];
        double result = ScalarMath.Binary(node.Operation, a.Value, b.Value);
        return (result, node.Operation switch
        {
            Operation.Add or Operation.Subtract => a.Size + b.Size,
            Operation.Multiply => a.Size * b.Size,
            Operation.Divide => a.Size / Math.Abs(b.Value),
            _ => Math.Abs(result),
        });
    }

    // A number from 0 to 1 of its own for every node and point: multiples of irrational numbers, less their whole part.
    private static double Part(int number, int point) => ((number + 1) * (0.6180339887498949 + (0.1 * Math.Sqrt(2 + point)))) % 1;
}
