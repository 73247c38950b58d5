namespace Thymus.Solvers.Delays;

/// <summary>
/// Times at which the solution of a course is less smooth, because it was so a lag before: the start, and changes of the state, and what
/// follows from them. A step that ends there keeps its order (Bellen &amp; Zennaro 2003, Numerical Methods for Delay Differential Equations, §2.2).
/// </summary>
internal sealed class BreakPoints
{
    /// <summary>After so many lags the solution is smooth enough for a method of order 5.</summary>
    private const int Deepest = 5;

    /// <summary>Most that wait; more are left to the error control.</summary>
    private const int Most = 4096;

    private readonly PriorityQueue<(double Time, int Depth), (double Time, int Depth)> _waiting = new();

    /// <summary>The next one; infinite for none.</summary>
    public double Next => _waiting.TryPeek(out var next, out _) ? next.Time : double.PositiveInfinity;

    /// <summary>Drops all.</summary>
    public void Clear() => _waiting.Clear();

    /// <summary>Takes a change at a time.</summary>
    public void Add(double time, ReadOnlySpan<double> lags) => AddAfter(time, 0, lags);

    /// <summary>Takes out those that have been reached, and adds what follows from them.</summary>
    public void Pass(double time, ReadOnlySpan<double> lags)
    {
        double last = double.NegativeInfinity;
        while (_waiting.TryPeek(out var next, out _) && next.Time <= time + SlackOf(time))
        {
            _waiting.Dequeue();
            if (next.Time > last + SlackOf(time))   // of equal ones the first, which has the fewest lags behind it
            {
                AddAfter(next.Time, next.Depth, lags);
                last = next.Time;
            }
        }
    }

    private static double SlackOf(double time) => 1e-13 * Math.Abs(time);

    private void AddAfter(double time, int depth, ReadOnlySpan<double> lags)
    {
        foreach (double lag in lags)
        {
            double later = time + lag;
            if (depth < Deepest && _waiting.Count < Most && later > time + SlackOf(later) && later < double.PositiveInfinity)
            {
                _waiting.Enqueue((later, depth + 1), (later, depth + 1));
            }
        }
    }
}
