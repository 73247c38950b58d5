using System.Collections.Immutable;
using Thymus.Language;
using Thymus.Populations;
using Thymus.Solvers.Lanes;
using Thymus.Therapies;
using Thymus.Trials.Courses;
using Thymus.Units;

namespace Thymus.Trials.Tests.Courses;

/// <summary>Small therapies and trials, built in code, whose courses are known beforehand.</summary>
internal static class VirtualTrial
{
    /// <summary>A drug that stays, a tumour that grows by a factor e^growth a day, and a count that doses lower for a while.</summary>
    public const string Model = """
        model small()
          unit time_unit = 86400 second
          unit day = 86400 second
          unit L = litre
          unit mg = 1e-3 gram
          unit mm = 1e-3 metre
          unit giga_per_L = 1e9/litre
          A' = -k*A;             A = 0;          A has mg
          B' = 0;                B = 0;           B has mg
          k = 0.1;               k has 1/day
          SLD := SLD0*exp(growth*time);          SLD has mm
          SLD0 = 100;            SLD0 has mm
          growth = 0;            growth has 1/day
          N := N0*(1 - A/(A + A50));             N has giga_per_L
          N0 = 4;                N0 has giga_per_L
          A50 = 1e9;             A50 has mg
          H' = h + 2*w^2*time;   H = 0;          H has dimensionless
          h = 0;                 h has 1/day
          w = 0;                 w has 1/day
          mu = 100;              mu has dimensionless
          sigma = 0;             sigma has dimensionless
          F = 1;                 F has dimensionless
          lag = 0;               lag has day
        end
        """;

    public static readonly Unit Milligram = Parse("mg"), Millimetre = Parse("mm"), Day = Parse("d"), Count = Parse("1e9/L");

    public static Therapy Small { get; } = new()
    {
        Id = "small",
        Folder = "small",
        Title = "Small",
        Kind = "test",
        Disease = "test",
        Drugs = ["drug"],
        Summary = "A therapy of a test.",
        Model = Read(Model),
        Outputs =
        [
            new("A", "Drug", Milligram, OutputRole.Other, null),
            new("SLD", "Tumour", Millimetre, OutputRole.TumourSize, null),
            new("N", "Count", Count, OutputRole.Neutrophils, null),
            new("B", "Second drug", Milligram, OutputRole.Other, null),
        ],
        Population = Population.Empty,
        Regimens = [],
        AdverseEvents = [],
        Limits = [],
        Citations = [],
        Files = [],
    };

    public static LogNormalSurvival LogNormal { get; } = new("mu", "sigma", "a test");

    public static HazardSurvival Hazard { get; } = new("H", "a test");

    /// <summary>The therapy with another formula for one of the outputs of its model, such as <c>SLD</c>.</summary>
    public static Therapy Formula(string output, string formula) => Small with
    {
        Model = Read(string.Join('\n', Model.Split('\n').Select(line => line.Trim().StartsWith($"{output} :=", StringComparison.Ordinal)
            ? $"{output} := {formula}; {output} has {Small.Outputs.First(o => o.Name == output).Unit switch { var u when u == Millimetre => "mm", _ => "giga_per_L" }}"
            : line))),
    };

