using System.Collections.Immutable;
using Thymus.Language;
using Thymus.Language.Diagnostics;

namespace Thymus.Compilation.Tests;

/// <summary>What a request for sensitivities adds to a model, and what it refuses.</summary>
public sealed class SensitivityTests
{
    private const string Chain = """
        model chain()
          A' = -ka*A
          B' = ka*A - kb*B
          D' = kd
          A = 1; B = 0; D = 2*d0
          ka = 2; kb = 3; kd = 4; d0 = 5
          k2 := 2*ka
          k3 = ka + 1
          J: -> X; ka
          X = 0
        end
        """;

    [Fact]
    public void Only_what_a_parameter_reaches_has_an_equation()
    {
        var model = Compile(Chain, ["kb", "ka", "d0"], ["B", "k2"]).Value!;

        Assert.Equal(["A", "B", "D", "X", "d(B)/d(kb)", "d(A)/d(ka)", "d(B)/d(ka)", "d(X)/d(ka)", "d(D)/d(d0)"], model.StateNames);
        Assert.Equal(["B", "k2", "d(B)/d(kb)", "d(B)/d(ka)", "d(B)/d(d0)", "d(k2)/d(kb)", "d(k2)/d(ka)", "d(k2)/d(d0)"], model.ObservableNames);
        Assert.Equal(["kb", "ka", "d0"], model.SensitivityNames);
    }

    [Fact]
    public void Without_a_request_nothing_is_added()
    {
        var model = Compile(Chain, [], ["B"]).Value!;

        Assert.Equal(["A", "B", "D", "X"], model.StateNames);
        Assert.Equal(["B"], model.ObservableNames);
        Assert.Empty(model.SensitivityNames);
    }

    [Theory]
    [InlineData("kaa", "TH2221", "model chain has no parameter kaa to differentiate by", "is it ka?")]
    [InlineData("k2", "TH2222", "cannot differentiate by k2: an assignment rule computes it", "name a constant that it is computed from")]
    [InlineData("k3", "TH2222", "cannot differentiate by k3: an initial assignment computes it", "name what the initial assignment uses, or let the patient bring a value (--set)")]
    [InlineData("J", "TH2222", "cannot differentiate by J: it is a reaction", "name a constant that it is computed from")]
    [InlineData("input:A", "TH2221", "model chain has no parameter input:A to differentiate by", "name a constant, or a species for its start value")]
    public void What_is_no_parameter_is_refused(string name, string code, string text, string suggestion)
    {
        var finding = Assert.Single(Compile(Chain, [name], ["B"]).Findings, f => f.Rule.Severity is Severity.Error);

        Assert.Equal((code, text, suggestion), (finding.Rule.Code, finding.Text, finding.Suggestion));
    }

    [Fact]
    public void Events_that_set_something_are_refused()
    {
        const string Text = """
            model reset()
              A' = -k*A
              A = 1; k = 2
              E: at (A < 0.5): A = 1
            end
            """;

        Assert.Equal("TH2223", Assert.Single(Compile(Text, ["k"], ["A"]).Findings).Rule.Code);
        Assert.Empty(Compile(Text, [], ["A"]).Findings);
    }

    [Fact]
    public void A_switch_that_a_parameter_moves_is_a_warning()
    {
        const string Text = """
            model switch()
              A' = piecewise(-k*A, A > low, -A)
              B' = max(A, low)
              A = 1; B = 0; k = 2; low = 0.5; other = 1
              F' = other
              F = 0
            end
            """;
        var finding = Assert.Single(Compile(Text, ["k"], ["A"]).Findings);

        Assert.Equal("TH2224", finding.Rule.Code);
        Assert.Equal("sensitivities of A miss how the time at which its rate of change switches depends on the parameters", finding.Text);
        Assert.Empty(Compile(Text, ["other"], ["A"]).Findings);
    }

    private static Checked<CompiledModel> Compile(string text, ImmutableArray<string> by, ImmutableArray<string> observables) =>
        CompiledModel.Compile(new CompileRequest { Model = AntimonyReader.Read(text, "test.ant").Value!, Observables = observables, Sensitivities = by });
}
