using Thymus.Solvers.Lanes;
using Thymus.Solvers.Methods;
using Thymus.Solvers.Tests.Kernels;

namespace Thymus.Solvers.Tests.Methods;

/// <summary>Against a closed form, on a problem that is neither linear nor autonomous: any wrong coefficient costs an order.</summary>
public class ExplicitTableauTests
{
    private static readonly ExplicitTableau Tableau = ExplicitTableau.Tsit5;

    [Fact]
    public void Global_error_shrinks_with_the_stated_order() =>
        Assert.Equal(Tableau.Order, Order(steps => Distance(Run(steps).End, Exact(1))), 0.2);

    [Fact]
    public void Estimated_error_shrinks_with_the_embedded_order_plus_one() =>
        Assert.Equal(Tableau.EmbeddedOrder + 1, Order(steps => Distance(Run(steps).FirstError, [0, 0])), 0.2);

    [Theory, InlineData(0.3), InlineData(0.8)]
    public void Dense_output_error_of_a_step_shrinks_with_the_stated_order_plus_one(double theta) =>
        Assert.Equal(Tableau.DenseOrder + 1, Order(steps => Distance(Run(steps, theta).Inside, Exact(theta / steps))), 0.35);

    [Fact]
    public void Rows_add_up_to_the_nodes_and_the_powers_to_the_weights_of_the_new_state()
    {
        Assert.Equal(Tableau.Nodes, Tableau.A.Select(row => row.Sum()), (a, b) => Math.Abs(a - b) < 1e-14);
        Assert.Equal([.. Tableau.A[^1], 0], Tableau.Powers.Select(row => row.Sum()), (a, b) => Math.Abs(a - b) < 1e-13);
        Assert.Equal(0, Tableau.Error.Sum(), 1e-15);
        Assert.Equal(Enumerable.Range(0, Tableau.Stages), Tableau.A.Select(row => row.Length));
    }

    private static (double[] End, double[] FirstError, double[] Inside) Run(int steps, double theta = 0.5) =>
        FixedSteps.Run<TimeDependent>(SolverMethod.Tsit5, [0.3], 1, steps, theta);

    private static double Order(Func<int, double> error) => Math.Log2(error(64) / error(128));

    private static double[] Exact(double t) => [1 / (1 + t + (t * t / 2)), 1 / (1 + (t * t))];

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());
}
