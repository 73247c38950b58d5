using Thymus.Numerics.Random;

namespace Thymus.Solvers.Jumps;

/// <remarks>
/// Leaps of many firings at once: Cao, Gillespie &amp; Petzold 2006, J. Chem. Phys. 124:044109, doi:10.1063/1.2159468. The paper's g of a
/// species is the sum of the elasticities of a law by its species, which for mass action is the paper's number and holds for any law. One more
/// bound keeps the variance: near equilibrium the paper's leap can be longer than the time in which a fluctuation dies away, and an explicit leap
/// then makes fluctuations larger, at a rate k by 1/(1 − kτ/2) (Cao, Petzold, Rathinam &amp; Gillespie 2004, J. Chem. Phys. 121:12169,
/// doi:10.1063/1.1823412); so kτ ≤ 2ε.
/// </remarks>
public sealed partial class JumpEngine
{
    private const int FewFirings = 10;      // n_c: a reaction that can fire fewer times is critical
    private const double ShortLeap = 10;    // a leap of fewer firings than this is not worth it
    private const int SingleFirings = 100;  // so many go one by one then

    private readonly double[] _leapRates;
    private readonly bool[] _isCritical;
    private readonly double[] _drift;    // μ of each state
    private readonly double[] _spread;   // σ² of each state
    private readonly double[] _order;    // g of each state
    private readonly double[] _decay;    // k of each state: how fast the reactions that change it slow themselves down
    private readonly double[] _before;   // state and triggers before a leap that may have to be taken back
    private readonly bool[] _heldBefore;
    private int _singly;                 // firings that go one by one before the next leap

    private void Leap(double next)
    {
        double total = 0;
        for (int r = 0; r < _leapRates.Length && _failure is null; r++)
        {
            total += _leapRates[r] = RateOf(r);
        }

        if (_failure is not null)
        {
            return;
        }

        double stop = _row < _times.Length ? Math.Min(next, _times[_row]) : next;
        if (total == 0)
        {
            Jump(stop - _time, stop, -1, isMoving: false);
            return;
        }

        double critical = FindCritical();
        double longest = LongestLeap();
        Array.Copy(_values, _before, _shape.States);
        Array.Copy(_held, _heldBefore, _held.Length);
        while (true)
        {
            if (longest < ShortLeap / total)
            {
                _singly = SingleFirings;
                DrawTimes();
                return;
            }

            double single = critical > 0 ? _chance.NextExponential() / critical : double.PositiveInfinity;
            int chosen = single <= longest ? Choose(critical) : -1;
            if (Jump(Math.Min(longest, single), stop, chosen, isMoving: true))
            {
                return;
            }

            Array.Copy(_before, _values, _shape.States);
            Array.Copy(_heldBefore, _held, _held.Length);
            longest /= 2;
        }
    }

    // Leaps, not beyond a stop or a trigger of the time; false where it would turn a count negative.
    private bool Jump(double length, double stop, int chosen, bool isMoving)
    {
        double end = _time + length;
        if (!(end < stop))
        {
            (end, chosen) = (stop, -1);
        }

        double theta = FirstCrossing(_time, end - _time);
        if (theta < 1)
        {
            (end, chosen) = (_time + (theta * (end - _time)), -1);
        }

        if (isMoving && !TakeFirings(end - _time, chosen))
        {
            return false;
        }

        MoveTo(end);
        if (_held.Length > 0)
        {
            LookAtTriggers();
            RunEvents();
        }

        return true;
    }

