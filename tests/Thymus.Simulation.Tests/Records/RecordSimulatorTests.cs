using Thymus.Simulation.Records;
using Thymus.Simulation.SteadyState;
using Thymus.Simulation.Tests.Populations;
using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.Tests.Records;

/// <summary>
/// One compartment, CL 1 L/h, V 20 L, unless a test says otherwise. The expected amounts are closed forms (sums of
/// exponentials), given to eleven digits.
/// </summary>
public sealed class RecordSimulatorTests
{
    private const string Head = "TIME,EVID,AMT,RATE,II,ADDL,SS,CMT\n";

    public static TheoryData<string, string, double[]> Vectors => new()
    {
        { "SS 1 of boluses", "0,0,0,0,0,0,0,0\n0,1,100,0,24,0,1,0\n0,0,0,0,0,0,0,0\n12,0,0,0,0,0,0,0\n24,0,0,0,0,0,0,0", [0, 143.10127607, 78.53564545, 43.10127607] },
        { "SS 1 of infusions", "0,1,100,50,24,0,1,0\n0,0,0,0,0,0,0,0\n2,0,0,0,0,0,0,0", [45.33000774, 136.17886913] },
        { "SS 1 of an infusion for ever", "0,1,0,5,0,0,1,0\n0,0,0,0,0,0,0,0\n12,0,0,0,0,0,0,0", [100, 54.88116361] },
        { "SS 2 on top of a dose", "0,1,100,0,0,0,0,0\n6,1,50,0,12,0,2,0\n6,0,0,0,0,0,0,0", [184.90028283] },
        { "ADDL", "0,1,100,0,24,2,0,0\n60,0,0,0,0,0,0,0", [76.38975927] },
        { "EVID 4", "0,1,100,0,0,0,0,0\n24,4,100,0,0,0,0,0\n24,0,0,0,0,0,0,0\n36,0,0,0,0,0,0,0", [100, 54.88116361] },
        { "EVID 4 with SS 1", "0,1,100,0,0,0,0,0\n24,4,100,0,24,0,1,0\n24,0,0,0,0,0,0,0\n36,0,0,0,0,0,0,0", [143.10127607, 78.53564545] },
        { "SS 3", "0,1,999,0,0,0,0,0\n24,1,100,0,24,0,3,0\n24,0,0,0,0,0,0,0\n36,0,0,0,0,0,0,0", [143.10127607, 78.53564545] },
        { "SS 1 clears what ran before", "0,1,999,10,0,0,0,0\n24,1,100,0,24,0,1,0\n36,0,0,0,0,0,0,0", [78.53564545] },
    };

    [Theory, MemberData(nameof(Vectors))]
    public void Amounts_agree_with_the_closed_form(string name, string records, double[] expected) =>
        Check(expected, Predict(LinearModel.OneCompartment(), new DosePort("A"), Head + records, name));

    [Theory]
    [InlineData(SolverMethod.Tsit5)]
    [InlineData(SolverMethod.Bdf)]
    [InlineData(SolverMethod.Automatic)]
    public void Every_method_agrees_with_the_closed_form_and_an_automatic_one_says_how_it_was_chosen(SolverMethod method)
    {
        var run = Run(
            LinearModel.OneCompartment(), [new DosePort("A")], Head + "0,0,0,0,0,0,0,0\n0,1,100,0,24,0,1,0\n0,0,0,0,0,0,0,0\n12,0,0,0,0,0,0,0",
            method: method);

        Check([0, 143.10127607, 78.53564545], [.. run.Individuals[0].Predictions.Select(p => p.Values[0])]);
        Assert.Equal(method is SolverMethod.Automatic, run.MethodChoice is not null);
    }

    [Fact]
    public void Steady_state_with_a_lag_stands_at_the_end_of_a_cycle() => Check(
        [45.31112575, 143.10127607, 143.10127607 * Math.Exp(-0.55)],
        Predict(
            LinearModel.OneCompartment(("LAG", 1)), new DosePort("A", Lag: "LAG"),
            Head + "0,1,100,0,24,0,1,0\n0,0,0,0,0,0,0,0\n1,0,0,0,0,0,0,0\n12,0,0,0,0,0,0,0"));

