using Thymus.Solvers.Lanes;

namespace Thymus.Benchmarks.Engine;

/// <summary>Options of a comparison.</summary>
internal sealed record ComparisonOptions
{
    /// <summary>Patients of a round; 0 for as many as make sense.</summary>
    public long Patients { get; init; }

    /// <summary>The tolerance that CVODE runs at, and Thymus where there is no CVODE; 0 for the folder's own.</summary>
    public double RelativeTolerance { get; init; }

    public int Threads { get; init; } = 1;

    /// <summary>Patients side by side; <see langword="null"/> for what is fastest.</summary>
    public LaneWidth? LaneWidth { get; init; }

    public SolverMethod Method { get; init; } = SolverMethod.Rodas5P;

    public bool WithCvode { get; init; } = true;

    public bool WorkPrecision { get; init; }

    public int Rounds { get; init; } = 5;

    /// <summary>Patients that errors are measured on.</summary>
    public int AccuracyPatients { get; init; } = 200;
}
