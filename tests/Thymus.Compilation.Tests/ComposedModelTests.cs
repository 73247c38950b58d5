using Thymus.Language;
using Thymus.Solvers.Lanes;

namespace Thymus.Compilation.Tests;

/// <summary>Antimony models in models run; held to closed forms.</summary>
public sealed class ComposedModelTests
{
    private const string Decay = "model decay(S, k)\n  S -> P; k*S\n  S = 1; k = 0.5; P = 0\nend\n";

    [Fact]
    public void Two_decays_in_a_row_are_the_chain()
    {
        // X -> Y -> Z with rates a and b: Y(t) = X0 a/(b - a) (exp(-a t) - exp(-b t)).
        double[] y = At(2, Decay + "A: decay(X, 0.5); B: decay(A.P, 0.3)\nX = 10", "X", "A__P", "B__P");

        var (a, b) = (0.5, 0.3);
        double x = 10 * Math.Exp(-a * 2);
        double middle = 10 * a / (b - a) * (Math.Exp(-a * 2) - Math.Exp(-b * 2));
        Assert.Equal(x, y[0], 9);
        Assert.Equal(middle, y[1], 9);
        Assert.Equal(10 - x - middle, y[2], 9);
    }

    [Fact]
    public void Time_of_a_submodel_runs_by_its_factor()
    {
        double[] y = At(120, Decay + "A: decay(), timeconv = 60\nx := A.S", "x");

        Assert.Equal(Math.Exp(-0.5 * 120 / 60), y[0], 9);
    }

    [Fact]
    public void Extent_of_a_submodel_counts_by_its_factor()
    {
        // dS/dt = -e k S in outer extent.
        double[] y = At(2, Decay + "A: decay(), extentconv = 3\nx := A.S", "x");

        Assert.Equal(Math.Exp(-0.5 * 3 * 2), y[0], 9);
    }

    [Fact]
    public void Merged_symbol_is_a_multiple()
    {
        // y' = -k y in the submodel and x = 10 y: x' = -k x.
        double[] y = At(2, "model m\n  y' = -0.5*y + 1; y = 2\nend\nA: m()\nA.y * cf is x\ncf = 10; x = 20", "x");

        double inner = 2 + ((2 - 2) * Math.Exp(-1));   // the steady state is 2, where it starts
        Assert.Equal(10 * inner, y[0], 9);
    }

    [Fact]
    public void Law_and_value_that_the_outer_model_gives_hold()
    {
        double[] y = At(2, Decay + "A: decay()\nA.k = 0.1; A.S = 5", "A__S");

        Assert.Equal(5 * Math.Exp(-0.1 * 2), y[0], 9);
    }

    [Fact]
    public void Deleted_reaction_does_not_run()
    {
        double[] y = At(2, "model m\n  J: S -> ; 0.5*S\n  J2: S -> ; 0.1*S\n  S = 1\nend\nA: m()\ndelete A.J", "A__S");

        Assert.Equal(Math.Exp(-0.1 * 2), y[0], 9);
    }

    [Fact]
    public void Gene_on_a_strand_runs_at_the_value_on_its_left()
    {
        double[] y = At(3, "--P--R--G--\nP = 2*TF; R = ...*3\nG: -> prot;\nTF = 0.5; prot = 0", "prot");

        Assert.Equal(3.0 * 3, y[0], 9);
    }

    [Fact]
    public void Stoichiometry_with_a_name_and_a_rule_is_used()
    {
        double[] y = At(2, "J: n A -> ; 0.1*A\nA = 1; n := 2 + 1", "A");

        Assert.Equal(Math.Exp(-0.3 * 2), y[0], 9);
    }

    [Fact]
    public void Event_of_a_submodel_waits_in_outer_time()
    {
        double[] before = At(59, "model m\n  E: at 2 after time > 1: x = 5\n  x = 1\nend\nA: m(), timeconv = 20\ny := A.x", "y");
        double[] after = At(61, "model m\n  E: at 2 after time > 1: x = 5\n  x = 1\nend\nA: m(), timeconv = 20\ny := A.x", "y");

        Assert.Equal((1.0, 5.0), (before[0], after[0]));
    }

    private static double[] At(double time, string text, params string[] names)
    {
        var read = AntimonyReader.Read(text, "test.ant");
        Assert.True(read.Succeeded, string.Join('\n', read.Findings));
        var compiled = CompiledModel.Compile(new CompileRequest { Model = read.Value, Observables = [.. names] });
        Assert.True(compiled.Succeeded, string.Join('\n', compiled.Findings));
        var course = new Course([.. compiled.Value.DefaultParameters], [0, time]);
        var options = new SolverOptions { RelativeTolerance = 1e-12, AbsoluteTolerances = [.. compiled.Value.StateNames.Select(_ => 1e-14)] };
        Course.Run(compiled.Value, LaneWidth.Vector256, options, course);
        return course.Observed[1];
    }
}
