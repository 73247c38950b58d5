using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.SteadyState;

/// <summary>A steady state, or how far the search came.</summary>
/// <param name="State">State at the start of a cycle, just before its dose.</param>
/// <param name="IsFound">Whether every state repeats itself within the tolerance.</param>
/// <param name="Cycles">Cycles that were run.</param>
/// <param name="Slowest">The state that changes most over a cycle, measured by its tolerance.</param>
/// <param name="LastChange">Its change over the last cycle.</param>
/// <param name="Failure">Set when the integration itself failed.</param>
internal sealed record SteadyStateResult(
    double[] State, bool IsFound, int Cycles, int Slowest, double LastChange, CourseEnd? Failure);
