using System.Collections.Immutable;
using Thymus.Compilation;
using Thymus.Language;
using Thymus.Simulation.Populations;
using Thymus.Simulation.Records;
using Thymus.Simulation.SteadyState;
using Thymus.Simulation.Tests.Populations;
using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.Tests.Sensitivities;

/// <summary>Sensitivities by parameters that scale, delay or stretch doses.</summary>
public sealed class DoseTests
{
    private static readonly SolverOptions Tight = new() { RelativeTolerance = 1e-11, AbsoluteTolerance = 1e-12 };

    /// <summary>Boluses and infusions into one compartment, which add up: the closed form, differentiated by five points.</summary>
    [Theory]
    [InlineData(SolverMethod.Rodas5P)]
    [InlineData(SolverMethod.Tsit5)]
    [InlineData(SolverMethod.Bdf)]
    public void Amounts_and_lags_in_a_population_agree_with_the_closed_form(SolverMethod method)
    {
        string[] names = ["k", "W", "V", "L"];
        double[] values = [0.13, 1.7, 2.5, 0.83];
        var result = Run(new()
        {
            Model = Compile("A' = -k*A; A = 0; k = 0.1; W = 1; V = 1; L = 0", [.. names], ["W", "V", "L"]),
            Patients = BenchModel.Table(names, [.. values, 0.2, 1, 1, 0, .. values]),
            Doses =
            [
                new() { Target = "A", Amount = 40, First = 1, Every = 5, Count = 3, Times = "W", Per = "V", Lag = "L" },
                new() { Target = "A", Amount = 30, First = 3, Duration = 2.5, Every = 2, Count = 2, Times = "W", Lag = "L" },
                new() { Target = "A", Amount = 20, First = 2, Duration = 9, Per = "V" },
            ],
            Times = OutputTimes.Every(0, 0.5, 20),
            Solver = Tight with { Method = method },
        });

        for (int i = 0; i < result.Times.Length; i++)
        {
            double t = result.Times[i];
            Assert.Equal(Amount(t, values), result.Of(0, 0)[i], 1e-7);
            for (int j = 0; j < names.Length; j++)
            {
                int by = j;
                Assert.Equal(Differences(x => Amount(t, [.. values[..by], x, .. values[(by + 1)..]]), values[j], 1e-3), result.Of(0, 1 + j)[i], 1e-6);
            }
        }

        Assert.Equal(BenchModel.Bits(result.Of(0)), BenchModel.Bits(result.Of(2)));

        static double Amount(double t, double[] p)
        {
            var (k, w, v, lag) = (p[0], p[1], p[2], p[3]);
            double sum = Infused(t, k, 20 / v / 9, 2, 9);
            for (int n = 0; n < 3; n++)
            {
                double since = t - (1 + (5 * n) + lag);
                sum += since > 0 ? 40 * w / v * Math.Exp(-k * since) : 0;
                sum += n < 2 ? Infused(t, k, 30 * w / 2.5, 3 + (2 * n) + lag, 2.5) : 0;
            }

            return sum;
        }
    }

    /// <summary>A dose that comes later reaches a threshold later, where an event empties half of a saturable compartment.</summary>
    [Theory]
    [InlineData("L", 0.4)]
    [InlineData("W", 1.3)]
    [InlineData("high", 6)]
    public void Events_that_doses_cause_move_with_them(string parameter, double value)
    {
        const string Text = "A' = -Vm*A/(3 + A); A = 0; B = 0; B' = 0.1*A - 0.2*B; Vm = 2; L = 0.4; W = 1.3; high = 6; big: at A > high, fromTrigger = false: B = B + 0.5*A, A = 0.6*A";
        PopulationDose[] doses = [new() { Target = "A", Amount = 7, First = 1, Every = 4, Count = 2, Times = "W", Lag = "L" }, new() { Target = "A", Amount = 8, First = 6, Duration = 3, Times = "W", Lag = "L" }];
        double[] Values(double changed, ImmutableArray<string> by)
        {
            var result = Run(new()
            {
                Model = Compile(Text, [parameter], ["L", "W"], by, ["A", "B"]),
                Patients = BenchModel.Table([parameter], [changed]),
                Doses = [.. doses],
                Times = [2, 5.8, 8.2, 12],
                Solver = Tight,
            });
            return [.. Enumerable.Range(by.IsEmpty ? 0 : 2, 2).SelectMany(o => result.Of(0, o).ToArray())];
        }

        double[] exact = Values(value, [parameter]);
        for (int i = 0; i < exact.Length; i++)
        {
            int number = i;
            double difference = Differences(x => Values(x, [])[number], value, 2e-3);
            Assert.Equal(difference, exact[i], 1e-6 * (1 + Math.Abs(difference)));
        }
    }

