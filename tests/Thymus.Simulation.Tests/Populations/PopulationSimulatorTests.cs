using System.Collections.Immutable;
using Thymus.Language;
using Thymus.Simulation.Dosing;
using Thymus.Simulation.Populations;
using Thymus.Simulation.Single;
using Thymus.Solvers.Lanes;
using Thymus.Units;

namespace Thymus.Simulation.Tests.Populations;

public sealed class PopulationSimulatorTests
{
    private const string Elimination = "A' = -k*A; A = 0; k = 0.1; V = 2";

    [Theory]
    [InlineData(1, LaneWidth.Vector256)]
    [InlineData(1, LaneWidth.Vector512)]
    [InlineData(2, LaneWidth.TwoVectors512)]
    [InlineData(3, LaneWidth.Vector512)]
    public void Every_patient_has_the_bits_it_has_alone(int threads, LaneWidth width)
    {
        var request = BenchModel.Antibody(patients: 41);
        var crowd = BenchModel.Run(request with { Threads = threads, LaneWidth = width });

        for (int p = 0; p < crowd.Patients; p++)
        {
            var patients = (ParameterTable)request.Patients;
            var alone = BenchModel.Run(request with
            {
                Patients = new ParameterTable(patients.Parameters, [patients.Ids[p]], patients[p]),
                Threads = 1,
                LaneWidth = LaneWidth.Scalar,
            });

            Assert.Equal(BenchModel.Bits(alone.Of(0)), BenchModel.Bits(crowd.Of(p)));
            Assert.Equal(alone.Outcome(0), crowd.Outcome(p));
        }
    }

    [Fact]
    public void A_patient_is_what_the_simulator_of_one_gives()
    {
        string[] doses = ["30 into A over 4 every 3 x 4", "7 into A from 2", "5 into A over 2 from 3"];
        var model = AntimonyReader.Read(Elimination, "test.ant").Value!;
        var one = Simulator.Run(
            new SimulateRequest
            {
                Model = model,
                Until = new Quantity(20, Unit.Dimensionless),
                Every = new Quantity(0.5, Unit.Dimensionless),
                Doses = [.. doses.Select(d => DoseText.Parse(d, "test").Value!)],
                Outputs = ["A"],
            },
            TestContext.Current.CancellationToken).Value!;

        var many = Run(
            [
                new() { Target = "A", Amount = 30, Duration = 4, Every = 3, Count = 4 },
                new() { Target = "A", Amount = 7, First = 2 },
                new() { Target = "A", Amount = 5, First = 3, Duration = 2 },
            ],
            [0.1, 2]);

        Assert.Equal(BenchModel.Bits([.. one.Rows.Select(r => r[0])]), BenchModel.Bits(many.Of(0, 0)));
    }

    private const string Lagged =
        "A' = -k*A; A = 0; B = 0; B' = 0.1*A; k = 0.1; lag = 0; wait = 1; E1: at wait after A > 5, priority = A: B = B + A; " +
        "E2: at wait after A > 5, priority = 6, fromTrigger = false, persistent = false: B = 2*B";

    [Fact]
    public void Lag_moves_the_doses_of_each_patient()
    {
        double[] lags = [0, 0.25, 1, 3.7];
        var result = BenchModel.Run(LaggedRequest([.. lags.SelectMany(lag => new[] { 0.1, lag, 100 })]) with
        {
            Doses = [new() { Target = "A", Amount = 10, First = 2, Every = 6, Count = 2, Lag = "lag" }, new() { Target = "A", Amount = 8, First = 1, Duration = 4, Lag = "lag" }],
        });

        for (int p = 0; p < lags.Length; p++)
        {
            for (int i = 0; i < result.Times.Length; i++)
            {
                double Since(double time) => Math.Max(0, result.Times[i] - time - lags[p]);
                double Left(double time) => Since(time) > 0 ? 10 * Math.Exp(-0.1 * Since(time)) : 0;
                double rate = 8 / 4.0 / 0.1;
                double infused = rate * (Math.Exp(-0.1 * Since(5)) - Math.Exp(-0.1 * Since(1)));
                Assert.Equal(Left(2) + Left(8) + infused, result.Of(p, 0)[i], 1e-7);
            }
        }
    }

    [Theory]
    [InlineData(1, LaneWidth.Vector256)]
    [InlineData(2, LaneWidth.Vector512)]
    [InlineData(3, LaneWidth.TwoVectors512)]
    public void Patients_with_lags_and_delayed_events_have_the_bits_they_have_alone(int threads, LaneWidth width)
    {
        double[] values = [.. Enumerable.Range(0, 43).SelectMany(p => new[] { 0.05 + (0.01 * p), p % 5 * 0.3, p % 4 * 0.7 })];
        var crowd = BenchModel.Run(LaggedRequest(values) with { Threads = threads, LaneWidth = width });

        for (int p = 0; p < crowd.Patients; p++)
        {
            var alone = BenchModel.Run(LaggedRequest(values[(3 * p)..((3 * p) + 3)]) with { Threads = 1, LaneWidth = LaneWidth.Scalar });
            Assert.True(alone.Outcome(0).Succeeded);
            Assert.Equal(BenchModel.Bits(alone.Of(0)), BenchModel.Bits(crowd.Of(p)));
        }
    }