    /// <summary>A formula that has a value until a time, the next value until the next time, and so on.</summary>
    public static string Steps(double last, params (double Value, double Until)[] before) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"piecewise({string.Join(", ", before.Select(b => $"{b.Value}, time < {b.Until}"))}, {last})");

    /// <summary>An adverse event that everyone has, of this grade, at this time after the first dose, for this long.</summary>
    public static PublishedAdverseEvent Event(int grade, double onset, double duration, int holdFrom = 0, int discontinueFrom = 0) => new()
    {
        Term = "Colitis",
        Class = "immune-related",
        Source = "a test",
        Confidence = "A",
        Incidence = 1,
        Grades = [.. Enumerable.Range(1, 5).Select(g => g == grade ? 1.0 : 0.0)],
        OnsetMedian = onset,
        OnsetLogSd = 0,
        DurationMedian = duration,
        HoldFrom = holdFrom,
        DiscontinueFrom = discontinueFrom,
    };

    /// <summary>100 mg of the drug into A every 21 days.</summary>
    public static RegimenDose EveryThreeWeeks { get; } = new() { Amount = Amount("100 mg"), Drug = "drug", Target = "A", Interval = 21 };

    public static Quantity Amount(string text)
    {
        Assert.True(Quantity.TryParse(text, out var quantity, out string? error), error);
        return quantity;
    }

    public static Unit Parse(string text)
    {
        Assert.True(Unit.TryParse(text, out var unit, out string? error), error);
        return unit;
    }

    public static Language.Binding.BoundModel Read(string text)
    {
        var read = AntimonyReader.Read(text, "small.ant");
        Assert.True(read.Succeeded, string.Join('\n', read.Findings));
        return read.Value;
    }

    /// <summary>A therapy whose model has other values of parameters, the same for everyone.</summary>
    public static Therapy With(this Therapy therapy, params (string Name, double Value)[] values) => therapy with
    {
        Population = therapy.Population with
        {
            Parameters =
            [
                .. therapy.Population.Parameters,
                .. values.Select(v => new PopulationParameter(
                    v.Name, v.Value, therapy.Model.Find(v.Name)!.Unit!, ParameterDistribution.Fixed, null, [], "a test", "A")),
            ],
        },
    };

    public static Arm Arm(this Therapy therapy, params RegimenDose[] doses) => new(
        "arm", "Arm", therapy, new("regimen", "Regimen", [.. doses], "a test"), StopAtProgression: true, double.PositiveInfinity);

    /// <summary>A trial of these arms over 126 days: one patient each, a scan every 42 days without measurement error.</summary>
    public static Study Study(params Arm[] arms) => new()
    {
        Id = "small",
        File = "small.yaml",
        Title = "Small trial",
        Question = "Does the course go as planned?",
        Arms = [.. arms],
        Control = arms[0].Id,
        PatientsPerArm = 1,
        Seed = 1,
        Duration = 126,
        Assessments = new(42, Confirmation: false, MinimumStableDisease: 42, WithMeasurementError: false, CompleteResponseBelow: 5),
        OutputInterval = 63,
    };

    public static TrialSimulator Simulator(Study study)
    {
        var created = TrialSimulator.Create(study);
        Assert.True(created.Succeeded, string.Join('\n', created.Findings));
        return created.Value;
    }

    /// <summary>All courses of a study.</summary>
    public static ImmutableArray<PatientCourse> Run(Study study, LaneWidth width = LaneWidth.Vector256)
    {
        var simulator = Simulator(study);
        using var worker = simulator.CreateWorker(width);
        return [.. Enumerable.Range(0, simulator.Chunks).SelectMany(c => worker.Simulate(c, null, TestContext.Current.CancellationToken).Courses)];
    }

    /// <summary>The record of the only patient of a study with one arm.</summary>
    public static PatientRecord One(Study study)
    {
        var record = Run(study).First().Record;
        Assert.Null(record.Failure);
        return record;
    }

    /// <summary>The rows of a kind.</summary>
    public static ImmutableArray<EventRow> Of(this PatientRecord record, string kind) => [.. record.Events.Where(e => e.Kind == kind)];

    /// <summary>An endpoint.</summary>
    public static EndpointRow Endpoint(this PatientRecord record, string name) => Assert.Single(record.Endpoints, e => e.Endpoint == name);

    /// <summary>Everything that is recorded, as text, digit for digit.</summary>
    public static string Text(this PatientRecord record) => string.Join('\n',
    [
        .. record.Events.Select(e => e.ToString()), .. record.Assessments.Select(a => a.ToString()), .. record.Endpoints.Select(e => e.ToString()),
        .. record.CourseTimes.Concat(record.CourseValues).Select(v => BitConverter.DoubleToInt64Bits(v).ToString("x16", null)),
        $"{record.Patient} {record.Arm} {record.TreatmentEnd} {record.TreatmentEndReason} {record.FollowUpEnd} {record.FollowUpEndReason} {record.Failure}",
    ]);
}