    [Fact]
    public void Steady_state_of_infusions_longer_than_the_interval_keeps_the_earlier_one_running() => Check(
        [76.71957403, 91.39282890, 84.98425818],
        Predict(
            LinearModel.OneCompartment(("D", 30)), new DosePort("A", Duration: "D"),
            Head + "0,1,100,-2,24,0,1,0\n0,0,0,0,0,0,0,0\n6,0,0,0,0,0,0,0\n12,0,0,0,0,0,0,0"));

    [Fact]
    public void Infusions_longer_than_the_interval_go_on_at_steady_state_with_a_lag()
    {
        // 30 h infusions every 24 h with a lag of 1 h: at TIME the cycle is at phase 23 h.
        double[] values = Predict(
            LinearModel.OneCompartment(("D", 30), ("LAG", 1)), new DosePort("A", Lag: "LAG", Duration: "D"),
            Head + "0,1,100,-2,24,1,1,0\n1,0,0,0,0,0,0,0\n7,0,0,0,0,0,0,0\n25,0,0,0,0,0,0,0");

        Check([76.71957403, 91.39282890, 76.71957403], values);
    }

    [Theory]
    [InlineData("10", 5, 44.23984339)]
    [InlineData("-2", 4, 45.31731173)]
    [InlineData("-1", 2.5, 47.00123896)]
    public void Bioavailability_changes_the_length_or_the_rate(string rate, double end, double atEnd)
    {
        var model = LinearModel.OneCompartment(("F", 0.5), ("R", 20), ("D", 4));
        string records = FormattableString.Invariant($"0,1,100,{rate},0,0,0,0\n{end},0,0,0,0,0,0,0\n10,0,0,0,0,0,0,0");

        Check([atEnd, atEnd * Math.Exp(-0.05 * (10 - end))], Predict(model, new DosePort("A", "F", null, "R", "D"), Head + records));
    }

    [Fact]
    public void Steady_state_of_a_depot_agrees_with_the_closed_form()
    {
        var depot = new LinearModel(["depot", "A"], new double[,] { { -1, 0 }, { 1, -0.05 } });
        var predictions = Run(depot, [new DosePort("depot"), new DosePort("A")], Head + "0,1,100,0,24,0,1,1\n0,0,0,0,0,0,0,0\n2,0,0,0,0,0,0,0").Individuals[0];

        Check([100.00000000378, 45.36976428], [.. predictions.Predictions[0].Values]);
        Check([122.05248509], [predictions.Predictions[1].Values[1]]);
    }

    [Fact]
    public void Two_compartment_infusion_agrees_with_the_closed_form()
    {
        // dA1/dt = R − (k10 + k12) A1 + k21 A2: biexponential (Gibaldi & Perrier 1982, Pharmacokinetics, ch. 2).
        const double k10 = 0.1, k12 = 0.3, k21 = 0.2, rate = 25, length = 2;
        var model = new LinearModel(["A1", "A2"], new double[,] { { -(k10 + k12), k21 }, { k12, -k21 } });
        double root = Math.Sqrt(((k10 + k12 + k21) * (k10 + k12 + k21)) - (4 * k10 * k21));
        double alpha = (k10 + k12 + k21 + root) / 2, beta = (k10 + k12 + k21 - root) / 2;
        double Closed(double t)
        {
            double stopped = Math.Max(0, t - length);
            double Part(double own, double other) => rate * (k21 - own) / (own * (other - own)) * (Math.Exp(-own * stopped) - Math.Exp(-own * t));
            return Part(alpha, beta) + Part(beta, alpha);
        }

        double[] times = [0.5, 2, 3, 12, 100];
        string records = "0,1,50,25,0,0,0,1\n" + string.Join('\n', times.Select(t => FormattableString.Invariant($"{t},0,0,0,0,0,0,0")));

        Check([.. times.Select(Closed)], Predict(model, new DosePort("A1"), Head + records));
    }

