using Thymus.Solvers.Lanes;
using Thymus.Solvers.Methods;
using Thymus.Solvers.Tests.Kernels;

namespace Thymus.Solvers.Tests.Methods;

/// <summary>Against closed forms, on a problem that is neither linear nor autonomous: any wrong coefficient costs an order.</summary>
public class RosenbrockTableauTests
{
    public static TheoryData<SolverMethod> Methods => [SolverMethod.Rodas5P, SolverMethod.Rodas4];

    [Theory, MemberData(nameof(Methods))]
    public void Global_error_shrinks_with_the_stated_order(SolverMethod method)
    {
        RosenbrockTableau tableau = RosenbrockTableau.Of(method);

        double order = Order(steps => Distance(FixedSteps.Run<TimeDependent>(method, [3], 1, steps).End, Exact(1)), coarse: 64);

        Assert.Equal(tableau.Order, order, 0.2);
    }

    [Theory, MemberData(nameof(Methods))]
    public void Estimated_error_shrinks_with_the_embedded_order_plus_one(SolverMethod method)
    {
        RosenbrockTableau tableau = RosenbrockTableau.Of(method);

        double order = Order(steps => Distance(FixedSteps.Run<TimeDependent>(method, [3], 1, steps).FirstError, [0, 0]), coarse: 64);

        Assert.Equal(tableau.EmbeddedOrder + 1, order, 0.2);
    }

    [Theory]
    [InlineData(SolverMethod.Rodas5P, 0.3)]
    [InlineData(SolverMethod.Rodas5P, 0.8)]
    [InlineData(SolverMethod.Rodas4, 0.3)]
    [InlineData(SolverMethod.Rodas4, 0.8)]
    public void Dense_output_error_of_a_step_shrinks_with_the_stated_order_plus_one(SolverMethod method, double theta)
    {
        RosenbrockTableau tableau = RosenbrockTableau.Of(method);

        double order = Order(
            steps => Distance(FixedSteps.Run<TimeDependent>(method, [3], 1, steps, theta).Inside, Exact(theta / steps)), coarse: 64);

        Assert.Equal(tableau.DenseOrder + 1, order, 0.35);
    }

    [Theory, MemberData(nameof(Methods))]
    public void Dense_output_ends_in_the_states_themselves(SolverMethod method)
    {
        Assert.Equal(FixedSteps.Run<TimeDependent>(method, [3], 0.1, 1).End, FixedSteps.Run<TimeDependent>(method, [3], 0.1, 1, 1).Inside);
        Assert.Equal([1, 1], FixedSteps.Run<TimeDependent>(method, [3], 0.1, 1, 0).Inside);
    }

    // The reason for Rodas5P: Steinebach's conditions make the error of a stiff Prothero-Robinson problem go with h⁴/z, z = hλ,
    // where it goes with h²/z for Rodas4.
    [Theory]
    [InlineData(SolverMethod.Rodas5P, 3)]
    [InlineData(SolverMethod.Rodas4, 1)]
    public void Order_on_a_very_stiff_problem_is_that_of_the_stiff_order_conditions(SolverMethod method, double expected)
    {
        double order = Order(steps => Math.Abs(FixedSteps.Run<ProtheroRobinson>(method, [1e5], 1, steps).End[0] - 0.5), coarse: 64);

        Assert.Equal(expected, order, 0.2);
    }

    [Theory, MemberData(nameof(Methods))]
    public void Stiff_transient_is_gone_after_one_long_step(SolverMethod method)
    {
        Assert.Equal(0, FixedSteps.Run<Decay>(method, [1e12, 1], 1, 1).End[0], 1e-6);
    }

    [Theory, MemberData(nameof(Methods))]
    public void Rows_and_weights_have_the_lengths_of_the_stages(SolverMethod method)
    {
        RosenbrockTableau tableau = RosenbrockTableau.Of(method);

        Assert.Equal(Enumerable.Range(0, tableau.Stages), tableau.A.Select(row => row.Length));
        Assert.Equal(Enumerable.Range(0, tableau.Stages), tableau.C.Select(row => row.Length));
        Assert.All(tableau.Dense, row => Assert.Equal(tableau.Stages, row.Length));
        Assert.Equal(tableau.Stages, tableau.TimeWeights.Length);
    }

    // y′ = λ(y − tᵏ) + ktᵏ⁻¹ from 0, λ very negative: what a step makes of it is the definition of the method and nothing else.
    [Fact]
    public void Early_error_of_the_dense_output_follows_from_the_later_ones_where_components_follow_at_once()
    {
        RosenbrockTableau tableau = RosenbrockTableau.Of(SolverMethod.Rodas5P);
        var (ofMiddle, ofLate) = Assert.NotNull(tableau.EarlyError);

        foreach (int k in (int[])[tableau.DenseOrder, tableau.DenseOrder + 1])
        {
            double middle = ErrorInside(tableau, k, 0.5);
            double late = ErrorInside(tableau, k, 0.75);

            Assert.InRange(Math.Abs(middle) + Math.Abs(late), 1e-3, 1);
            Assert.Equal(ErrorInside(tableau, k, 0.25), (ofMiddle * middle) + (ofLate * late), 1e-7);
        }

        Assert.Equal(0, ErrorInside(tableau, tableau.DenseOrder - 1, 0.5), 1e-7);
    }

    private static double ErrorInside(RosenbrockTableau tableau, int k, double theta)
    {
        const double Rate = -1e8;
        double[] u = new double[tableau.Stages];
        double argument = 0;
        for (int i = 0; i < tableau.Stages; i++)
        {
            argument = Weighted(tableau.A[i]);
            double t = tableau.Nodes[i];
            double field = (Rate * (argument - Math.Pow(t, k))) + (k * Math.Pow(t, k - 1));
            u[i] = (field + Weighted(tableau.C[i])) / ((1 / tableau.Gamma) - Rate);
        }

        double end = argument + u[^1];
        double inner = tableau.Dense.Reverse().Aggregate(0.0, (sum, row) => Weighted(row) + (theta * sum));
        return (theta * (end + ((1 - theta) * inner))) - Math.Pow(theta, k);

        double Weighted(double[] weights) => weights.Zip(u, (w, x) => w * x).Sum();
    }

    private static double Order(Func<int, double> error, int coarse) => Math.Log2(error(coarse) / error(2 * coarse));

    private static double[] Exact(double t) => [1 / (1 + t + (t * t / 2)), 1 / (1 + (t * t))];

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());
}
