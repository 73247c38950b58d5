using System.Runtime.CompilerServices;
using Thymus.Numerics.Lanes;
using Thymus.Solvers.Lanes;

namespace Thymus.Solvers.Stepping;

/// <summary>
/// Weighs a change of the state: the mean over the states of (change / (atol + rtol max(|y|, |y₁|)))²
/// (Hairer, Nørsett &amp; Wanner 1993, Solving Ordinary Differential Equations I, eq. II.4.11). The states are added in order.
/// The sensitivities to each parameter are weighed in the same way, and the largest counts: so they never loosen the model's own.
/// </summary>
internal sealed unsafe class Tolerance<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private const double LeastDamping = 0.1;

    private readonly int _states;
    private readonly int _modelStates;
    private readonly int[] _groups;   // index after the last state of each group
    private readonly StepArrays _arrays;

    public Tolerance(StepArrays arrays)
    {
        _states = arrays.States;
        _modelStates = arrays.Shape.ModelStates;
        _groups = [.. arrays.Shape.Sensitivities.Select(g => g.End)];
        _arrays = arrays;
    }

    /// <summary>Writes the settings that a step reads.</summary>
    public void Set(SolverOptions options)
    {
        Broadcast(SettingRow.Relative, options.RelativeTolerance);
        Broadcast(SettingRow.LongestStep, options.LongestStep);
        Broadcast(SettingRow.StepLimit, options.StepLimit);
        for (int i = 0; i < _states; i++)
        {
            Broadcast(SettingRow.FirstAbsolute + i, _arrays.Shape.AbsoluteToleranceOf(i, options));
        }
    }

    /// <summary>
    /// The square of the norm of the geometric mean of an error and the same error damped, in every lane: at most 1 when good
    /// enough, NaN when not a number. An estimate made by an embedded method is too large in components that are faster than the
    /// step, and damped it is too small (Shampine &amp; Baca 1984, J. Comput. Appl. Math. 11:23, damp it in full); their mean
    /// follows the true error, and is taken to be too large by √10 at most.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public TLanes SquaredNorm(double* y, double* next, double* error, double* damped)
    {
        TLanes worst = Mean(0, _modelStates, y, next, error, damped);
        int first = _modelStates;
        foreach (int end in _groups)
        {
            TLanes other = Mean(first, end, y, next, error, damped);
            TLanes either = TLanes.Select(TLanes.LessThanOrEqual(worst, other), other, worst + other);   // NaN where one of them is
            worst = TLanes.Select(TLanes.LessThanOrEqual(other, worst), worst, either);
            first = end;
        }

        return worst;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TLanes Mean(int first, int end, double* y, double* next, double* error, double* damped)
    {
        double* absolute = _arrays.Setting(SettingRow.FirstAbsolute);
        TLanes relative = TLanes.Load(_arrays.Setting(SettingRow.Relative));
        TLanes sum = TLanes.Zero;
        for (nint i = first * TLanes.Width; i < end * TLanes.Width; i += TLanes.Width)
        {
            sum += Square(error + i, damped + i, TLanes.Broadcast(1) / Scale(y + i, next + i, relative, absolute + i));
        }

        return sum * TLanes.Broadcast(1.0 / Math.Max(_modelStates, 1));
    }

    /// <summary>The square of the norm of a change that is not damped.</summary>
    public TLanes SquaredNorm(double* y, double* next, double* change) => SquaredNorm(y, next, change, change);

    /// <summary>The norms of the state and of a change of it in one lane, by the operations of <see cref="SquaredNorm(double*, double*, double*)"/>.</summary>
    public (double State, double Change) NormsOf(double* y, double* change, int lane)
    {
        double relative = _arrays.Setting(SettingRow.Relative)[lane];
        double* absolute = _arrays.Setting(SettingRow.FirstAbsolute);
        double state = 0;
        double other = 0;
        int first = 0;
        for (int group = -1; group < _groups.Length; group++)
        {
            int end = group < 0 ? _modelStates : _groups[group];
            double stateSum = 0;
            double otherSum = 0;
            for (int i = (first * TLanes.Width) + lane; i < end * TLanes.Width; i += TLanes.Width)
            {
                double size = Math.Abs(y[i]);
                double weight = 1 / Math.FusedMultiplyAdd(relative, size, absolute[i]);
                double plain = size * weight;
                stateSum += plain * plain;
                plain = change[i] * weight;
                otherSum += plain * plain;
            }

            state = Math.Max(state, stateSum);   // NaN where one of them is
            other = Math.Max(other, otherSum);
            first = end;
        }

        double mean = 1.0 / Math.Max(_modelStates, 1);
        return (Math.Sqrt(state * mean), Math.Sqrt(other * mean));
    }

    /// <summary>Index of the state of a lane whose weighted change is largest, one that is not a number first; −1 without states.</summary>
    public int Largest(double* y, double* next, double* change, int lane)
    {
        double relative = _arrays.Setting(SettingRow.Relative)[lane];
        double* absolute = _arrays.Setting(SettingRow.FirstAbsolute);
        int largest = -1;
        double most = double.NegativeInfinity;
        for (int state = 0; state < _states; state++)
        {
            int i = (state * TLanes.Width) + lane;
            double weighted = Math.Abs(change[i]) / (absolute[i] + (relative * Math.Max(Math.Abs(y[i]), Math.Abs(next[i]))));
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Square(double* error, double* damped, TLanes weight)
    {
        TLanes plain = TLanes.Abs(TLanes.Load(error) * weight);
        TLanes other = TLanes.Abs(TLanes.Load(damped) * weight);
        return plain * TLanes.Max(other, plain * TLanes.Broadcast(LeastDamping));
    }

    /// <summary>How large a change of a state may be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Scale(double* y, double* next, TLanes relative, double* absolute)
    {
        TLanes size = TLanes.Max(TLanes.Abs(TLanes.Load(y)), TLanes.Abs(TLanes.Load(next)));
        return TLanes.MultiplyAdd(relative, size, TLanes.Load(absolute));
    }

    private void Broadcast(int row, double value) => TLanes.Store(_arrays.Setting(row), TLanes.Broadcast(value));
}
