using System.Collections.Immutable;
using Thymus.Numerics.Random;
using Thymus.Solvers.Events;

namespace Thymus.Solvers.Jumps;

/// <summary>
/// Simulates courses of a model whose reactions fire one at a time (docs/science/stochastic.md). Rates that hold between firings go by the
/// next reaction method; the sum of those that move is integrated until it reaches an exponential draw. One per thread.
/// </summary>
public sealed partial class JumpEngine
{
    private const double WholeSlack = 1e-9;   // of a start value that a product of sizes and concentrations gives

    private readonly JumpShape _shape;
    private readonly JumpWork _work;
    private readonly JumpOptions _options;
    private readonly double[] _values;
    private readonly double[] _times;          // of the outputs
    private readonly FiringTimes _firings;
    private readonly double[] _rates;          // of the reactions that hold
    private readonly double[] _left;           // of those with rate 0 the exponential that was left
    private readonly RandomStream[] _streams;  // a stream per reaction
    private readonly string[] _streamNames;
    private readonly int[] _moving;            // reactions whose rates move
    private readonly int[][] _reactionsAfter;  // per reaction those that hold and whose rates its firing changes
    private readonly int[][] _triggersAfter;
    private readonly int[][] _reactionsOf;     // per state
    private readonly FlowStep _flow;
    private IJumpSink _sink = null!;
    private double _time;
    private double _until;
    private int _row;
    private long _fired;
    private long _turns;                       // firings, leaps and steps
    private JumpEnd? _failure;

