using Thymus.Numerics.Functions;
using Thymus.Numerics.Random;

namespace Thymus.Numerics.Tests.Random;

/// <summary>The generator against published vectors, the draws against their distributions at fixed seeds, and the promise of reproducibility.</summary>
public sealed class RandomStreamTests
{
    private const double LargestU = 1 - (1.0 / (1L << 53));

    /// <summary>Known answers of Random123 (kat_vectors, lines "philox4x32 10"): counter, key, block, as 32-bit words.</summary>
    public static TheoryData<uint[], uint[], uint[]> KnownAnswers => new()
    {
        { [0, 0, 0, 0], [0, 0], [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8] },
        { [~0u, ~0u, ~0u, ~0u], [~0u, ~0u], [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd] },
        { [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0], [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1] },
    };

    [Theory, MemberData(nameof(KnownAnswers))]
    public void Generator_gives_the_published_blocks(uint[] counter, uint[] key, uint[] block)
    {
        var (low, high) = Philox4X32.Block(Join(counter[0], counter[1]), Join(counter[2], counter[3]), Join(key[0], key[1]));

        Assert.Equal(Join(block[0], block[1]), low);
        Assert.Equal(Join(block[2], block[3]), high);

        static ulong Join(uint low, uint high) => low | ((ulong)high << 32);
    }

    /// <summary>Our own past: these numbers are a promise to everyone who has published a result. They never change.</summary>
    [Fact]
    public void First_numbers_of_a_stream_never_change()
    {
        var stream = RandomStream.For(seed: 1, patient: 1, "death");
        double[] drawn = [stream.NextUniform(), stream.NextUniform(), stream.NextUniform()];

        Assert.Null(Golden.Difference("first-numbers.csv", drawn, relative: 0));
    }

    [Fact]
    public void Streams_do_not_depend_on_what_else_was_drawn()
    {
        var alone = RandomStream.For(7, 12, "covariate:WT");
        double expected = alone.NextNormal();

        var others = Enumerable.Range(0, 50).Select(p => RandomStream.For(7, (ulong)p, "covariate:WT")).ToArray();
        double[] drawn = new double[others.Length];
        Parallel.For(0, others.Length, i => drawn[^(i + 1)] = others[^(i + 1)].NextNormal());

        Assert.Equal(expected, drawn[12]);
    }

    [Fact]
    public void Neighbouring_names_give_unlike_streams()
    {
        string[] purposes = ["", "a", "b", "ab", "ba", "a\0", "covariate:WT", "covariate:WU", "death", "Death"];
        var firsts = from seed in new ulong[] { 0, 1, 2, ulong.MaxValue }
                     from patient in Enumerable.Range(0, 200)
                     from purpose in purposes
                     select RandomStream.For(seed, (ulong)patient, purpose).NextUniform();

        Assert.Equal(4 * 200 * purposes.Length, firsts.Distinct().Count());
    }

    /// <summary>10 draws of each of 20,000 patients: both along a stream and across streams, χ² over 100 cells stays below its 1 − 10⁻⁶ quantile (99 d.f.: 174.3).</summary>
    [Fact]
    public void Draws_are_uniform_along_and_across_streams()
    {
        var along = RandomStream.For(3, 0, "uniformity");
        double[] alongDraws = [.. Enumerable.Range(0, 200_000).Select(_ => along.NextUniform())];
        double[] across = [.. Enumerable.Range(0, 200_000).Select(p => RandomStream.For(3, (ulong)p, "uniformity").NextUniform())];

        Assert.InRange(ChiSquare(alongDraws), 40, 174.3);
        Assert.InRange(ChiSquare(across), 40, 174.3);
    }

