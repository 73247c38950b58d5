using Thymus.Therapies.Text;

namespace Thymus.Therapies.Checks;

/// <summary>The keys of checks.yaml.</summary>
internal static class CheckKeys
{
    public static readonly SectionKeys File = new("the file of checks", "checks.schema.json#", ["checks"], ["patients"]);

    public static readonly SectionKeys Patient = new(
        "a patient", "checks.schema.json#patient", [], ["covariates", "typical", "parameters"]);

    public static readonly SectionKeys Check = new(
        "a check", "checks.schema.json#check", ["id", "quantity", "statistic", "published", "tolerance", "source", "confidence"],
        ["patient", "regimen", "doses", "observe"]);

    public static readonly SectionKeys AtTime = new("a value at a time", "checks.schema.json#atTime", ["kind", "at"], []);

    public static readonly SectionKeys OfDose = new("a value of a dose", "checks.schema.json#ofDose", ["kind", "dose"], []);

    public static readonly SectionKeys Window = new("a value within a window", "checks.schema.json#window", ["kind", "to"], ["from"]);

    public static readonly SectionKeys Below = new("a time below a threshold", "checks.schema.json#below", ["kind", "threshold", "to"], ["from"]);

    public static readonly SectionKeys Plain = new("a statistic", "checks.schema.json#plain", ["kind"], []);

    public static IReadOnlyList<SectionKeys> All { get; } = [File, Patient, Check, AtTime, OfDose, Window, Below, Plain];
}
