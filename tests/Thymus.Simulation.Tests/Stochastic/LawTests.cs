using Thymus.Compilation;
using Thymus.Solvers.Jumps;

namespace Thymus.Simulation.Tests.Stochastic;

/// <summary>Runs by chance against closed forms, which no program made.</summary>
public sealed class LawTests
{
    private const double KolmogorovLimit = 2.2252;   // at a level of 1e-4

    /// <summary>
    /// Linear birth and death from n₀: mean n₀e^((λ−μ)t), variance n₀(λ+μ)/(λ−μ)·e^((λ−μ)t)(e^((λ−μ)t) − 1) (Bailey 1964). The bounds are 5 of the
    /// deviations that mean and variance over runs have, with the exact kurtosis: at t = 45 it is 59, see docs/science/stochastic.md.
    /// </summary>
    [Theory]
    [InlineData(0.1, 0.11, 10, 3.1)]
    [InlineData(0.1, 0.11, 50, 3.41)]
    [InlineData(1, 1.1, 10, 4.08)]
    [InlineData(1, 1.1, 45, 59)]
    public void Birth_and_death_have_the_mean_and_variance_of_theory(double birth, double death, double time, double kurtosis)
    {
        const int Runs = 20_000;
        var model = Chance.Compile(FormattableString.Invariant($"species X; X = 100; birth: X -> 2 X; {birth}*X; death: X -> ; {death}*X"), "X");
        double growth = Math.Exp((birth - death) * time);
        double mean = 100 * growth;
        double variance = 100 * (birth + death) / (birth - death) * growth * (growth - 1);

        var ensemble = Chance.Run(model, [time], Runs);

        Assert.Equal(Runs, ensemble.Completed);
        Assert.Equal(mean, ensemble.Means[0], 5 * Math.Sqrt(variance / Runs));
        Assert.Equal(1, ensemble.Deviations[0] * ensemble.Deviations[0] / variance, 5 * Math.Sqrt((kurtosis - 1) / Runs));
    }

    [Fact]
    public void Waiting_times_are_exponential_whether_one_reaction_waits_or_the_first_of_many()
    {
        var one = Chance.Compile("species X; X = 1; T = -1; R: X -> ; 0.7*X; at (X < 1): T = time", "T");
        var many = Chance.Compile(
            "species X; X = 1; T = -1; A: X -> ; 0.1*X; B: X -> ; 0.2*X; C: X -> ; 0.4*X; at (X < 1): T = time", "T");

        Assert.InRange(Chance.Distance(Chance.Ends(one, 100, 20_000), t => 1 - Math.Exp(-0.7 * t)), 0, KolmogorovLimit);
        Assert.InRange(Chance.Distance(Chance.Ends(many, 100, 20_000), t => 1 - Math.Exp(-0.7 * t)), 0, KolmogorovLimit);
    }

    /// <summary>A rate that was 0, and one that changes while it waits, use up what is left of their exponential draw.</summary>
    [Fact]
    public void A_rate_that_switches_keeps_the_law_of_the_waiting_time()
    {
        var model = Chance.Compile(
            "species X; X = 1; T = -1; k = 0.5; R: X -> ; k*X; at (time >= 1): k = 0; at (time >= 3): k = 2; at (X < 1): T = time", "T");
        static double Hazard(double t) => (0.5 * Math.Min(t, 1)) + (2 * Math.Max(0, t - 3));

        double[] times = Chance.Ends(model, 100, 20_000, longestStep: 1);

        Assert.DoesNotContain(times, t => t is > 1 and < 3);
        Assert.InRange(Chance.Distance(times, t => 1 - Math.Exp(-Hazard(t))), 0, KolmogorovLimit);
    }

    [Fact]
    public void A_rate_that_grows_with_time_gives_a_weibull_law()
    {
        var model = Chance.Compile("species X; X = 1; T = -1; R: X -> ; 0.3*time*X; at (X < 1): T = time", "T");

        Assert.InRange(Chance.Distance(Chance.Ends(model, 30, 10_000, longestStep: 1), t => 1 - Math.Exp(-0.15 * t * t)), 0, KolmogorovLimit);
    }

    /// <summary>A condition on the time in a rate ends a step where it changes: nothing fires while the rate is 0, and the law is kept.</summary>
    [Fact]
    public void A_rate_that_jumps_at_a_time_keeps_the_law_of_the_waiting_time()
    {
        var model = CompiledJumps.Compile(
            new CompileRequest
            {
                Model = TimeSwitches.Add(Chance.Read("species X; X = 1; T = -1; R: X -> ; piecewise(0.5, time < 1, 0, time < 3, 2)*X; at (X < 1): T = time")),
                Observables = ["T"],
            },
            hasPartials: false).Value!;
        static double Hazard(double t) => (0.5 * Math.Min(t, 1)) + (2 * Math.Max(0, t - 3));

        double[] times = Chance.Ends(model, 100, 20_000, longestStep: 10);

        Assert.DoesNotContain(times, t => t is > 1 and < 3);
        Assert.InRange(Chance.Distance(times, t => 1 - Math.Exp(-Hazard(t))), 0, KolmogorovLimit);
    }

