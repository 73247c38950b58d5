using Thymus.Trials.Analysis;
using Thymus.Trials.Endpoints;
using Thymus.Trials.Tests.Courses;

namespace Thymus.Trials.Tests.Endpoints;

/// <summary>The analysis of declared endpoints: which number uses which method, who counts, and what is published beside it.</summary>
public sealed class EndpointAnalyserTests
{
    private static readonly double[] First = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
    private static readonly double[] Second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

    [Fact]
    public void Means_are_compared_by_Welch_and_patients_without_a_value_are_left_out()
    {
        var analysis = Analyse(Continuous(), [.. Values("drug", First), .. Values("control", Second), .. Values("drug", double.NaN)]);
        var result = Assert.IsType<ContinuousAnalysis>(Assert.Single(analysis.Endpoints));

        Assert.Equal([("drug", 10, 1), ("control", 10, 0)], result.Arms.Select(a => (a.Arm, a.Patients, a.Missing)));
        Assert.Equal((0.75, 2.33), (Math.Round(result.Arms[0].Mean.Value, 6), Math.Round(result.Arms[1].Mean.Value, 6)));
        var comparison = Assert.Single(result.Comparisons);   // R: t.test(extra ~ group, data = sleep)
        Assert.Equal((-1.58, -3.365, 0.205, 0.0794), (Math.Round(comparison.Difference.Value, 2), Math.Round(comparison.Difference.Low, 3), Math.Round(comparison.Difference.High, 3), Math.Round(comparison.P, 4)));
        Assert.Equal(0.75 / 2.33, comparison.Ratio.Value, 1e-12);
    }

    [Fact]
    public void Titres_are_compared_by_the_ratio_of_geometric_means()
    {
        // the logarithms are those of the sleep data
        var endpoint = Continuous() with { IsGeometric = true };
        var result = (ContinuousAnalysis)Analyse(endpoint, [.. Values("drug", [.. First.Select(Math.Exp)]), .. Values("control", [.. Second.Select(Math.Exp)])]).Endpoints[0];

        Assert.Equal(Math.Exp(0.75), result.Arms[0].Mean.Value, 1e-12);
        Assert.Equal(Math.Exp(1.789010), result.Arms[0].Sd, 1e-4);
        Assert.Equal(Math.Exp(-1.58), result.Comparisons[0].Ratio.Value, 1e-12);
        Assert.Equal(Math.Exp(-3.3654832), result.Comparisons[0].Ratio.Low, 1e-8);
        Assert.True(double.IsNaN(result.Comparisons[0].Difference.Value));
    }

    [Fact]
    public void Responders_are_compared_by_Newcombe_and_who_has_no_reading_is_none()
    {
        // Newcombe 1998, example a: 56 of 70 against 48 of 80, 0.2 (0.0524 to 0.3339)
        var endpoint = new ResponderEndpoint { Id = "r", Title = "R", At = 10, Thresholds = [new("r50", "Half")] };
        var result = (ResponderAnalysis)Analyse(endpoint, [.. Responders("drug", 56, 13), .. Responders("control", 48, 32), .. Values("drug", double.NaN, "r50")]).Endpoints[0];

        Assert.Equal((56, 70, 1), (result.Arms[0].Responders, result.Arms[0].Patients, result.Arms[0].Missing));
        Assert.Equal((0.2, 0.0524, 0.3339), (Math.Round(result.Comparisons[0].Difference.Value, 4), Math.Round(result.Comparisons[0].Difference.Low, 4), Math.Round(result.Comparisons[0].Difference.High, 4)));
        Assert.Equal(0.8 / 0.6, result.Comparisons[0].Ratio.Value, 1e-12);
    }

    [Fact]
    public void Efficacy_is_one_minus_the_hazard_ratio_and_exists_by_rates_without_an_event()
    {
        var endpoint = new TimeToEventEndpoint { Id = "inf", Title = "Infection", CumulativeHazard = "H" };
        PatientOutcome[] outcomes = [.. Events("drug", 0, 100), .. Events("control", 20, 80)];
        var result = (TimeToEventAnalysis)Analyse(endpoint, outcomes).Endpoints[0];
        var comparison = Assert.Single(result.Comparisons);

        Assert.Equal((0, 20), (result.Arms[0].Events, result.Arms[1].Events));
        Assert.Equal(100 * 365.25 / 365.25, result.Arms[0].Years, 1e-9);
        Assert.True(double.IsNaN(comparison.Efficacy.Value));
        Assert.Equal((1.0, 1.0), (comparison.RateEfficacy.Value, comparison.RateEfficacy.High));
        Assert.InRange(comparison.RateEfficacy.Low, 0.75, 0.85);   // 1 − 0.2022 · T ratio
        Assert.Equal(-0.2, comparison.RiskDifference.Value, 1e-9);
    }

