using Thymus.Therapies.Checks;

namespace Thymus.Therapies.Tests.Checks;

/// <summary>Steady states and eigenvalues against closed forms and published bifurcations, and statistics over ranges.</summary>
public sealed class SteadyStateTests
{
    private const string Days = "unit time_unit = 86400 second\nunit day = 86400 second\nunit mg = 1e-3 gram\n";

    /// <summary>Lotka and Volterra: x = d/c, y = a/b, eigenvalues ±i√(a d). The area takes no part.</summary>
    private const string Prey = $$"""
        model prey()
          {{Days}}
          x' = a*x - b*x*y; x = 40; x has item
          y' = c*x*y - d*y; y = 9;  y has item
          seen' = x;        seen = 0; seen has item*day
          a = 0.6; a has 1/day
          b = 0.05; b has 1/item/day
          c = 0.01; c has 1/item/day
          d = 0.4; d has 1/day
        end
        """;

    /// <summary>A drug binds a receptor, free + bound = 10 mg: bound = 10·D/(D + K), eigenvalue −(on·D + off). Loss λ of a bystander.</summary>
    private const string Binding = $$"""
        model binding()
          {{Days}}
          F' = -on*D*F + off*B; F = 10; F has mg
          B' = on*D*F - off*B;  B = 0;  B has mg
          L' = -loss*L;         L = 1;  L has mg
          D' = 0;               D = 3;  D has mg
          on = 0.2; on has 1/mg/day
          off = 0.4; off has 1/day
          loss = 7; loss has 1/day
        end
        """;

    /// <summary>Kirschner and Panetta 1998, doi:10.1007/s002850050127: it loses stability at c = 0.032 (their figure), 0.032464 by LSODA and an eigenvalue solver of others.</summary>
    private const string Tumour = $$"""
        model tumour()
          {{Days}}
          E' = c*T - mu2*E + p1*E*I/(g1 + I) + s1; E = 1; E has item
          T' = r2*T*(1 - b*T) - a*E*T/(g2 + T);    T = 1; T has item
          I' = p2*E*T/(g3 + T) - mu3*I;            I = 1; I has item
          c = 0.035; c has 1/day;  mu2 = 0.03; mu2 has 1/day;  p1 = 0.1245; p1 has 1/day;  g1 = 2e7; g1 has item;  r2 = 0.18; r2 has 1/day
          b = 1e-9; b has 1/item;  a = 1; a has 1/day;  g2 = 1e5; g2 has item;  p2 = 5; p2 has 1/day;  g3 = 1e3; g3 has item;  mu3 = 10; mu3 has 1/day
          s1 = 0; s1 has item/day
        end
        """;

    private const string Clock = $$"""
        model clock()
          {{Days}}
          x' = k*t - x*k; x = 1; x has mg
          t' = pace;      t = 0; t has mg;  pace = 2; pace has mg/day
          k = 1; k has 1/day
        end
        """;

    private const string Season = $$"""
        model season()
          {{Days}}
          x' = sin(time*k)*x*k; x = 1; x has mg
          k = 1; k has 1/day
        end
        """;

    private const string NearTumour = "near: { E: 2e4 item, T: 2e4 item, I: 1e4 item }";

    public static TheoryData<string, string, string, double, double> Known => new()
    {
        { Prey, "observe: x, statistic: { kind: steady-state, near: { x: 35 item, y: 10 item } }", "item", 40, 1e-12 },
        { Prey, "observe: x*y, statistic: { kind: steady-state, near: { x: 30 item, y: 15 item } }", "item^2", 480, 1e-12 },
        { Prey, "statistic: { kind: eigenvalue, take: imaginary-part, near: { y: 10 item } }", "1/d", 0.48989794855663561, 1e-12 },
        { Prey, "statistic: { kind: eigenvalue, take: largest-real-part, near: { x: 0 item, y: 0 item } }", "1/d", 0.6, 1e-12 },
        { Prey, "statistic: { kind: eigenvalue, take: smallest-real-part, near: { x: 0 item, y: 0 item } }", "1/d", -0.4, 1e-12 },
        { Prey, "statistic: { kind: eigenvalue, take: number-positive, near: { x: 0 item, y: 0 item } }", "1", 1, 0 },
        { Binding, "observe: B, statistic: { kind: steady-state, after: 40 d }", "mg", 6, 1e-12 },
        { Binding, "observe: B, statistic: { kind: steady-state, near: { B: 1 mg, F: 9 mg } }", "mg", 6, 1e-12 },
        { Binding, "statistic: { kind: eigenvalue, take: largest-real-part, after: 40 d }", "1/d", -1, 1e-12 },
        { Binding, "statistic: { kind: eigenvalue, take: smallest-real-part, after: 40 d }", "1/d", -7, 1e-12 },
        { Binding, "observe: B, statistic: { kind: threshold, parameter: D, from: 0.1 mg, to: 100 mg, scale: log, of: { kind: steady-state, after: 400 d }, level: 5 mg }", "mg", 2, 1e-9 },
        { Binding, "observe: B, statistic: { kind: threshold, factor_of: [on, off], from: 0.1, to: 10, of: { kind: value, at: 1 d }, level: 3 mg }", "1", 0.69314718055994531, 1e-9 },
        { Binding, "observe: F + B, statistic: { kind: threshold, parameter: [F, B], from: 0 mg, to: 10 mg, of: { kind: value, at: 1 d }, level: 3 mg }", "mg", 1.5, 1e-9 },
        { Binding, "observe: L, doses: [{ amount: 2 mg, drug: x, target: L }], statistic: { kind: threshold, factor_of_doses: true, from: 0, to: 10, of: { kind: value, at: 1 h }, level: 3 mg }", "1", (3 * Math.Exp(7.0 / 24) - 1) / 2, 1e-9 },
        { Binding, "statistic: { kind: maximum-over, parameter: D, from: 1 mg, to: 9 mg, of: { kind: value, observe: D*exp(-D/(4 mg)), at: 0 d } }", "mg", 4 / Math.E, 1e-12 },
        { Binding, "statistic: { kind: place-of-maximum-over, parameter: D, from: 1 mg, to: 9 mg, scale: log, of: { kind: value, observe: D*exp(-D/(4 mg)), at: 0 d } }", "mg", 4, 1e-6 },
        { Binding, "statistic: { kind: place-of-minimum-over, parameter: D, values: [1 mg, 3 mg, 5 mg], of: { kind: value, observe: (D - 3.9 mg)^2, at: 0 d } }", "mg", 3, 1e-12 },
        { Tumour, "observe: T, statistic: { kind: steady-state, after: 20000 d }", "item", 18197.8, 3e-6 },
        { Tumour, "observe: E, statistic: { kind: steady-state, " + NearTumour + " }", "item", 21275.2, 3e-6 },
        { Tumour, $"statistic: {{ kind: threshold, parameter: c, from: 0.03 1/d, to: 0.04 1/d, of: {{ kind: eigenvalue, take: largest-real-part, {NearTumour} }}, level: 0 1/d }}", "1/d", 0.032464, 2e-5 },
        { Tumour, "statistic: { kind: threshold, parameter: s1, from: 1 item/d, to: 1e4 item/d, of: { kind: eigenvalue, take: largest-real-part, near: { T: 0 item, E: 1e4 item, I: 0 item } }, level: 0 1/d }", "item/d", 540, 1e-9 },
    };

