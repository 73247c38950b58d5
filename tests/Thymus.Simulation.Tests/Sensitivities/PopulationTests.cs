using System.Collections.Immutable;
using Thymus.Compilation;
using Thymus.Language;
using Thymus.Simulation.Populations;
using Thymus.Simulation.Tests.Populations;
using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.Tests.Sensitivities;

/// <summary>Sensitivities of the benchmark models, in lanes.</summary>
public sealed class PopulationTests
{
    private static readonly SolverOptions Tight = new() { RelativeTolerance = 1e-11, AbsoluteTolerance = 1e-13 };

    /// <summary>dE, dT, dIL at 1, 5 and 20 days; by <c>python3 kirschner_panetta.py</c> beside this file (mpmath).</summary>
    public static TheoryData<string, double[]> KirschnerPanetta => new()
    {
        { "a", [-76.097331876728, -3454.6892372002, -100.16212993192, -1960.4577547107, -18799.595652141, -1347.723272587, -23154.830261577, -46441.982052892, -13839.190105067] },
        { "r2", [453.10822759727, 20493.529294089, 595.35918486098, 11322.391553975, 106661.75454686, 7744.3406385727, 120230.11332414, 224345.39712648, 70764.319031072] },
        { "p2", [0.2154995776568, -0.016625858971109, 1948.5338947189, 1.1854131875752, -0.5167554284912, 2131.6382251144, 3.3846680248002, -5.6016011723222, 2403.6814554093] },
        { "g2", [0.00063370545070397, 0.028760085383277, 0.00083398263429154, 0.016297608923724, 0.15620759077007, 0.011202194532224, 0.19436061033967, 0.39586875801765, 0.11655564093008] },
        { "T", [0.045186086218147, 1.0366130640975, 0.042855882608652, 0.22230859629433, 1.0820152581928, 0.13042579401493, 0.5105493888574, 0.210566406623, 0.25178164192847] },
    };

