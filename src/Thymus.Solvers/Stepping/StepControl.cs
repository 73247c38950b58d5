using Thymus.Numerics.Functions;
using Thymus.Numerics.Lanes;
using Thymus.Solvers.Lanes;

namespace Thymus.Solvers.Stepping;

/// <summary>
/// Accepts or refuses the steps of every lane and proposes the next sizes: 0.9 error^(−1/q) of the last one, within 0.1 and 8,
/// and no growth right after a refusal (Hairer &amp; Wanner 1996, §IV.8). Knows nothing of the method or the model.
/// </summary>
internal sealed unsafe class StepControl<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private const double Safety = 0.9;
    private const double Shrink = 0.1;
    private const double Grow = 8;

    /// <summary>Distance from 1 to the next number.</summary>
    public const double RoundOff = 1.0 / (1L << 52);

    private readonly double _exponent;
    private readonly double _longest;
    private readonly double* _proposed;
    private readonly double* _growth;   // largest factor allowed next
    private readonly double* _limit;    // for the next step alone

    /// <param name="exponentOrder">q: the local error goes with h^q.</param>
    /// <param name="longest">Longest step.</param>
    /// <param name="memory">Holds the lanes' numbers.</param>
    public StepControl(int exponentOrder, double longest, LaneMemory memory)
    {
        _exponent = -1.0 / exponentOrder;
        _longest = longest;
        _proposed = memory.Allocate(TLanes.Width);
        _growth = memory.Allocate(TLanes.Width);
        _limit = memory.Allocate(TLanes.Width);
    }

    /// <summary>Smallest step that moves the time by more than rounding.</summary>
    public static double Smallest(double time) => 64 * RoundOff * Math.Abs(time);

    /// <summary>Sets the first step after the start or a discontinuity.</summary>
    public void Restart(int lane, double step)
    {
        _proposed[lane] = step;
        _growth[lane] = Grow;
        _limit[lane] = double.PositiveInfinity;
    }

    /// <summary>Makes the next step of the lane no longer than <paramref name="step"/>, and the one after as long as without.</summary>
    public void LimitOnce(int lane, double step) => _limit[lane] = step;

    /// <summary>Writes the steps to try, none past its stop; returns the lanes whose step ends at the stop.</summary>
    public uint Choose(double* t, double* stop, double* h)
    {
        TLanes remaining = TLanes.Load(stop) - TLanes.Load(t);
        TLanes step = TLanes.Min(TLanes.Load(_proposed), TLanes.Load(_limit));
        step = TLanes.Min(step, TLanes.Broadcast(_longest));
        TLanes reaches = TLanes.LessThanOrEqual(remaining, step * TLanes.Broadcast(1 + 1e-7));
        TLanes.Store(h, TLanes.Select(reaches, remaining, step));
        return TLanes.MaskBits(reaches);
    }

    /// <summary>Decides on steps of size h with the norm of their errors; returns the lanes that are accepted.</summary>
    public uint Decide(double* h, TLanes error)
    {
        TLanes step = TLanes.Load(h);
        TLanes one = TLanes.Broadcast(1);
        TLanes good = TLanes.LessThanOrEqual(error, one);

        // The floor of the error keeps the logarithm finite. A NaN is refused, and max(NaN, 0.1) = 0.1 makes it a deep cut.
        TLanes power = LaneMath<TLanes>.Exp(
            TLanes.Broadcast(_exponent) * LaneMath<TLanes>.Log(TLanes.Max(error, TLanes.Broadcast(1e-30))));
        power = TLanes.Select(TLanes.LessThan(error, TLanes.Broadcast(1e30)), power, TLanes.Zero);
        TLanes factor = TLanes.Max(TLanes.Broadcast(Safety) * power, TLanes.Broadcast(Shrink));
        factor = TLanes.Min(factor, TLanes.Load(_growth));

        // A step cut short by a stop says little about the next one: it must not shrink it.
        TLanes before = TLanes.Min(TLanes.Load(_proposed), TLanes.Broadcast(_longest));
        TLanes after = step * factor;
        TLanes kept = TLanes.Select(TLanes.LessThan(step, before), TLanes.Max(before, after), after);
        TLanes.Store(_proposed, TLanes.Select(good, kept, after));
        TLanes.Store(_growth, TLanes.Select(good, TLanes.Broadcast(Grow), one));
        TLanes.Store(_limit, TLanes.Select(good, TLanes.Broadcast(double.PositiveInfinity), TLanes.Load(_limit)));
        return TLanes.MaskBits(good);
    }

    /// <summary>The lanes whose proposed step does not move the time by more than rounding.</summary>
    public uint TooSmall(TLanes time) => TLanes.MaskBits(TLanes.LessThan(
        TLanes.Load(_proposed), TLanes.Abs(time) * TLanes.Broadcast(64 * RoundOff)));
}
