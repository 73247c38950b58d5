namespace Thymus.Compilation.Graphs;

/// <summary>What is looked up a while ago: a state, or its derivative along the course by time.</summary>
/// <param name="State">Index of the state.</param>
/// <param name="Order">0 for the state itself, 1 for its rate of change, 2 for that of the rate.</param>
internal readonly record struct DelayedState(int State, int Order)
{
    /// <summary>The highest derivative that is looked up; of a higher one 0 is taken, which enters nothing but a Jacobian.</summary>
    public const int HighestOrder = 2;

    /// <summary>The payload of a node.</summary>
    public long Bits => ((long)Order << 32) | (uint)State;

    /// <summary>Reads a payload.</summary>
    public static DelayedState Of(Node node) => new((int)(uint)node.Bits, (int)(node.Bits >> 32));
}

internal sealed partial class ExpressionGraph
{
    /// <summary>How many values are looked up.</summary>
    public int Lookups { get; private set; }

    /// <summary>A state, or a derivative of it, <paramref name="lag"/> before now; before the start it is the state there.</summary>
    public int Delayed(int lag, DelayedState what)
    {
        if (what.Order > DelayedState.HighestOrder)
        {
            return Zero;
        }

        int count = Count;
        int node = Intern(new Node(Operation.Delayed, lag, Bits: what.Bits), Rank.Dynamic);
        Lookups += Count - count;
        return node;
    }

    /// <summary>1 where the time a lag before now lies before the start, otherwise 0.</summary>
    public int IsBeforeStart(int lag) => Intern(new Node(Operation.IsBeforeStart, lag), Rank.Dynamic);

    /// <summary>Whether a node is looked up in what is kept of the course, not computed.</summary>
    public bool IsLookedUp(int number) => _nodes[number].Operation is Operation.Delayed or Operation.IsBeforeStart;
}
