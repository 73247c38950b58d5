using Thymus.Simulation.Populations;

namespace Thymus.Simulation.Tests.Populations;

public sealed class PatientShareTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(10_000, 1)]
    [InlineData(10_000, 2)]
    [InlineData(10_001, 64)]
    public void Shares_use_up_the_patients_and_get_no_larger(long patients, int threads)
    {
        var sizes = new List<int>();
        for (long left = patients; left > 0; left -= sizes[^1])
        {
            sizes.Add(PatientShare.Size(left, threads));
        }

        Assert.Equal(patients, sizes.Sum());
        Assert.All(sizes, size => Assert.InRange(size, 1, 64));
        Assert.Equal(sizes.OrderDescending(), sizes);
        Assert.Equal(0, PatientShare.Size(0, threads));
    }

    [Fact]
    public void The_last_patients_are_drawn_one_by_one()
    {
        const int Threads = 8;

        Assert.All(Enumerable.Range(1, 4 * Threads), left => Assert.Equal(1, PatientShare.Size(left, Threads)));
        Assert.Equal(64, PatientShare.Size(1_000_000_000_000, Threads));
    }
}
