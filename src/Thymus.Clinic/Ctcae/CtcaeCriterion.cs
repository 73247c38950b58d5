namespace Thymus.Clinic.Ctcae;

/// <summary>A row of the table of grades: the grade holds when the value passes factor · reference.</summary>
internal sealed record CtcaeCriterion(
    string Version, string Term, int Grade, string Test, string Reference, double Factor, string Baseline)
{
    private const double Tolerance = 1e-9;   // relative: 3 × 40 is not above 120 because of the last bit

    /// <summary>Whether a value passes; never when what it is compared with is not known.</summary>
    public bool Holds(double value, LaboratoryLimits limits)
    {
        bool isAbnormal = limits.Baseline > limits.High || limits.Baseline < limits.Low;
        if (Baseline != "any" && (Baseline == "abnormal") != isAbnormal)
        {
            return false;
        }

        double bound = Factor * Reference switch
        {
            "LLN" => limits.Low,
            "ULN" => limits.High,
            "baseline" => limits.Baseline,
            _ => 1,
        };
        double margin = Tolerance * Math.Abs(bound);
        return Test switch
        {
            "<" => value < bound - margin,
            ">" => value > bound + margin,
            _ => value >= bound - margin,
        };
    }
}