    /// <summary>Correlation of n independent pairs is normal with deviation 1/√n: 5 deviations.</summary>
    [Theory]
    [InlineData(0UL, "a", 1UL, "a")]
    [InlineData(1UL, "a", 1UL, "b")]
    [InlineData(1UL, "covariate:WT", 1UL, "covariate:AGE")]
    public void Two_streams_are_not_correlated(ulong patient1, string purpose1, ulong patient2, string purpose2)
    {
        const int Count = 100_000;
        var first = RandomStream.For(11, patient1, purpose1);
        var second = RandomStream.For(11, patient2, purpose2);
        double sum = Enumerable.Range(0, Count).Sum(_ => first.NextNormal() * second.NextNormal());

        Assert.InRange(Math.Abs(sum / Count), 0, 5 / Math.Sqrt(Count));
    }

    [Fact]
    public void Successive_draws_are_not_correlated()
    {
        const int Count = 100_000;
        var stream = RandomStream.For(5, 1, "serial");
        double[] z = [.. Enumerable.Range(0, Count + 3).Select(_ => stream.NextNormal())];

        for (int lag = 1; lag <= 3; lag++)
        {
            Assert.InRange(Math.Abs(Enumerable.Range(0, Count).Sum(i => z[i] * z[i + lag]) / Count), 0, 5 / Math.Sqrt(Count));
        }
    }

    /// <summary>Moments within 5 standard errors of their exact values (normal: 0, 1, 0, 3; exponential: k!).</summary>
    [Fact]
    public void Moments_are_those_of_the_distributions()
    {
        const int Count = 200_000;
        var stream = RandomStream.For(42, 9, "moments");
        double[] z = [.. Enumerable.Range(0, Count).Select(_ => stream.NextNormal())];
        double[] e = [.. Enumerable.Range(0, Count).Select(_ => stream.NextExponential())];

        AssertMoment(z, 1, expected: 0, variance: 1);
        AssertMoment(z, 2, expected: 1, variance: 2);
        AssertMoment(z, 3, expected: 0, variance: 15);
        AssertMoment(z, 4, expected: 3, variance: 96);
        AssertMoment(e, 1, expected: 1, variance: 1);
        AssertMoment(e, 2, expected: 2, variance: 20);
        AssertMoment(e, 3, expected: 6, variance: 684);
        Assert.All(e, value => Assert.True(value > 0));

        static void AssertMoment(double[] x, int order, double expected, double variance)
        {
            double moment = x.Average(value => Enumerable.Repeat(value, order).Aggregate(1.0, (a, b) => a * b));
            Assert.Equal(expected, moment, tolerance: 5 * Math.Sqrt(variance / x.Length));
        }
    }

    /// <summary>Kolmogorov-Smirnov distance of 100,000 draws to the distribution, below 3/√n (p about 3·10⁻⁸).</summary>
    [Fact]
    public void Normal_and_exponential_draws_have_their_distribution()
    {
        var stream = RandomStream.For(8, 1, "distance");
        double[] z = [.. Enumerable.Range(0, 100_000).Select(_ => stream.NextNormal()).Order()];
        double[] e = [.. Enumerable.Range(0, 100_000).Select(_ => stream.NextExponential()).Order()];

        Assert.InRange(Distance(z, SpecialFunctions.NormalCdf), 0, 3 / Math.Sqrt(z.Length));
        Assert.InRange(Distance(e, x => -Elementary.Expm1(-x)), 0, 3 / Math.Sqrt(e.Length));

        static double Distance(double[] sorted, Func<double, double> cdf) =>
            sorted.Select((x, i) => Math.Max(Math.Abs(cdf(x) - ((double)i / sorted.Length)), Math.Abs(cdf(x) - ((i + 1.0) / sorted.Length)))).Max();
    }

    [Fact]
    public void Uniform_stays_inside_the_open_interval()
    {
        Assert.Equal(1.0 / (1L << 54), RandomStream.ToUniform(0));
        Assert.Equal(1.0 / (1L << 53), RandomStream.ToUniform(1UL << 11));
        Assert.Equal(LargestU, RandomStream.ToUniform(ulong.MaxValue));
    }

    private static double ChiSquare(double[] draws)
    {
        double expected = draws.Length / 100.0;
        int[] cells = new int[100];
        foreach (double u in draws)
        {
            cells[(int)(u * 100)]++;
        }

        return cells.Sum(n => (n - expected) * (n - expected) / expected);
    }
}
