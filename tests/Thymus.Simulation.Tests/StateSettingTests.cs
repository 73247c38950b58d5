using Thymus.Compilation;
using Thymus.Language.Diagnostics;
using Thymus.Simulation.Populations;
using Thymus.Simulation.Tests.Populations;
using Thymus.Solvers.Lanes;
using Thymus.Units;

namespace Thymus.Simulation.Tests;

/// <summary>Tolerances and protection of single states, by name.</summary>
public sealed class StateSettingTests
{
    private const string Decay =
        """
        model decay
          unit time_unit = 3600 second
          unit mg = 1e-3 gram; unit L = 1 litre; unit mg_per_L = 1e-3 gram/litre
          compartment V; V = 2; V has L
          species A in V; A = 10; A has mg_per_L
          k = 0.1
          C := 3*B
          B' = -k*B; B = 4
          A -> ; k*A*V
        end
        """;

    private static readonly CompiledModel Model = BenchModel.Compile(Decay, [], [], ["A", "B"]);

    [Fact]
    public void Tolerances_are_amounts_in_the_units_of_the_states()
    {
        var (options, findings) = Apply(new StateSetting("A") { AbsoluteTolerance = Read("2 ug") }, new StateSetting("B") { AbsoluteTolerance = Read("1e-5") });

        Assert.Empty(findings);
        Assert.Equal(2e-3, options.AbsoluteTolerances[Model.StateIndex("A")], 1e-15);
        Assert.Equal(1e-5, options.AbsoluteTolerances[Model.StateIndex("B")]);
        Assert.Empty(options.NonNegative);
    }

    [Fact]
    public void Other_states_keep_the_tolerance_of_all_and_the_last_setting_wins()
    {
        var (options, _) = Apply(new StateSetting("A") { AbsoluteTolerance = Read("1") }, new StateSetting("A") { AbsoluteTolerance = Read("3") });

        Assert.Equal(3, options.AbsoluteTolerances[Model.StateIndex("A")]);
        Assert.Equal(new SolverOptions().AbsoluteTolerance, options.AbsoluteTolerances[Model.StateIndex("B")]);
    }

    [Fact]
    public void Species_are_protected_together_and_without_tolerances_of_their_own()
    {
        var (options, findings) = Apply(new StateSetting(StateSetting.AllSpecies) { NonNegative = true });

        Assert.Empty(findings);
        Assert.Equal([Model.StateIndex("A")], options.NonNegative);
        Assert.Empty(options.AbsoluteTolerances);
    }

    [Theory]
    [InlineData("a", "1", "TH5212", "is it A?")]
    [InlineData("C", "1", "TH5212", "one of")]
    [InlineData("A", "1 h", "TH5207", "write it in")]
    [InlineData("A", "0 mg", "TH5208", "above 0")]
    public void What_makes_no_sense_is_said(string name, string tolerance, string code, string suggestion)
    {
        var (_, findings) = Apply(new StateSetting(name) { AbsoluteTolerance = Read(tolerance) });

        var finding = Assert.Single(findings);
        Assert.Equal(code, finding.Rule.Code);
        Assert.Contains(suggestion, finding.Suggestion, StringComparison.Ordinal);
    }

    [Fact]
    public void A_population_takes_them_and_one_for_each_state_is_one_for_all()
    {
        var request = new PopulationRequest
        {
            Model = Model,
            Patients = BenchModel.Table(["k"], [0.1, 0.2, 0.4]),
            Times = OutputTimes.Every(0, 1, 20),
            Solver = new SolverOptions { AbsoluteTolerance = 1e-3 },
        };
        var named = BenchModel.Run(request with
        {
            Solver = new SolverOptions(),
            States = [.. Model.StateNames.Select(s => new StateSetting(s) { AbsoluteTolerance = Read("1e-3"), NonNegative = true })],
        });
        var all = BenchModel.Run(request);
        var tight = BenchModel.Run(request with { Solver = new SolverOptions() });

        for (int p = 0; p < 3; p++)
        {
            Assert.Equal(BenchModel.Bits(all.Of(p)), BenchModel.Bits(named.Of(p)));
            Assert.NotEqual(BenchModel.Bits(all.Of(p)), BenchModel.Bits(tight.Of(p)));
        }

        var wrong = Assert.Throws<ArgumentException>(() => BenchModel.Run(request with { States = [new StateSetting("b") { NonNegative = true }] }));
        Assert.Contains("is it B?", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LaneWidth.Scalar)]
    [InlineData(LaneWidth.Vector512)]
    public void A_population_says_which_state_turned_negative(LaneWidth width)
    {
        var model = BenchModel.Compile("A' = -k; A = 10; k = 1", ["k"], [], ["A"]);
        var result = BenchModel.Run(new PopulationRequest
        {
            Model = model,
            Patients = BenchModel.Table(["k"], [0.1, 2, 0.4]),
            Times = OutputTimes.Every(0, 1, 20),
            States = [new StateSetting("A") { AbsoluteTolerance = Read("1e-4"), NonNegative = true }],
            LaneWidth = width,
        });

        Assert.Equal([1], result.Failures);
        var outcome = result.Outcome(1);
        Assert.Equal((SolveStatus.NegativeState, "A"), (outcome.Status, outcome.State));
        Assert.Equal(5, outcome.Time, 1e-4);   // 10 / 2
        Assert.InRange(outcome.Value, -1.001e-4, -1e-4);
        Assert.StartsWith("A turns negative", outcome.Description, StringComparison.Ordinal);
    }

    private static (SolverOptions Options, List<Diagnostic> Findings) Apply(params StateSetting[] settings)
    {
        List<Diagnostic> findings = [];
        return (StateSetting.Apply(settings, new SolverOptions(), Model, findings), findings);
    }

    private static Quantity Read(string text) => Quantity.TryParse(text, out var quantity, out _) ? quantity : throw new FormatException(text);
}
