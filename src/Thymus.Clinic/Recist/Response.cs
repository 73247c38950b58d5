namespace Thymus.Clinic.Recist;

/// <summary>Response at a visit, or the best one of a course. The numbers are those of ADRS.AVAL in ADaM data sets.</summary>
public enum Response
{
    /// <summary>CR: everything is gone.</summary>
    Complete = 1,

    /// <summary>PR: the sum is at least 30 % below baseline.</summary>
    Partial = 2,

    /// <summary>SD: neither response nor progression.</summary>
    Stable = 3,

    /// <summary>NON-CR/NON-PD: of patients without target lesions.</summary>
    NonCompleteNonProgressive = 4,

    /// <summary>PD: the sum is at least 20 % and 5 mm above its smallest value, or a new lesion, or unequivocal worsening.</summary>
    Progressive = 5,

    /// <summary>NE: not evaluable.</summary>
    NotEvaluable = 6,
}

/// <summary>Words for responses.</summary>
public static class ResponseText
{
    extension(Response response)
    {
        /// <summary>Abbreviation of RECIST, as in ADRS.AVALC: CR, PR, SD, NON-CR/NON-PD, PD, NE.</summary>
        public string Code => response switch
        {
            Response.Complete => "CR",
            Response.Partial => "PR",
            Response.Stable => "SD",
            Response.NonCompleteNonProgressive => "NON-CR/NON-PD",
            Response.Progressive => "PD",
            _ => "NE",
        };

        /// <summary>Whether it counts as objective response: CR or PR.</summary>
        public bool IsObjective => response is Response.Complete or Response.Partial;

        /// <summary>Whether it counts as disease control: CR, PR, SD or NON-CR/NON-PD.</summary>
        public bool IsControl => response is Response.Complete or Response.Partial or Response.Stable or Response.NonCompleteNonProgressive;
    }
}