    [Fact]
    public void Overlapping_infusions_add_up()
    {
        // 10/h over 10 h every 4 h, three times: each is a step of rate that the others do not feel.
        static double One(double t) => t <= 0 ? 0 : 200 * (Math.Exp(-0.05 * Math.Max(0, t - 10)) - Math.Exp(-0.05 * t));

        double[] times = [2, 6, 9, 13, 17, 30];
        string records = "0,1,100,10,4,2,0,0\n" + string.Join('\n', times.Select(t => FormattableString.Invariant($"{t},0,0,0,0,0,0,0")));

        Check([.. times.Select(t => One(t) + One(t - 4) + One(t - 8))], Predict(LinearModel.OneCompartment(), new DosePort("A"), Head + records));
    }

    [Fact]
    public void At_one_time_additional_doses_come_before_records_and_records_in_the_order_of_the_file()
    {
        double[] values = Predict(
            LinearModel.OneCompartment(), new DosePort("A"),
            Head + "0,1,100,0,24,1,0,0\n24,0,0,0,0,0,0,0\n24,1,50,0,0,0,0,0\n24,0,0,0,0,0,0,0");
        double left = 100 * Math.Exp(-1.2);

        Check([left + 100, left + 150], values);
    }

    [Fact]
    public void Reset_drops_running_infusions_and_pending_doses_and_sets_the_clock() => Check(
        [0, 0, 10 * Math.Exp(-0.05)],
        Predict(
            LinearModel.OneCompartment(), new DosePort("A"),
            Head + "0,1,100,1,12,5,0,0\n30,3,0,0,0,0,0,0\n30,0,0,0,0,0,0,0\n60,0,0,0,0,0,0,0\n0,4,10,0,0,0,0,0\n1,0,0,0,0,0,0,0"));

    [Fact]
    public void Observations_do_not_disturb_the_course()
    {
        string dense = string.Concat(Enumerable.Range(1, 100).Select(t => FormattableString.Invariant($"{t / 4.0},0,0,0,0,0,0,0\n")));
        double alone = Predict(LinearModel.OneCompartment(), new DosePort("A"), Head + "0,1,100,10,0,0,0,0\n25,0,0,0,0,0,0,0")[^1];
        double among = Predict(LinearModel.OneCompartment(), new DosePort("A"), Head + "0,1,100,10,0,0,0,0\n" + dense)[^1];

        Assert.Equal(alone, among);   // the same bits
    }

    [Fact]
    public void Saturable_elimination_reaches_the_steady_state_that_many_doses_reach()
    {
        var model = new LinearModel(["A"], new double[,] { { -0.01 } }, vmax: 8, km: 50);
        double[] many = Predict(model, new DosePort("A"), Head + "0,1,100,0,24,399,0,0\n9576,0,0,0,0,0,0,0\n9588,0,0,0,0,0,0,0");
        double[] direct = Predict(model, new DosePort("A"), Head + "0,1,100,0,24,0,1,0\n0,0,0,0,0,0,0,0\n12,0,0,0,0,0,0,0");

        Check(many, direct);
    }

    [Fact]
    public void Infusion_for_ever_into_saturable_elimination_balances_it() =>
        Check([50.0 * 5 / (8 - 5)], Predict(   // vmax·A/(km + A) = rate
            new LinearModel(["A"], new double[,] { { 0 } }, vmax: 8, km: 50), new DosePort("A"), Head + "0,1,0,5,0,0,1,0\n0,0,0,0,0,0,0,0"));

