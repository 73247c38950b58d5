using Thymus.Solvers.Events;

namespace Thymus.Solvers.Tests.Events;

public class RootBracketTests
{
    [Fact]
    public void Root_of_any_cubic_is_found_to_rounding_in_a_bounded_number_of_evaluations() =>
        Gen.Select(Gen.Double[0.001, 0.999], Gen.Double[-1, 1], Gen.Double[-1, 1]).Sample(
            (root, b, c) =>
            {
                // (x − root) times a parabola that is greater than 0 between 0 and 1.
                double F(double x) => (x - root) * (0.01 + ((x - b) * (x - b)) + (c * c));
                (RootBracket bracket, int evaluations) = Solve(F, 0, 1);

                // 52 halvings and one more by the theorem, which counts exact numbers; the last intervals are two roundings wide.
                return bracket.High - bracket.Low <= 2 * Tolerance && Math.Abs(bracket.High - root) <= 3e-16 + (2 * Tolerance)
                    && F(bracket.High) > 0 && !(F(bracket.Low) > 0) && evaluations <= 55;
            },
            iter: 2000);

    [Fact]
    public void Smooth_root_takes_far_fewer_evaluations_than_bisection() =>
        Assert.InRange(Solve(x => Math.Exp(x) - 1.9, 0, 1).Evaluations, 1, 15);

    [Fact]
    public void Jump_and_missing_values_are_bisected()
    {
        Assert.Equal(0.3, Solve(x => x > 0.3 ? 1 : -1, 0, 1).Bracket.High, 1e-15);
        Assert.Equal(0.3, Solve(x => x > 0.3 ? 1 : double.NegativeInfinity, 0, 1).Bracket.High, 1e-15);
        Assert.Equal(0.3, Solve(x => x > 0.3 ? 1 : double.NaN, 0, 1).Bracket.High, 1e-15);
    }

    private const double Tolerance = 1.0 / (1L << 53);

    private static (RootBracket Bracket, int Evaluations) Solve(Func<double, double> f, double low, double high)
    {
        RootBracket bracket = RootBracket.Start(low, f(low), high, f(high), Tolerance);
        int evaluations = 0;
        for (; !bracket.IsDone; evaluations++)
        {
            double at = bracket.Next();
            Assert.InRange(at, bracket.Low, bracket.High);
            bracket.Narrow(at, f(at));
        }

        return (bracket, evaluations);
    }
}