    [Fact]
    public void Simulated_efficacy_is_that_of_the_hazards()
    {
        // constant hazards 0.001 and 0.004 a day, 2000 patients an arm: the hazard ratio is 0.25, with a standard error of its log of about 0.037
        var control = VirtualTrial.Small.With(("h", 0.004));
        var drug = VirtualTrial.Small.With(("h", 0.001));
        var study = VirtualTrial.Study(
            (drug with { Outputs = [drug.Outputs[0]] }).Arm() with { Id = "drug" }, (control with { Outputs = [control.Outputs[0]] }).Arm() with { Id = "control" }) with
        {
            PatientsPerArm = 2000,
            Duration = 365,
            Control = "control",
            Endpoints = [new TimeToEventEndpoint { Id = "inf", Title = "Infection", CumulativeHazard = "H", From = 30 }],
        };
        var outcomes = VirtualTrial.Run(study).Select(c => new PatientOutcome
        {
            Patient = c.Patient.Number,
            Arm = c.Record.Arm,
            Endpoints = [.. c.Record.Endpoints.Where(e => e.Endpoint == "inf").Select(e => new EndpointOutcome(e.Endpoint, e.Time, e.IsEvent))],
        }).ToList();
        var comparison = ((TimeToEventAnalysis)TrialAnalyser.Analyse(study, outcomes).Endpoints[0]).Comparisons[0];

        Assert.InRange(comparison.Efficacy.Value, 0.75 - 0.032, 0.75 + 0.032);
        Assert.InRange(comparison.RateEfficacy.Value, 0.75 - 0.032, 0.75 + 0.032);
        Assert.True(comparison.Efficacy.Low < 0.75 && comparison.Efficacy.High > 0.75);
        Assert.InRange(comparison.RiskDifference.Value, Math.Exp(-0.004 * 335) - Math.Exp(-0.001 * 335) - 0.05, Math.Exp(-0.004 * 335) - Math.Exp(-0.001 * 335) + 0.05);
    }

    [Theory]
    [InlineData("mean", "c", "1", 0.75)]
    [InlineData("median", "c", "1", 0.35)]
    [InlineData("mean-difference", "c", "1", -1.58)]
    [InlineData("relative-difference", "c", "%", 100 * ((0.75 / 2.33) - 1))]
    public void Published_numbers_are_held_against_the_endpoint(string quantity, string endpoint, string unit, double expected)
    {
        var published = new PublishedResult("T", "drug", quantity, double.NaN, expected, double.NaN, double.NaN, unit, 0, "P", "Yes", "S", "M") { Endpoint = endpoint };
        var comparison = Analyse(Continuous(), [.. Values("drug", First), .. Values("control", Second)], published).Published[0];

        Assert.Equal(expected, comparison.Simulated.Value, 1e-9);
        Assert.True(comparison.Agrees, comparison.Remark);
    }

    private static ContinuousEndpoint Continuous() => new() { Id = "c", Title = "C", Reading = ReadingTests.Reading("A", 10) };

    private static TrialAnalysis Analyse(StudyEndpoint endpoint, IReadOnlyList<PatientOutcome> outcomes, params PublishedResult[] published)
    {
        var arm = VirtualTrial.Small.Arm();
        var study = VirtualTrial.Study(arm with { Id = "drug" }, arm with { Id = "control" }) with
        {
            Control = "control",
            Endpoints = [endpoint],
            Published = [.. published],
        };
        return TrialAnalyser.Analyse(study, [.. outcomes.Select((o, i) => o with { Patient = (ulong)i + 1 })]);
    }

    private static IEnumerable<PatientOutcome> Values(string arm, params double[] values) =>
        values.Select(v => new PatientOutcome { Patient = 0, Arm = arm, Endpoints = [new("c", v, false)] });

    private static IEnumerable<PatientOutcome> Values(string arm, double value, string id) =>
        [new() { Patient = 0, Arm = arm, Endpoints = [new(id, value, false)] }];

    private static IEnumerable<PatientOutcome> Responders(string arm, int reached, int missed) => Enumerable.Range(0, reached + missed)
        .Select(i => new PatientOutcome { Patient = 0, Arm = arm, Endpoints = [new("r50", 1, i < reached)] });

    private static IEnumerable<PatientOutcome> Events(string arm, int events, int censored) => Enumerable.Range(0, events + censored)
        .Select(i => new PatientOutcome { Patient = 0, Arm = arm, Endpoints = [new("inf", i < events ? 100 + i : 365.25, i < events)] });
}
