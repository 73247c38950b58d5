using Thymus.Numerics.Lanes;
using Thymus.Solvers.Lanes;
using Thymus.Solvers.Stepping;

namespace Thymus.Solvers.Delays;

/// <summary>
/// A kernel with delays for one engine: before each call it looks up, lane by lane, what the equations need of the past and writes it
/// among the parameters, where the kernel expects it. It keeps the past of every lane.
/// </summary>
internal sealed unsafe class DelayedKernel<TLanes> : PlainKernel, IDisposable
    where TLanes : unmanaged, ILanes<TLanes>
{
    private const double Rounding = 4.0 / (1L << 52);

    private readonly LaneKernel _kernel;
    private readonly LagForm[] _forms;
    private readonly int[] _levelEnds;          // index after the last lag of each level
    private readonly int[] _kept;               // the states that are looked up
    private readonly int[][] _places;           // of each lag and lookup the place among those
    private readonly LaneMemory _memory = new();
    private readonly double* _lags;
    private readonly CourseHistory[] _histories = new CourseHistory[TLanes.Width];
    private readonly double[][] _ahead = new double[TLanes.Width][];   // the piece of the step that is tried, or a guess of it
    private StepArrays _arrays = null!;
    private readonly double* _field;            // at the start of the step, as last computed
    private int _terms;
    private uint _isAhead;      // lanes where that piece holds
    private uint _jumped;       // lanes where the step begins with a jump, so that the last piece says nothing of it

    public DelayedKernel(LaneKernel kernel)
        : base(kernel)
    {
        _kernel = kernel;
        _forms = [.. kernel.Shape.Lags];
        _levelEnds = [.. _forms.Index().GroupBy(f => f.Item.Level).OrderBy(g => g.Key).Select(g => g.Last().Index + 1)];
        _kept = [.. _forms.SelectMany(f => f.Lookups).Select(l => l.State).Distinct().Order()];
        _places = [.. _forms.Select(f => f.Lookups.Select(l => Array.IndexOf(_kept, l.State)).ToArray())];
        _lags = _memory.Allocate(_forms.Length * TLanes.Width);
        _field = _memory.Allocate(kernel.Shape.States * TLanes.Width);
    }

    /// <summary>Lanes that looked up what lies within the step that is tried, since <see cref="BeginStep"/>.</summary>
    public uint Overlapping { get; private set; }

    /// <summary>Lanes with a lag that is negative or no number, since <see cref="BeginStep"/>.</summary>
    public uint Bad { get; private set; }

    public void Dispose() => _memory.Dispose();

    /// <summary>Takes the arrays of the engine.</summary>
    public void Attach(StepArrays arrays)
    {
        (_arrays, _terms) = (arrays, arrays.DenseTerms);
        for (int lane = 0; lane < TLanes.Width; lane++)
        {
            _histories[lane] = new CourseHistory(_kept.Length, _terms);
            _ahead[lane] = new double[Piece.LengthOf(_kept.Length, _terms)];
        }
    }

    /// <summary>Begins a course whose state is set.</summary>
    public void BeginCourse(int lane)
    {
        CourseHistory history = _histories[lane];
        for (int i = 0; i < _kept.Length; i++)
        {
            history.Initial[i] = _arrays.State[(_kept[i] * TLanes.Width) + lane];
        }

        history.Begin(_arrays.Row(ControlRow.Time)[lane]);
        Jump(lane);
    }

    /// <summary>Whether something looked up what was let go.</summary>
    public bool HasForgotten(int lane) => _histories[lane].HasForgotten;

    /// <summary>Marks a jump at the time of the lane.</summary>
    public void Jump(int lane)
    {
        _jumped |= 1u << lane;
        _isAhead &= ~(1u << lane);
    }

    /// <summary>Begins to try a step in every lane.</summary>
    public void BeginStep()
    {
        (Overlapping, Bad, _isAhead) = (0, 0, 0);
    }

    /// <summary>Takes the dense output of the step that was tried, in some lanes.</summary>
    public void TakePieces(uint lanes)
    {
        int vector = _arrays.States * TLanes.Width;
        foreach (int lane in new LaneSet(lanes))
        {
            double[] piece = _ahead[lane];
            piece[Piece.StartPlace] = _arrays.Row(ControlRow.Time)[lane];
            piece[Piece.EndPlace] = _arrays.Row(ControlRow.End)[lane];
            piece[Piece.StepPlace] = _arrays.Row(ControlRow.Step)[lane];
            for (int i = 0; i < _kept.Length; i++)
            {
                int at = (_kept[i] * TLanes.Width) + lane;
                var values = piece.AsSpan(Piece.PlaceOf(i, _terms));
                values[0] = _arrays.State[at];
                values[1] = _arrays.Next[at];
                for (int m = 0; m < _terms; m++)
                {
                    values[2 + m] = _arrays.Interpolant[at + (m * vector)];
                }
            }
        }

        _isAhead |= lanes;
    }

    /// <summary>Makes the step that was tried part of the past; what lies more than the longest lag behind is let go.</summary>
    public void Commit(int lane, double longestLag)
    {
        CourseHistory history = _histories[lane];
        if (!history.HasBegun)
        {
            return;
        }

        double end = _arrays.Row(ControlRow.End)[lane];
        history.Add(_ahead[lane], end);
        history.Forget(end - longestLag - SlackOf(end, longestLag));
        _jumped &= ~(1u << lane);
        _isAhead &= ~(1u << lane);
    }

    /// <summary>The lags of a lane at its time that follow from parameters alone, and the longest lag, infinite where one may grow.</summary>
    public void ReadLags(int lane, List<double> constant, out double longest)
    {
        Fill(_arrays.Row(ControlRow.Time), _arrays.State, _arrays.Parameters, isField: false);
        constant.Clear();
        longest = 0;
        for (int i = 0; i < _forms.Length; i++)
        {
            double lag = _lags[(i * TLanes.Width) + lane];
            longest = _forms[i].IsConstant ? Math.Max(longest, lag) : double.PositiveInfinity;
            if (_forms[i] is { IsConstant: true, IsInField: true } && !constant.Contains(lag))
            {
                constant.Add(lag);
            }
        }
    }

    public override void Field(double* t, double* y, double* parameters, double* dydt)
    {
        Fill(t, y, parameters, isField: true);
        _kernel.Field(t, y, parameters, dydt);
        if (t == _arrays.Row(ControlRow.Time))
        {
            int states = Shape.States * TLanes.Width;
            new ReadOnlySpan<double>(dydt, states).CopyTo(new Span<double>(_field, states));
        }
    }

    public override void Jacobian(double* t, double* y, double* parameters, double* jacobian, double* dfdt)
    {
        Fill(t, y, parameters, isField: true);
        _kernel.Jacobian(t, y, parameters, jacobian, dfdt);
    }

    public override void Observe(double* t, double* y, double* parameters, double* observed)
    {
        Fill(t, y, parameters, isField: false);
        _kernel.Observe(t, y, parameters, observed);
    }

    public override void Triggers(double* t, double* y, double* parameters, double* values)
    {
        Fill(t, y, parameters, isField: false);
        _kernel.Triggers(t, y, parameters, values);
    }

    public override void Assign(int trigger, double* t, double* y, double* parameters, double* values)
    {
        Fill(t, y, parameters, isField: false);
        _kernel.Assign(trigger, t, y, parameters, values);
    }

    public override void Sizes(int trigger, double* t, double* y, double* parameters, double* sizes)
    {
        Fill(t, y, parameters, isField: false);
        _kernel.Sizes(trigger, t, y, parameters, sizes);
    }

    public override void Delays(double* t, double* y, double* parameters, double* delays)
    {
        Fill(t, y, parameters, isField: false);
        _kernel.Delays(t, y, parameters, delays);
    }

    public override void Merge(double* t, double* y, double* parameters, double* values)
    {
        Fill(t, y, parameters, isField: false);
        _kernel.Merge(t, y, parameters, values);
    }

    public override void Priorities(double* t, double* y, double* parameters, double* priorities)
    {
        Fill(t, y, parameters, isField: false);
        _kernel.Priorities(t, y, parameters, priorities);
    }

    private static double SlackOf(double time, double lag) =>
        double.IsFinite(lag) ? Rounding * (Math.Abs(time) + Math.Abs(lag)) : 0;

    private void Fill(double* t, double* y, double* parameters, bool isField)
    {
        int first = 0;
        for (int level = 0; level < _levelEnds.Length; level++)
        {
            _kernel.Lags(level, isField, t, y, parameters, _lags);
            for (int i = first; i < _levelEnds[level]; i++)
            {
                for (int lane = 0; lane < TLanes.Width && (_forms[i].IsInField || !isField); lane++)
                {
                    LookUp(i, lane, t[lane], y, parameters, isField);
                }
            }

            first = _levelEnds[level];
        }
    }

    // Within a step the past is approached from the left, so that the step sees one side of a jump; everywhere else from the right: what
    // is asked for at a time of a jump is what holds from then on.
    private void LookUp(int number, int lane, double now, double* y, double* parameters, bool isField)
    {
        LagForm form = _forms[number];
        CourseHistory history = _histories[lane];
        double begin = _arrays.Row(ControlRow.Time)[lane];
        double lag = _lags[(number * TLanes.Width) + lane];
        double slack = SlackOf(now, lag);
        bool isBad = !(lag >= -slack) && double.IsFinite(now);
        Bad |= isBad && isField && history.HasBegun ? 1u << lane : 0;
        double time = isBad ? double.NaN : lag < 0 ? now : now - lag;
        bool isFromLeft = isField && now > begin;
        bool isBefore = isFromLeft ? time <= history.Start + slack : time < history.Start - slack;
        if (form.IsBeforeStart >= 0)
        {
            parameters[(form.IsBeforeStart * TLanes.Width) + lane] = isBefore ? 1 : 0;
        }

        bool isNow = !isFromLeft && lag <= slack;
        bool isAhead = !isBefore && (isFromLeft ? time > begin + slack : time >= begin - slack);
        bool isPast = history.HasBegun && !isBefore && time < begin + slack && !isAhead && !history.IsEmpty;
        Piece past = isPast ? history.Find(time, slack, isFromLeft) : default;
        for (int k = 0; k < form.Lookups.Length; k++)
        {
            (int state, int order, int place) = form.Lookups[k];
            int kept = _places[number][k];
            parameters[(place * TLanes.Width) + lane] =
                !history.HasBegun || !(time < double.PositiveInfinity) ? double.NaN
                : isBefore ? (order == 0 ? history.Initial[kept] : 0)
                : isNow && order == 0 ? y[(state * TLanes.Width) + lane]
                : isAhead ? Ahead(lane, time, state, kept, order, isFromLeft)
                : isPast ? past.At(Math.Clamp(time, past.Start, past.End), kept, order)
                : double.NaN;
        }
    }

    // What lies in the step that is tried: its own dense output once there is one; before, that of the last step, or a straight line.
    private double Ahead(int lane, double time, int state, int kept, int order, bool isFromLeft)
    {
        double begin = _arrays.Row(ControlRow.Time)[lane];
        int at = (state * TLanes.Width) + lane;
        Overlapping |= isFromLeft ? 1u << lane : 0;
        if ((_isAhead & (1u << lane)) != 0)
        {
            return new Piece(_ahead[lane], _terms).At(time, kept, order);
        }

        if (isFromLeft && (_jumped & (1u << lane)) == 0 && !_histories[lane].IsEmpty)
        {
            return _histories[lane].Last.At(time, kept, order);
        }

        return order switch
        {
            0 => Math.FusedMultiplyAdd(Math.Max(time - begin, 0), _field[at], _arrays.State[at]),
            1 => _field[at],
            _ => 0,
        };
    }
}
