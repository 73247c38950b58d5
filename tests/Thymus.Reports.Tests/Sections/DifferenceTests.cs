using Thymus.Reports.Sections;
using Thymus.Trials.Analysis;

namespace Thymus.Reports.Tests.Sections;

public class DifferenceTests
{
    /// <summary>Newcombe 1998 (doi:10.1002/(SICI)1097-0258(19980430)17:8&lt;873::AID-SIM779&gt;3.0.CO;2-I), table II, contrast (a), method 10:
    /// 56/70 against 48/80 gives 0.0524 to 0.3339 from the Wilson intervals of the two.</summary>
    [Fact]
    public void Interval_of_a_difference_matches_Newcombe_when_the_arms_have_Wilson_intervals()
    {
        var difference = BenefitHarmSection.Difference(Wilson(56, 70), Wilson(48, 80));

        Assert.Equal(0.2, difference.Value, 12);
        Assert.Equal(0.0524, difference.Low, 4);
        Assert.Equal(0.3339, difference.High, 4);
    }

    private static Estimate Wilson(double count, double n)
    {
        const double z = 1.959963984540054;
        double p = count / n, middle = p + (z * z / (2 * n)), half = z * Math.Sqrt((p * (1 - p) / n) + (z * z / (4 * n * n))), scale = 1 + (z * z / n);
        return new(p, (middle - half) / scale, (middle + half) / scale);
    }
}