    /// <summary>A drug of amount e^(−t) kills each of 50 cells at that rate: a cell is left with the chance exp(−(1 − e^(−t))).</summary>
    [Fact]
    public void A_rate_that_a_rate_rule_moves_is_integrated()
    {
        const int Runs = 4000;
        var model = Chance.Compile("species X; X = 50; drug = 1; drug' = -drug; kill: X -> ; drug*X", "X,drug");
        var ensemble = Chance.Run(model, [0.5, 3], Runs);

        for (int row = 0; row < 2; row++)
        {
            double left = Math.Exp(-(1 - Math.Exp(row == 0 ? -0.5 : -3)));
            double variance = 50 * left * (1 - left);
            Assert.Equal(50 * left, ensemble.Means[2 * row], 5 * Math.Sqrt(variance / Runs));
            Assert.Equal(1, ensemble.Deviations[2 * row] * ensemble.Deviations[2 * row] / variance, 5 * Math.Sqrt(2.0 / Runs));
            Assert.Equal(Math.Exp(row == 0 ? -0.5 : -3), ensemble.Means[(2 * row) + 1], 1e-7);
        }
    }

    /// <summary>What reactions do feeds back on what flows: y′ = X with one molecule that dies at rate 1 makes y its age at death.</summary>
    [Fact]
    public void What_flows_follows_the_number_of_molecules()
    {
        var model = Chance.Compile("species X; X = 1; y = 0; y' = X; R: X -> ; X", "y");

        Assert.InRange(Chance.Distance(Chance.Ends(model, 60, 10_000), t => 1 - Math.Exp(-t)), 0, KolmogorovLimit);
    }

    /// <summary>Immigration and death are Poisson with mean (α/μ)(1 − e^(−μt)); a leap of ε = 0.03 keeps the mean within ε/2, the variance within ε.</summary>
    [Fact]
    public void Leaps_keep_mean_and_variance_within_their_error()
    {
        const int Runs = 4000;
        const string Text = "species X; X = 0; come: -> X; 1000; go: X -> ; 0.1*X";
        double[] times = [1, 10, 40];
        var leaps = Chance.Run(Chance.Compile(Text, "X", leaps: true), times, Runs, JumpMethod.TauLeap);
        var singly = Chance.Run(Chance.Compile(Text, "X"), times, 200);

        for (int row = 0; row < 3; row++)
        {
            double mean = 10_000 * (1 - Math.Exp(-0.1 * times[row]));
            Assert.Equal(1, leaps.Means[row] / mean, 0.015);
            Assert.Equal(1, leaps.Deviations[row] * leaps.Deviations[row] / mean, 0.03 + (5 * Math.Sqrt(2.0 / Runs)));
        }

        Assert.True(leaps.Completed == Runs && singly.Completed == 200);
        Assert.Equal((double)singly.Firings / 200, (double)leaps.Firings / Runs, 0.015 * singly.Firings / 200);
    }

    /// <summary>A leap does not go beyond a time that sets off an event: what it sets is there at once, and not before.</summary>
    [Fact]
    public void Leaps_end_at_the_time_of_an_event()
    {
        const int Runs = 500;
        var model = Chance.Compile("species X; X = 100000; k = 1; go: X -> ; k*X; at (time >= 0.5): X = 50000, k = 0", "X", leaps: true);

        var ensemble = Chance.Run(model, [0.4999, 0.5001, 2], Runs, JumpMethod.TauLeap, longestStep: 1);

        Assert.Equal((50_000.0, 0.0, 50_000.0), (ensemble.Means[1], ensemble.Deviations[1], ensemble.Means[2]));
        Assert.Equal(1, ensemble.Means[0] / (100_000 * Math.Exp(-0.4999)), 0.5 * 0.03 * 0.5 + 0.002);
    }

    /// <summary>
    /// An explicit leap of length τ lets 1 − kτ of a decay remain in place of e^(−kτ): with τ ≤ ε/k its mean is too small by εkt/2 at most. Where
    /// molecules are few, single firings keep the exact law, and no number turns negative.
    /// </summary>
    [Theory]
    [InlineData(0.03)]
    [InlineData(0.003)]
    public void Leaps_keep_the_law_of_a_population_that_dies_out_within_their_error(double epsilon)
    {
        const int Runs = 4000;
        var model = Chance.Compile("species X; X = 20000; go: X -> ; X", "X", leaps: true);
        var ensemble = Chance.Run(model, [2, 6, 9], Runs, JumpMethod.TauLeap, epsilon: epsilon);

        Assert.Equal(Runs, ensemble.Completed);
        foreach (var (row, time) in ((int, double)[])[(0, 2), (1, 6), (2, 9)])
        {
            double left = Math.Exp(-time);
            double mean = 20_000 * left;
            double variance = mean * (1 - left);
            double sampling = 5 * Math.Sqrt(variance / Runs) / mean;
            Assert.InRange(ensemble.Means[row] / mean, 1 - (0.5 * epsilon * time) - sampling, 1 + sampling);
            Assert.Equal(1, ensemble.Deviations[row] * ensemble.Deviations[row] / variance, (epsilon * time) + (5 * Math.Sqrt(((1 / variance) + 2) / Runs)));
        }
    }
}