    private bool TakeFirings(double length, int chosen)
    {
        double fired = 0;
        for (int r = 0; r < _leapRates.Length; r++)
        {
            double firings = r == chosen ? 1
                : _isCritical[r] || _leapRates[r] == 0 ? 0
                : Counts.Poisson(ref _streams[r], _leapRates[r] * length);
            var changes = _shape.Changes[r].AsSpan();
            for (int i = 0; i < changes.Length && firings > 0; i++)
            {
                double amount = changes[i].Amount;
                _values[changes[i].State] += firings * (double.IsNaN(amount) ? _work.Change(r, i) : amount);
            }

            fired += firings;
        }

        for (int state = 0; state < _shape.States; state++)
        {
            if (_shape.IsCount[state] && _values[state] < 0)
            {
                return false;
            }
        }

        for (int state = 0; state < _shape.States; state++)
        {
            CheckCount(state, chosen);
        }

        _fired += (long)fired;
        return true;
    }

    // Reactions that would use up a species in few firings; the sum of their rates.
    private double FindCritical()
    {
        double sum = 0;
        for (int r = 0; r < _leapRates.Length; r++)
        {
            bool isCritical = false;
            foreach (var change in _shape.Changes[r])
            {
                isCritical |= double.IsNaN(change.Amount) || (change.Amount < 0 && Math.Floor(_values[change.State] / -change.Amount) < FewFirings);
            }

            _isCritical[r] = isCritical;
            sum += isCritical ? _leapRates[r] : 0;
        }

        return sum;
    }

    private int Choose(double critical)
    {
        double left = _chance.NextUniform() * critical;
        int chosen = -1;
        for (int r = 0; r < _leapRates.Length; r++)
        {
            if (_isCritical[r] && _leapRates[r] > 0 && (chosen < 0 || left > 0))
            {
                chosen = r;
                left -= _leapRates[r];
            }
        }

        return chosen;
    }

    // τ' of the paper: no rate is expected to change by more than ε of itself, nor to spread by more.
    private double LongestLeap()
    {
        Array.Clear(_drift);
        Array.Clear(_spread);
        Array.Clear(_order);
        Array.Clear(_decay);
        for (int r = 0; r < _leapRates.Length; r++)
        {
            AddOrder(r);
            AddDecay(r);
            foreach (var change in _isCritical[r] ? [] : _shape.Changes[r])
            {
                _drift[change.State] += change.Amount * _leapRates[r];
                _spread[change.State] += change.Amount * change.Amount * _leapRates[r];
            }
        }

        double longest = double.PositiveInfinity;
        for (int state = 0; state < _order.Length; state++)
        {
            if (_order[state] > 0 && _spread[state] > 0)
            {
                double bound = Math.Max(_options.Epsilon * _values[state] / _order[state], 1);
                longest = Math.Min(longest, Math.Min(bound / Math.Abs(_drift[state]), bound * bound / _spread[state]));
            }

            longest = Math.Min(longest, 2 * _options.Epsilon / _decay[state]);
        }

        return longest;
    }

    // The sum of x/a · ∂a/∂x over the species that the rate a depends on, for each of them the largest of all its rates; at least 1, as for
    // a species that is not there and will make the rate rise.
    private void AddOrder(int reaction)
    {
        var states = _shape.StatesOf[reaction].AsSpan();
        double sum = 0;
        for (int i = 0; i < states.Length; i++)
        {
            double change = _shape.IsCount[states[i]] ? Math.Abs(_values[states[i]] * _work.Partial(reaction, i)) : 0;
            sum += change > 0 ? change / _leapRates[reaction] : 0;
        }

        foreach (int state in states)
        {
            _order[state] = Math.Max(_order[state], Math.Max(1, sum));
        }
    }

    // What a firing changes of its own rate, for each state that it changes.
    private void AddDecay(int reaction)
    {
        if (_isCritical[reaction])
        {
            return;
        }

        var states = _shape.StatesOf[reaction].AsSpan();
        double change = 0;
        foreach (var (state, amount) in _shape.Changes[reaction])
        {
            int index = states.IndexOf(state);
            change += index >= 0 ? amount * _work.Partial(reaction, index) : 0;
        }

        foreach (var (state, _) in _shape.Changes[reaction])
        {
            _decay[state] += Math.Abs(change);
        }
    }
}
