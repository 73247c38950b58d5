namespace Thymus.Clinic.Recist;

/// <summary>What the lesions that are followed without being measured do at a visit.</summary>
public enum NonTargetStatus
{
    /// <summary>There were none at baseline.</summary>
    None,

    /// <summary>All gone, nodes below 10 mm, tumour markers normal.</summary>
    Complete,

    /// <summary>Some are still there, none is unequivocally worse.</summary>
    NonCompleteNonProgressive,

    /// <summary>Unequivocally worse.</summary>
    Progressive,

    /// <summary>Not, or not all, evaluated.</summary>
    NotEvaluated,
}
