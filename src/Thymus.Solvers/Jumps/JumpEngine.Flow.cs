using Thymus.Numerics.Random;
using Thymus.Solvers.Events;

namespace Thymus.Solvers.Jumps;

// What happens between firings where something moves: variables with rate rules, rates and triggers that depend on them or on the time.
public sealed partial class JumpEngine
{
    private const double RoundOff = 1.0 / (1L << 52);
    private const double NegligibleRate = 1e-9;   // a moving rate may be below 0 by the error of what it depends on

    private readonly int[] _movingTriggers;
    private readonly bool[] _armed;   // of these: false at the left end of the interval that is searched
    private RandomStream _chance;     // of what belongs to no single reaction
    private double _threshold;        // the integral of the moving rates at which one of them fires

    private void DrawThreshold()
    {
        if (_moving.Length > 0)
        {
            _threshold = _chance.NextExponential();
            _flow.Hazard = 0;
        }
    }

    private void Flow(double next)
    {
        double start = _time;
        if (_flow.Size > 0 && !_flow.Take(start, next))
        {
            int bad = _shape.Flowing.FirstOrDefault(s => !double.IsFinite(_values[s]), -1);
            Fail(bad < 0 ? JumpStatus.StepTooSmall : JumpStatus.NotANumber, -1, bad >= 0 || _shape.Flowing.IsEmpty ? bad : _shape.Flowing[0], double.NaN);
            return;
        }

        double length = _flow.Size > 0 ? _flow.Length : Math.Min(next - start, _options.LongestStep);
        double theta = FirstCrossing(start, length);
        double end = theta < 1 ? start + (theta * length)
            : next - (start + length) <= RoundOff * Math.Abs(next) ? next
            : start + length;
        for (; _row < _times.Length && _times[_row] <= end; _row++)
        {
            Load(start, length, length > 0 ? Math.Min(theta, (_times[_row] - start) / length) : 1);
            _values[_shape.States] = _times[_row];
            _sink.OnOutput(_row, _work);
        }

        Load(start, length, theta);
        _time = end;
        _values[_shape.States] = end;
        CheckMovingRates();
        int firing = _failure is null && _moving.Length > 0 && _flow.Hazard >= _threshold ? ChooseMoving(start, length, theta) : -1;
        _flow.Keep(isWhole: theta == 1);
        if (firing >= 0)
        {
            DrawThreshold();
            Fire(firing);
        }

        if (_failure is null && _movingTriggers.Length > 0)
        {
            LookAtTriggers(_movingTriggers);
        }

        if (_failure is null)
        {
            FireOrRunEvents();
        }
    }

    // The first point of a step, 0 to 1, at which a trigger turns true or a moving reaction fires; 1 for none.
    private double FirstCrossing(double start, double length)
    {
        if ((_movingTriggers.Length == 0 && _moving.Length == 0) || !(length > 0))
        {
            return 1;
        }

        for (int i = 0; i < _armed.Length; i++)
        {
            _armed[i] = !_held[_movingTriggers[i]];
        }

        double middle = LeadingAt(start, length, 0.5);
        if (middle > 0)
        {
            return Search(start, length, RootBracket.Start(0, LeadingAt(start, length, 0), 0.5, middle, SearchTolerance(start, length)));
        }

        for (int i = 0; i < _armed.Length; i++)
        {
            int trigger = _movingTriggers[i];
            bool holds = !_armed[i] && _work.Trigger(trigger) > 0;
            if (!holds && !_shape.Events[trigger].IsPersistent)
            {
                _events.Drop(trigger);
            }

            _held[trigger] = holds;
            _armed[i] = !holds;
        }

        middle = LeadingAt(start, length, 0.5);
        double last = LeadingAt(start, length, 1);
        return last > 0 ? Search(start, length, RootBracket.Start(0.5, middle, 1, last, SearchTolerance(start, length))) : 1;
    }

    private static double SearchTolerance(double start, double length) => RoundOff / 2 * Math.Max(1, (Math.Abs(start) + length) / length);

    private double Search(double start, double length, RootBracket bracket)
    {
        while (!bracket.IsDone)
        {
            double at = bracket.Next();
            bracket.Narrow(at, LeadingAt(start, length, at));
        }

        return bracket.High;
    }

    // Greater than 0 as soon as an armed trigger holds or a moving reaction is to fire.
    private double LeadingAt(double start, double length, double theta)
    {
        Load(start, length, theta);
        double largest = _moving.Length > 0 ? _flow.Hazard - _threshold : double.NegativeInfinity;
        for (int i = 0; i < _armed.Length; i++)
        {
            double value = _armed[i] ? _work.Trigger(_movingTriggers[i]) : double.NegativeInfinity;
            largest = value > largest ? value : largest;
        }

        return largest;
    }

    private void Load(double start, double length, double theta)
    {
        if (_flow.Size > 0)
        {
            _flow.Load(start, theta);
        }
        else
        {
            _values[_shape.States] = start + (theta * length);
        }
    }

    private void CheckMovingRates()
    {
        foreach (int reaction in _moving)
        {
            double rate = _work.Rate(reaction);
            if (!(rate >= -NegligibleRate && rate < double.PositiveInfinity))
            {
                Fail(double.IsFinite(rate) ? JumpStatus.NegativeRate : JumpStatus.BadRate, reaction, -1, rate);
            }
        }
    }

    // One of the reactions whose rates move, each with the chance of its part of the sum.
    private int ChooseMoving(double start, double length, double theta)
    {
        double total = TotalOfMoving();
        if (total == 0)
        {
            // The sum reached its threshold where the rates fell to 0: those just before count.
            Load(start, length, theta * (1 - 1e-6));
            total = TotalOfMoving();
        }

        double left = _chance.NextUniform() * total;
        int chosen = -1;
        foreach (int reaction in _moving)
        {
            double rate = Math.Max(0, _work.Rate(reaction));
            if (rate > 0 && (chosen < 0 || left > 0))
            {
                chosen = reaction;
                left -= rate;
            }
        }

        Load(start, length, theta);
        _values[_shape.States] = _time;
        return chosen;
    }

    private double TotalOfMoving()
    {
        double total = 0;
        foreach (int reaction in _moving)
        {
            total += Math.Max(0, _work.Rate(reaction));
        }

        return total;
    }
}
