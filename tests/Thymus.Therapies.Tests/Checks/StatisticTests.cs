using System.Globalization;
using Thymus.Therapies.Checks;

namespace Thymus.Therapies.Tests.Checks;

/// <summary>Statistics against closed forms: one compartment C = 10 exp(−t/5) mg/L, and a harmonic oscillator x = sin(t/2).</summary>
public sealed class StatisticTests
{
    private const string Model = """
        model closed_forms()
          unit time_unit = 86400 second
          unit day = 86400 second
          unit mg = 1e-3 gram
          unit L = litre
          A' = -CL*C; A = 100; A has mg
          C := A/V;            C has mg/L
          x' = w*y; x = 0;     x has dimensionless
          y' = -w*x; y = 1;    y has dimensionless
          CL = 2;   CL has L/day
          V = 10;   V has L
          w = 0.5;  w has 1/day
          S' = -w*S; S = V*unit_dose; S has mg
          unit_dose = 1; unit_dose has mg/L
          F = w*V/V/w*half; F has dimensionless
          half = 0.5; half has dimensionless
          late = 0.5/w; late has day
        end
        """;

    private static readonly double E = Math.E;

    public static TheoryData<string, string, double> ClosedForms => new()
    {
        { "observe: C, statistic: { kind: value, at: 5 d }", "mg/L", 10 / E },
        { "observe: C, statistic: { kind: value, at: 120 h }", "mg/L", 10 / E },
        { "observe: log(2)*V/CL, statistic: { kind: value, at: 0 d }", "h", 24 * 5 * Math.Log(2) },
        { "observe: C, statistic: { kind: area, to: 10 d }", "mg*day/L", 50 * (1 - Math.Exp(-2)) },
        { "observe: 2*C, statistic: { kind: area, from: 5 d, to: 10 d }", "mg*day/L", 100 * (Math.Exp(-1) - Math.Exp(-2)) },
        { "observe: C, statistic: { kind: average, to: 10 d }", "mg/L", 5 * (1 - Math.Exp(-2)) },
        { "observe: C, statistic: { kind: increase, to: 5 d }", "mg/L", (10 / E) - 10 },
        { "observe: C, statistic: { kind: half-life, from: 1 d, to: 9 d }", "d", 5 * Math.Log(2) },
        { "observe: C, statistic: { kind: crossing, level: 5 mg/L, to: 20 d }", "d", 5 * Math.Log(2) },
        { "observe: C, statistic: { kind: time-above, threshold: 5 mg/L, to: 20 d }", "d", 5 * Math.Log(2) },
        { "observe: x, statistic: { kind: crossing, level: 0.5, from: 2 d, to: 20 d, direction: up, which: first }", "d", (4 * Math.PI) + (Math.PI / 3) },
        { "observe: x, statistic: { kind: crossing, level: 0.5, to: 20 d, direction: down, which: last }", "d", (4 * Math.PI) + (5 * Math.PI / 3) },
        { "observe: x, statistic: { kind: period, to: 60 d }", "d", 4 * Math.PI },
        { "observe: x, statistic: { kind: difference, of: { kind: maximum, to: 30 d }, to: { kind: minimum, to: 30 d } }", "1", 2 },
        { "statistic: { kind: ratio, of: { kind: value, observe: C, patient: double, at: 5 d }, to: { kind: value, observe: A, at: 0 d } }", "1/L", 0.2 / E },
        { "observe: C, statistic: { kind: change, of: { kind: value, at: 5 d }, to: { kind: value, at: 0 d } }", "%", 100 * ((1 / E) - 1) },
        { "observe: C, statistic: { kind: product, of: { kind: value, at: 5 d }, to: { kind: value, observe: V, at: 0 d } }", "mg", 100 / E },
        { "observe: C, statistic: { kind: threshold, parameter: CL, from: 0.1 L/d, to: 20 L/d, of: { kind: value, at: 5 d }, level: 5 mg/L }", "L/d", 2 * Math.Log(2) },
        { "observe: C, patient: empty, doses: [{ amount: 100 mg, drug: x, target: A, duration: 1 d }], statistic: { kind: end-of-infusion, dose: 1 }", "mg/L", 50 * (1 - Math.Exp(-0.2)) },
        { "observe: S, statistic: { kind: value, at: 0 d }", "mg", 10 },
        { "observe: S, patient: given, statistic: { kind: value, at: 0 d }", "mg", 3 },
        {
            "observe: A, patient: empty, doses: [{ amount: 10 mg, drug: x, target: A, bioavailability: F, lag: late }], statistic: { kind: value, at: 6 d }", "mg", 5 / E
        },
        {
            "observe: A, patient: empty, doses: [{ amount: 100 mg, drug: x, target: A, every: 5 d }], "
            + "statistic: { kind: ratio, of: { kind: trough, dose: 40 }, to: { kind: trough, dose: 1 } }", "1", 1 / (1 - (1 / E))
        },
    };

