namespace Thymus.Clinic.Recist;

/// <summary>The criteria of RECIST 1.1 for one visit.</summary>
/// <remarks>Eisenhauer et al. 2009, Eur. J. Cancer 45:228–247, doi:10.1016/j.ejca.2008.10.026.</remarks>
public static class RecistCriteria
{
    /// <summary>Fall from baseline that is a partial response.</summary>
    public const double PartialResponse = 0.70;

    /// <summary>Rise from the nadir that is progression.</summary>
    public const double Progression = 1.20;

    /// <summary>Smallest rise from the nadir that is progression [mm].</summary>
    public const double SmallestRise = 5;

    private const double Tolerance = 1e-9;   // of the sum: 100 -> 70 mm is a partial response although 0.7 has no exact double

    /// <summary>Response of the target lesions. Progression is tested before partial response.</summary>
    /// <param name="sum">Sum of diameters [mm]; NaN when not assessed.</param>
    /// <param name="baseline">Sum at baseline [mm].</param>
    /// <param name="nadir">Smallest sum before this visit, baseline included [mm].</param>
    /// <param name="allGone">Whether every target is gone, nodes below 10 mm.</param>
    public static Response Target(double sum, double baseline, double nadir, bool allGone) =>
        allGone ? Response.Complete
        : double.IsNaN(sum) ? Response.NotEvaluable
        : sum >= Progression * nadir * (1 - Tolerance) && sum - nadir >= SmallestRise * (1 - Tolerance) ? Response.Progressive
        : sum <= PartialResponse * baseline * (1 + Tolerance) ? Response.Partial
        : Response.Stable;

    /// <summary>Overall response at a visit (table 1; table 2 for patients without target lesions).</summary>
    /// <param name="target">Response of the target lesions; <see langword="null"/> when there were none at baseline.</param>
    /// <param name="nonTarget">The other lesions.</param>
    /// <param name="newLesion">Whether there is an unequivocal new lesion.</param>
    public static Response Overall(Response? target, NonTargetStatus nonTarget, bool newLesion) => (target, nonTarget) switch
    {
        _ when newLesion => Response.Progressive,
        (Response.Progressive, _) or (_, NonTargetStatus.Progressive) => Response.Progressive,
        (null, NonTargetStatus.Complete) => Response.Complete,
        (null, NonTargetStatus.NonCompleteNonProgressive) => Response.NonCompleteNonProgressive,
        (null, _) => Response.NotEvaluable,
        (Response.Complete, NonTargetStatus.Complete or NonTargetStatus.None) => Response.Complete,
        (Response.Complete or Response.Partial, _) => Response.Partial,
        (Response.Stable, _) => Response.Stable,
        _ => Response.NotEvaluable,
    };
}