    [Fact]
    public void Accumulator_has_no_steady_state_and_is_named_unless_it_is_held()
    {
        var model = new LinearModel(["A", "AUC"], new double[,] { { -0.05, 0 }, { 0.05, 0 } });
        const string records = Head + "0,1,100,0,24,0,1,0\n0,0,0,0,0,0,0,0";

        var free = Run(model, [new DosePort("A")], records).Individuals[0];
        var held = Run(model, [new DosePort("A")], records, new SteadyStateOptions { Held = ["AUC"] }).Individuals[0];
        var strict = Run(model, [new DosePort("A")], records, new SteadyStateOptions { FailWhenNotFound = true }).Individuals[0];

        Assert.True(free.Succeeded);
        Assert.Contains("ID 1 at time 0: no steady state after 500 cycles; AUC still changes by 100", Assert.Single(free.Findings).Text, StringComparison.Ordinal);
        Assert.Empty(held.Findings);
        Check([143.10127607, 0], [.. held.Predictions[0].Values]);
        Assert.False(strict.Succeeded);
    }

    [Fact]
    public void Adding_a_steady_state_counts_a_turnover_once()
    {
        // With a source of 1/h the baseline is 20; SS 2 adds what the doses add.
        var model = new LinearModel(["A"], new double[,] { { -0.05 } }, source: [1]);

        Check(
            [20 + 143.10127607],
            Predict(model, new DosePort("A"), Head + "0,1,0,0.000000001,0,0,1,0\n0,1,100,0,24,0,2,0\n0,0,0,0,0,0,0,0"));
    }

    [Fact]
    public void Adding_a_steady_state_to_a_model_that_is_not_linear_is_a_warning()
    {
        var model = new LinearModel(["A"], new double[,] { { 0 } }, vmax: 8, km: 50);
        var individual = Run(model, [new DosePort("A")], Head + "0,1,100,0,24,0,2,0\n1,0,0,0,0,0,0,0").Individuals[0];

        Assert.Equal("TH5119", Assert.Single(individual.Findings).Rule.Code);
        Assert.True(individual.Succeeded);
    }

    [Theory]
    [InlineData("0,1,100,-1,0,0,0,0", "A has no modelled rate")]
    [InlineData("0,1,100,-2,0,0,0,0", "A has no modelled duration")]
    [InlineData("0,1,100,0,1,0,1,0", "the lag 2 is not below the interval 1")]
    public void Individual_whose_dose_makes_no_sense_fails_alone_and_with_a_reason(string record, string expected)
    {
        string table = "ID," + Head + "a," + record + "\nb,0,1,100,0,0,0,0,0\nb,3,0,0,0,0,0,0,0";
        var individuals = Run(LinearModel.OneCompartment(("LAG", 2)), [new DosePort("A", Lag: "LAG")], table).Individuals;

        Assert.Equal([false, true], individuals.Select(i => i.Succeeded));
        Assert.Contains(expected, Assert.Single(individuals[0].Findings).Text, StringComparison.Ordinal);
        Check([100 * Math.Exp(-0.05)], [.. individuals[1].Predictions[0].Values]);
    }

    [Fact]
    public void Dose_into_an_unknown_compartment_is_refused_with_its_line()
    {
        var read = RecordReader.Read(Head + "0,1,100,0,0,0,0,3", "t.csv").Value!;
        var request = new RecordRequest { Model = LinearModel.OneCompartment(), Table = read, Ports = [new DosePort("A")] };

        var finding = Assert.Single(RecordSimulator.Run(request, TestContext.Current.CancellationToken).Findings);
        Assert.Equal(("TH5111", 2), (finding.Rule.Code, finding.Span.Line));
    }

    [Theory]
    [InlineData(CovariateRule.CarriedForward, "10", "0", "7")]
    [InlineData(CovariateRule.CarriedBackward, "99", "10", "0")]
    public void Covariate_that_changes_with_time_holds_from_one_of_its_neighbours(CovariateRule rule, string at0, string at5, string at10)
    {
        // The covariate is a rate of input: 10/h up to 5 h, then nothing.
        var read = RecordReader.Read($"TIME,input:A\n0,{at0}\n5,{at5}\n10,{at10}", "t.csv").Value!;
        var run = RecordSimulator.Run(
            new RecordRequest
            {
                Model = LinearModel.OneCompartment(),
                Table = read,
                Ports = [new DosePort("A")],
                CovariateParameters = ["input:A"],
                CovariateRule = rule,
                Solver = new SolverOptions { RelativeTolerance = 1e-11, AbsoluteTolerance = 1e-11 },
            },
            TestContext.Current.CancellationToken);
        double atFive = 200 * (1 - Math.Exp(-0.25));

        Check([0, atFive, atFive * Math.Exp(-0.25)], [.. run.Value!.Individuals[0].Predictions.Select(p => p.Values[0])]);
    }

