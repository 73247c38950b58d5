using Thymus.Numerics.Functions;
using Thymus.Numerics.Lanes;
using Thymus.Solvers.Lanes;
using Thymus.Solvers.Stepping;

namespace Thymus.Solvers.Multistep;

/// <summary>
/// One turn of the loop by the differentiation formulas: chooses order and step (Shampine &amp; Reichelt 1997,
/// doi:10.1137/S1064827594276424, §2.3). The spacing is kept until a longer one, or another order, pays. A step may go past a
/// stop; then only its part up to the stop counts, and the past is moved there, so that a stop that changes nothing costs nothing.
/// </summary>
internal sealed unsafe class MultistepTrial : TrialStep<Lanes1>
{
    // The local error is held to this part of the tolerance: that of many steps adds up where nothing makes it decay.
    private const double Share = 0.03;

    // The implicit equation is solved to this part of what the local error may be.
    private const double NewtonShare = 0.1;

    private const double StopSlack = 1e-7;
    private const double LeastGrowth = 1.2;
    private const double MostGrowth = 10;
    private const int FailuresBeforeLowerOrder = 3;
    private const int FailuresBeforeRestart = 8;

    private readonly LaneKernel _kernel;
    private readonly StepArrays _arrays;
    private readonly MultistepStepper _stepper;
    private readonly double* _slope;
    private double _spacingOfTrial;
    private int _kept;        // steps with the same order and spacing
    private int _failures;    // refusals since the last step
    private int _nextOrder;

    public MultistepTrial(LaneKernel kernel, StepArrays arrays, LaneMemory memory)
        : this(kernel, arrays, new MultistepStepper(kernel, arrays, new Tolerance<Lanes1>(arrays), memory), memory)
    {
    }

    private MultistepTrial(LaneKernel kernel, StepArrays arrays, MultistepStepper stepper, LaneMemory memory)
        : base(stepper, arrays, memory)
    {
        (_kernel, _arrays, _stepper) = (kernel, arrays, stepper);
        _slope = memory.Allocate(arrays.States);
        _stepper.Accuracy = NewtonShare * Share;
    }

    /// <inheritdoc />
    public override bool IsDenseOutputAsAccurate => true;

    private BackwardDifferences Past => _stepper.Past;

    /// <inheritdoc />
    public override void Restart(int lane, double step)
    {
        // The error of the first step is a part of h²y″, which the field a little ahead shows.
        double time = *_arrays.Row(ControlRow.Time);
        double ahead = 1e-3 * step;
        double* y = _arrays.State;
        double* next = _arrays.Next;
        double* field = _stepper.Field;
        for (int i = 0; i < _arrays.States; i++)
        {
            next[i] = Math.FusedMultiplyAdd(ahead, field[i], y[i]);
        }

        time += ahead;
        _kernel.Field(&time, next, _arrays.Parameters, _slope);
        for (int i = 0; i < _arrays.States; i++)
        {
            _slope[i] = (_slope[i] - field[i]) / ahead;
        }

        double bend = Math.Sqrt(Tolerance.SquaredNorm(y, y, _slope).Value);
        double longest = Math.Sqrt(0.5 * Share / (DifferentiationFormulas.ErrorConstant(1) * bend));
        if (double.IsFinite(bend))
        {
            step = Math.Min(longest, MostGrowth * step);
        }

        base.Restart(lane, Math.Max(step, 4 * StepControl<Lanes1>.Smallest(*_arrays.Row(ControlRow.Time))));
        Past.Begin(*_arrays.Row(ControlRow.Proposed), field);
        _stepper.Order = _nextOrder = 1;
        _stepper.Newton.Forget();
        _stepper.Part = 1;
        (_kept, _failures) = (0, 0);
    }

    /// <inheritdoc />
    public override void Take()
    {
        Commit();
        double time = *_arrays.Row(ControlRow.Time);
        double remaining = *_arrays.Row(ControlRow.Stop) - time;
        Respace(Math.Min(
            Math.Min(*_arrays.Row(ControlRow.Proposed), *_arrays.Row(ControlRow.Limit)), *_arrays.Setting(SettingRow.LongestStep)));
        bool isPast = remaining <= Past.Spacing * (1 + StopSlack);
        if (isPast && _stepper.Part != 1)
        {
            // Two parts in a row would repeat almost the same step, whose correction then no longer shows the error.
            Respace(remaining);
        }

        double step = Past.Spacing;
        *_arrays.Row(ControlRow.Step) = isPast ? remaining : step;
        *_arrays.Row(ControlRow.End) = isPast ? *_arrays.Row(ControlRow.Stop) : time + step;
        _stepper.Step();
        double error = double.PositiveInfinity;
        if (_stepper.HasConverged && Correct(time + step))
        {
            error = Norm(_stepper.Error) * DifferentiationFormulas.ErrorConstant(_stepper.Order);
        }

        bool isNegative = !NonNegativity.IsEmpty && error <= 1 && Lanes1.MaskBits(NonNegativity.Violated(_arrays.Next)) != 0;
        bool isGood = error <= 1 && !isNegative;
        if (isGood)
        {
            Accept(error, isPast ? remaining / step : 1);
        }
        else
        {
            Refuse(error, isPast ? remaining : double.PositiveInfinity, isNegative);
        }

        Control.Conclude(isGood ? Lanes1.BroadcastBits(ulong.MaxValue) : Lanes1.Zero);
    }

