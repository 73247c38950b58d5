using Thymus.Language.Diagnostics;
using Thymus.Populations;
using Thymus.Therapies;

namespace Thymus.Trials.Tests.Studies;

public sealed class StudyReaderTests
{
    private const string Path = "studies/nsclc-pembrolizumab-vs-docetaxel.yaml";

    private static readonly string Good = File.ReadAllText(Repository.PathOf(Path)).ReplaceLineEndings("\n");

    [Fact]
    public void The_study_of_the_first_version_is_read_without_a_finding()
    {
        var read = StudyReader.Read(Repository.PathOf(Path), Library());

        Assert.Empty(read.Findings);
        var study = read.Value!;
        Assert.Equal(("nsclc-pembrolizumab-vs-docetaxel", 500, 728, "docetaxel"), (study.Id, study.PatientsPerArm, study.Duration, study.Control));
        Assert.Equal(["pembrolizumab", "docetaxel"], study.Arms.Select(a => a.Id));
        Assert.Equal("75mg-per-m2-q3w", study.Arms[1].Regimen.Id);
        Assert.Equal(63, study.Assessments.Interval, tolerance: 1e-12);
        Assert.Equal(0.05 / 365.25, study.DropOutHazard, tolerance: 1e-15);
        Assert.Equal(70, Assert.IsType<ConstantCovariate>(Assert.Single(study.Enrolled).Distribution).Value);
        var rate = study.Published.First(p => p.Quantity == "os-rate" && p.Trial == "CheckMate 057");
        Assert.Equal((39, 33, 45, 365.25, "%", 290), (rate.Value, rate.Low, rate.High, rate.At, rate.Unit, rate.Patients));
        Assert.True(double.IsNaN(study.Published.First(p => p.Quantity == "median-os").High));
    }

    [Fact]
    public void Both_arms_share_the_random_effects_of_the_tumour_and_the_covariates_of_the_disease()
    {
        var study = StudyReader.Read(Repository.PathOf(Path), Library()).Value!;

        var first = study.Arms[0].Therapy.Population;
        var second = study.Arms[1].Therapy.Population;
        Assert.Equal(first.RandomEffects[0].Names, second.RandomEffects[0].Names);
        Assert.Equal(first.Covariates.Select(c => c.Name), second.Covariates.Select(c => c.Name).Take(first.Covariates.Length));
    }

    [Theory]
    [InlineData("patients_per_arm: 500", "patients_per_amr: 500", "TH4002", "patients_per_arm")]
    [InlineData("patients_per_arm: 500", "patients_per_arm: -5", "TH4007", null)]
    [InlineData("patients_per_arm: 500", "patients_per_arm: many", "TH4006", null)]
    [InlineData("patients_per_arm: 500\n", "", "TH4003", null)]
    [InlineData("seed: 20160401", "seed: 1\nseed: 2", "TH4004", null)]
    [InlineData("duration: 104 weeks", "duration: 104 kg", "TH4006", null)]
    [InlineData("duration: 104 weeks", "duration: 0 weeks", "TH4007", null)]
    [InlineData("control: docetaxel", "control: docetaxl", "TH4016", "docetaxel")]
    [InlineData("regimen: 200mg-q3w", "regimen: 200mg-q3", "TH4016", "200mg-q3w")]
    [InlineData("therapy: comparators/chemotherapy/docetaxel-nsclc", "therapy: comparators/chemotherapy/docetaxel-nslc", "TH4012", "comparators/chemotherapy/docetaxel-nsclc")]
    [InlineData("therapy: comparators/chemotherapy/docetaxel-nsclc\n    regimen: 75mg-per-m2-q3w", "therapy: docetaxel-kloft", "TH4018", null)]   // no tumour
    [InlineData("therapy: comparators/chemotherapy/docetaxel-nsclc\n    regimen: 75mg-per-m2-q3w", "therapy: dexamethasone-krzyzanski", "TH4018", null)]   // counts hours
    [InlineData("assessments:\n  interval: 9 weeks\n", "assessments:\n", "TH4003", null)]
    [InlineData("quantity: orr", "quantity: orrr", "TH4008", "orr")]
    [InlineData("quantity: os-rate\n    at: 6 months", "quantity: os-rate", "TH4018", null)]
    [InlineData("value: 44.8 %", "value: 148 %", "TH4007", null)]
    [InlineData("  - name: PDL1", "  - name: PDL2", "TH4016", "PDL1")]
    [InlineData("twins: false", "twins: maybe", "TH4006", null)]
    [InlineData("id: nsclc-pembrolizumab-vs-docetaxel", "id: ../runs", "TH4006", null)]
    [InlineData("minimum_stable_disease: 6 weeks", "minimum_stable_disease: 60 weeks", "TH4018", null)]
    public void What_is_wrong_is_reported_with_its_place(string good, string bad, string code, string? suggestion)
    {
        string text = Good.Replace(good, bad, StringComparison.Ordinal);
        Assert.NotEqual(Good, text);

        var read = ReadText(text);

        Assert.False(read.Succeeded);
        Assert.Null(read.Value);
        var finding = Assert.Contains(code, read.Findings.GroupBy(f => f.Rule.Code).ToDictionary(g => g.Key, g => g.First()));
        Assert.True(finding.Span.Line >= 1 && finding.Span.Column >= 1);
        if (suggestion is not null)
        {
            Assert.Equal(suggestion, finding.Suggestion);
        }
    }

    [Fact]
    public void Settings_of_single_states_are_read()
    {
        string text = Good.Replace(
            "solver:\n", "solver:\n  states:\n    - { name: A1, absolute_tolerance: 1e-9 mg }\n    - { name: SLD, non_negative: true }\n",
            StringComparison.Ordinal);
        var states = ReadText(text).Value!.States;

        Assert.Equal([("A1", "1E-09 mg", false), ("SLD", null, true)], states.Select(s => (s.Name, s.AbsoluteTolerance?.ToString(), s.NonNegative)));
    }

    [Fact]
    public void All_findings_come_at_once()
    {
        string text = Good.Replace("twins: false", "twin: false", StringComparison.Ordinal)
            .Replace("patients_per_arm: 500", "patients_per_arm: -1", StringComparison.Ordinal)
            .Replace("interval: 9 weeks", "interval: 9 mg", StringComparison.Ordinal);

        Assert.Equal(["TH4002", "TH4007", "TH4006"], ReadText(text).Findings.Select(f => f.Rule.Code));
    }

    [Fact]
    public void A_study_that_does_not_exist_is_a_finding()
    {
        var read = StudyReader.Read("no-such-study.yaml", Library());

        Assert.Equal("no-such-study.yaml(1,1): error TH4010: cannot open 'no-such-study.yaml': it does not exist", Assert.Single(read.Findings).ToString());
    }

    private static Checked<Study> ReadText(string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["study.yaml"], text);
        return StudyReader.Read(folder["study.yaml"], Library());
    }

    private static TherapyLibrary Library() => TherapyLibrary.Find(Repository.PathOf("library")).Value!;
}
