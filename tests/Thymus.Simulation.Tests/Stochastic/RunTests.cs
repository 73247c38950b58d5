using Thymus.Simulation.Single;
using Thymus.Simulation.Stochastic;
using Thymus.Solvers.Jumps;
using Thymus.Units;

namespace Thymus.Simulation.Tests.Stochastic;

/// <summary>Runs by chance as a user asks for them: the same for any threads, alone or among others, and refused in clear words.</summary>
public sealed class RunTests
{
    private const string Mixed = """
        compartment V; V = 1; species X in V, Y in V; X = 40; Y = 0; k = uniform(0.5, 1.5)
        make: X -> Y; k*X*V; back: Y -> X; 0.3*Y*V; pair: 2 Y -> ; 0.01*Y*(Y - 1/V)/2*V
        t = 0; t' = 1; at (t >= 1): t = 0, X = X + 5
        """;

    [Theory]
    [InlineData(JumpMethod.Exact)]
    [InlineData(JumpMethod.TauLeap)]
    public void Every_number_of_threads_gives_the_same_bits(JumpMethod method)
    {
        string text = method is JumpMethod.Exact ? Mixed : Mixed[..Mixed.IndexOf("t = 0;", StringComparison.Ordinal)];
        var model = Chance.Compile(text, "X,Y", leaps: true);
        double[] times = [0, 0.5, 1, 2, 7];

        var one = Chance.Run(model, times, 1000, method, threads: 1);
        var four = Chance.Run(model, times, 1000, method, threads: 4);
        var other = Chance.Run(model, times, 1000, method, seed: 2);

        Assert.Equal(1000, one.Completed);
        Assert.Equal(one.Means, four.Means);
        Assert.Equal(one.Deviations, four.Deviations);
        Assert.Equal(one.Firings, four.Firings);
        Assert.NotEqual(one.Means, other.Means);
    }

    [Fact]
    public void A_run_is_the_same_alone_and_after_others()
    {
        var model = Chance.Compile(Mixed, "X,Y");
        double[] parameters = [.. model.DefaultParameters];
        var engine = new JumpEngine(model.Shape, model.NewWork(), new JumpOptions { LongestStep = 0.5 }, [0, 1, 2, 10]);
        double[][] Course(params ulong[] runs)
        {
            var sink = new Rows(4, 2);
            foreach (ulong run in runs)
            {
                engine.Run(parameters, run, sink, TestContext.Current.CancellationToken);
            }

            return sink.Values;
        }

        Assert.Equal(Course(5), Course(1, 2, 3, 4, 5));
        Assert.NotEqual(Course(5), Course(6));
    }

    /// <summary>Draws are named by reaction: a reaction of its own does not move those of another.</summary>
    [Fact]
    public void A_reaction_more_does_not_change_the_draws_of_the_others()
    {
        var one = Chance.Compile("species X; X = 0; come: -> X; 3", "X");
        var two = Chance.Compile("species Y, X; X = 0; Y = 9; leave: Y -> ; Y; come: -> X; 3", "X");

        Assert.Equal(Chance.Ends(one, 10, 50), Chance.Ends(two, 10, 50));
    }

    [Theory]
    [InlineData("species A, B; A = 10; B = 0; R: A -> B; A - 2*B", "the rate of reaction R is -", "two reactions")]
    [InlineData("species A; A = 3; R: A -> ; 10", "A becomes -1 by reaction R", "too few molecules")]
    [InlineData("species A; A = 2.5; R: A -> ; A", "A is 2.5, which is no whole number", "floor(...)")]
    [InlineData("species A; A = 3; k = 0; R: A -> ; A/k", "the rate of reaction R is", "division by 0")]
    [InlineData("species A; A = 3; R: A -> ; A; at -1 after (A < 3): A = 5", "the delay of an event is negative", "'after'")]
    public void A_run_that_fails_says_which_and_why(string statements, string cause, string suggestion)
    {
        var result = Simulate(statements, runs: 20);

        var finding = Assert.Single(result.Findings, f => f.Rule.Code == "TH5221");
        Assert.Null(result.Value);
        Assert.Contains(cause, finding.Text, StringComparison.Ordinal);
        Assert.Contains(suggestion, finding.Suggestion, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("species A; A = 3; A has mole; R: A -> ; A", JumpMethod.Exact, "TH5222")]
    [InlineData("species A; A = 3; A has items; R: A -> ; A", JumpMethod.Exact, null)]
    [InlineData("species A; A = 3; y = 1; y' = -y; R: A -> ; A", JumpMethod.TauLeap, "TH5223")]
    [InlineData("species A; A = 3; R: A -> ; A*time", JumpMethod.TauLeap, "TH5223")]
    public void A_model_that_a_method_cannot_simulate_is_refused(string statements, JumpMethod method, string? code) =>
        Assert.Equal(code, Simulate(statements, 1, method).Findings.FirstOrDefault(f => f.Rule.Code.StartsWith("TH522", StringComparison.Ordinal))?.Rule.Code);

    [Fact]
    public void One_run_is_a_course_and_more_are_means_and_deviations()
    {
        var one = Simulate("species A; A = 100; R: A -> ; A", 1).Value!;
        var many = Simulate("species A; A = 100; R: A -> ; A", 400).Value!;

        Assert.Equal((string[])["A"], one.Names);
        Assert.All(one.Rows, row => Assert.Equal(row[0], Math.Floor(row[0])));
        Assert.Equal((string[])["A-mean", "A-sd"], many.Names);
        Assert.Equal([100.0, 0.0], many.Rows[0]);
        Assert.Equal(100 * Math.Exp(-1), many.Rows[10][0], 5 * Math.Sqrt(100 * 0.2325 / 400));
        Assert.Equal(Math.Sqrt(100 * 0.2325), many.Rows[10][1], 5 * Math.Sqrt(100 * 0.2325 / 800));
    }

    [Fact]
    public void A_run_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        long ended = 0;

        Assert.ThrowsAny<OperationCanceledException>(() => StochasticSimulator.Run(
            Request("species X; X = 0; come: -> X; 1e6", 1_000_000), _ =>
            {
                if (++ended == 2)
                {
                    stop.Cancel();
                }
            }, stop.Token));
    }

    private static Language.Diagnostics.Checked<SimulationTable> Simulate(string statements, long runs, JumpMethod method = JumpMethod.Exact) =>
        StochasticSimulator.Run(Request(statements, runs, method), null, TestContext.Current.CancellationToken);

    private static StochasticRequest Request(string statements, long runs, JumpMethod method = JumpMethod.Exact) => new()
    {
        Model = Chance.Read(statements),
        Until = new Quantity(2, Unit.Dimensionless),
        Every = new Quantity(0.1, Unit.Dimensionless),
        Runs = runs,
        Threads = 2,
        Options = new JumpOptions { Method = method },
    };

    private sealed class Rows(int rows, int columns) : IJumpSink
    {
        public double[][] Values { get; } = [.. Enumerable.Range(0, rows).Select(_ => new double[columns])];

        public void OnOutput(int row, JumpWork work) => work.Observe(Values[row]);
    }
}