    [Theory]
    [InlineData("at 2 after A > 5: B = 0", "E has a delay")]
    [InlineData("at A > 5, t0 = false: B = 0", "E runs at the start")]
    public void Steady_state_is_refused_where_events_remember_more_than_the_state(string happening, string expected)
    {
        var model = BenchModel.Compile($"A = 0; A' = -0.1*A; B = 1; E: {happening}", [], ["A"], ["A"]);
        var read = RecordReader.Read(Head + "0,1,100,0,24,0,1,0\n12,0,0,0,0,0,0,0", "t.csv");

        var run = RecordSimulator.Run(new RecordRequest { Model = model, Table = read.Value!, Ports = [new("A")] }, TestContext.Current.CancellationToken);

        var finding = Assert.Single(Assert.Single(run.Value!.Individuals).Findings);
        Assert.Equal(("TH5121", $"ID 1 at time 0: a steady state of a model in which event {expected} cannot be found"), (finding.Rule.Code, finding.Text));
    }

    [Fact]
    public void Steady_state_with_an_event_is_that_of_many_doses()
    {
        // 100 every 24 h; whatever is above 120 is cut to 120 just after a dose. The event has no part in what the cycle starts from.
        var model = BenchModel.Compile("A = 0; A' = -A/20; at A > 120: A = 120", [], ["A"], ["A"]);
        double[] Values(string table) =>
        [
            .. RecordSimulator.Run(
                new RecordRequest { Model = model, Table = RecordReader.Read(Head + table, "t.csv").Value!, Ports = [new("A")], Solver = new() { RelativeTolerance = 1e-11, AbsoluteTolerance = 1e-11 } },
                TestContext.Current.CancellationToken).Value!.Individuals[0].Predictions.Select(p => p.Values[0]),
        ];

        // From the second dose on it starts at 120: 120 e^(−12/20) after half a day.
        Check([120 * Math.Exp(-0.6)], Values("0,1,100,0,24,9,0,0\n228,0,0,0,0,0,0,0"));
        Check([120 * Math.Exp(-0.6)], Values("0,1,100,0,24,0,1,0\n12,0,0,0,0,0,0,0"));
    }

    private static double[] Predict(LinearModel model, DosePort port, string table, string? name = null)
    {
        var individual = Assert.Single(Run(model, [port], table).Individuals);
        Assert.True(individual.Succeeded, name);
        Assert.DoesNotContain(individual.Findings, f => f.Rule.Severity is Language.Diagnostics.Severity.Error);
        return [.. individual.Predictions.Select(p => p.Values[0])];
    }

    private static RecordPredictions Run(
        LinearModel model, DosePort[] ports, string table, SteadyStateOptions? steadyState = null, SolverMethod method = SolverMethod.Rodas5P)
    {
        var read = RecordReader.Read(table, "t.csv");
        Assert.Empty(read.Findings);
        var run = RecordSimulator.Run(
            new RecordRequest
            {
                Model = model,
                Table = read.Value!,
                Ports = [.. ports],
                Solver = new SolverOptions { RelativeTolerance = 1e-11, AbsoluteTolerance = 1e-11, Method = method },
                SteadyState = (steadyState ?? new SteadyStateOptions()) with { RelativeTolerance = 1e-10 },
            },
            TestContext.Current.CancellationToken);
        Assert.Empty(run.Findings);
        return run.Value!;
    }

    private static void Check(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        foreach (var (e, a) in expected.Zip(actual))
        {
            Assert.Equal(e, a, Math.Max(1e-8 * Math.Abs(e), 1e-9));
        }
    }
}