    [Theory]
    [MemberData(nameof(KirschnerPanetta))]
    public void A_tumour_model_agrees_with_another_program(string parameter, double[] expected)
    {
        var result = Run(Request("kirschner_panetta", [], [], [parameter], ["E", "T", "IL"], [0, 1, 5, 20]));

        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(1, result.Of(0, 3 + (i % 3))[1 + (i / 3)] / expected[i], 1e-7);
        }
    }

    /// <summary>Antibody with doses: central differences of a model without sensitivities, with a step that their error of h² allows.</summary>
    [Theory]
    [InlineData("kon", 0.36)]
    [InlineData("ksyn", 0.5)]
    [InlineData("kdeg", 0.04)]
    [InlineData("k21", 0.012)]
    public void A_stiff_model_with_doses_agrees_with_differences(string parameter, double value)
    {
        const double Step = 1e-3;
        ImmutableArray<double> times = [.. OutputTimes.Every(0, 24, 168)];
        string[] observed = ["C", "R", "RC", "Ap"];
        var exact = Run(Request("tmdd", [], ["C"], [parameter], observed, times));
        double[] around = [value * (1 - (2 * Step)), value * (1 - Step), value * (1 + Step), value * (1 + (2 * Step))];
        var values = Run(Request("tmdd", [parameter], ["C"], [], observed, times) with { Patients = BenchModel.Table([parameter], around) });

        for (int o = 0; o < observed.Length; o++)
        {
            double largest = 0;
            foreach (double x in exact.Of(0, 4 + o))
            {
                largest = Math.Max(largest, Math.Abs(x));
            }

            for (int t = 0; t < times.Length; t++)
            {
                double difference = ((values.Of(0, o)[t] - values.Of(3, o)[t]) + (8 * (values.Of(2, o)[t] - values.Of(1, o)[t]))) / (12 * Step * value);
                Assert.Equal(difference, exact.Of(0, 4 + o)[t], 1e-6 * largest);
            }
        }
    }

    [Theory]
    [InlineData(SolverMethod.Rodas5P)]
    [InlineData(SolverMethod.Tsit5)]
    public void Bits_do_not_depend_on_width_mates_or_threads(SolverMethod method)
    {
        var request = Unlike(method);
        var one = Run(request with { LaneWidth = LaneWidth.Scalar, Threads = 1 });

        Assert.Empty(one.Failures);
        foreach (var width in Enum.GetValues<LaneWidth>())
        {
            var other = Run(request with { LaneWidth = width, Threads = 2 });
            for (int p = 0; p < one.Patients; p++)
            {
                Assert.Equal(BenchModel.Bits(one.Of(p)), BenchModel.Bits(other.Of(p)));
            }
        }
    }

    [Theory]
    [InlineData(1e-4)]
    [InlineData(1e-6)]
    [InlineData(1e-8)]
    public void Sensitivities_keep_the_tolerance(double tolerance)
    {
        var request = Unlike(SolverMethod.Rodas5P) with { Solver = new() { RelativeTolerance = tolerance, AbsoluteTolerance = tolerance / 1000 } };
        var result = Run(request);
        var reference = Run(request with { Solver = Tight });
        for (int o = 0; o < result.Observables.Length; o++)
        {
            double squares = 0, numbers = 0;
            for (int p = 0; p < result.Patients; p++)
            {
                var expected = reference.Of(p, o);
                double largest = 0;
                foreach (double x in expected)
                {
                    largest = Math.Max(largest, Math.Abs(x));
                }

                for (int t = 0; t < expected.Length && largest > 0; t++)
                {
                    double error = (result.Of(p, o)[t] - expected[t]) / largest;
                    squares += error * error;
                    numbers++;
                }
            }

            Assert.True(Math.Sqrt(squares / numbers) <= 10 * tolerance, $"{result.Observables[o]}: {Math.Sqrt(squares / numbers)}");
        }
    }

    [Fact]
    public void Values_agree_with_those_without_sensitivities()
    {
        var with = Run(Unlike(SolverMethod.Rodas5P));
        var without = Run(Unlike(SolverMethod.Rodas5P, []));

        for (int p = 0; p < with.Patients; p++)
        {
            for (int o = 0; o < without.Observables.Length; o++)
            {
                for (int t = 0; t < with.Times.Length; t++)
                {
                    Assert.Equal(without.Of(p, o)[t], with.Of(p, o)[t], 1e-4 * (1 + Math.Abs(without.Of(p, o)[t])));
                }
            }
        }
    }

    [Theory]
    [InlineData("Times")]
    [InlineData("Per")]
    [InlineData("Lag")]
    public void Doses_that_depend_on_the_parameter_need_a_model_that_is_compiled_for_them(string role)
    {
        var request = Request("tmdd", [], ["C"], ["Vc"], ["C"], [0, 24]);
        PopulationDose dose = new() { Target = "C", Amount = 1, Times = role == "Times" ? "Vc" : null, Per = role == "Per" ? "Vc" : null, Lag = role == "Lag" ? "Vc" : null };

        Assert.Contains("depends on 'Vc'", Assert.Throws<ArgumentException>(() => Run(request with { Doses = [dose] })).Message, StringComparison.Ordinal);
    }

    private static PopulationRequest Unlike(SolverMethod method) => Unlike(method, ["kel", "ksyn", "k12"]);

    private static PopulationRequest Unlike(SolverMethod method, ImmutableArray<string> by)
    {
        const int Patients = 21;
        double[] values = new double[3 * Patients];
        for (int p = 0; p < Patients; p++)
        {
            // Without a fast rate, so that an explicit method gets through it.
            values[3 * p] = 0.002 * (1 + (p % 7));
            values[(3 * p) + 1] = 0.5 / (1 + (p % 5));
            values[(3 * p) + 2] = 3 + (0.1 * p);
        }

        return Request("tmdd", ["kon", "ksyn", "Vc"], ["C"], by, ["C", "R", "bind"], [.. OutputTimes.Every(0, 6, 168)]) with
        {
            Patients = BenchModel.Table(["kon", "ksyn", "Vc"], values),
            Solver = new() { RelativeTolerance = 1e-6, AbsoluteTolerance = 1e-9, Method = method },
        };
    }

    private static PopulationRequest Request(
        string model, string[] supplied, ImmutableArray<string> targets, ImmutableArray<string> by, string[] observed, ImmutableArray<double> times) => new()
        {
            Model = CompiledModel.Compile(new CompileRequest
            {
                Model = AntimonyReader.Read(File.ReadAllText(Repository.PathOf($"bench/models/{model}/model.ant")), "model.ant").Value!,
                Supplied = [.. supplied],
                DoseTargets = targets,
                Observables = [.. observed],
                Sensitivities = by,
            }).Value!,
            Patients = new ParameterTable([], ["P1"], []),
            Doses = [.. targets.Select(t => new PopulationDose { Target = t, Amount = 200, Every = 72, Count = 2 })],
            Times = times,
            Solver = Tight,
        };

    private static PopulationResult Run(PopulationRequest request)
    {
        var result = BenchModel.Run(request);
        Assert.Empty(result.Failures);
        return result;
    }
}
