using System.Collections.Immutable;

namespace Thymus.Simulation.Experiments;

/// <summary>What an experiment gives.</summary>
/// <param name="Reports">Its reports.</param>
/// <param name="Plots">Its plots of curves.</param>
public sealed record ExperimentResult(ImmutableArray<ExperimentReport> Reports, ImmutableArray<ExperimentPlot> Plots);

/// <summary>A report: columns that may be of different length.</summary>
public sealed record ExperimentReport(string Id, string? Name, ImmutableArray<(string Label, ImmutableArray<double> Values)> Columns);

/// <summary>A plot of curves.</summary>
public sealed record ExperimentPlot(string Id, string? Name, string XLabel, string YLabel, bool IsLogX, bool IsLogY, ImmutableArray<ExperimentCurve> Curves);

/// <summary>A curve.</summary>
public sealed record ExperimentCurve(string Name, ImmutableArray<double> X, ImmutableArray<double> Y);
