namespace Thymus.Clinic.Ctcae;

/// <summary>What a laboratory value is compared with, in the unit of the value.</summary>
/// <param name="Low">Lower limit of normal; NaN when not known.</param>
/// <param name="High">Upper limit of normal; NaN when not known.</param>
/// <param name="Baseline">The patient's value before treatment; NaN when not known: then it counts as normal.</param>
public readonly record struct LaboratoryLimits(double Low, double High, double Baseline = double.NaN);
