using System.Collections.Immutable;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Numerics.Lanes;
using Thymus.Numerics.Linear;
using Thymus.Solvers.Lanes;

namespace Thymus.Compilation;

/// <summary>What to compile.</summary>
public sealed record CompileRequest
{
    /// <summary>The model.</summary>
    public required BoundModel Model { get; init; }

    /// <summary>Constants (parameters, initial values of species) that a patient brings, in place of the model's own value or initial assignment.</summary>
    public ImmutableArray<string> Supplied { get; init; } = [];

    /// <summary>Species (or variables with a rate rule) that can be dosed. Each gets an input rate [amount/time], added to its derivative.</summary>
    public ImmutableArray<string> DoseTargets { get; init; } = [];

    /// <summary>Symbols to observe, in this order; in the meaning of their names (concentration unless amount).</summary>
    public ImmutableArray<string> Observables { get; init; } = [];

    /// <summary>
    /// Parameters, by their names in <see cref="CompiledModel.ParameterNames"/>, by which every observable is differentiated. A species stands
    /// for its start value. Observable O by parameter p is one more observable <c>d(O)/d(p)</c>, in the unit of O per unit of p; they follow
    /// the others, observable by observable (docs/science/sensitivities.md).
    /// </summary>
    public ImmutableArray<string> Sensitivities { get; init; } = [];

    /// <summary>
    /// Those of <see cref="Sensitivities"/> on which the amounts or times of doses depend, by name. They reach every dose target; doses that depend on
    /// another one are refused where they are given.
    /// </summary>
    public ImmutableArray<string> DoseParameters { get; init; } = [];

    /// <summary>Thresholds to watch for, beside the model's own events.</summary>
    public ImmutableArray<Watch> Watches { get; init; } = [];
}

/// <summary>Turns true when <paramref name="Quantity"/> rises to a parameter of its own, named <c>watch:NAME</c>; such as a cumulative hazard reaching an exponential draw.</summary>
public sealed record Watch(string Name, string Quantity);

/// <summary>A model as machine code in this process, for every lane width.</summary>
public abstract class CompiledModel
{
    private const long CachedOutputs = 256 * 1024;   // bytes, of all lanes

    /// <summary>
    /// Compiles; findings say what cannot be computed (algebraic rules, delays, unset values, circular rules). The same request on
    /// the same model gives what it gave before. Thread safe.
    /// </summary>
    public static Checked<CompiledModel> Compile(CompileRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return CompiledModels.Get(request);
    }

    /// <summary>The model.</summary>
    public abstract BoundModel Model { get; }

    /// <summary>
    /// Names of the states: species (always amounts), rate-rule variables, variables that only events change; then derivatives of those by
    /// the parameters of <see cref="SensitivityNames"/>.
    /// </summary>
    public abstract ImmutableArray<string> StateNames { get; }

    /// <summary>
    /// Names of the parameters: constants with a plain value, initial values of species under the species' name (in the
    /// meaning of the initial value), supplied names, then <c>input:SPECIES</c> per dose target and <c>watch:NAME</c> per watch.
    /// </summary>
    public abstract ImmutableArray<string> ParameterNames { get; }

    /// <summary>The model's own values of the parameters, NaN for a supplied one without a number; 0 for inputs, +∞ for watches.</summary>
    public abstract ImmutableArray<double> DefaultParameters { get; }

    /// <summary>Names of the observables, as requested; then those of their derivatives.</summary>
    public abstract ImmutableArray<string> ObservableNames { get; }

    /// <summary>How many of the states are the model's own: the first ones. The others are derivatives of them.</summary>
    public virtual int OwnStates => StateNames.Length;

    /// <summary>Whether the equations look up the past (<c>delay</c>).</summary>
    public virtual bool HasDelays => false;

    /// <summary>Whether states are held to constraints: fast reactions, algebraic rules that are not linear or have to be differentiated.</summary>
    public virtual bool IsConstrained => false;

    /// <summary>Whether constraints are followed as rates so fast that an implicit one-step method is needed.</summary>
    public virtual bool HasFastConstraints => false;

    /// <summary>What in the model a method cannot solve, in words; <see langword="null"/> for nothing.</summary>
    public string? FeatureAgainst(SolverMethod method) =>
        HasFastConstraints && method is (SolverMethod.Bdf or SolverMethod.Tsit5) ? "fast reactions or algebraic rules that are not linear"
        : HasDelays && method is SolverMethod.Bdf ? "delays"
        : null;

    /// <summary>Names of the parameters by which the observables are differentiated.</summary>
    public virtual ImmutableArray<string> SensitivityNames => [];

    /// <summary>The place of each structural non-zero of the Jacobian, in the order that kernels write them.</summary>
    public virtual ImmutableArray<MatrixEntry> JacobianPlaces => [];

    /// <summary>Names of the triggers: events of the model, then watches.</summary>
    public abstract ImmutableArray<string> TriggerNames { get; }

    /// <summary>The name of a derivative: <c>d(C)/d(CL)</c>.</summary>
    public static string DerivativeName(string what, string parameter) => Flattening.SensitivityEquations.NameOf(what, parameter);

    /// <summary>Index of a parameter, −1 if there is none of that name.</summary>
    public abstract int ParameterIndex(string name);

    /// <summary>Index of a state, −1 if there is none of that name.</summary>
    public abstract int StateIndex(string name);

    /// <summary>The kernel of a width; made on first use, then kept. Thread safe.</summary>
    public abstract LaneKernel Kernel(LaneWidth width);

    /// <summary>Work of the calls of its kernels, to choose a method by.</summary>
    public abstract KernelCost Cost { get; }

    /// <summary>
    /// The width that runs a population of this model fastest on this processor: two vectors side by side for a small model, whose
    /// instructions wait for each other, unless the outputs of so many patients no longer fit the cache. It never changes a result.
    /// </summary>
    /// <param name="numbersPerPatient">Numbers that the outputs of one patient are.</param>
    public LaneWidth PreferredWidth(int numbersPerPatient)
    {
        var single = (LaneWidth)LaneSupport.PreferredWidth;
        int lanes = 2 * (int)single;
        bool isSmall = StateNames.Length <= Emission.KernelProgram.LargestFusedStep;
        bool isCached = (long)lanes * numbersPerPatient * sizeof(double) <= CachedOutputs;
        return single is LaneWidth.Scalar || !isSmall || !isCached ? single : (LaneWidth)lanes;
    }

    /// <summary>Sizes and times of the compilation, for reports.</summary>
    public abstract CompileStatistics Statistics { get; }
}

/// <summary>Sizes and times of a compilation.</summary>
public sealed record CompileStatistics(int States, int Operations, int JacobianEntries, int FactorEntries, TimeSpan Elapsed);
