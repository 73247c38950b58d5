using Thymus.Solvers.Lanes;

namespace Thymus.Solvers.Constraints;

/// <summary>
/// Brings the states of one course that are held to constraints there after the start or a change: it follows how they move, while all else
/// stands still, until they no longer do. So it finds the equilibrium that the state leads to, not any solution of the equations. What algebraic
/// rules depend on goes from its old value to the new one meanwhile, so that their variables stay on the branch of solutions they were on.
/// </summary>
internal sealed class Settler : IDisposable
{
    private readonly LaneEngine _engine;
    private readonly Settlement _course;
    private readonly KernelShape _shape;

    /// <param name="settling">The equations of settling.</param>
    /// <param name="shape">Sizes of the kernel whose states settle.</param>
    /// <param name="options">Settings of the course.</param>
    public Settler(LaneKernel settling, KernelShape shape, SolverOptions options)
    {
        _shape = shape;
        double absolute = options.AbsoluteTolerances.Append(options.AbsoluteTolerance).Min();
        _engine = LaneEngine.Create(settling, new SolverOptions
        {
            Method = SolverMethod.Rodas5P,
            RelativeTolerance = Math.Min(options.RelativeTolerance, 1e-8),
            AbsoluteTolerance = absolute,
            StepLimit = 100_000,
        });
        _course = new Settlement(settling.Shape.States, absolute);
    }

    public void Dispose() => _engine.Dispose();

    /// <summary>Settles the state; returns whether it has come to rest.</summary>
    /// <param name="time">The time.</param>
    /// <param name="before">The state before the change, which was at rest.</param>
    /// <param name="state">The state after it.</param>
    /// <param name="parameters">Parameters.</param>
    public bool Settle(double time, ReadOnlySpan<double> before, Span<double> state, ReadOnlySpan<double> parameters)
    {
        Span<double> from = _course.State;
        state.CopyTo(from);
        from[state.Length] = time;
        for (int i = 0; i < _shape.Continued.Length; i++)
        {
            from[_shape.Continued[i]] = before[_shape.Continued[i]];
            from[state.Length + 1 + i] = state[_shape.Continued[i]];
        }

        _course.Begin(parameters);
        _engine.Run(_course, CancellationToken.None);
        foreach (int settled in _shape.Settled)
        {
            state[settled] = _course.State[settled];
        }

        return _course.IsAtRest;
    }

    private sealed class Settlement(int states, double absolute) : ICourse, ICourseSource
    {
        // In the course's own time: far more than the slowest constraint needs, and the last decade of it shows whether it rests.
        private const double Almost = 1e15;
        private const double Rest = 1e16;
        private const double LargestMove = 1e-6;   // relative, from one to the other

        private readonly double[] _almost = new double[states];
        private double[] _parameters = [];
        private bool _isGiven;

        public double[] State { get; } = new double[states];

        public bool IsAtRest { get; private set; }

        public double Start => 0;

        public double NextOutput => double.PositiveInfinity;

        public void Begin(ReadOnlySpan<double> parameters)
        {
            Array.Resize(ref _parameters, parameters.Length);
            parameters.CopyTo(_parameters);
            (_isGiven, IsAtRest) = (false, false);
        }

        public ICourse? Next()
        {
            if (_isGiven)
            {
                return null;
            }

            _isGiven = true;
            return this;
        }

        public void Begin(Span<double> parameters) => _parameters.CopyTo(parameters);

        public void BeginState(Span<double> state) => State.CopyTo(state);

        public NextStop OnStop(ref LaneState at)
        {
            if (at.Time < Almost)
            {
                return NextStop.At(Almost);
            }

            if (at.Time < Rest)
            {
                at.State.CopyTo(_almost);
                return NextStop.At(Rest);
            }

            at.State.CopyTo(State);
            return NextStop.Finish;
        }

        public NextStop OnTrigger(int trigger, ref LaneState at) => throw new NotSupportedException("Settling has no triggers.");

        public void OnOutput(double time, ReadOnlySpan<double> state, ReadOnlySpan<double> observed)
        {
        }

        public void OnEnd(in CourseEnd end)
        {
            IsAtRest = end.Status is SolveStatus.Completed;
            for (int i = 0; i < State.Length && IsAtRest; i++)
            {
                IsAtRest = Math.Abs(State[i] - _almost[i]) <= absolute + (LargestMove * Math.Abs(State[i]));
            }
        }
    }
}
