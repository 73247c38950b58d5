using System.Collections.Immutable;
using Thymus.Language.Binding;
using Thymus.Simulation.Dosing;
using Thymus.Solvers.Choosing;
using Thymus.Solvers.Lanes;
using Thymus.Units;

namespace Thymus.Simulation.Single;

/// <summary>One run of one model, without a therapy or a population.</summary>
public sealed record SimulateRequest
{
    /// <summary>The model.</summary>
    public required BoundModel Model { get; init; }

    /// <summary>Time of the end.</summary>
    public required Quantity Until { get; init; }

    /// <summary>Interval between outputs.</summary>
    public required Quantity Every { get; init; }

    /// <summary>Doses.</summary>
    public ImmutableArray<DoseText> Doses { get; init; } = [];

    /// <summary>Values in place of the model's own.</summary>
    public ImmutableArray<Setting> Settings { get; init; } = [];

    /// <summary>Symbols to write; none for all species and variables.</summary>
    public ImmutableArray<string> Outputs { get; init; } = [];

    /// <summary>Parameters by which the outputs are differentiated; a species stands for its start value.</summary>
    public ImmutableArray<string> Sensitivities { get; init; } = [];

    /// <summary>Body weight [kg], for doses per weight; NaN when it is not known.</summary>
    public double WeightKg { get; init; } = double.NaN;

    /// <summary>Body surface area [m²], for doses per area; NaN when it is not known.</summary>
    public double BsaM2 { get; init; } = double.NaN;

    /// <summary>Tolerances and method.</summary>
    public SolverOptions Solver { get; init; } = new();

    /// <summary>Tolerances and protection of single states.</summary>
    public ImmutableArray<StateSetting> States { get; init; } = [];
}

/// <summary>Outputs of a run over time.</summary>
/// <param name="TimeUnit">Unit of the times; <see langword="null"/> when the model does not say.</param>
/// <param name="Names">Outputs, then their derivatives by each parameter that was asked for: <c>d(C)/d(CL)</c>.</param>
/// <param name="Units">Their units, as far as the model says them.</param>
/// <param name="Times">Times.</param>
/// <param name="Rows">For each time the outputs. At the time of a dose they are those just before it.</param>
public sealed record SimulationTable(
    Unit? TimeUnit, ImmutableArray<string> Names, ImmutableArray<Unit?> Units, ImmutableArray<double> Times,
    ImmutableArray<ImmutableArray<double>> Rows)
{
    /// <summary>How the method was chosen, where the request leaves it to the program.</summary>
    public MethodChoice? MethodChoice { get; init; }
}
