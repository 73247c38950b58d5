using Thymus.Numerics.Functions;

namespace Thymus.Numerics.Tests.Functions;

/// <summary>Against values computed with mpmath 1.3 at 60 digits from erfc (another program), at exactly these doubles.</summary>
public sealed class SpecialFunctionsTests
{
    public static TheoryData<double, double> Cdf => new()
    {
        { -30.0, 4.906713927148187e-198 }, { -20.0, 2.7536241186062337e-89 }, { -10.0, 7.619853024160525e-24 }, { -8.3, 5.205569744890254e-17 },
        { -6.0, 9.86587645037698e-10 }, { -5.0, 2.866515718791939e-07 }, { -3.0, 0.0013498980316300946 }, { -2.0, 0.02275013194817921 },
        { -1.25, 0.10564977366685525 }, { -1.0, 0.15865525393145705 }, { -0.5, 0.3085375387259869 }, { -0.1, 0.460172162722971 },
        { -0.001, 0.49960105778608893 }, { 0.0, 0.5 }, { 0.3, 0.6179114221889527 }, { 0.7, 0.758036347776927 }, { 1.0, 0.8413447460685429 },
        { 2.5, 0.9937903346742238 }, { 5.0, 0.9999997133484281 }, { 8.0, 0.9999999999999993 },
    };

    public static TheoryData<double, double> LogSurvival => new()
    {
        { -10.0, -7.619853024160525e-24 }, { -5.0, -2.866516129637636e-07 }, { -1.0, -0.17275377902344988 }, { -0.1, -0.6165050101150263 },
        { 0.0, -0.6931471805599453 }, { 0.5, -1.1759117615936185 }, { 1.0, -1.8410216450092636 }, { 3.0, -6.607726221510349 },
        { 4.99, -15.01318171768932 }, { 5.01, -15.116911800640429 }, { 8.0, -35.01343715991455 }, { 20.0, -203.91715537109727 },
        { 40.0, -804.6084420137538 }, { 1000.0, -500007.82669481216 }, { 1000000.0, -500000000014.73444 },
    };

    public static TheoryData<double, double> Quantiles => new()
    {
        { 5e-324, -38.467405617144344 }, { 1e-300, -37.0470962993612 }, { 1e-100, -21.273453560965326 }, { 1.1102230246251565e-16, -8.209536151601387 },
        { 1e-12, -7.034483825301132 }, { 1e-06, -4.753424308822899 }, { 0.001, -3.0902323061678136 }, { 0.01, -2.326347874040841 },
        { 0.025, -1.9599639845400543 }, { 0.074, -1.4466320671589785 }, { 0.0751, -1.43882539275254 }, { 0.1, -1.2815515655446004 },
        { 0.25, -0.6744897501960817 }, { 0.4, -0.2533471031357997 }, { 0.49999, -2.5066282748960008e-05 }, { 0.5, 0 }, { 0.6, 0.2533471031357997 },
        { 0.75, 0.6744897501960817 }, { 0.9, 1.2815515655446006 }, { 0.95, 1.6448536269514722 }, { 0.975, 1.9599639845400538 },
        { 0.99, 2.3263478740408408 }, { 0.9999, 3.7190164854557084 },
    };

    [Theory, MemberData(nameof(Cdf))]
    public void Normal_probability_is_right_to_the_far_tail(double z, double expected) =>
        Assert.InRange(SpecialFunctions.NormalCdf(z), expected * (1 - 2e-15), expected * (1 + 2e-15));

    [Theory, MemberData(nameof(LogSurvival))]
    public void Log_survival_is_right_where_survival_underflows(double z, double expected) =>
        Assert.InRange(SpecialFunctions.LogNormalSurvival(z), expected * (1 + 2e-15), expected * (1 - 2e-15));

    [Theory, MemberData(nameof(Quantiles))]
    public void Normal_quantile_is_right_to_the_far_tail(double probability, double expected) =>
        Assert.Equal(expected, SpecialFunctions.NormalQuantile(probability), tolerance: 2e-15 * Math.Abs(expected));

    [Fact]
    public void Ends_and_what_is_no_probability()
    {
        Assert.Equal(double.NegativeInfinity, SpecialFunctions.NormalQuantile(0));
        Assert.Equal(double.PositiveInfinity, SpecialFunctions.NormalQuantile(1));
        Assert.Equal(double.NaN, SpecialFunctions.NormalQuantile(-0.1));
        Assert.Equal(double.NaN, SpecialFunctions.NormalQuantile(1.1));
        Assert.Equal(double.NaN, SpecialFunctions.NormalQuantile(double.NaN));
        Assert.Equal(0, SpecialFunctions.NormalCdf(double.NegativeInfinity));
        Assert.Equal(1, SpecialFunctions.NormalCdf(double.PositiveInfinity));
        Assert.Equal(double.NaN, SpecialFunctions.NormalCdf(double.NaN));
        Assert.Equal(double.NegativeInfinity, SpecialFunctions.LogNormalSurvival(double.PositiveInfinity));
        Assert.Equal(0, SpecialFunctions.LogNormalSurvival(double.NegativeInfinity));
    }

    [Fact]
    public void Quantile_inverts_the_probability() =>
        Gen.Double[-37, 0].Sample(z => Math.Abs(SpecialFunctions.NormalQuantile(SpecialFunctions.NormalCdf(z)) - z) <= 4e-15 * Math.Max(1, -z), iter: 5000);
}