    [Theory, MemberData(nameof(Known))]
    public void Statistics_agree_with_closed_forms_and_publications(string model, string how, string unit, double expected, double relative)
    {
        var result = Run(model, $"{how}, at_least: -1e9 {unit}");

        Assert.Null(result.Failure);
        Assert.Equal(expected, result.Computed, Math.Abs(expected) * relative);
    }

    [Theory]
    [InlineData(Prey, "observe: x, statistic: { kind: steady-state, after: 100 d }, at_least: 0 item", "not come to rest")]   // it goes round for ever
    [InlineData(Prey, "statistic: { kind: threshold, parameter: d, from: 0.1 1/d, to: 0.2 1/d, of: { kind: value, observe: a, at: 0 d }, level: 1 1/d }, at_least: 0 1/d", "not crossed")]
    [InlineData(Clock, "observe: x, statistic: { kind: steady-state, after: 9 d }, at_least: 0 mg", "t changes at a constant rate")]
    [InlineData(Season, "observe: x, statistic: { kind: steady-state, after: 9 d }, at_least: 0 mg", "depends on the time")]
    public void What_cannot_be_computed_is_said(string model, string how, string words) => Assert.Contains(words, Run(model, how).Failure, StringComparison.Ordinal);

    [Theory]
    [InlineData("observe: x, statistic: { kind: steady-state }", "'after'")]
    [InlineData("observe: x, statistic: { kind: steady-state, after: 1 d, near: { x: 1 item } }", "'near'")]
    [InlineData("statistic: { kind: steady-state, after: 1 d }", "observe")]
    [InlineData("statistic: { kind: eigenvalue, take: largest, after: 1 d }", "largest-real-part")]
    [InlineData("statistic: { kind: threshold, from: 0, to: 1, of: { kind: value, observe: x, at: 1 d }, level: 1 item }", "give one of 'parameter'")]
    [InlineData("statistic: { kind: threshold, parameter: [a, b], from: 0 1/d, to: 1 1/d, of: { kind: value, observe: x, at: 1 d }, level: 1 item }", "cannot have one value")]
    [InlineData("statistic: { kind: maximum-over, parameter: a, of: { kind: value, observe: x, at: 1 d } }", "'values'")]
    [InlineData("statistic: { kind: maximum-over, parameter: a, from: 0 1/d, to: 1 1/d, scale: log, of: { kind: value, observe: x, at: 1 d } }", "above 0")]
    public void What_makes_no_sense_is_said(string how, string words)
    {
        using var folder = new TemporaryFolder();
        var read = Read(folder, Prey, $"{how}, at_least: 0 item");

        Assert.Null(read.Value);
        Assert.Contains(read.Findings, f => f.ToString().Contains(words, StringComparison.Ordinal));
    }

    private static CheckResult Run(string model, string how)
    {
        using var folder = new TemporaryFolder();
        var read = Read(folder, model, how);
        Assert.Empty(read.Findings);
        return Assert.Single(CheckRunner.Run(read.Value!.Therapy, read.Value.Checks, TestContext.Current.CancellationToken));
    }

    private static Language.Diagnostics.Checked<CheckList> Read(TemporaryFolder folder, string model, string how)
    {
        File.WriteAllText(folder["model.ant"], model);
        File.WriteAllText(folder["checks.yaml"], $"model: model.ant\nchecks:\n  - {{ id: one, quantity: test, source: closed form, confidence: C, {how} }}\n");
        return CheckReader.ReadFile(folder["checks.yaml"], library: null);
    }
}