    public static TheoryData<string, string> Tables => new()
    {
        { "F", "0,1,100,0,0,0,0\n4,1,50,20,0,0,0" },          // a bolus; a given rate, whose length F changes
        { "L", "0,1,100,0,5,2,0\n1,1,50,20,0,0,0" },
        { "L0", "0,1,100,0,5,2,0\n1,1,50,20,0,0,0" },         // the same parameter at 0: the derivative from above
        { "R", "0,1,100,-1,6,1,0\n3,1,20,0,0,0,0" },
        { "D", "0,1,100,-2,6,1,0\n3,1,20,0,0,0,0" },
        { "F", "0,1,100,-1,0,0,0\n3,1,60,-2,0,0,0" },
        { "F", "0,1,100,0,8,1,1" },                            // steady states
        { "L", "0,1,100,0,8,1,1" },
        { "L0", "0,1,100,0,8,1,1" },
        { "L", "0,1,100,10,8,1,1" },                           // an infusion of 5, longer than the interval minus the lag
        { "F", "0,1,100,10,8,1,1" },
        { "D", "0,1,100,-2,3,2,1" },                           // infusions that overlap
        { "R", "0,1,100,-1,3,2,1" },
        { "R", "0,1,0,-1,0,0,1" },                             // a rate since ever
        { "F", "0,1,80,0,0,0,0\n2,1,100,0,8,1,2" },           // a steady state on top
    };

    /// <summary>Every kind of dose of a table, against differences of runs without sensitivities.</summary>
    [Theory]
    [MemberData(nameof(Tables))]
    public void Doses_of_a_table_agree_with_differences(string parameter, string doses)
    {
        double value = parameter switch { "F" => 0.7, "L" => 1.25, "L0" => 0, "R" => 17, _ => 4.5 };
        string name = parameter[..1];
        var port = new DosePort("A", "F", "L", doses.Contains(",-1,", StringComparison.Ordinal) ? "R" : null, doses.Contains(",-2,", StringComparison.Ordinal) ? "D" : null);
        string text = "TIME,EVID,AMT,RATE,II,ADDL,SS\n" + doses + "\n" + string.Join('\n', ((double[])[4.5, 7.1, 9.8, 13.3, 21]).Select(t => FormattableString.Invariant($"{t},0,0,0,0,0,0")));
        double[] exact = Predict(name, value, [name]);

        for (int i = 0; i < exact.Length; i++)
        {
            int number = i;
            double At(double x) => Predict(name, x, [])[number];
            double difference = value > 0 ? Differences(At, value, 1e-3) : Ahead(At, 1e-3);
            Assert.Equal(difference, exact[i], 2e-6 * (1 + Math.Abs(difference)));
        }

        double[] Predict(string changed, double x, ImmutableArray<string> by)
        {
            var model = Compile("A' = -0.3*A + 0.1*B; B' = 0.3*A - 0.15*B; A = 0; B = 0; F = 0.7; L = 1.25; R = 17; D = 4.5; other = 1", [], by, by, ["A", "B"]);
            var run = RecordSimulator.Run(
                new RecordRequest
                {
                    Model = model,
                    Table = RecordReader.Read(text, "t.csv").Value!,
                    Ports = [port],
                    Parameters = _ => [.. model.DefaultParameters.Select((d, i) => model.ParameterNames[i] == changed ? x : d)],
                    Solver = Tight,
                    SteadyState = new SteadyStateOptions { RelativeTolerance = 1e-10, AbsoluteTolerance = 1e-11 },
                },
                TestContext.Current.CancellationToken);
            Assert.True(run.Succeeded, string.Join('\n', run.Findings));
            Assert.True(run.Value.Individuals[0].Succeeded, string.Join('\n', run.Value.Individuals[0].Findings));
            int first = by.IsEmpty ? 0 : 2;
            return [.. run.Value.Individuals[0].Predictions.SelectMany(p => p.Values.Skip(first).Take(2))];
        }
    }

