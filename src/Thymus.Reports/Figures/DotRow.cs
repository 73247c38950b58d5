using Thymus.Trials.Analysis;

namespace Thymus.Reports.Figures;

/// <summary>A line of a dot plot: a quantity, with an estimate (%) of every arm in order.</summary>
/// <param name="Group">Heading above the line when it differs from the line before; empty for none.</param>
/// <param name="Label">What is estimated.</param>
/// <param name="Estimates">Estimates and intervals [%], one per arm; NaN where there is none.</param>
internal sealed record DotRow(string Group, string Label, IReadOnlyList<Estimate> Estimates);
