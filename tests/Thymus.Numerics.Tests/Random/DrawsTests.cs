using Thymus.Numerics.Functions;
using Thymus.Numerics.Random;

namespace Thymus.Numerics.Tests.Random;

/// <summary>Draws against the closed forms of their distributions: Kolmogorov and Smirnov, or χ² for counts, at a level of 1e-4 with fixed seeds.</summary>
public sealed class DrawsTests
{
    private const int Size = 50_000;
    private const double Infinity = double.PositiveInfinity;

    // Kolmogorov's quantile at 1 − 1e-4: √(ln(2e4)/2).
    private const double KolmogorovLimit = 2.2252;

    /// <summary>Distribution, its numbers, and its distribution function where it is whole.</summary>
    public static TheoryData<Distribution, double[], Func<double, double>> Continuous => new()
    {
        { Distribution.Normal, [3, 2], x => SpecialFunctions.NormalCdf((x - 3) / 2) },
        { Distribution.Normal, [0, 1.5, 0.5, Infinity], x => SpecialFunctions.NormalCdf(x / 1.5) },
        { Distribution.Normal, [0, 1, 2, 3], x => SpecialFunctions.NormalCdf(x) },
        { Distribution.Normal, [0, 1, -Infinity, -1.25], x => SpecialFunctions.NormalCdf(x) },
        { Distribution.Uniform, [-1, 4], x => (x + 1) / 5 },
        { Distribution.Exponential, [0.5], x => 1 - Math.Exp(-x / 2) },
        { Distribution.Exponential, [2, 0.25, 1], x => 1 - Math.Exp(-2 * x) },
        { Distribution.Cauchy, [3], x => 0.5 + (Math.Atan(x / 3) / Math.PI) },
        { Distribution.Cauchy, [1, 2, 4, 50], x => 0.5 + (Math.Atan((x - 1) / 2) / Math.PI) },
        { Distribution.Laplace, [1, 2], x => x < 1 ? 0.5 * Math.Exp((x - 1) / 2) : 1 - (0.5 * Math.Exp((1 - x) / 2)) },
        { Distribution.Laplace, [0, 1, 0.5, 2], x => 1 - (0.5 * Math.Exp(-x)) },
        { Distribution.LogNormal, [0.5, 0.8], x => SpecialFunctions.NormalCdf((Math.Log(x) - 0.5) / 0.8) },
        { Distribution.LogNormal, [0, 1, 0, 2], x => SpecialFunctions.NormalCdf(Math.Log(x)) },
        { Distribution.Rayleigh, [2], x => 1 - Math.Exp(-x * x / 8) },
        { Distribution.Rayleigh, [2, 3, 5], x => 1 - Math.Exp(-x * x / 8) },
        { Distribution.Gamma, [1, 2], x => 1 - Math.Exp(-x / 2) },
        { Distribution.Gamma, [3, 0.5], x => 1 - (Math.Exp(-2 * x) * (1 + (2 * x) + (2 * x * x))) },   // Erlang
        { Distribution.Gamma, [0.5, 1], x => (2 * SpecialFunctions.NormalCdf(Math.Sqrt(2 * x))) - 1 },   // half of a squared normal
        { Distribution.Gamma, [3, 0.5, 1, 4], x => 1 - (Math.Exp(-2 * x) * (1 + (2 * x) + (2 * x * x))) },
        { Distribution.ChiSquare, [4], x => 1 - (Math.Exp(-x / 2) * (1 + (x / 2))) },
    };

    /// <summary>Distribution of counts, its numbers, and the probability of a count up to a factor.</summary>
    public static TheoryData<Distribution, double[], Func<int, double>> Discrete => new()
    {
        { Distribution.Poisson, [0.7], k => Poisson(0.7, k) },
        { Distribution.Poisson, [9.9], k => Poisson(9.9, k) },
        { Distribution.Poisson, [10], k => Poisson(10, k) },
        { Distribution.Poisson, [300], k => Poisson(300, k) },
        { Distribution.Poisson, [1.5, 2, 18], k => Poisson(1.5, k) },
        { Distribution.Binomial, [20, 0.3], k => Binomial(20, 0.3, k) },
        { Distribution.Binomial, [100, 0.2], k => Binomial(100, 0.2, k) },
        { Distribution.Binomial, [400, 0.9], k => Binomial(400, 0.9, k) },
        { Distribution.Binomial, [100, 0.2, 15, 32], k => Binomial(100, 0.2, k) },
        { Distribution.Bernoulli, [0.3], k => k switch { 0 => 0.7, 1 => 0.3, _ => 0 } },
    };

    [Theory, MemberData(nameof(Continuous))]
    public void Continuous_draws_follow_their_distribution_between_the_bounds(Distribution distribution, double[] numbers, Func<double, double> cdf)
    {
        double[] drawn = [.. Sample(distribution, numbers).Order()];
        var (low, high) = BoundsOf(distribution, numbers);
        double from = double.IsInfinity(low) ? 0 : cdf(low);
        double to = double.IsInfinity(high) ? 1 : cdf(high);

        double distance = drawn.Select((x, i) => (P: (cdf(x) - from) / (to - from), I: i))
            .Max(p => Math.Max(Math.Abs(p.P - ((double)p.I / Size)), Math.Abs(p.P - ((p.I + 1.0) / Size))));

        Assert.InRange(drawn[0], low, high);
        Assert.InRange(drawn[^1], low, high);
        Assert.InRange(distance * Math.Sqrt(Size), 0, KolmogorovLimit);
    }

