using Thymus.Language.Binding;
using Thymus.Solvers.Lanes;
using static Thymus.Compilation.Tests.ModelText;

namespace Thymus.Compilation.Tests;

public sealed class DerivativeTests
{
    public static TheoryData<Function, double, double> Derivatives => new()
    {
        // Function, point, derivative; closed forms.
        { Function.Log10, 2, 1 / (2 * Math.Log(10)) },
        { Function.Tan, 0.5, 1 / (Math.Cos(0.5) * Math.Cos(0.5)) },
        { Function.Arcsin, 0.5, 1 / Math.Sqrt(0.75) },
        { Function.Arccos, 0.5, -1 / Math.Sqrt(0.75) },
        { Function.Arctan, 0.5, 0.8 },
        { Function.Sinh, 1, Math.Cosh(1) },
        { Function.Cosh, 1, Math.Sinh(1) },
        { Function.Tanh, 1, 1 / (Math.Cosh(1) * Math.Cosh(1)) },
        { Function.Abs, -2, -1 },
        { Function.Abs, 2, 1 },
        { Function.Floor, 2.5, 0 },
        { Function.Ceiling, 2.5, 0 },
        { Function.Sqrt, 4, 0.25 },
        { Function.Sqrt, 0, 0 },   // the true one is infinite and would spoil the Jacobian
    };

    [Theory]
    [MemberData(nameof(Derivatives))]
    public void Functions_have_the_derivatives_of_the_closed_forms(Function function, double point, double derivative) =>
        Assert.Equal(derivative, Slope(x => Call(function, x), point), 1e-14);

    [Theory]
    [InlineData(2.5, 0, 0)]
    [InlineData(1, 0, 1)]
    [InlineData(0.5, 0, 0)]   // infinite in truth
    [InlineData(3, -2, 12)]
    [InlineData(2.5, 4, 20)]
    public void Powers_have_a_finite_derivative_at_0(double exponent, double point, double derivative)
    {
        // Once with a number and once with a parameter as the exponent.
        Assert.Equal(derivative, Slope(x => Call(Function.Power, x, Number(exponent)), point), 1e-13);
        Assert.Equal(derivative, Slope((x, p) => Call(Function.Power, x, p), point, exponent), 1e-13);
    }

    [Fact]
    public void A_piece_has_the_derivative_of_the_branch_taken()
    {
        static BoundExpression Pieces(BoundExpression x) =>
            Call(Function.Piecewise, x * x, Call(Function.Less, x, Number(2)), Number(3) * x);
        Assert.Equal(2, Slope(Pieces, 1), 1e-15);
        Assert.Equal(3, Slope(Pieces, 2), 1e-15);
    }

    [Fact]
    public void Long_programs_are_cut_into_parts_that_hand_values_on()
    {
        // A ring of 60 with Hill terms: each sees all others through their total, which every part of the program needs.
        const int size = 60;
        var text = new ModelText();
        var x = Enumerable.Range(0, size).Select(i => text.Parameter($"x{i}", 1)).ToArray();
        var total = text.Parameter("total");
        text.Assign(total, Call(Function.Add, [.. x.Select(s => s.Value * s.Value)]));
        var rates = x.Select((s, i) =>
            Call(Function.Power, s.Value / total.Value, Number(1.5)) - (x[(i + 1) % size].Value / (Number(1 + i) + total.Value))).ToArray();
        for (int i = 0; i < size; i++)
        {
            text.Rate(x[i], rates[i]);
        }

        var model = (MachineModel)CompiledModel.Compile(new CompileRequest { Model = text.Model() }).Value!;
        Assert.All(
            model.Program.Methods.Where(m => m.Name is "Field" or "Jacobian"),
            m => Assert.Contains(m.Chunks, c => c.Spills.Count > 0));
        double[] y = [.. Enumerable.Range(0, size).Select(i => 1 + (0.5 * Math.Sin(i)))];
        double sum = y.Sum(v => v * v);
        using var run = KernelRun.Of(model, LaneWidth.Vector256, [.. model.DefaultParameters], y);
        double[] field = run.Field()[2];
        double[] jacobian = run.Jacobian().Entries[2];

        // d/dxj of (xi/T)^1.5 − x(i+1)/(1 + i + T), T = Σ x².
        for (int i = 0; i < size; i++)
        {
            double next = y[(i + 1) % size];
            Assert.Equal(Math.Pow(y[i] / sum, 1.5) - (next / (1 + i + sum)), field[i], 1e-14);
            for (int j = 0; j < size; j++)
            {
                double expected = (1.5 * Math.Sqrt(y[i] / sum) * (((i == j ? 1 : 0) / sum) - (y[i] * 2 * y[j] / (sum * sum))))
                    - ((j == (i + 1) % size ? 1 : 0) / (1 + i + sum)) + (next * 2 * y[j] / ((1 + i + sum) * (1 + i + sum)));
                Assert.Equal(expected, jacobian[(i * size) + j], 1e-14);
            }
        }
    }

    private static double Slope(Func<BoundExpression, BoundExpression> function, double point) => Slope((x, _) => function(x), point, 0);

    private static double Slope(Func<BoundExpression, BoundExpression, BoundExpression> function, double point, double parameter)
    {
        var text = new ModelText();
        var p = text.Parameter("p", parameter);
        var x = text.Parameter("x", 1);
        text.Rate(x, function(x.Value, p.Value));
        var model = CompiledModel.Compile(new CompileRequest { Model = text.Model() }).Value!;
        using var run = KernelRun.Of(model, LaneWidth.Vector256, [.. model.DefaultParameters], [point]);
        var entries = run.Jacobian().Entries[1];
        return entries.Length == 0 ? 0 : entries[0];
    }
}
