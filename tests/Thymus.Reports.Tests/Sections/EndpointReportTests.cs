using System.Collections.Immutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Thymus.Reports.Words;
using Thymus.Therapies;
using Thymus.Trials.Analysis;
using Thymus.Trials.Endpoints;
using Thymus.Units;

namespace Thymus.Reports.Tests.Sections;

/// <summary>The report of a trial of declared endpoints, without tumours and survival.</summary>
public sealed partial class EndpointReportTests
{
    private static readonly XDocument Page = Write(Data(twins: true));

    [Fact]
    public void What_is_about_tumours_and_survival_is_not_there()
    {
        string[] ids = [.. Page.Descendants().Select(e => (string?)e.Attribute("id")).OfType<string>()];

        Assert.Contains("endpoints", ids);
        Assert.Empty(ids.Intersect(["overall-survival", "progression-free-survival", "response", "waterfall"]));
        foreach (string word in new[] { "RECIST", "tumour", "Objective response", "Median survival", "lived longer", "progression" })
        {
            Assert.DoesNotContain(word, Page.Descendants("body").Single().Value, StringComparison.Ordinal);
        }

        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Theory]
    [InlineData("means-figure")]
    [InlineData("effects-figure")]
    [InlineData("responders-figure")]
    [InlineData("responder-forest")]
    [InlineData("event-infection")]
    [InlineData("benefit-harm-figure")]
    public void Every_kind_of_endpoint_has_a_figure(string id) => Assert.Single(Page.Descendants("figure"), f => (string?)f.Attribute("id") == id);

    [Fact]
    public void The_numbers_are_those_of_the_analysis()
    {
        var analysis = Data(twins: true).Analysis;
        string section = Bare(Section("endpoints"));
        var response = analysis.Endpoints.OfType<ResponderAnalysis>().Single();
        var infection = analysis.Endpoints.OfType<TimeToEventAnalysis>().Single();

        Assert.All(response.Arms, a => Assert.Contains(Bare($"{a.Responders} of {a.Patients}"), section, StringComparison.Ordinal));
        Assert.Contains("control", section, StringComparison.Ordinal);
        Assert.Contains(Bare(Format.PercentWithInterval(infection.Comparisons[0].RateEfficacy)), section, StringComparison.Ordinal);
        Assert.Contains(Bare(EndpointWords.Value(analysis.Endpoints.OfType<ContinuousAnalysis>().First().Comparisons[0].Difference)), section, StringComparison.Ordinal);
    }

    [Fact]
    public void Placebo_has_no_row_of_an_event_without_a_placebo_rate()
    {
        var row = Page.Descendants("section").Single(s => (string?)s.Attribute("id") == "harms").Descendants("tr").First(r => r.Element("th")?.Value == "Colitis");

        Assert.Contains("notmodelled", Bare(row.Value), StringComparison.Ordinal);
    }

    [Fact]
    public void An_arm_that_nobody_treats_has_no_harms()
    {
        var data = Data(twins: false);
        var none = new Regimen("none", "No treatment", [], "");
        var study = data.Study with { Arms = [data.Study.Arms[0], data.Study.Arms[1] with { Regimen = none, IsPlacebo = false }] };
        var outcomes = data.Patients.Select(p => new PatientOutcome { Patient = (ulong)p.Patient, Arm = p.Arm, Doses = p.Arm == "drug" ? 10 : 0, Endpoints = p.Endpoints }).ToList();
        var page = Write(data with { Study = study, Analysis = TrialAnalyser.Analyse(study, outcomes) });
        var harms = page.Descendants("section").Single(s => (string?)s.Attribute("id") == "harms");

        Assert.Contains("Nobody is treated in Control", harms.Value, StringComparison.Ordinal);
        Assert.All(harms.Descendants("tr").Where(r => r.Element("th")?.Value is "Pneumonitis" or "Colitis"), r => Assert.DoesNotContain("Control", r.Value, StringComparison.Ordinal));
        Assert.Contains("notmodelled", Bare(harms.Descendants("tr").First(r => r.Element("th")?.Value == "Pneumonitis").Value), StringComparison.Ordinal);
    }

    [Fact]
    public void Twins_show_the_effect_on_one_patient() => Assert.Contains("Effect of Drug against Control on one patient", Section("same-patient"), StringComparison.Ordinal);

    [Theory]
    [InlineData(0.2, 0.1, 0.4, Better.Higher, "5.0 (2.5–10.0)")]
    [InlineData(-0.05, -0.077, -0.02, Better.Lower, "20 (13–50)")]
    [InlineData(-0.2, -0.4, -0.1, Better.Higher, "5.0 (2.5–10.0) to harm one")]
    [InlineData(0.1, -0.1, 0.3, Better.Higher, "no difference shown")]
    [InlineData(0.2, 0.1, 0.4, Better.Neither, "—")]
    public void Number_needed_to_treat_is_the_inverse_of_the_difference(double value, double low, double high, Better better, string expected) =>
        Assert.Equal(expected, EndpointWords.NumberNeeded(new(value, low, high), better));

