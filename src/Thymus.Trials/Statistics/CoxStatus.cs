namespace Thymus.Trials.Statistics;

/// <summary>How a Cox regression ended.</summary>
public enum CoxStatus
{
    /// <summary>The maximum was found.</summary>
    Converged,

    /// <summary>No maximum: the likelihood rises for ever with a coefficient, as when one arm has no event.</summary>
    MonotoneLikelihood,

    /// <summary>A covariate is constant or a combination of others among the patients at risk.</summary>
    Singular,

    /// <summary>There is no event.</summary>
    NoEvents,

    /// <summary>The iterations ran out.</summary>
    NotConverged,
}
