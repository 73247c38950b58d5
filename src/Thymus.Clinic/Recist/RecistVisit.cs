namespace Thymus.Clinic.Recist;

/// <summary>What is seen at one visit.</summary>
/// <param name="Time">Time from baseline [d], greater than that of the visit before.</param>
/// <param name="SumOfDiameters">Sum of diameters of the target lesions [mm]; NaN when they were not (all) assessed.</param>
/// <param name="AllTargetsGone">Whether every non-nodal target is gone and every nodal target is below 10 mm.</param>
/// <param name="NonTarget">The other lesions.</param>
/// <param name="NewLesion">Whether there is an unequivocal new lesion.</param>
public readonly record struct RecistAssessment(
    double Time, double SumOfDiameters, bool AllTargetsGone, NonTargetStatus NonTarget = NonTargetStatus.None, bool NewLesion = false);

/// <summary>The verdict on one visit.</summary>
/// <param name="Time">Time from baseline [d].</param>
/// <param name="SumOfDiameters">Sum of diameters [mm]; NaN when not assessed.</param>
/// <param name="Target">Response of the target lesions.</param>
/// <param name="Overall">Overall response.</param>
/// <param name="Nadir">Smallest sum before this visit, baseline included [mm].</param>
/// <param name="Change">Relative change of the sum from baseline; NaN when not assessed.</param>
public readonly record struct RecistVisit(
    double Time, double SumOfDiameters, Response Target, Response Overall, double Nadir, double Change);