    [Theory, MemberData(nameof(ClosedForms))]
    public void Statistics_agree_with_closed_forms(string how, string unit, double expected)
    {
        var result = RunOne($"{how}, published: {expected.ToString("R", CultureInfo.InvariantCulture)} {unit}, tolerance: 0.0001 %");

        Assert.Null(result.Failure);
        Assert.Equal(CheckVerdict.Reproduced, result.Verdict);
        Assert.Equal(expected, result.Computed, Math.Abs(expected) * 1e-6);
    }

    [Theory]
    [InlineData("between: [3 mg/L, 4 mg/L]", true)]
    [InlineData("between: [3.7 mg/L, 4 mg/L]", false)]
    [InlineData("between: [3.7 mg/L, 4 mg/L], tolerance: 1 %", true)]
    [InlineData("at_least: 3678 ug/L", true)]
    [InlineData("at_least: 3.68 mg/L", false)]
    [InlineData("at_most: 3.68 mg/L", true)]
    [InlineData("at_most: 3.67 mg/L", false)]
    [InlineData("published: 3.7 mg/L, tolerance: 0.03 mg/L", true)]
    [InlineData("published: 3.7 mg/L, tolerance: 0.02 mg/L", false)]
    public void A_value_is_held_to_a_range_a_bound_or_a_tolerance(string published, bool isReproduced)
    {
        var result = RunOne($"observe: C, statistic: {{ kind: value, at: 5 d }}, {published}");

        Assert.Equal(isReproduced, result.Verdict is CheckVerdict.Reproduced);
    }

    [Fact]
    public void Nothing_where_nothing_is_published_is_no_difference() =>
        Assert.Equal(0, RunOne("observe: C - C, statistic: { kind: value, at: 5 d }, at_most: 0 mg/L").RelativeDifference);

    [Fact]
    public void A_bare_tolerance_beside_a_pure_number_is_a_difference()
    {
        Assert.True(RunOne("observe: y, statistic: { kind: value, at: 0 d }, published: 0.9, tolerance: 0.101").Passed);
        Assert.False(RunOne("observe: y, statistic: { kind: value, at: 0 d }, published: 0.9, tolerance: 10.1 %").Passed);
    }

    [Fact]
    public void An_explanation_holds_only_when_the_value_it_gives_is_reproduced()
    {
        string how = "observe: C, statistic: { kind: value, at: 5 d }, published: 5 mg/L, tolerance: 0.1 %, ";

        Assert.Equal(CheckVerdict.Explained, RunOne(how + "explained: { value: 3.67879 mg/L, why: closed form }").Verdict);
        Assert.Equal(CheckVerdict.Failed, RunOne(how + "explained: { value: 3.8 mg/L, why: closed form }").Verdict);
    }