    [Theory, InlineData(-1), InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void Patient_whose_lag_is_no_time_fails_alone(double lag)
    {
        var result = BenchModel.Run(LaggedRequest([0.1, 1, 1, 0.1, lag, 1, 0.1, 2, 1]));

        Assert.Equal([1], result.Failures);
        Assert.Equal(SolveStatus.BadEventTime, result.Outcome(1).Status);
        Assert.All(result.Of(1, 0)[1..].ToArray(), value => Assert.Equal(double.NaN, value));
    }

    [Fact]
    public void Events_of_equal_priority_run_in_an_order_of_each_patients_own()
    {
        const int Patients = 200;
        var model = BenchModel.Compile(
            "a = 0; one = 1; x' = 1; x = 0; E1: at x >= 1, priority = 1, fromTrigger = false: a = a + one; E2: at x >= 1, priority = 1, fromTrigger = false: a = 2*a", ["one"], [], ["a"]);
        var request = new PopulationRequest { Model = model, Patients = BenchModel.Table(["one"], [.. Enumerable.Repeat(1.0, Patients)]), Times = [0, 2] };
        var result = BenchModel.Run(request with { Threads = 1, LaneWidth = LaneWidth.Scalar });
        double[] last = [.. Enumerable.Range(0, Patients).Select(p => result.Of(p, 0)[1])];

        Assert.All(last, a => Assert.Contains(a, (double[])[1, 2]));
        Assert.Equal(Patients / 2.0, last.Count(a => a == 1), 5 * Math.Sqrt(Patients / 4.0));   // a fair coin
        var other = BenchModel.Run(request with { Threads = 3, LaneWidth = LaneWidth.Vector512 });
        Assert.Equal(last, Enumerable.Range(0, Patients).Select(p => other.Of(p, 0)[1]));
    }

    [Theory, InlineData(LaneWidth.Scalar), InlineData(LaneWidth.Vector512)]
    public void Courses_with_lags_and_events_allocate_nothing(LaneWidth width)
    {
        const int Patients = 64;
        var request = LaggedRequest([.. Enumerable.Range(0, Patients).SelectMany(p => new[] { 0.05 + (0.01 * p), p % 5 * 0.3, p % 4 * 0.7 })]) with { LaneWidth = width };
        var plan = new PopulationPlan(request);
        long drawn = 0;
        using var worker = new PopulationWorker(request, plan, new PopulationResult(request), () => new PatientShare(drawn, drawn++ < Patients ? 1 : 0));
        worker.Run(TestContext.Current.CancellationToken);
        drawn = 0;

        long before = GC.GetAllocatedBytesForCurrentThread();
        var statistics = worker.Run(CancellationToken.None);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal((Patients, 0), (statistics.Courses, statistics.Failed));
        Assert.Equal(0, allocated);
    }

    internal static PopulationRequest LaggedRequest(double[] values) => new()
    {
        Model = BenchModel.Compile(Lagged, ["k", "lag", "wait"], ["A"], ["A", "B"]),
        Patients = BenchModel.Table(["k", "lag", "wait"], values),
        Doses = [new() { Target = "A", Amount = 10, First = 2, Every = 6, Count = 2, Lag = "lag" }, new() { Target = "A", Amount = 8, First = 1, Duration = 4 }],
        Times = OutputTimes.Every(0, 0.5, 20),
        Solver = new() { RelativeTolerance = 1e-9, AbsoluteTolerance = 1e-11 },
    };

    [Fact]
    public void Amounts_are_scaled_by_parameters_of_the_patient()
    {
        var result = Run([new() { Target = "A", Amount = 12, Per = "V" }, new() { Target = "A", Amount = 3, Times = "V", First = 10 }], [0.1, 2, 0.2, 4]);

        Assert.Equal(0, result.Of(0, 0)[0]);   // before the dose
        Assert.Equal(6 * Math.Exp(-0.1 * 10), result.Of(0, 0)[20], 1e-5);
        Assert.Equal((3 * Math.Exp(-0.2 * 15)) + (12 * Math.Exp(-0.2 * 5)), result.Of(1, 0)[30], 1e-4);
    }

    [Fact]
    public void An_infusion_agrees_with_the_closed_form()
    {
        var values = Run([new() { Target = "A", Amount = 8, First = 1, Duration = 4 }], [0.1, 2]).Of(0, 0);

        for (int i = 0; i < values.Length; i++)
        {
            double since = Math.Max(0, (0.5 * i) - 1);
            double into = Math.Min(since, 4);
            Assert.Equal(2 / 0.1 * (1 - Math.Exp(-0.1 * into)) * Math.Exp(-0.1 * (since - into)), values[i], 1e-5);
        }
    }

    [Fact]
    public void Infusions_that_overlap_add_up()
    {
        // The second line ends as the first one's third infusion begins, and has a bolus beside it.
        var values = Run(
            [
                new() { Target = "A", Amount = 8, First = 1, Every = 2, Count = 3, Duration = 4 },
                new() { Target = "A", Amount = 6, First = 2, Duration = 3 },
                new() { Target = "A", Amount = 5, First = 5 },
            ],
            [0.1, 2]).Of(0, 0);

        for (int i = 0; i < values.Length; i++)
        {
            double t = 0.5 * i;
            double expected = Infused(t - 1, 2, 4) + Infused(t - 3, 2, 4) + Infused(t - 5, 2, 4) + Infused(t - 2, 2, 3);
            Assert.Equal(expected + (t > 5 ? 5 * Math.Exp(-0.1 * (t - 5)) : 0), values[i], 4e-5);   // 2 rtol of the largest, 20
        }

        static double Infused(double since, double rate, double duration)
        {
            double into = Math.Clamp(since, 0, duration);
            return rate / 0.1 * (1 - Math.Exp(-0.1 * into)) * Math.Exp(-0.1 * (Math.Max(since, 0) - into));
        }
    }

    [Fact]
    public void Absolute_tolerance_is_named_where_a_state_runs_away_below_zero()
    {
        // y = 1/(1/y0 − k t) from −1 with k = −¼.
        var result = BenchModel.Run(new PopulationRequest
        {
            Model = BenchModel.Compile("y' = k*y^2; y = -1; k = 0.1", ["k"], [], ["y"]),
            Patients = BenchModel.Table(["k"], [-0.25]),
            Times = OutputTimes.Every(0, 1, 8),
        });
        var outcome = result.Outcome(0);

        Assert.Equal(4, outcome.Time, 1e-3);
        Assert.Contains("a smaller absolute tolerance", outcome.Suggestion, StringComparison.Ordinal);
    }

    // It comes down to 2e-22.
    [Theory, InlineData(1e-9, false), InlineData(1e-30, true)]
    public void State_that_comes_near_zero_and_grows_again_needs_a_small_absolute_tolerance(double absolute, bool isRight)
    {
        // x = exp(t²/2 − 10 t)
        var result = BenchModel.Run(new PopulationRequest
        {
            Model = BenchModel.Compile("x' = (time - k)*x; x = 1; k = 10", ["k"], [], ["x"]),
            Patients = BenchModel.Table(["k"], [10]),
            Times = OutputTimes.Every(0, 5, 20),
            Solver = new() { RelativeTolerance = 1e-8, AbsoluteTolerance = absolute },
        });

        Assert.Equal(isRight, Math.Abs(result.Of(0, 0)[4] - 1) < 1e-6);
    }

    [Fact]
    public void A_patient_that_fails_is_a_row_and_the_others_are_untouched()
    {
        // y = 1/(1/y0 − k t) runs away at t = 1/(k y0): at 4 for the second patient, beyond the end for the others.
        var model = BenchModel.Compile("y' = k*y^2; y = 1; k = 0.1; z' = 1; z = 0", ["k"], [], ["z", "y"]);
        var request = new PopulationRequest
        {
            Model = model,
            Patients = BenchModel.Table(["k"], [0.1, 0.25, 0.05]),
            Times = OutputTimes.Every(0, 1, 8),
            Threads = 1,
        };
        var result = BenchModel.Run(request);
        var outcome = result.Outcome(1);

        Assert.Equal([1], result.Failures);
        Assert.Equal(1, result.Statistics.Failed);
        Assert.False(outcome.Succeeded);
        Assert.Equal("y", outcome.State);
        Assert.Equal(4, outcome.Time, 1e-3);
        Assert.InRange(outcome.Value, 1e6, double.MaxValue);
        Assert.Contains("the step became too small", outcome.Description, StringComparison.Ordinal);
        Assert.Contains("y = ", outcome.Description, StringComparison.Ordinal);
        Assert.Contains("what changes y", outcome.Suggestion, StringComparison.Ordinal);
        Assert.DoesNotContain("absolute tolerance", outcome.Suggestion, StringComparison.Ordinal);
        Assert.Equal(("", ""), (result.Outcome(0).Description, result.Outcome(0).Suggestion));
        Assert.Equal(1 / (1 - (0.25 * 3)), result.Of(1, 1)[3], 1e-4);
        Assert.True(double.IsNaN(result.Of(1, 1)[5]) && double.IsNaN(result.Of(1, 0)[5]));
        Assert.Equal(1 / (1 - 0.8), result.Of(0, 1)[8], 1e-4);
    }

    [Theory]
    [InlineData(LaneWidth.Scalar, 1)]
    [InlineData(LaneWidth.Vector256, 2)]
    [InlineData(LaneWidth.Vector512, 1)]
    [InlineData(LaneWidth.TwoVectors512, 2)]
    public void One_that_fails_among_many_changes_no_bit_of_the_others(LaneWidth width, int threads)
    {
        const int Bad = 20;
        var sound = BenchModel.Antibody(patients: 41) with { LaneWidth = width, Threads = threads };
        var table = (ParameterTable)sound.Patients;
        double[] values = [.. Enumerable.Range(0, 41).SelectMany(p => table[p].ToArray())];
        values[3 * Bad] = -1e3;   // a binding that runs away
        var with = BenchModel.Run(sound with { Patients = new ParameterTable(table.Parameters, table.Ids, values) });
        var without = BenchModel.Run(sound);

        Assert.Equal([Bad], with.Failures);
        Assert.NotNull(with.Outcome(Bad).State);
        foreach (int p in Enumerable.Range(0, 41).Where(p => p != Bad))
        {
            Assert.Equal(BenchModel.Bits(without.Of(p)), BenchModel.Bits(with.Of(p)));
            Assert.Equal(without.Outcome(p), with.Outcome(p));
        }
    }

    [Fact]
    public void Lanes_are_in_use_nearly_all_the_time()
    {
        var result = BenchModel.Run(BenchModel.Antibody(patients: 1000) with { Threads = 1 });

        Assert.InRange(result.LaneUse, 0.99, 1);
    }

    [Fact]
    public void More_patients_allocate_no_more()
    {
        var few = BenchModel.Antibody(patients: 64) with { Threads = 1 };
        var many = few with { Patients = BenchModel.Antibody(patients: 512).Patients };
        var memory = (Few: BenchModel.Run(few), Many: BenchModel.Run(many));

        Assert.Equal(Allocated(() => BenchModel.RunInto(memory.Few, few)), Allocated(() => BenchModel.RunInto(memory.Many, many)));
    }

    [Fact]
    public void A_run_into_a_result_gives_what_a_new_one_would()
    {
        var request = BenchModel.Antibody(patients: 20);
        var other = request with { Doses = [] };
        var again = BenchModel.RunInto(BenchModel.Run(other), request);
        var fresh = BenchModel.Run(request);

        Assert.All(Enumerable.Range(0, 20), p => Assert.Equal(BenchModel.Bits(fresh.Of(p)), BenchModel.Bits(again.Of(p))));
        Assert.Throws<ArgumentException>(() => BenchModel.RunInto(again, BenchModel.Antibody(patients: 21)));
    }

    [Fact]
    public void Cancellation_stops_a_run()
    {
        using var stop = new CancellationTokenSource();
        var progress = new Immediate(done => stop.Cancel());

        Assert.Throws<OperationCanceledException>(() => PopulationSimulator.Run(BenchModel.Antibody(patients: 2000), progress, stop.Token));
    }

    [Theory]
    [InlineData("kin", "C", "kin")]
    [InlineData("kon", "R", "R")]
    public void What_the_model_does_not_have_is_named(string column, string target, string named)
    {
        var request = BenchModel.Antibody(patients: 1) with
        {
            Patients = BenchModel.Table([column, "ksyn", "Vc"], [1, 1, 1]),
            Doses = [new() { Target = target, Amount = 1 }],
        };

        Assert.Contains($"'{named}'", Assert.Throws<ArgumentException>(() => BenchModel.Run(request)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Times_are_multiples_and_not_sums() =>
        Assert.Equal([0.3, 0.3 + 0.1, 0.3 + (2 * 0.1), 0.3 + (3 * 0.1)], OutputTimes.Every(0.3, 0.1, 0.6));

    // The least of several runs: the runtime itself allocates now and then, for code that it compiles anew.
    private static long Allocated(Action run) => Enumerable.Range(0, 8).Min(_ =>
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        run();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    });

    private static PopulationResult Run(ImmutableArray<PopulationDose> doses, double[] values) => BenchModel.Run(new PopulationRequest
    {
        Model = BenchModel.Compile(Elimination, ["k", "V"], ["A"], ["A"]),
        Patients = BenchModel.Table(["k", "V"], values),
        Doses = doses,
        Times = OutputTimes.Every(0, 0.5, 20),
    });

    private sealed class Immediate(Action<long> told) : IProgress<long>
    {
        public void Report(long value) => told(value);
    }
}