    [Theory]
    [InlineData(12.3456, 11.2, 13.4, "12.3 (11.2–13.4)")]
    [InlineData(-1.58, -3.365, 0.205, "−1.6 (−3.4 to 0.2)")]
    [InlineData(123456, 110000, 140000, "123456 (110000–140000)")]
    [InlineData(0.01234, 0.01200, 0.01260, "0.0123 (0.0120–0.0126)")]
    public void Estimates_have_the_decimals_of_their_interval(double value, double low, double high, string expected) =>
        Assert.Equal(expected, EndpointWords.Value(new(value, low, high)));

    /// <summary>Without blanks: reading the page as XML drops those between two elements.</summary>
    private static string Bare(string text) => text.Replace(" ", string.Empty, StringComparison.Ordinal);

    private static string Section(string id) => Page.Descendants("section").Single(s => (string?)s.Attribute("id") == id).Value;

    private static ReportData Data(bool twins)
    {
        var sample = SampleTrial.Create(perArm: 40, twins: twins);
        var therapy = sample.Study.Arms[0].Therapy with
        {
            Outputs = [new("S", "Score", Unit.Dimensionless, OutputRole.Other, null)],
            Survival = null,
            Summary = "A therapy of a test.",
            Limits = [],
            DoseRule = null,
        };
        therapy = therapy with { AdverseEvents = [.. therapy.AdverseEvents.Select(e => e is PublishedAdverseEvent p && p.Term != "Colitis" ? p with { PlaceboIncidence = 0.01, PlaceboGrades = p.Grades } : e)] };
        var reading = new EndpointReading { Output = "S", Take = Taken.AtTime, From = 84, To = 84, Unit = Unit.Dimensionless };
        var study = sample.Study with
        {
            Title = "A study of a test",
            Question = "Does it work?",
            Arms = [new("drug", "Drug", therapy, therapy.Regimens[0], false, 700), new("control", "Placebo", therapy, therapy.Regimens[0], false, 700) { IsPlacebo = true }],
            Control = "control",
            Published = [],
            Limits = [],
            Endpoints =
            [
                new ContinuousEndpoint { Id = "score", Title = "Score", Reading = reading with { Measure = Measure.Change }, Better = Better.Lower },
                new ContinuousEndpoint { Id = "titre", Title = "Titre", Reading = reading, IsGeometric = true, Better = Better.Higher },
                new ResponderEndpoint { Id = "response", Title = "Response", Reading = reading, Better = Better.Higher, Thresholds = [new("half", "Half") { AtMost = 5 }] },
                new TimeToEventEndpoint { Id = "infection", Title = "Infection", CumulativeHazard = "H", Better = Better.Lower, From = 14 },
            ],
        };
        var random = new Lcg(5);
        ImmutableArray<PatientOutcome> outcomes =
        [
            .. study.Arms.SelectMany((arm, a) => Enumerable.Range(1, 40).Select(i => new PatientOutcome
            {
                Patient = (ulong)i,
                Arm = arm.Id,
                Doses = 10,
                Endpoints =
                [
                    new("score", (a == 0 ? -2 : -1) + random.Normal(), false), new("score:baseline", 7, false), new("titre", Math.Exp(random.Normal() + 3 - a), false),
                    new("half", 5, random.Uniform() < (a == 0 ? 0.7 : 0.3)), new("infection", 20 + (600 * random.Uniform()), random.Uniform() < (a == 0 ? 0.1 : 0.4)),
                ],
                AdverseEvents = i % 5 == 0 ? [new("Pneumonitis", 1, 20)] : [],
            })),
        ];
        return sample with
        {
            Study = study,
            Analysis = TrialAnalyser.Analyse(study, outcomes),
            Patients = [.. outcomes.Select(o => sample.Patients[0] with { Arm = o.Arm, Patient = (long)o.Patient, Endpoints = o.Endpoints })],
            Failures = [],
            Bands = [],
        };
    }

    private static XDocument Write(ReportData data)
    {
        using var writer = new StringWriter();
        ReportWriter.Write(data, writer);
        return XDocument.Parse(Bodies().Replace(writer.ToString().Replace("<!DOCTYPE html>", string.Empty, StringComparison.Ordinal), "$1$3"));
    }

    [GeneratedRegex("(<(?:script|style)[^>]*>)(.*?)(</(?:script|style)>)", RegexOptions.Singleline)]
    private static partial Regex Bodies();
}
