using System.Collections.Immutable;
using Thymus.Therapies.Checks;
using Thymus.Units;

namespace Thymus.Therapies.Figures;

/// <summary>What the picture of a therapy shows: courses of one patient, the typical one unless a curve says otherwise.</summary>
/// <param name="Caption">What is seen, in a sentence.</param>
/// <param name="Curves">One course each, as curves of every output.</param>
/// <param name="Outputs">What is shown of a course.</param>
/// <param name="From">Start of the time axis [model time].</param>
/// <param name="To">Its end [model time].</param>
/// <param name="TimeUnit">Unit of the time axis.</param>
/// <param name="TimeText">That unit as people call it.</param>
public sealed record TherapyFigure(
    string Caption, ImmutableArray<FigureCurve> Curves, ImmutableArray<FigureOutput> Outputs, double From, double To, Unit TimeUnit, string TimeText);

/// <summary>A course that is shown.</summary>
/// <param name="Label">For the legend; empty when it is the only one.</param>
/// <param name="Setting">Patient and doses.</param>
public sealed record FigureCurve(string Label, CheckSetting Setting);

/// <summary>What is shown of a course.</summary>
/// <param name="Name">Symbol of the model.</param>
/// <param name="Label">For people.</param>
/// <param name="Unit">Unit of the values.</param>
/// <param name="IsLogarithmic">Whether its axis is logarithmic.</param>
public sealed record FigureOutput(string Name, string Label, Unit Unit, bool IsLogarithmic);

/// <summary>The values of one output in one course.</summary>
/// <param name="Curve">The course.</param>
/// <param name="Output">The output.</param>
/// <param name="Times">Times, in the unit of the figure's axis.</param>
/// <param name="Values">Values at these times.</param>
public sealed record FigureSeries(FigureCurve Curve, FigureOutput Output, ImmutableArray<double> Times, ImmutableArray<double> Values);
