using Thymus.Numerics.Lanes;

namespace Thymus.Solvers.Stepping;

/// <summary>
/// Looks for protected states that fell below minus their absolute tolerance. Where a step carries one there it is refused and made
/// smaller, as if its error were too large: the rule of Shampine, Thompson, Kierzenka &amp; Byrne 2005, Appl. Math. Comput. 170(1):556–569,
/// doi:10.1016/j.amc.2004.12.011, without their projection. A state is never set to 0: what is reported is what was computed.
/// </summary>
internal sealed unsafe class NonNegativity<TLanes>(StepArrays arrays)
    where TLanes : unmanaged, ILanes<TLanes>
{
    private int[] _states = [];

    /// <summary>Whether no state is protected.</summary>
    public bool IsEmpty => _states.Length == 0;

    /// <summary>Says which states are protected, by index.</summary>
    public void Set(IEnumerable<int> states) => _states = [.. states.Distinct().Order()];

    /// <summary>Mask of the lanes in which a protected state lies too low.</summary>
    public TLanes Violated(double* y)
    {
        double* absolute = arrays.Setting(SettingRow.FirstAbsolute);
        TLanes violated = TLanes.Zero;
        foreach (int state in _states)
        {
            int i = state * TLanes.Width;
            violated = TLanes.Or(violated, TLanes.LessThan(TLanes.Load(y + i), -TLanes.Load(absolute + i)));
        }

        return violated;
    }

    /// <summary>Index of the protected state of a lane that lies the most tolerances too low, −1 if none does.</summary>
    public int Lowest(double* y, int lane)
    {
        double* absolute = arrays.Setting(SettingRow.FirstAbsolute);
        int lowest = -1;
        double least = -1;
        foreach (int state in _states)
        {
            int i = (state * TLanes.Width) + lane;
            if (y[i] < -absolute[i] && (lowest < 0 || y[i] / absolute[i] < least))
            {
                lowest = state;
                least = y[i] / absolute[i];
            }
        }

        return lowest;
    }
}