    [Theory]
    [InlineData("observe: C, statistic: { kind: crossing, level: 50 mg/L, to: 20 d }", "not crossed")]
    [InlineData("observe: C, statistic: { kind: period, to: 20 d }", "no whole period")]
    [InlineData("observe: C, statistic: { kind: half-life, from: 1 d, to: 2 d }, patient: empty", "no half-life")]
    [InlineData("observe: C, statistic: { kind: threshold, parameter: CL, from: 5 L/d, to: 20 L/d, of: { kind: value, at: 5 d }, level: 5 mg/L }", "at or below it at both ends")]
    public void What_has_no_value_fails_and_says_why(string how, string words)
    {
        var result = RunOne(how + ", at_least: 0 " + (how.Contains("threshold", StringComparison.Ordinal) ? "L/d" : "d"));

        Assert.Equal(CheckVerdict.Failed, result.Verdict);
        Assert.Contains(words, result.Failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("observe: C + A, statistic: { kind: value, at: 5 d }, at_least: 0 mg/L", "TH4018")]
    [InlineData("observe: C*Q, statistic: { kind: value, at: 5 d }, at_least: 0 mg/L", "TH2025")]
    [InlineData("observe: C, statistic: { kind: area, to: 5 d }, at_least: 0 mg/L", "TH4006")]
    [InlineData("observe: C, statistic: { kind: crossing, level: 5 kg, to: 5 d }, at_least: 0 d", "TH4006")]
    [InlineData("observe: C, statistic: { kind: threshold, parameter: C, from: 1, to: 2, of: { kind: value, at: 5 d }, level: 5 mg/L }, at_least: 0", "TH4016")]
    [InlineData("observe: C, statistic: { kind: value, at: 5 d }", "TH4018")]
    [InlineData("observe: C, statistic: { kind: value, at: 5 d }, at_most: 5 mg/L, at_least: 1 mg/L", "TH4018")]
    [InlineData("observe: C, statistic: { kind: value, at: 5 d }, published: 5 mg/L", "TH4003")]
    [InlineData("observe: C, statistic: { kind: population, take: quantile, patients: 5, of: { kind: value, at: 5 d } }, at_least: 5 mg/L", "TH4018")]
    [InlineData("observe: C, statistic: { kind: half-life, from: 5 d, to: 2 d }, at_least: 5 d", "TH4018")]
    [InlineData("observe: C, statistic: { kind: difference, of: { kind: value, at: 5 d }, to: { kind: value, observe: V, at: 5 d } }, at_least: 5 d", "TH4018")]
    public void What_makes_no_sense_is_reported_at_its_place(string how, string code)
    {
        using var folder = new TemporaryFolder();

        var read = Read(folder, how);

        Assert.Null(read.Value);
        Assert.Contains(read.Findings, f => f.Rule.Code == code && f.Span.Line == 7);
    }

    /// <summary>Log-normal with median 5.21965 and variance 0.064 of the logarithm; 2000 patients have a standard error of 0.6 % in the mean.</summary>
    [Theory]
    [InlineData("take: median", "1e9/L", 5.21965, 0.025)]
    [InlineData("take: geometric-mean", "1e9/L", 5.21965, 0.02)]
    [InlineData("take: mean", "1e9/L", 5.38938, 0.02)]
    [InlineData("take: sd", "1e9/L", 1.38557, 0.08)]
    [InlineData("take: quantile, share: 95 %", "1e9/L", 7.91385, 0.04)]
    [InlineData("take: fraction-below, level: 5.21965 1e9/L", "1", 0.5, 0.08)]
    [InlineData("take: fraction-above, level: 7.91385 1e9/L", "1", 0.05, 0.3)]
    public void Populations_have_the_moments_of_their_distribution(string take, string unit, double expected, double tolerance)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["checks.yaml"], Text(
            "therapy: docetaxel-kloft", $"observe: base, statistic: {{ kind: population, {take}, patients: 2000, of: {{ kind: value, at: 0 d }} }}, at_least: 0 {unit}"));
        var checks = CheckReader.ReadFile(folder["checks.yaml"], TherapyLibrary.Find(Repository.PathOf("library")).Value);
        Assert.Empty(checks.Findings);

        var result = Assert.Single(CheckRunner.Run(checks.Value!.Therapy, checks.Value.Checks, TestContext.Current.CancellationToken));

        Assert.Equal(expected, result.Computed, expected * tolerance);
    }

    [Theory]
    [InlineData("", "does not say which")]
    [InlineData("therapy: docetaxel-kloft\nmodel: model.ant", "more than once")]
    [InlineData("model: ../model.ant", "outside the library")]
    [InlineData("model: missing.ant", "does not exist")]
    [InlineData("therapy: docetaxl-kloft", "there is no therapy")]
    public void A_file_from_outside_names_one_therapy_or_model(string header, string words)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["checks.yaml"], Text(header, "observe: C, statistic: { kind: value, at: 5 d }, at_least: 0 mg/L"));

        var read = CheckReader.ReadFile(folder["checks.yaml"], TherapyLibrary.Find(Repository.PathOf("library")).Value);

        Assert.Null(read.Value);
        Assert.Contains(read.Findings, f => f.ToString().Contains(words, StringComparison.Ordinal));
    }

    private static CheckResult RunOne(string how)
    {
        using var folder = new TemporaryFolder();
        var read = Read(folder, how);
        Assert.Empty(read.Findings);
        return Assert.Single(CheckRunner.Run(read.Value!.Therapy, read.Value.Checks, TestContext.Current.CancellationToken));
    }

    private static Language.Diagnostics.Checked<CheckList> Read(TemporaryFolder folder, string how)
    {
        File.WriteAllText(folder["model.ant"], Model);
        File.WriteAllText(folder["checks.yaml"], Text("model: model.ant", how, "double: { parameters: { A: 200 mg } }, empty: { parameters: { A: 0 mg } }, given: { parameters: { S: 3 mg } }"));
        return CheckReader.ReadFile(folder["checks.yaml"], library: null);
    }

    private static string Text(string header, string how, string patients = "") => $$"""
        # file of a test

        patients: { {{patients}} }


        checks:
          - { id: one, quantity: test, source: closed form, confidence: C, {{how}} }
        {{header}}
        """;
}