    [Theory, MemberData(nameof(Discrete))]
    public void Counts_follow_their_distribution_between_the_bounds(Distribution distribution, double[] numbers, Func<int, double> probability)
    {
        var (low, high) = BoundsOf(distribution, numbers);
        int[] counts = [.. Sample(distribution, numbers).Select(x => (int)x)];
        int[] range = [.. Enumerable.Range(0, 1000).Where(k => k >= low && k <= high)];
        double total = range.Sum(probability);
        var seen = counts.CountBy(k => k).ToDictionary();

        // Cells of at least 10 expected draws; what is rarer forms one cell.
        double square = 0;
        int cells = 0;
        double rareExpected = 0;
        int rareSeen = Size;
        foreach (int k in range)
        {
            double expected = Size * probability(k) / total;
            if (expected < 10)
            {
                rareExpected += expected;
                continue;
            }

            int number = seen.GetValueOrDefault(k);
            rareSeen -= number;
            square += (number - expected) * (number - expected) / expected;
            cells++;
        }

        square += rareExpected > 1 ? (rareSeen - rareExpected) * (rareSeen - rareExpected) / rareExpected : 0;
        double freedom = Math.Max(1, cells - 1);

        Assert.All(counts, k => Assert.InRange(k, Math.Max(0, low), high));

        // χ² of f degrees of freedom is below f(1 − 2/(9f) + z√(2/(9f)))³ with the chance of z (Wilson & Hilferty 1931); z = 3.72 for 1e-4.
        Assert.InRange(square, 0, freedom * Math.Pow(1 - (2 / (9 * freedom)) + (3.72 * Math.Sqrt(2 / (9 * freedom))), 3) + 3);
    }

    [Fact]
    public void Large_counts_have_the_mean_and_variance_of_their_distribution()
    {
        foreach (var (distribution, numbers, mean, variance) in ((Distribution, double[], double, double)[])
            [(Distribution.Poisson, [1e6], 1e6, 1e6), (Distribution.Binomial, [1e7, 0.3], 3e6, 2.1e6), (Distribution.Gamma, [400, 2], 800, 1600)])
        {
            double[] drawn = [.. Sample(distribution, numbers)];
            double average = drawn.Average();
            double spread = drawn.Sum(x => (x - average) * (x - average)) / (Size - 1);

            Assert.Equal(mean, average, 4 * Math.Sqrt(variance / Size));
            Assert.Equal(1, spread / variance, 4 * Math.Sqrt(2.0 / Size));
        }
    }

    [Theory]
    [InlineData(Distribution.Normal, new[] { 0.0, -1.0 })]
    [InlineData(Distribution.Normal, new[] { 0.0, 1.0, 2.0, 1.0 })]
    [InlineData(Distribution.Normal, new[] { 0.0, double.NaN })]
    [InlineData(Distribution.Uniform, new[] { 2.0, 1.0 })]
    [InlineData(Distribution.Bernoulli, new[] { 1.5 })]
    [InlineData(Distribution.Binomial, new[] { 2.5, 0.5 })]
    [InlineData(Distribution.Binomial, new[] { 10.0, -0.5 })]
    [InlineData(Distribution.Poisson, new[] { -1.0 })]
    [InlineData(Distribution.Poisson, new[] { double.PositiveInfinity })]
    [InlineData(Distribution.Exponential, new[] { 0.0 })]
    [InlineData(Distribution.Exponential, new[] { 1.0, -2.0, -1.0 })]
    [InlineData(Distribution.Gamma, new[] { 0.0, 1.0 })]
    [InlineData(Distribution.Gamma, new[] { 1.0, 0.0 })]
    [InlineData(Distribution.LogNormal, new[] { 0.0, 1.0, -2.0, -1.0 })]
    [InlineData(Distribution.Rayleigh, new[] { -1.0 })]
    public void What_no_distribution_is_gives_no_number(Distribution distribution, double[] numbers) =>
        Assert.Equal(double.NaN, Sample(distribution, numbers).First());

    [Theory]
    [InlineData(Distribution.Normal, 2, true)]
    [InlineData(Distribution.Normal, 1, false)]
    [InlineData(Distribution.Normal, 3, false)]
    [InlineData(Distribution.Normal, 4, true)]
    [InlineData(Distribution.Uniform, 4, false)]
    [InlineData(Distribution.Bernoulli, 3, false)]
    [InlineData(Distribution.Cauchy, 1, true)]
    [InlineData(Distribution.Cauchy, 3, false)]
    [InlineData(Distribution.Poisson, 3, true)]
    [InlineData(Distribution.Poisson, 2, false)]
    public void A_distribution_takes_its_own_numbers_or_two_bounds_more(Distribution distribution, int count, bool takes) =>
        Assert.Equal(takes, Draws.Takes(distribution, count));

    private static IEnumerable<double> Sample(Distribution distribution, double[] numbers)
    {
        var stream = RandomStream.For(7, (ulong)distribution, "draws");
        for (int i = 0; i < Size; i++)
        {
            yield return Draws.Draw(ref stream, distribution, numbers);
        }
    }

    private static (double Low, double High) BoundsOf(Distribution distribution, double[] numbers)
    {
        int own = numbers.Length == 1 ? 1 : Draws.CountOf(distribution);
        return numbers.Length > own ? (numbers[own], numbers[own + 1]) : (-Infinity, Infinity);
    }

    private static double Poisson(double mean, int k) => Math.Exp((k * Math.Log(mean)) - mean - LogFactorial(k));

    private static double Binomial(int n, double p, int k) =>
        k > n ? 0 : Math.Exp(LogFactorial(n) - LogFactorial(k) - LogFactorial(n - k) + (k * Math.Log(p)) + ((n - k) * Math.Log(1 - p)));

    private static double LogFactorial(int k) => Enumerable.Range(1, k).Sum(i => Math.Log(i));
}
