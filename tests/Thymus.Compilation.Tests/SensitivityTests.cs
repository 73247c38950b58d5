using System.Collections.Immutable;
using Thymus.Language;
using Thymus.Language.Diagnostics;
using Thymus.Solvers.Lanes;

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
        var finding = Assert.Single(Compile(Chain, [name], ["B"]).Findings, f => f.IsError);

        Assert.Equal((code, text, suggestion), (finding.Rule.Code, finding.Text, finding.Suggestion));
    }

    [Fact]
    public void An_event_reaches_what_it_sets_where_a_parameter_moves_it_or_is_in_its_values()
    {
        const string Text = """
            model reset()
              A' = -k*A
              B' = -B
              C' = -C; D' = -D
              A = 1; B = 1; C = 1; D = 1; k = 2; late = 1; dose = 3
              E1: at (A < 0.5): B = 1
              E2: at (time >= late): C = 1
              E3: at (time >= 3): D = dose
            end
            """;

        Assert.Equal(["d(A)/d(k)", "d(B)/d(k)"], Compile(Text, ["k"], ["A"]).Value!.StateNames[4..]);
        Assert.Equal(["d(C)/d(late)"], Compile(Text, ["late"], ["A"]).Value!.StateNames[4..]);
        Assert.Equal(["d(D)/d(dose)"], Compile(Text, ["dose"], ["A"]).Value!.StateNames[4..]);
        Assert.Equal(["k", "late", "dose", "A", "B", "C", "D", "moment:k"], Compile(Text, ["k"], ["A"]).Value!.ParameterNames);
    }

    [Fact]
    public void A_trigger_that_has_no_slope_at_its_root_fails_that_patient_alone()
    {
        var model = Compile("model m()\n A' = -k*A; A = 1; k = 2; B = 0\n low: at A < 0.5: B = 1\nend", ["k"], ["B"]).Value!;
        Course[] courses = [.. Enumerable.Range(0, 4).Select(_ => new Course([.. model.DefaultParameters], [1]))];
        int next = 0;

        using var engine = LaneEngine.Create(new Flat(model.Kernel(LaneWidth.Vector256), lane: 2), new SolverOptions());
        engine.Run(new Source(() => next < courses.Length ? courses[next++] : null), TestContext.Current.CancellationToken);

        var end = courses[2].End;
        Assert.Equal((SolveStatus.GrazingTrigger, "low"), (end.Status, model.TriggerNames[end.Trigger]));
        Assert.Equal(Math.Log(2) / 2, end.Time, 1e-5);
        Assert.All(courses.Where((_, i) => i != 2), c => Assert.Equal(SolveStatus.Completed, c.End.Status));
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

    /// <summary>A kernel whose first trigger seems to stand still at its root in one lane.</summary>
    private sealed unsafe class Flat(LaneKernel kernel, int lane) : PlainKernel(kernel)
    {
        public override void TriggerSlopes(double* t, double* y, double* parameters, double* slopes)
        {
            base.TriggerSlopes(t, y, parameters, slopes);
            slopes[(Shape.Sensitivities.Length * (int)Width) + lane] = 0;
        }
    }

    private sealed class Source(Func<ICourse?> next) : ICourseSource
    {
        public ICourse? Next() => next();
    }
}