    [Fact]
    public void A_steady_state_with_a_lag_is_not_differentiated_by_it_where_the_model_depends_on_time()
    {
        var run = RecordSimulator.Run(
            new RecordRequest
            {
                Model = Compile("A' = -0.3*A*(1 + 0.1*sin(time)); A = 0; L = 1", [], ["L"]),
                Table = RecordReader.Read("TIME,EVID,AMT,II,SS\n0,1,100,8,1\n3,0,0,0,0", "t.csv").Value!,
                Ports = [new DosePort("A", Lag: "L")],
            },
            TestContext.Current.CancellationToken);

        Assert.Equal("TH5123", Assert.Single(run.Value!.Individuals[0].Findings).Rule.Code);
    }

    [Fact]
    public void Bits_do_not_depend_on_width_or_threads()
    {
        string[] names = ["k", "W", "L"];
        var request = new PopulationRequest
        {
            Model = Compile("A' = -k*A; A = 0; n = 0; k = 0.1; W = 1; L = 0; at A > 20: A = 0.5*A, n = n + A", [.. names], ["W", "L"]),
            Patients = BenchModel.Table(names, [.. Enumerable.Range(0, 21).SelectMany(p => new[] { 0.1 + (0.01 * p), 1 + (0.1 * (p % 5)), 0.3 * (p % 4) })]),
            Doses = [new() { Target = "A", Amount = 15, Every = 3, Count = 4, Times = "W", Lag = "L" }, new() { Target = "A", Amount = 30, First = 1, Duration = 4, Lag = "L" }],
            Times = OutputTimes.Every(0, 0.5, 15),
        };
        var one = Run(request with { LaneWidth = LaneWidth.Scalar, Threads = 1 });
        foreach (var width in Enum.GetValues<LaneWidth>())
        {
            var other = Run(request with { LaneWidth = width, Threads = 2 });
            for (int p = 0; p < one.Patients; p++)
            {
                Assert.Equal(BenchModel.Bits(one.Of(p)), BenchModel.Bits(other.Of(p)));
            }
        }
    }

    private static double Infused(double t, double k, double rate, double start, double length)
    {
        double since = Math.Max(0, t - start), after = Math.Max(0, t - start - length);
        return rate / k * (Math.Exp(-k * after) - Math.Exp(-k * since));
    }

    private static double Differences(Func<double, double> f, double x, double h) =>
        ((f(x - (2 * h)) - f(x + (2 * h))) + (8 * (f(x + h) - f(x - h)))) / (12 * h);

    /// <summary>From above, with an error of h³.</summary>
    private static double Ahead(Func<double, double> f, double h) =>
        ((-11 * f(0)) + (18 * f(h)) - (9 * f(2 * h)) + (2 * f(3 * h))) / (6 * h);

    private static CompiledModel Compile(
        string text, string[] supplied, ImmutableArray<string> ofDoses, ImmutableArray<string>? by = null, ImmutableArray<string>? observed = null) => CompiledModel.Compile(new CompileRequest
        {
            Model = AntimonyReader.Read($"model m()\n{text}\nend", "test.ant").Value!,
            Supplied = [.. supplied],
            DoseTargets = ["A"],
            Observables = observed ?? ["A"],
            Sensitivities = by ?? (supplied.Length > 0 ? [.. supplied] : ofDoses),
            DoseParameters = ofDoses,
        }).Value!;

    private static PopulationResult Run(PopulationRequest request)
    {
        var result = BenchModel.Run(request);
        Assert.Empty(result.Failures);
        return result;
    }
}
