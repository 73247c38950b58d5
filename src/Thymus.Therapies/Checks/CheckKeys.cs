using Thymus.Therapies.Text;

namespace Thymus.Therapies.Checks;

/// <summary>The keys of checks.yaml.</summary>
internal static class CheckKeys
{
    public static readonly SectionKeys File = new("the file of checks", "checks.schema.json#", ["checks"], ["therapy", "model", "patients"]);

    public static readonly SectionKeys Patient = new(
        "a patient", "checks.schema.json#patient", [], ["covariates", "typical", "parameters"]);

    public static readonly SectionKeys Check = new(
        "a check", "checks.schema.json#check", ["id", "quantity", "statistic", "source", "confidence"],
        ["patient", "regimen", "doses", "observe", "published", "between", "at_least", "at_most", "tolerance", "explained"]);

    public static readonly SectionKeys Explained = new("an explanation", "checks.schema.json#explained", ["value", "why"], []);

    public static readonly SectionKeys AtTime = OfCourse("a value at a time", "atTime", ["at"], []);

    public static readonly SectionKeys OfDose = OfCourse("a value of a dose", "ofDose", ["dose"], []);

    public static readonly SectionKeys Window = OfCourse("a value within a window", "window", ["to"], ["from"]);

    public static readonly SectionKeys Slope = OfCourse("a half-life", "slope", ["from", "to"], []);

    public static readonly SectionKeys Below = OfCourse("a time below or above a threshold", "below", ["threshold", "to"], ["from"]);

    public static readonly SectionKeys Crossing = OfCourse("a crossing", "crossing", ["level", "to"], ["from", "direction", "which"]);

    public static readonly SectionKeys Plain = OfCourse("a statistic", "plain", [], []);

    public static readonly SectionKeys Pair = new("a statistic of two", "checks.schema.json#pair", ["kind", "of", "to"], []);

    public static readonly SectionKeys SteadyState = OfCourse("a value at a steady state", "steadyState", [], ["after", "near"]);

    public static readonly SectionKeys Eigenvalue = OfCourse("an eigenvalue at a steady state", "eigenvalue", ["take"], ["after", "near"]);

    public static readonly SectionKeys Threshold = new(
        "a threshold", "checks.schema.json#threshold", ["kind", "from", "to", "of", "level"], ["parameter", "factor_of", "factor_of_doses", "scale"]);

    public static readonly SectionKeys Range = new(
        "an extreme over a range", "checks.schema.json#range", ["kind", "of"], ["parameter", "factor_of", "factor_of_doses", "from", "to", "scale", "points", "values"]);

    public static readonly SectionKeys Population = new(
        "a statistic of a population", "checks.schema.json#population", ["kind", "take", "of", "patients"], ["seed", "level", "share"]);

    public static IReadOnlyList<SectionKeys> All { get; } =
        [File, Patient, Check, Explained, AtTime, OfDose, Window, Slope, Below, Crossing, Plain, Pair, SteadyState, Eigenvalue, Threshold, Range, Population];

    /// <summary>A statistic of a course may have its own symbol, patient and doses.</summary>
    private static SectionKeys OfCourse(string name, string section, string[] required, string[] optional) => new(
        name, "checks.schema.json#" + section, ["kind", .. required], [.. optional, "observe", "patient", "regimen", "doses"]);
}
