using Thymus.Therapies.Figures;

namespace Thymus.Therapies.Tests.Figures;

/// <summary>The key figure of a therapy, with the closed form of one compartment: C = 10 exp(−t/5) mg/L after a dose of 100 mg.</summary>
public sealed class FigureTests
{
    private const string Model = """
        model one()
          unit time_unit = 86400 second
          unit day = 86400 second
          unit mg = 1e-3 gram
          unit L = litre
          A' = -CL*C; A = 0; A has mg
          C := A/V;  C has mg/L
          CL = 2;    CL has L/day
          V = 10;    V has L
        end
        """;

    [Fact]
    public void Courses_are_those_of_the_curves_and_no_peak_is_cut_off()
    {
        var figure = Read("""
            figure:
              caption: One dose.
              to: 4 weeks
              time_unit: week
              log: C
              curves:
                - { label: standard, regimen: once }
                - { label: slow, doses: [{ amount: 200 mg, drug: x, target: A, duration: 1 h }], parameters: { V: 20 L } }
                - { label: none }
            """).Value!;

        var (series, failure) = FigureRunner.Run(figure, TestContext.Current.CancellationToken);

        Assert.Null(failure);
        Assert.Equal(["standard", "slow", "none"], series.Select(s => s.Curve.Label));
        Assert.Equal(10, series[0].Values.Max(), tolerance: 1e-4);
        Assert.Equal(10 * (1 - Math.Exp(-1.0 / 240)) * 240, series[1].Values.Max(), tolerance: 1e-6);   // R/CL (1 − exp(−CL T/V)) at the end of the infusion
        Assert.All(series[2].Values, v => Assert.Equal(0, v));
        Assert.Equal(4, series[0].Times[^1], tolerance: 1e-12);
        Assert.True(series[0].Output.IsLogarithmic);
    }

    [Fact]
    public void Without_curves_the_first_regimen_is_shown_and_all_outputs()
    {
        var figure = Read("figure: { caption: One dose., to: 10 d }").Value!.Figure!;

        Assert.Equal(100, figure.Curves.Single().Setting.Doses.Single().Amount.Value);
        Assert.Equal("Drug", figure.Outputs.Single().Label);
        Assert.Equal("d", figure.TimeText);
    }

    [Theory]
    [InlineData("caption: x, to: 0 d", "greater than 0")]
    [InlineData("caption: x, to: 10 mg", "TH4006")]
    [InlineData("caption: x, to: 10 d, from: 20 d", "'to' has to be later than 'from'")]
    [InlineData("caption: x, to: 10 d, time_unit: mg", "a unit of time")]
    [InlineData("caption: x, to: 10 d, outputs: [B]", "no symbol 'B'")]
    [InlineData("caption: x, to: 10 d, outputs: []", "at least one")]
    [InlineData("caption: x, to: 10 d, log: A", "output of the figure 'A'")]
    [InlineData("caption: x, to: 10 d, curves: [{ label: a, regimen: twice }]", "regimen 'twice'")]
    [InlineData("caption: x, to: 10 d, curves: [{ label: a }, { label: a }]", "curve 'a' is already defined")]
    [InlineData("caption: x, to: 10 d, curves: [{ label: a, parameters: { VV: 1 L } }]", "'VV'")]
    [InlineData("to: 10 d", "needs the key 'caption'")]
    public void What_makes_no_sense_is_said(string figure, string words)
    {
        var read = Read($"figure: {{ {figure} }}");

        Assert.False(read.Succeeded);
        Assert.Contains(read.Findings, f => f.ToString().Contains(words, StringComparison.Ordinal));
    }

    private static Language.Diagnostics.Checked<Therapy> Read(string figure)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "model.ant"), Model);
        File.WriteAllText(Path.Combine(folder.Path, "therapy.yaml"), $$"""
            title: One compartment
            kind: test
            disease: none
            drugs: [x]
            summary: One compartment.
            model: model.ant
            outputs: [{ name: C, label: Drug, unit: mg/L }]
            population: {}
            regimens: [{ id: once, title: Once, doses: [{ amount: 100 mg, drug: x, target: A }], source: none }]
            limits: [none]
            citations: {}
            {{figure}}
            """);
        return TherapyReader.Read(folder.Path, folder.Path);
    }
}
