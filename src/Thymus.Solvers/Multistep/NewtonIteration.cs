using Thymus.Numerics.Lanes;
using Thymus.Solvers.Lanes;
using Thymus.Solvers.Stepping;

namespace Thymus.Solvers.Multistep;

/// <summary>
/// Solves ψ + d = c f(t, p + d) for the correction d by Newton's method with an old Jacobian and old factors, as long as they do
/// (Hindmarsh et al. 2005, ACM Trans. Math. Softw. 31(3):363–396, doi:10.1145/1089014.1089020, §2.1).
/// </summary>
internal sealed unsafe class NewtonIteration
{
    private const int MostIterations = 4;
    private const double SlowestRate = 0.9;

    // Factors made for another c serve until it is off by this part.
    private const double LargestDrift = 0.25;

    private readonly LaneKernel _kernel;
    private readonly StepArrays _arrays;
    private readonly Tolerance<Lanes1> _tolerance;
    private readonly double* _jacobian;
    private readonly double* _timeSlope;
    private readonly double* _factors;
    private readonly double* _field;
    private double _factoredShift;
    private double _rate;
    private bool _hasRate;
    private bool _hasJacobian;

    public NewtonIteration(LaneKernel kernel, StepArrays arrays, Tolerance<Lanes1> tolerance, LaneMemory memory)
    {
        (_kernel, _arrays, _tolerance) = (kernel, arrays, tolerance);
        _jacobian = memory.Allocate(kernel.Shape.JacobianEntries);
        _factors = memory.Allocate(kernel.Shape.FactorEntries);
        _timeSlope = memory.Allocate(arrays.States);
        _field = memory.Allocate(arrays.States);
        Change = memory.Allocate(arrays.States);
    }

    /// <summary>The last change of the correction, length n.</summary>
    public double* Change { get; }

    /// <summary>Whether the Jacobian is of this step.</summary>
    public bool IsFresh { get; private set; }

    /// <summary>Forgets the Jacobian and the factors: the equations have changed.</summary>
    public void Forget() => (_hasJacobian, IsFresh, _factoredShift) = (false, false, 0);

    /// <summary>The step has been taken: the Jacobian is no longer of this step.</summary>
    public void Advance() => IsFresh = false;

    /// <summary>Computes the Jacobian at the start of the step.</summary>
    public void Refresh()
    {
        _kernel.Jacobian(_arrays.Row(ControlRow.Time), _arrays.State, _arrays.Parameters, _jacobian, _timeSlope);
        (_hasJacobian, IsFresh, _factoredShift) = (true, true, 0);
    }

    /// <summary>
    /// Finds the correction to <paramref name="accuracy"/> in the norm of the tolerance; returns whether it did. The new state is
    /// in the step's arrays.
    /// </summary>
    public bool Solve(double time, double lead, double* predicted, double* psi, double* correction, double accuracy)
    {
        if (!_hasJacobian)
        {
            Refresh();
        }

        double shift = 1 / lead;
        if (!(Math.Abs((_factoredShift / shift) - 1) <= LargestDrift) && !Factor(shift))
        {
            return false;
        }

        int states = _arrays.States;
        double* next = _arrays.Next;
        double* change = Change;
        double* field = _field;
        double drift = _factoredShift / shift;
        double scale = 2 * drift / (1 + drift);   // halves the worst error that the old c makes
        double roundOff = 100 * StepControl<Lanes1>.RoundOff / *_arrays.Setting(SettingRow.Relative);
        new Span<double>(correction, states).Clear();
        new Span<double>(predicted, states).CopyTo(new Span<double>(next, states));
        double before = 0;
        for (int iteration = 1; iteration <= MostIterations; iteration++)
        {
            _kernel.Field(&time, next, _arrays.Parameters, field);
            for (int i = 0; i < states; i++)
            {
                change[i] = scale * Math.FusedMultiplyAdd(-shift, psi[i] + correction[i], field[i]);
            }

            _kernel.Solve(_factors, change);
            double size = Math.Sqrt(_tolerance.SquaredNorm(_arrays.State, predicted, change).Value);
            for (int i = 0; i < states; i++)
            {
                correction[i] += change[i];
                next[i] = predicted[i] + correction[i];
            }

            if (!double.IsFinite(size))
            {
                return false;
            }

            if (iteration > 1)
            {
                double rate = size / before;
                if (rate > SlowestRate && size > roundOff)
                {
                    return false;
                }

                _rate = Math.Max(0.3 * _rate, rate);
                _hasRate = true;
            }

            double left = _hasRate ? size * _rate / (1 - Math.Min(_rate, SlowestRate)) : double.PositiveInfinity;
            if (left <= accuracy || size <= Math.Min(roundOff, accuracy))
            {
                return true;
            }

            before = size;
        }

        return false;
    }

    // Returns whether the factors are numbers. No pivots are chosen: where that goes wrong otherwise, the iteration does not converge.
    private bool Factor(double shift)
    {
        _kernel.Factor(_jacobian, &shift, _factors);
        _factoredShift = shift;
        (_rate, _hasRate) = (0, false);
        int bad = LaneArray.NotFinite<Lanes1>(_factors, 0, _kernel.Shape.FactorEntries);
        if (bad >= 0)
        {
            _factoredShift = 0;
        }

        return bad < 0;
    }
}
