using System.Runtime.CompilerServices;
using Thymus.Numerics.Lanes;
using Thymus.Solvers.Lanes;

namespace Thymus.Solvers.Stepping;

/// <summary>
/// Weighs a change of the state: the root of the mean over the states of (change / (atol + rtol max(|y|, |y₁|)))²
/// (Hairer, Nørsett &amp; Wanner 1993, Solving Ordinary Differential Equations I, eq. II.4.11). The states are added in order.
/// </summary>
internal sealed unsafe class Tolerance<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly int _states;
    private readonly double _relative;
    private readonly double* _absolute;   // a vector per state

    public Tolerance(int states, SolverOptions options, LaneMemory memory)
    {
        _states = states;
        _relative = options.RelativeTolerance;
        _absolute = memory.Allocate(states * TLanes.Width);
        for (int i = 0; i < states; i++)
        {
            double absolute = options.AbsoluteTolerances.Count > 0 ? options.AbsoluteTolerances[i] : options.AbsoluteTolerance;
            TLanes.Store(_absolute + (i * TLanes.Width), TLanes.Broadcast(absolute));
        }
    }

    /// <summary>The norm of <paramref name="change"/> in every lane: at most 1 when good enough, NaN when not a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public TLanes Norm(double* y, double* next, double* change)
    {
        int vector = _states * TLanes.Width;
        double* absolute = _absolute;
        TLanes relative = TLanes.Broadcast(_relative);
        TLanes sum = TLanes.Zero;
        for (int i = 0; i < vector; i += TLanes.Width)
        {
            TLanes size = TLanes.Max(TLanes.Abs(TLanes.Load(y + i)), TLanes.Abs(TLanes.Load(next + i)));
            TLanes weighted = TLanes.Load(change + i) / TLanes.MultiplyAdd(relative, size, TLanes.Load(absolute + i));
            sum = TLanes.MultiplyAdd(weighted, weighted, sum);
        }

        return TLanes.Sqrt(sum * TLanes.Broadcast(1.0 / Math.Max(_states, 1)));
    }

    /// <summary>Index of the state of a lane whose weighted change is largest, one that is not a number first; −1 without states.</summary>
    public int Largest(double* y, double* next, double* change, int lane)
    {
        int largest = -1;
        double most = double.NegativeInfinity;
        for (int state = 0; state < _states; state++)
        {
            int i = (state * TLanes.Width) + lane;
            double weighted = Math.Abs(change[i]) / (_absolute[i] + (_relative * Math.Max(Math.Abs(y[i]), Math.Abs(next[i]))));
            if (double.IsNaN(weighted))
            {
                return state;
            }

            if (weighted > most)
            {
                largest = state;
                most = weighted;
            }
        }

        return largest;
    }
}
