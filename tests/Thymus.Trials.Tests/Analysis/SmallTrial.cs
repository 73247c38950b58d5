using System.Collections.Immutable;
using Thymus.Clinic;
using Thymus.Clinic.Recist;
using Thymus.Populations;
using Thymus.Therapies;
using Thymus.Trials.Analysis;
using Thymus.Units;

namespace Thymus.Trials.Tests.Analysis;

/// <summary>A trial small enough to analyse by hand: arm "new" with six patients, control "old" with five, one failure each.</summary>
internal static class SmallTrial
{
    public static Study Study(params PublishedResult[] published) => new()
    {
        Id = "small",
        File = "small.yaml",
        Title = "Small trial",
        Question = "Does the analysis count right?",
        Arms =
        [
            Arm("new", [Event("Pneumonitis", "immune-related"), Event("Colitis", "immune-related")]),
            Arm("old", [Event("Neutrophil count decreased", "haematological")]),
        ],
        Control = "old",
        PatientsPerArm = 6,
        Seed = 1,
        Duration = 300,
        Assessments = new(63, false, 42, false, 1),
        Enrolled = [Sex()],
        Published = [.. published],
    };

    public static ImmutableArray<PatientOutcome> Outcomes { get; } =
    [
        New(1) with
        {
            OverallSurvival = new(300, false), ProgressionFreeSurvival = new(252, false), BestResponse = Response.Complete,
            DurationOfResponse = new TimeToEvent(189, false), TreatmentEnd = TreatmentEnd.Ongoing, StudyEnd = StudyEnd.InFollowUp, Doses = 14,
            AdverseEvents = [new("Colitis", 1, 30), new("Colitis", 3, 50)],
        },
        New(2) with
        {
            OverallSurvival = new(200, true), ProgressionFreeSurvival = new(126, true), BestResponse = Response.Partial,
            DurationOfResponse = new TimeToEvent(63, true), TreatmentEnd = TreatmentEnd.Progression, StudyEnd = StudyEnd.Died, Doses = 6,
            AdverseEvents = [new("Pneumonitis", 2, 40), new("Colitis", 2, 20)],
        },
        New(3) with
        {
            OverallSurvival = new(100, false), ProgressionFreeSurvival = new(63, false), BestResponse = Response.Stable,
            TreatmentEnd = TreatmentEnd.LostToFollowUp, StudyEnd = StudyEnd.LostToFollowUp, Doses = 4,
        },
        New(4) with
        {
            OverallSurvival = new(250, true), ProgressionFreeSurvival = new(63, true), BestResponse = Response.Progressive,
            TreatmentEnd = TreatmentEnd.AdverseEvent, StudyEnd = StudyEnd.Died, Doses = 2, AdverseEvents = [new("Rash", 4, 10)],
        },
        New(5) with { OverallSurvival = new(20, true), ProgressionFreeSurvival = new(20, true), StudyEnd = StudyEnd.Died, Doses = 0 },
        New(6) with { Failed = true, Doses = 3, AdverseEvents = [new("Colitis", 5, 1)] },
        Old(1) with { OverallSurvival = new(50, true), ProgressionFreeSurvival = new(42, true), BestResponse = Response.Progressive, TreatmentEnd = TreatmentEnd.Progression, AdverseEvents = [new("Neutrophil count decreased", 4, 8)] },
        Old(2) with { OverallSurvival = new(80, true), ProgressionFreeSurvival = new(63, true), BestResponse = Response.Stable, TreatmentEnd = TreatmentEnd.Progression, AdverseEvents = [new("Neutrophil count decreased", 3, 9)] },
        Old(3) with { OverallSurvival = new(120, true), ProgressionFreeSurvival = new(63, true), BestResponse = Response.Progressive, TreatmentEnd = TreatmentEnd.Progression },
        Old(4) with { OverallSurvival = new(210, true), ProgressionFreeSurvival = new(126, true), BestResponse = Response.Stable, TreatmentEnd = TreatmentEnd.Completed },
        Old(5) with { Failed = true },
    ];

    public static PublishedResult Published(
        string arm, string quantity, double value, double low = double.NaN, double high = double.NaN, int patients = 0, double at = double.NaN) => new(
            "A trial", arm, quantity, at, value, low, high, Unit(quantity), patients, "Adults", "The same", "Nowhere", "M");

    private static string Unit(string quantity) =>
        quantity.StartsWith("median", StringComparison.Ordinal) ? "months" : quantity.StartsWith("hazard", StringComparison.Ordinal) ? "1" : "%";

    private static Covariate Sex() => new(
        "SEX", "Sex", Units.Unit.Dimensionless, new CategoricalCovariate([new("female", 0, 0.3), new("male", 1, 0.7)]), 0, "", "A");

    private static Arm Arm(string id, ImmutableArray<AdverseEvent> events) => new(id, $"Arm {id}", new Therapy
    {
        Id = id,
        Folder = id,
        Title = id,
        Kind = "test",
        Disease = "test",
        Drugs = [id],
        Summary = "A therapy of a test.",
        Model = null!,   // an analysis looks at no model
        Outputs = [],
        Population = new([Sex(), new("AGE", "Age", new Unit("a", 31_557_600, Dimension.None), new NormalCovariate(60, 10, 20, 90), 60, "", "A")], [], [], []),
        Regimens = [],
        AdverseEvents = events,
        Limits = [],
        Citations = [],
        Files = [],
    }, new Regimen("r", "Regimen", [], ""), true, 730);

    private static PublishedAdverseEvent Event(string term, string group) => new()
    {
        Term = term,
        Class = group,
        Source = "",
        Confidence = "A",
        Incidence = 0.1,
        Grades = [1, 0, 0, 0, 0],
        OnsetMedian = 30,
        OnsetLogSd = 1,
        DurationMedian = 30,
    };

    private static PatientOutcome New(ulong number) => new()
    {
        Patient = number,
        Arm = "new",
        Covariates = [new("SEX", number % 2), new("AGE", 50 + number)],
    };

    private static PatientOutcome Old(ulong number) => New(number) with { Arm = "old", Doses = 3, StudyEnd = StudyEnd.Died };
}
