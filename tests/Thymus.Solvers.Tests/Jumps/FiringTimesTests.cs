using Thymus.Numerics.Random;
using Thymus.Solvers.Jumps;

namespace Thymus.Solvers.Tests.Jumps;

/// <summary>The heap of firing times, against a search through all of them.</summary>
public sealed class FiringTimesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(100)]
    public void The_first_is_the_least_of_all_after_any_changes(int reactions)
    {
        var times = new FiringTimes(reactions);
        double[] plain = [.. Enumerable.Repeat(double.PositiveInfinity, reactions)];
        var stream = RandomStream.For(1, (ulong)reactions, "heap");

        Assert.Equal(double.PositiveInfinity, times.Least);
        for (int i = 0; i < 5000; i++)
        {
            int reaction = (int)(stream.NextUniform() * reactions);
            double time = stream.NextUniform() < 0.1 ? double.PositiveInfinity : Math.Round(stream.NextUniform(), 2);   // ties too
            times.Set(reaction, time);
            plain[reaction] = time;

            Assert.Equal(plain.Min(), times.Least);
            Assert.Equal(times.Least, plain[times.First]);
            Assert.Equal(time, times[reaction]);
        }
    }

    [Fact]
    public void Without_reactions_nothing_ever_fires() => Assert.Equal(double.PositiveInfinity, new FiringTimes(0).Least);
}