    /// <inheritdoc />
    /// <remarks>Nothing is left to do: a step that was good has already become a part of the past.</remarks>
    public override void Guard()
    {
    }

    /// <inheritdoc />
    public override void Commit()
    {
        if (BitConverter.DoubleToInt64Bits(*_arrays.Row(ControlRow.Good)) != 0)
        {
            // The engine may have cut the step at a trigger.
            double end = *_arrays.Row(ControlRow.End);
            double time = *_arrays.Row(ControlRow.Time);
            if (_stepper.Part != 1 || end != time + _spacingOfTrial)
            {
                Past.Shift(((end - time) / _spacingOfTrial) - 1, _stepper.Order);
            }

            ChangeOrder();
        }

        base.Commit();
    }

    private void Accept(double error, double part)
    {
        int order = _stepper.Order;
        Past.Advance(order, _stepper.Error);
        _stepper.Newton.Advance();
        _stepper.Part = part;
        _spacingOfTrial = Past.Spacing;
        _failures = 0;
        _kept = Math.Min(_kept + 1, DifferentiationFormulas.HighestOrder + 2);
        *_arrays.Row(ControlRow.Limit) = double.PositiveInfinity;
        *_arrays.Row(ControlRow.Proposed) = Past.Spacing;
        _nextOrder = order;
        if (_kept >= order + 2)
        {
            ChooseNext(error);
        }

        if (part != 1)
        {
            Past.At(order, part, _arrays.State, _arrays.Next);
            Projection?.Apply(_arrays.Row(ControlRow.End), _arrays.Next, Lanes1.BroadcastBits(ulong.MaxValue));
        }
    }

    // Brings the end of a step to where invariants vanish; returns whether that succeeds. The correction is a part of the difference from the prediction.
    private bool Correct(double time)
    {
        if (Projection is null)
        {
            return true;
        }

        bool succeeds = double.IsFinite(Projection.Apply(&time, _arrays.Next, Lanes1.BroadcastBits(ulong.MaxValue)).Value);
        for (int i = 0; i < Projection.Places.Length; i++)
        {
            _stepper.Error[Projection.Places[i]] += Projection.Change[i];
        }

        return succeeds;
    }

    private void ChooseNext(double error)
    {
        int order = _stepper.Order;
        double most = Growth(error, order, 1.2);
        if (order > 1)
        {
            Consider(order - 1, Past.Row(order), 1.3, ref most);
        }

        if (order < DifferentiationFormulas.HighestOrder)
        {
            Consider(order + 1, Past.Row(order + 2), 1.4, ref most);
        }

        double longest = *_arrays.Setting(SettingRow.LongestStep);
        if (most >= LeastGrowth && Past.Spacing < longest)
        {
            *_arrays.Row(ControlRow.Proposed) = Math.Min(most * Past.Spacing, longest);
        }
        else if (_nextOrder > order)
        {
            _nextOrder = order;
        }
    }

    // Takes another order where it allows longer steps.
    private void Consider(int order, double* difference, double safety, ref double most)
    {
        double growth = Growth(Norm(difference) * DifferentiationFormulas.ErrorConstant(order), order, safety);
        if (growth > most)
        {
            most = growth;
            _nextOrder = order;
        }
    }

    private void Refuse(double error, double remaining, bool isNegative)
    {
        int order = _stepper.Order;
        double factor = 0.5;
        _nextOrder = order;
        _failures++;
        if (!_stepper.HasConverged || isNegative)
        {
            // The equations may end at a stop: the next try does not go past it.
            factor = isNegative ? factor : 0.3;
            *_arrays.Row(ControlRow.Limit) = remaining;
        }
        else if (_failures == 1)
        {
            factor = Math.Max(Growth(error, order, 1.2), 1 / MostGrowth);
            if (order > 1)
            {
                double* difference = _slope;
                for (int i = 0; i < _arrays.States; i++)
                {
                    difference[i] = Past.Row(order)[i] + _stepper.Error[i];
                }

                Consider(order - 1, difference, 1.3, ref factor);
                factor = Math.Min(factor, 1);
            }
        }

        if (_failures >= FailuresBeforeLowerOrder && order > 1)
        {
            _nextOrder = order - 1;
        }

        *_arrays.Row(ControlRow.Proposed) = factor * Past.Spacing;
        ChangeOrder();
        if (_failures == FailuresBeforeRestart)
        {
            _stepper.Begin();
            _stepper.Order = _nextOrder = 1;
            Past.Begin(Past.Spacing, _stepper.Field);
        }
    }

    private void ChangeOrder()
    {
        if (_stepper.Order != _nextOrder)
        {
            _stepper.Order = _nextOrder;
            _kept = 0;
        }
    }

    private void Respace(double spacing)
    {
        if (spacing != Past.Spacing)
        {
            Past.Respace(spacing, _stepper.Order);
            _kept = 0;
        }
    }

    private double Norm(double* difference) =>
        Math.Sqrt(Tolerance.SquaredNorm(_arrays.State, _arrays.Next, difference).Value) / Share;

    // How much longer the next step may be by the error of this one.
    private static double Growth(double error, int order, double safety) => error > 1e-30
        ? Math.Min(1 / (safety * Elementary.Pow(error, 1.0 / (order + 1))), MostGrowth)
        : MostGrowth;
}
