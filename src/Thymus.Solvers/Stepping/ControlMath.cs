using Thymus.Numerics.Lanes;

namespace Thymus.Solvers.Stepping;

/// <summary>Powers for the step control, lane by lane.</summary>
internal static unsafe class ControlMath
{
    /// <summary>x to the given power.</summary>
    public static TLanes Power<TLanes>(TLanes x, double exponent)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        double* values = stackalloc double[TLanes.Width];
        TLanes.Store(values, x);
        for (int lane = 0; lane < TLanes.Width; lane++)
        {
            values[lane] = Math.Pow(values[lane], exponent);
        }

        return TLanes.Load(values);
    }
}
