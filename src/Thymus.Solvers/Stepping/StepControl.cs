using Thymus.Numerics.Functions;
using Thymus.Numerics.Lanes;

namespace Thymus.Solvers.Stepping;

/// <summary>
/// Accepts or refuses the steps of every lane and proposes the next sizes: 0.8 error^(−1/q) of the last one, within 0.1 and 8,
/// and no growth right after a refusal (Hairer &amp; Wanner 1996, §IV.8). Knows nothing of the method or the model.
/// </summary>
internal sealed unsafe class StepControl<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private const double Safety = 0.8;
    private const double Shrink = 0.1;
    private const double Grow = 8;
    private const double Halve = 0.5;

    /// <summary>Distance from 1 to the next number.</summary>
    public const double RoundOff = 1.0 / (1L << 52);

    private const double OutputSlack = 1e-14;

    private readonly StepArrays _arrays;
    private readonly double _exponent;
    private readonly double _weight;

    /// <param name="exponentOrder">q: the local error goes with h^q.</param>
    /// <param name="overestimate">How many tolerances an error may be.</param>
    /// <param name="arrays">Hold the lanes' numbers.</param>
    public StepControl(int exponentOrder, double overestimate, StepArrays arrays)
    {
        _weight = 1 / (overestimate * overestimate);
        _exponent = -0.5 / exponentOrder;
        _arrays = arrays;
    }

    /// <summary>Smallest step that moves the time by more than rounding.</summary>
    public static double Smallest(double time) => 64 * RoundOff * Math.Abs(time);

    /// <summary>The last time of output that belongs to a step: one that lies behind its end by rounding alone is at the end.</summary>
    public static TLanes LastOutput(TLanes end) => TLanes.MultiplyAdd(TLanes.Abs(end), TLanes.Broadcast(OutputSlack), end);

    /// <summary>Sets the first step after the start or a discontinuity.</summary>
    public void Restart(int lane, double step)
    {
        _arrays.Row(ControlRow.Proposed)[lane] = step;
        _arrays.Row(ControlRow.Growth)[lane] = Grow;
        _arrays.Row(ControlRow.Limit)[lane] = double.PositiveInfinity;
    }

    /// <summary>Makes the next step of the lane no longer than <paramref name="step"/>, and the one after as long as without.</summary>
    public void LimitOnce(int lane, double step) => _arrays.Row(ControlRow.Limit)[lane] = step;

    /// <summary>Chooses and writes the steps to try and their ends, none past its stop.</summary>
    public void Choose()
    {
        TLanes time = Load(ControlRow.Time);
        TLanes stop = Load(ControlRow.Stop);
        TLanes remaining = stop - time;
        TLanes step = TLanes.Min(Load(ControlRow.Proposed), Load(ControlRow.Limit));
        step = TLanes.Min(step, TLanes.Load(_arrays.Setting(SettingRow.LongestStep)));
        TLanes reaches = TLanes.LessThanOrEqual(remaining, step * TLanes.Broadcast(1 + 1e-7));
        step = TLanes.Select(reaches, remaining, step);
        Store(ControlRow.Step, step);
        Store(ControlRow.End, TLanes.Select(reaches, stop, time + step));
    }

    /// <summary>Decides on the steps just tried, by the squares of the norms of their errors.</summary>
    public void Decide(TLanes squaredNorm)
    {
        TLanes squaredError = squaredNorm * TLanes.Broadcast(_weight);
        TLanes step = Load(ControlRow.Step);
        TLanes one = TLanes.Broadcast(1);
        TLanes good = TLanes.LessThanOrEqual(squaredError, one);

        // The floor of the error keeps the logarithm finite. A NaN is refused, and max(NaN, 0.1) = 0.1 makes it a deep cut.
        TLanes floored = TLanes.Max(squaredError, TLanes.Broadcast(1e-60));
        TLanes power = LaneMath<TLanes>.PowApproximate(floored, TLanes.Broadcast(_exponent));
        power = TLanes.Select(TLanes.LessThan(squaredError, TLanes.Broadcast(1e60)), power, TLanes.Zero);
        TLanes factor = TLanes.Max(TLanes.Broadcast(Safety) * power, TLanes.Broadcast(Shrink));
        factor = TLanes.Min(factor, Load(ControlRow.Growth));

        // A step cut short by a stop says little about the next one: it must not shrink it.
        TLanes before = TLanes.Min(Load(ControlRow.Proposed), TLanes.Load(_arrays.Setting(SettingRow.LongestStep)));
        TLanes after = step * factor;
        TLanes kept = TLanes.Select(TLanes.LessThan(step, before), TLanes.Max(before, after), after);
        TLanes proposed = TLanes.Select(good, kept, after);
        Store(ControlRow.Proposed, proposed);
        Store(ControlRow.Growth, TLanes.Select(good, TLanes.Broadcast(Grow), one));
        Store(ControlRow.Limit, TLanes.Select(good, TLanes.Broadcast(double.PositiveInfinity), Load(ControlRow.Limit)));
        Conclude(good);
    }

    /// <summary>Counts the steps just tried, with the next sizes already proposed, and marks the lanes that need a look.</summary>
    public void Conclude(TLanes good)
    {
        Store(ControlRow.Good, good);
        TLanes proposed = Load(ControlRow.Proposed);
        TLanes one = TLanes.Broadcast(1);
        TLanes time = Load(ControlRow.Time);
        TLanes end = Load(ControlRow.End);
        TLanes accepted = Load(ControlRow.Accepted);
        TLanes rejected = Load(ControlRow.Rejected);
        TLanes spent = TLanes.GreaterThanOrEqual(accepted + rejected, TLanes.Load(_arrays.Setting(SettingRow.StepLimit)));
        Store(ControlRow.Accepted, TLanes.Select(good, accepted + one, accepted));
        Store(ControlRow.Rejected, TLanes.Select(good, rejected, rejected + one));

        TLanes stuck = TLanes.Or(TLanes.LessThanOrEqual(end, time), TLanes.And(IsTooSmall(proposed, time), TLanes.Not(good)));
        TLanes due = TLanes.Or(
            TLanes.LessThanOrEqual(Load(ControlRow.Output), LastOutput(end)), TLanes.GreaterThanOrEqual(end, Load(ControlRow.Stop)));
        Store(ControlRow.Spent, spent);
        Store(ControlRow.Stuck, stuck);
        Store(ControlRow.Attention, TLanes.Or(TLanes.And(good, due), TLanes.Or(stuck, spent)));
    }

    /// <summary>
    /// Takes good steps back for another reason than their error, which says nothing of the size that would do: the next ones are
    /// half as long, and the one after does not grow.
    /// </summary>
    public void RefuseGood(TLanes lanes)
    {
        TLanes refused = TLanes.And(lanes, Load(ControlRow.Good));
        if (TLanes.MaskBits(refused) == 0)
        {
            return;
        }

        TLanes one = TLanes.Broadcast(1);
        TLanes shorter = Load(ControlRow.Step) * TLanes.Broadcast(Halve);
        TLanes stuck = TLanes.And(IsTooSmall(shorter, Load(ControlRow.Time)), refused);
        Store(ControlRow.Good, TLanes.And(Load(ControlRow.Good), TLanes.Not(refused)));
        Store(ControlRow.Proposed, TLanes.Select(refused, shorter, Load(ControlRow.Proposed)));
        Store(ControlRow.Growth, TLanes.Select(refused, one, Load(ControlRow.Growth)));
        Store(ControlRow.Accepted, TLanes.Select(refused, Load(ControlRow.Accepted) - one, Load(ControlRow.Accepted)));
        Store(ControlRow.Rejected, TLanes.Select(refused, Load(ControlRow.Rejected) + one, Load(ControlRow.Rejected)));
        Store(ControlRow.Stuck, TLanes.Or(Load(ControlRow.Stuck), stuck));
        Store(ControlRow.Attention, TLanes.Or(Load(ControlRow.Attention), stuck));
    }

    private static TLanes IsTooSmall(TLanes step, TLanes time) => TLanes.LessThan(step, TLanes.Abs(time) * TLanes.Broadcast(64 * RoundOff));

    private TLanes Load(int row) => TLanes.Load(_arrays.Row(row));

    private void Store(int row, TLanes value) => TLanes.Store(_arrays.Row(row), value);
}
