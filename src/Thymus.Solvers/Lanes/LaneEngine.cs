namespace Thymus.Solvers.Lanes;

/// <summary>Settings of an integration. Every one of them is written in the manifest of a run.</summary>
public sealed record SolverOptions
{
    /// <summary>Relative tolerance of the local error.</summary>
    public double RelativeTolerance { get; init; } = 1e-6;

    /// <summary>Absolute tolerance of every state, in its own unit, unless <see cref="AbsoluteTolerances"/> says otherwise.</summary>
    public double AbsoluteTolerance { get; init; } = 1e-9;

    /// <summary>
    /// Absolute tolerance per state of the model, in its own unit; empty to use <see cref="AbsoluteTolerance"/>. That of a sensitivity
    /// follows from that of its state.
    /// </summary>
    public IReadOnlyList<double> AbsoluteTolerances { get; init; } = [];

    /// <summary>
    /// Indices of the states that are protected from turning negative: a step that carries one of them below minus its absolute
    /// tolerance is refused and made smaller; where no step does, the course fails as <see cref="SolveStatus.NegativeState"/>. Nothing
    /// is clipped (Shampine et al. 2005, doi:10.1016/j.amc.2004.12.011). None by default: a refused step is another step, so results
    /// of models without any flaw would move, and not every state is an amount.
    /// </summary>
    public IReadOnlyList<int> NonNegative { get; init; } = [];

    /// <summary>The method.</summary>
    public SolverMethod Method { get; init; } = SolverMethod.Rodas5P;

    /// <summary>Most steps of one course, refused ones included.</summary>
    public int StepLimit { get; init; } = 1_000_000;

    /// <summary>
    /// Longest step, in the model's unit of time. The local error is controlled at the ends of steps; set this where outputs
    /// between them matter and one very stiff state that follows a function of time alone sets the step.
    /// </summary>
    public double LongestStep { get; init; } = double.PositiveInfinity;

    /// <summary>Throws where a setting makes no sense: a caller's mistake, as settings from files are checked before.</summary>
    internal void Validate(int states)
    {
        Require(RelativeTolerance is >= 1e-14 and < 1, nameof(RelativeTolerance), RelativeTolerance, "between 1e-14 and 1");
        Require(AbsoluteTolerance is > 0 and < double.PositiveInfinity, nameof(AbsoluteTolerance), AbsoluteTolerance, "greater than 0");
        Require(AbsoluteTolerances.Count == 0 || AbsoluteTolerances.Count == states, nameof(AbsoluteTolerances), AbsoluteTolerances.Count, "empty or one per state");
        Require(AbsoluteTolerances.All(a => a is > 0 and < double.PositiveInfinity), nameof(AbsoluteTolerances), AbsoluteTolerances, "greater than 0");
        Require(NonNegative.All(s => s >= 0 && s < states), nameof(NonNegative), NonNegative, "indices of states");
        Require(Method is not SolverMethod.Automatic, nameof(Method), Method, "chosen before, by MethodChooser");
        Require(StepLimit > 0, nameof(StepLimit), StepLimit, "greater than 0");
        Require(LongestStep > 0, nameof(LongestStep), LongestStep, "greater than 0");

        static void Require(bool holds, string name, object value, string range)
        {
            if (!holds)
            {
                throw new ArgumentOutOfRangeException(name, value, $"{name} must be {range}.");
            }
        }
    }
}

/// <summary>The method of integration.</summary>
public enum SolverMethod
{
    /// <summary>Rosenbrock, order 5(4), stiffly accurate (Steinebach 2023, doi:10.1007/s10543-023-00967-x).</summary>
    Rodas5P,

    /// <summary>Rosenbrock, order 4(3), stiffly accurate (Hairer &amp; Wanner 1996, Solving ODEs II, §IV.7).</summary>
    Rodas4,

    /// <summary>
    /// Numerical differentiation formulas of variable order 1 to 5, implicit, with a past, one course at a time: for one large
    /// or hard model with few discontinuities (Shampine &amp; Reichelt 1997, doi:10.1137/S1064827594276424). Takes a kernel of
    /// width <see cref="LaneWidth.Scalar"/> only.
    /// </summary>
    Bdf,

    /// <summary>
    /// Explicit Runge-Kutta, order 5(4), for models that are not stiff (Tsitouras 2011, doi:10.1016/j.camwa.2011.06.002).
    /// </summary>
    Tsit5,

    /// <summary>
    /// The cheapest of these for the model, found by <see cref="Choosing.MethodChooser"/> before a run: no engine takes it as it is.
    /// </summary>
    Automatic,
}

/// <summary>Work done by an engine.</summary>
/// <param name="Courses">Courses ended, failed ones included.</param>
/// <param name="Failed">Courses that failed.</param>
/// <param name="Accepted">Steps taken, over all courses.</param>
/// <param name="Rejected">Steps refused, over all courses.</param>
/// <param name="LaneSteps">Lane-steps paid for: vector steps times width. Accepted plus rejected over this is the lane use.</param>
public readonly record struct EngineStatistics(long Courses, long Failed, long Accepted, long Rejected, long LaneSteps)
{
    /// <summary>The work of two together.</summary>
    public static EngineStatistics operator +(EngineStatistics a, EngineStatistics b) =>
        new(a.Courses + b.Courses, a.Failed + b.Failed, a.Accepted + b.Accepted, a.Rejected + b.Rejected, a.LaneSteps + b.LaneSteps);
}

/// <summary>Integrates many courses, one per lane, each with its own time and step; refills a lane when its course ends.</summary>
/// <remarks>Not thread safe: one engine a thread. Kernels have no state and may be shared.</remarks>
public abstract partial class LaneEngine : IDisposable
{
    /// <summary>An engine for the kernel's width.</summary>
    /// <exception cref="ArgumentException">The options make no sense for this kernel, or the method does not work at its width.</exception>
    /// <exception cref="PlatformNotSupportedException">The processor lacks fused multiply-add.</exception>
    public static partial LaneEngine Create(LaneKernel kernel, SolverOptions options);

    /// <summary>The width to take a kernel of, where <paramref name="width"/> is wanted: a method without lanes has one.</summary>
    public static LaneWidth WidthFor(SolverMethod method, LaneWidth width) => method is SolverMethod.Bdf ? LaneWidth.Scalar : width;

    /// <summary>Runs until the source has no more courses and every lane is done.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; courses in flight get no <see cref="ICourse.OnEnd"/>.</exception>
    public abstract EngineStatistics Run(ICourseSource source, CancellationToken cancellation);

    /// <summary>Frees the engine's memory, which is not the garbage collector's.</summary>
    public abstract void Dispose();
}