    /// <summary>Prepares for courses with the same outputs.</summary>
    /// <param name="shape">The model.</param>
    /// <param name="work">Its numbers and functions, of this engine alone.</param>
    /// <param name="options">Settings.</param>
    /// <param name="times">Times of the outputs, ascending, from 0 on; the last is the end.</param>
    public JumpEngine(JumpShape shape, JumpWork work, JumpOptions options, double[] times)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(times);
        (_shape, _work, _options, _values, _times) = (shape, work, options, work.Values, times);
        int reactions = shape.Reactions.Length;
        _firings = new FiringTimes(reactions);
        _rates = new double[reactions];
        _left = new double[reactions];
        _streams = new RandomStream[reactions];
        _streamNames = [.. shape.Reactions.Select(name => "reaction:" + name)];
        _moving = [.. Enumerable.Range(0, reactions).Where(r => shape.IsMoving[r])];
        _movingTriggers = [.. Enumerable.Range(0, shape.Events.Length).Where(t => shape.IsMovingTrigger[t])];
        _armed = new bool[_movingTriggers.Length];
        _reactionsOf = Inverse(shape.StatesOf, shape.States, r => !shape.IsMoving[r]);
        int[][] triggersOf = Inverse(shape.StatesOfTrigger, shape.States, _ => true);
        int[][] After(int[][] of) => [.. shape.Changes.Select(c => c.SelectMany(change => of[change.State]).Distinct().Order().ToArray())];
        (_reactionsAfter, _triggersAfter) = (After(_reactionsOf), After(triggersOf));
        _flow = new FlowStep(shape, work, options, _moving);
        _events = new EventQueue([.. shape.Events]);
        int events = shape.Events.Length;
        (_held, _risen, _priorities) = (new bool[events], new bool[events], new double[events]);
        _assigned = new double[shape.Events.Select(e => e.Targets.Length).DefaultIfEmpty().Max()];
        _sizes = new double[_assigned.Length];
        _hasPriorities = shape.Events.Any(e => e.HasPriority);
        (_drift, _spread) = (new double[shape.States], new double[shape.States]);
        (_order, _decay) = (new double[shape.States], new double[shape.States]);
        (_leapRates, _isCritical, _before, _heldBefore) = (new double[reactions], new bool[reactions], new double[shape.States], new bool[events]);
    }

    private bool IsLeaping => _options.Method is JumpMethod.TauLeap && _singly == 0;

    /// <summary>Runs one course from time 0 to the last output.</summary>
    /// <param name="parameters">Parameters of the patient.</param>
    /// <param name="patient">Number of the patient, or of the run: with the seed it names all draws.</param>
    /// <param name="sink">Takes the outputs.</param>
    /// <param name="cancellation">Stops within the course.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public JumpEnd Run(ReadOnlySpan<double> parameters, ulong patient, IJumpSink sink, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(sink);
        Begin(parameters, patient, sink);
        while (_failure is null && _time < _until)
        {
            if ((++_turns & 0xFFF) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            if (_turns > _options.MostFirings)
            {
                Fail(JumpStatus.FiringLimit, -1, -1, double.NaN);
                break;
            }

            Advance();
        }

        return _failure ?? new JumpEnd(JumpStatus.Completed, _time, -1, -1, double.NaN, _fired);
    }

    private void Begin(ReadOnlySpan<double> parameters, ulong patient, IJumpSink sink)
    {
        _sink = sink;
        _failure = null;
        _until = _times.Length == 0 ? 0 : _times[^1];
        (_time, _row, _fired, _turns, _singly) = (0, 0, 0, 0, 0);
        _values[_shape.States] = 0;
        _work.Begin(parameters, _options.Seed, patient);
        _flow.Reset();
        BeginEvents(patient);
        for (int r = 0; r < _streams.Length; r++)
        {
            _streams[r] = RandomStream.For(_options.Seed, patient, _streamNames[r]);
        }

        _chance = RandomStream.For(_options.Seed, patient, "reactions");
        for (int i = 0; i < _shape.States; i++)
        {
            if (!double.IsFinite(_values[i]))
            {
                Fail(JumpStatus.NotANumber, -1, i, _values[i]);
                return;
            }

            CheckCount(i, -1);
        }

        WriteOutputs(0);
        if (_failure is null)
        {
            DrawThreshold();
            if (!IsLeaping)
            {
                DrawTimes();
            }

            LookAtTriggers();
            RunEvents();
        }
    }

    private void Advance()
    {
        double next = Math.Min(_until, _events.Next);
        if (IsLeaping)
        {
            Leap(next);
            return;
        }

        next = Math.Min(next, _firings.Least);
        if (_flow.Size > 0 || _movingTriggers.Length > 0)
        {
            Flow(next);
            return;
        }

        MoveTo(next);
        FireOrRunEvents();
    }

    // What is due at the time that was reached: an event before a firing.
    private void FireOrRunEvents()
    {
        if (EventTime.IsDue(_events.Next, _time))
        {
            RunEvents();
        }
        else if (_firings.Least <= _time)
        {
            int reaction = _firings.First;
            _left[reaction] = _streams[reaction].NextExponential();
            Fire(reaction);
        }
    }

    // Goes on in time while nothing changes.
    private void MoveTo(double time)
    {
        WriteOutputs(time);
        _time = time;
        _values[_shape.States] = time;
    }

    private void WriteOutputs(double until)
    {
        while (_row < _times.Length && _times[_row] <= until)
        {
            _values[_shape.States] = _times[_row];
            _sink.OnOutput(_row++, _work);
        }
    }

    private void Fire(int reaction)
    {
        _fired++;
        AddChanges(reaction);
        if (_failure is not null)
        {
            return;
        }

        _flow.Restart();
        if (_options.Method is JumpMethod.TauLeap && --_singly == 0)
        {
            _firings.Clear();
        }
        else
        {
            UpdateTimes(reaction);
        }

        if (_triggersAfter[reaction].Length > 0 && _failure is null)
        {
            LookAtTriggers(_triggersAfter[reaction]);
            RunEvents();
        }
    }

    private void UpdateTimes(int reaction)
    {
        foreach (int other in _reactionsAfter[reaction])
        {
            if (other != reaction)
            {
                UpdateTime(other);
            }
        }

        if (!_shape.IsMoving[reaction])
        {
            _rates[reaction] = 0;   // what is left of it was drawn anew
            UpdateTime(reaction);
        }
    }

    private void AddChanges(int reaction)
    {
        var changes = _shape.Changes[reaction].AsSpan();
        for (int i = 0; i < changes.Length; i++)
        {
            double amount = changes[i].Amount;
            bool isComputed = double.IsNaN(amount);
            _values[changes[i].State] += isComputed ? _work.Change(reaction, i) : amount;
            if (isComputed || _values[changes[i].State] < 0)
            {
                CheckCount(changes[i].State, reaction);
            }
        }
    }

    // The rate of a reaction that holds may have changed: the part of its exponential draw that is left is used up at the new rate.
    private void UpdateTime(int reaction)
    {
        double rate = RateOf(reaction);
        double before = _rates[reaction];
        if (rate == before && rate != 0)
        {
            return;
        }

        double left = before > 0 ? (_firings[reaction] - _time) * before : _left[reaction];
        _left[reaction] = left;
        _rates[reaction] = rate;
        _firings.Set(reaction, rate > 0 ? _time + (left / rate) : double.PositiveInfinity);
    }

    private void DrawTimes()
    {
        _firings.Clear();
        for (int r = 0; r < _rates.Length; r++)
        {
            _rates[r] = 0;
            if (!_shape.IsMoving[r])
            {
                _firings.Set(r, double.PositiveInfinity);
                _left[r] = _streams[r].NextExponential();
                UpdateTime(r);
            }
        }
    }

    private double RateOf(int reaction)
    {
        double rate = _work.Rate(reaction);
        if (rate >= 0 && rate < double.PositiveInfinity)
        {
            return rate;
        }

        Fail(rate < 0 && double.IsFinite(rate) ? JumpStatus.NegativeRate : JumpStatus.BadRate, reaction, -1, rate);
        return 0;
    }

    private void CheckCount(int state, int reaction)
    {
        if (!_shape.IsCount[state])
        {
            return;
        }

        double value = _values[state];
        double whole = Math.Round(value);
        if (!(Math.Abs(value - whole) <= WholeSlack * Math.Max(1, Math.Abs(whole))))
        {
            Fail(double.IsNaN(value) ? JumpStatus.NotANumber : JumpStatus.NotWhole, reaction, state, value);
        }
        else if (whole < 0)
        {
            Fail(JumpStatus.NegativeCount, reaction, state, value);
        }
        else
        {
            _values[state] = whole;
        }
    }

    private void Fail(JumpStatus status, int reaction, int state, double value) =>
        _failure ??= new JumpEnd(status, _time, reaction, state, value, _fired);

    // Of each state the items that depend on it.
    private static int[][] Inverse(ImmutableArray<ImmutableArray<int>> states, int count, Func<int, bool> wanted)
    {
        List<int>[] inverse = [.. Enumerable.Range(0, count).Select(_ => new List<int>())];
        for (int item = 0; item < states.Length; item++)
        {
            foreach (int state in wanted(item) ? states[item] : [])
            {
                inverse[state].Add(item);
            }
        }

        return [.. inverse.Select(i => i.ToArray())];
    }
}
