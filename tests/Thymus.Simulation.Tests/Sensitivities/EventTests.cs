using System.Collections.Immutable;
using Thymus.Compilation;
using Thymus.Language;
using Thymus.Language.Diagnostics;
using Thymus.Simulation.Populations;
using Thymus.Simulation.Single;
using Thymus.Simulation.Tests.Populations;
using Thymus.Solvers.Lanes;
using Thymus.Units;

namespace Thymus.Simulation.Tests.Sensitivities;

/// <summary>Sensitivities across events: their jumps, and the times that move with a parameter.</summary>
public sealed class EventTests
{
    /// <summary>Models whose pieces between events are known in closed form; the numbers are those that events.py beside this file prints (mpmath).</summary>
    private static readonly Dictionary<string, EventCase> Cases = new()
    {
        ["ball"] = new(
            "x' = v; v' = -g; x = h; v = 0; g = 9.81; e = 0.8; h = 1.5; at x < 0: v = -e*v", "g,e,h", "x,v")
        {
            { 0.4, [0.7152, -0.08, 0.0, 1.0, -3.924, -0.4, 0.0, 0.0] },
            { 0.8, [0.77271705025085, 0.078160909798718, 1.339953916806, 0.0039723500836179, 1.9168963128136, -0.3022988627516, 5.4249423960075, 3.2549654376045] },
            { 2.1, [0.14825806243528, -0.32368970120106, 9.092564513817, 2.2157693541451, -3.0241866369356, -1.2041379529529, 19.529792625627, 5.8589377876881] },
        },
        ["threshold"] = new("A' = -k*A; A = 4; k = 0.7; c = 1.25; D = 2.5; at A < c: A = A + D", "k,c,D,A", "A")
        {
            { 1, [1.9863412151656, -1.9863412151656, 0.0, 0.0, 0.49658530379141] },
            { 2.2, [2.5725732171237, -5.6596610776722, -1.3720390491327, 0.68601952456633, 0.64314330428093] },
            { 6.5, [3.4237742203683, -22.254532432394, -7.304051670119, 3.6520258350595, 0.85594355509206] },
        },
        ["cascade"] = new(
            "A' = -k*A; A = 4; B = 0.3; D' = 1; D = 0.5; k = 0.4; c = 1.7; n = 0.6; f = 0.25; "
            + "at A < c, fromTrigger = false: B = B + n*D + 0.1*time; at B > 1, fromTrigger = false: A = A + f*B*time", "k,c,n,f", "A,B")
        {
            { 1, [2.6812801841426, -2.6812801841426, 0.0, 0.0, 0.0, 0.3, 0.0, 0.0, 0.0, 0.0] },
            { 3, [1.9997025760045, -9.4052326646177, -1.4042317485337, 1.0002501583238, 3.1797029134226, 2.097415692601, -3.7435392315025, -1.0294117647059, 2.6391652751443, 0.0] },
            { 5, [0.89852428701862, -6.0230920245114, -0.63096199694918, 0.44944136749772, 1.4287326162887, 4.7815635538732, -12.684711485322, -3.287709059401, 7.4204398546888, 2.7826538632599] },
        },
        ["fixed"] = new(
            "A' = -k*A; A = 5; k = 0.3; F = 0.6; D = 2; T = 3.5; at time >= 2: A = F*A + D; at time >= T: A = F*A + D", "k,F,D,T", "A")
        {
            { 1, [3.7040911034086, -3.7040911034086, 0.0, 0.0, 0.0] },
            { 3, [2.7013454205852, -5.1407633790288, 2.032848298703, 0.74081822068172, 0.0] },
            { 5, [2.1647741831994, -5.3847066712673, 2.1519202803718, 0.88156994746613, 0.38257689097306] },
        },
        ["delayed, values of the trigger"] = new(Delayed("true"), "k,c,d,q", "A")
        {
            { 1, [4.8522452777011, -4.8522452777011, 0.0, 0.0, 0.0] },
            { 2.5, [2.2920383748815, -5.7300959372038, 0.0, 0.0, 0.0] },
            { 4, [2.6827249224375, -8.0747288124372, 0.19505207333395, 6.1092591313571, 0.64890473320662] },
            { 6, [3.040919514193, -11.859264761412, 0.54664752158738, 16.438644399413, 2.1811649515334] },
        },
        ["delayed, values of the run"] = new(Delayed("false"), "k,c,d,q", "A")
        {
            { 1, [4.8522452777011, -4.8522452777011, 0.0, 0.0, 0.0] },
            { 2.5, [2.2920383748815, -5.7300959372038, 0.0, 0.0, 0.0] },
            { 4, [1.7582166831838, -6.8320162941122, -0.095700211824276, 1.9956319750709, 1.1345323814033] },
            { 6, [0.64681177086797, -3.8069818780881, -0.035206140445903, 0.73415197577294, 0.41737113846154] },
        },
        ["switch"] = new(
            "A' = r - k*A; A = 3; r = 0; k = 0.6; c = 1; R = 2; u = 2.5; at A < c: r = R; at A > u, t0 = false: r = 0", "k,c,R,u", "A,r")
        {
            { 1, [1.6464349082821, -1.6464349082821, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0] },
            { 3, [2.1762411157822, 0.67070256745754, 1.6529888822159, 0.84017222555873, 0.0, 2.0, 0.0, 0.0, 1.0, 0.0] },
            { 4.9, [1.1101803035054, -0.68196790072472, -1.5859718621505, -1.4273746759355, 1.7762884856086, 0.0, 0.0, 0.0, 0.0, 0.0] },
            { 7, [2.2043497926102, 3.4639782455304, -6.2981422646006, -5.6683280381406, 7.0539193363527, 0.0, 0.0, 0.0, 0.0, 0.0] },
        },
        ["vessel, values of the trigger"] = new(Vessel("true"), "k,c,g,s,w", "S")
        {
            { 1, [1.6912514153249, -1.6912514153249, 0.0, -0.67650056612996, 0.0, 0.0] },
            { 3, [2.8890315375504, -7.4570297539224, -3.6218332922582, -2.3595331505987, 1.1556126150202, 0.0] },
            { 5, [0.77250417124323, -3.5389590886504, -0.96844956154039, -0.80070162921172, 0.30900166849729, -0.47538718230353] },
        },
        ["vessel, values of the run"] = new(Vessel("false"), "k,c,g,s,w", "S")
        {
            { 1, [1.6912514153249, -1.6912514153249, 0.0, -0.67650056612996, 0.0, 0.0] },
            { 3, [3.0549094908917, -7.8268897065571, -3.8002310758455, -2.4761785025215, 1.2219637963567, 0.0] },
            { 5, [0.81685862331754, -3.7265656173049, -1.0161517171488, -0.84163990448631, 0.32674344932702, -0.50268222973387] },
        },
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Derivatives_agree_with_closed_forms(string name)
    {
        foreach (var method in (SolverMethod[])[SolverMethod.Rodas5P, SolverMethod.Rodas4, SolverMethod.Tsit5, SolverMethod.Bdf])
        {
            var item = Cases[name];
            var table = Run(item, new SolverOptions { RelativeTolerance = 1e-10, AbsoluteTolerance = 1e-12, Method = method });
            foreach (var (time, expected) in item.Rows)
            {
                double[] actual = [.. Interleave(table.Rows[(int)Math.Round(time / 0.1)], item)];
                for (int i = 0; i < expected.Length; i++)
                {
                    Assert.True(
                        Math.Abs(actual[i] - expected[i]) <= 2e-7 * (1 + Math.Abs(expected[i])),
                        $"{method} at {time}: number {i} is {actual[i]:R}, not {expected[i]:R}");
                }
            }
        }
    }

    /// <summary>
    /// A model without a closed form: prey that is hunted when there is much of it, for a time that depends on how much, while a count of hunts changes
    /// its growth. The error of a central difference is one of h² while that is more than rounding.
    /// </summary>
    [Theory]
    [InlineData("a", 1.1)]
    [InlineData("b", 0.4)]
    [InlineData("much", 2.2)]
    [InlineData("part", 0.5)]
    [InlineData("wait", 0.6)]
    public void Derivatives_agree_with_differences_over_a_range_of_steps(string parameter, double value)
    {
        const string Text = "x' = (a + 0.1*n)*x - b*x*y; y' = 0.1*x*y - 0.4*y; x = 1; y = 1.5; n = 0; a = 1.1; b = 0.4; much = 2.2; part = 0.5; wait = 0.6; "
            + "hunt: at wait/x after x > much, fromTrigger = false: x = part*x, n = n + x; often: at n > 3: y = y + 0.2*n";
        var solver = new SolverOptions { RelativeTolerance = 1e-12, AbsoluteTolerance = 1e-14 };
        var exact = Run(new(Text, parameter, "x,y"), solver);
        double Largest(double step)
        {
            var (above, below) = (At(value * (1 + step)), At(value * (1 - step)));
            double largest = 0;
            foreach (int i in (int[])[10, 30, 45, 70])
            {
                for (int o = 0; o < 2; o++)
                {
                    double difference = (above.Rows[i][o] - below.Rows[i][o]) / (2 * step * value);
                    largest = Math.Max(largest, Math.Abs(difference - exact.Rows[i][2 + o]) / (1 + Math.Abs(difference)));
                }
            }

            return largest;
        }

        double coarse = Largest(1e-3), middle = Largest(1e-4), fine = Largest(1e-5);

        Assert.InRange(coarse, 0, 1e-3);
        Assert.InRange(middle, 0, Math.Max(0.02 * coarse, 1e-7));
        Assert.InRange(fine, 0, Math.Max(0.02 * middle, 1e-6));

        SimulationTable At(double changed) => Run(new(Text, "", "x,y"), solver, $"{parameter}={changed:R}");
    }

    [Theory]
    [InlineData(SolverMethod.Rodas5P)]
    [InlineData(SolverMethod.Tsit5)]
    public void Bits_do_not_depend_on_width_mates_or_threads(SolverMethod method)
    {
        foreach (var (name, item) in Cases)
        {
            var request = Unlike(item, method);
            var one = BenchModel.Run(request with { LaneWidth = LaneWidth.Scalar, Threads = 1 });
            Assert.Empty(one.Failures);
            foreach (var width in Enum.GetValues<LaneWidth>())
            {
                var other = BenchModel.Run(request with { LaneWidth = width, Threads = 2 });
                for (int p = 0; p < one.Patients; p++)
                {
                    Assert.True(BenchModel.Bits(one.Of(p)).SequenceEqual(BenchModel.Bits(other.Of(p))), $"{name}, {width}: patient {p}");
                }
            }
        }
    }

    [Fact]
    public void An_event_that_changes_nothing_does_not_move_sensitivities()
    {
        const string Text = "A' = -k*A; A = 4; k = 0.7; n = 1";
        var without = Run(new(Text + "; at A < -1: n = n", "k", "A"), new() { LongestStep = 0.05 });
        var with = Run(new(Text + "; at A < 2: n = n", "k", "A"), new() { LongestStep = 0.05 });
        int crossing = (int)(Math.Log(2) / 0.7 / 0.1);   // the step is cut there, and those after it differ

        Assert.Equal(without.Rows[..crossing].SelectMany(r => r), with.Rows[..crossing].SelectMany(r => r));
        Assert.Equal(without.Rows[^1][1], with.Rows[^1][1], 1e-8);
    }

    [Theory]
    [InlineData("at floor(A) < 2: A = 4", "its trigger is not a comparison of smooth quantities, and k moves when it turns true")]
    [InlineData("at piecewise(A, time > 1, 9) < 2: A = 4", "its trigger is not a comparison of smooth quantities, and k moves when it turns true")]
    public void A_trigger_that_jumps_is_refused(string item, string why)
    {
        var finding = Assert.Single(Compile($"A' = -k*A; A = 4; k = 0.7; {item}", "k").Findings, f => f.IsError);

        Assert.Equal("TH2223", finding.Rule.Code);
        Assert.EndsWith(why, finding.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("at floor(time) > 2: A = 4")]
    [InlineData("at piecewise(1, time > 1, 0) > 0.5: A = 4")]
    public void A_trigger_that_jumps_where_no_parameter_moves_it_is_not(string item)
    {
        Assert.True(Compile($"A' = -k*A; A = 4; k = 0.7; {item}", "k").Succeeded);
        double late = Run(new($"A' = -k*A; A = 4; k = 0.7; {item}", "k", "A"), new() { RelativeTolerance = 1e-10, LongestStep = 0.5 }).Rows[^1][1];
        double at = item.Contains("floor", StringComparison.Ordinal) ? 3 : 1;

        Assert.Equal(-(7 - at) * 4 * Math.Exp(-0.7 * (7 - at)), late, 1e-7);
    }

    /// <summary>Patients with parameters up to a fifth apart.</summary>
    private static PopulationRequest Unlike(EventCase item, SolverMethod method)
    {
        const int Patients = 19;
        string[] names = item.By.Split(',');
        var model = Compile(item.Text, item.By, item.Outputs).Value!;
        double[] values = [.. Enumerable.Range(0, Patients).SelectMany(p => names.Select(
            (n, j) => model.DefaultParameters[model.ParameterIndex(n)] * (0.9 + (0.2 * ((p * (j + 3)) % Patients) / Patients))))];
        return new()
        {
            Model = model,
            Patients = BenchModel.Table(names, values),
            Times = OutputTimes.Every(0, 0.25, 7),
            Solver = new() { RelativeTolerance = 1e-6, AbsoluteTolerance = 1e-9, Method = method },
        };
    }

    private static Checked<CompiledModel> Compile(string text, string by, string outputs = "A") => CompiledModel.Compile(new CompileRequest
    {
        Model = AntimonyReader.Read($"model m()\n{text}\nend", "test.ant").Value!,
        Observables = [.. outputs.Split(',')],
        Sensitivities = [.. by.Split(',')],
    });

    /// <summary>Outputs with the derivatives of each after it.</summary>
    private static IEnumerable<double> Interleave(ImmutableArray<double> row, EventCase item)
    {
        int outputs = item.Outputs.Split(',').Length;
        int parameters = item.By.Split(',').Length;
        return Enumerable.Range(0, outputs).SelectMany(o => row.Skip(outputs + (o * parameters)).Take(parameters).Prepend(row[o]));
    }

    private static SimulationTable Run(EventCase item, SolverOptions solver, string? setting = null)
    {
        var run = Simulator.Run(
            new SimulateRequest
            {
                Model = AntimonyReader.Read($"model m()\n{item.Text}\nend", "test.ant").Value!,
                Until = new Quantity(7, Unit.Dimensionless),
                Every = new Quantity(0.1, Unit.Dimensionless),
                Outputs = [.. item.Outputs.Split(',')],
                Sensitivities = [.. item.By.Split(',', StringSplitOptions.RemoveEmptyEntries)],
                Settings = setting is null ? [] : [Setting.Parse(setting, "test").Value!],
                Solver = solver,
            },
            TestContext.Current.CancellationToken);
        Assert.True(run.Succeeded, string.Join('\n', run.Findings));
        return run.Value;
    }

    private static string Delayed(string fromTrigger) =>
        "A' = -k*A; A = 8; H' = 1 - 0.2*H; H = 0; k = 0.5; c = 4; d = 0.3; q = 0.5; "
        + $"at d*A*(1 + 0.1*time) after A < c, fromTrigger = {fromTrigger}: A = A + q*H + 0.1*A";

    private static string Vessel(string fromTrigger) =>
        "compartment V; V' = g; V = 2; species S in V; S = 3; S -> ; k*S*V; k = 0.35; c = 0.9; g = 0.5; s = 2.5; w = 1.5; "
        + $"at 0.7 after S < c, fromTrigger = {fromTrigger}: S = s*(1 + 0.1*time); at time >= 4: V = w*V";

    private sealed record EventCase(string Text, string By, string Outputs) : IEnumerable<double>
    {
        public List<(double Time, double[] Values)> Rows { get; } = [];

        public void Add(double time, double[] values) => Rows.Add((time, values));

        public IEnumerator<double> GetEnumerator() => Rows.SelectMany(r => r.Values).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
