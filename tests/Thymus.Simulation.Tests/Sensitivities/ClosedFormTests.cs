using System.Collections.Immutable;
using Thymus.Language;
using Thymus.Simulation.Dosing;
using Thymus.Simulation.Single;
using Thymus.Solvers.Lanes;
using Thymus.Units;

namespace Thymus.Simulation.Tests.Sensitivities;

/// <summary>Derivatives that are known in closed form.</summary>
public sealed class ClosedFormTests
{
    private const string Absorption = """
        model absorption()
          G' = -ka*G
          A' = ka*G - ke*A
          C := A/V
          G = 0
          A = 0
          ka = 0.9
          ke = 0.2
          V = 12
        end
        """;

    /// <summary>C′ = −Vm C/(Km + C) from C₀: Km ln(C/C₀) + C − C₀ = −Vm t, differentiated.</summary>
    private const string Saturable = """
        model saturable()
          C' = -Vm*C/(Km + C)
          C = 8
          Vm = 1.5
          Km = 2
        end
        """;

    [Theory]
    [InlineData(SolverMethod.Rodas5P)]
    [InlineData(SolverMethod.Rodas4)]
    [InlineData(SolverMethod.Tsit5)]
    [InlineData(SolverMethod.Bdf)]
    public void Oral_absorption_by_rates_and_volume(SolverMethod method)
    {
        const double Dose = 100, Ka = 0.9, Ke = 0.2, V = 12, Apart = Ka - Ke;
        var table = Run(Absorption, ["ka", "ke", "V"], ["C"], method, "100 into G");

        Assert.Equal(["C", "d(C)/d(ka)", "d(C)/d(ke)", "d(C)/d(V)"], table.Names);
        Assert.All(table.Times.Zip(table.Rows).Skip(1), row =>
        {
            double t = row.First, slow = Math.Exp(-Ke * t), fast = Math.Exp(-Ka * t);
            double c = Dose * Ka / (V * Apart) * (slow - fast);
            double byKa = Dose / V * ((-Ke / (Apart * Apart) * (slow - fast)) + (Ka / Apart * t * fast));
            double byKe = Dose * Ka / V * (((slow - fast) / (Apart * Apart)) - (t * slow / Apart));
            Close([c, byKa, byKe, -c / V], row.Second, 1e-8);
        });
    }

    [Fact]
    public void Saturable_elimination_by_capacity_affinity_and_start()
    {
        var table = Run(Saturable, ["Vm", "Km", "C"], ["C"]);

        Assert.Equal("d(C)/d(C)", table.Names[3]);
        Assert.All(table.Times.Zip(table.Rows), row =>
        {
            double c = row.Second[0], part = c / (2 + c);
            Close([-row.First * part, -Math.Log(c / 8) * part, (1 + (2.0 / 8)) * part], row.Second.AsSpan()[1..], 1e-7);
        });
    }

    [Fact]
    public void Start_values_that_parameters_make_are_differentiated()
    {
        var table = Run("""
            model turnover()
              R' = ksyn - kdeg*R
              R = 3*ksyn/kdeg^2
              ksyn = 0.5
              kdeg = 0.4
            end
            """, ["ksyn", "kdeg"], ["R"]);

        Close([3 / 0.16, -2 * 3 * 0.5 / 0.064], table.Rows[0].AsSpan()[1..], 1e-14);
        Assert.All(table.Times.Zip(table.Rows), row =>
        {
            // R = s/k + (3s/k² − s/k)e^(−kt)
            double k = 0.4, s = 0.5, t = row.First, e = Math.Exp(-k * t), gap = (3 * s / (k * k)) - (s / k);
            double byK = (-s / (k * k)) + (((-6 * s / (k * k * k)) + (s / (k * k))) * e) - (gap * t * e);
            Close([(1 / k) + (((3 / (k * k)) - (1 / k)) * e), byK], row.Second.AsSpan()[1..], 1e-8);
        });
    }

    [Fact]
    public void Exponents_conditions_and_species_in_compartments_are_differentiated()
    {
        // S falls as a concentration in a compartment of size v, from the amount 6: S = 6/v e^(−kt); the outputs are taken at their values.
        var table = Run("""
            model parts()
              compartment v; species S in v; S = 6/v
              S -> ; k*S*v
              v = 3; k = 0.3; n = 1.7
              raised := S^n
              lower := min(S, 1)
              branch := piecewise(2*S, S > 1, S)
            end
            """, ["k", "v", "n"], ["S", "raised", "lower", "branch"]);

        Assert.All(table.Times.Zip(table.Rows), row =>
        {
            double t = row.First, s = 2 * Math.Exp(-0.3 * t), byK = -t * s, byV = -s / 3, power = Math.Pow(s, 1.7), slope = 1.7 * power / s;
            double low = s < 1 ? 1 : 0, high = s > 1 ? 2 : 1;
            Close(
                [byK, byV, 0, slope * byK, slope * byV, power * Math.Log(s), low * byK, low * byV, 0, high * byK, high * byV, 0],
                row.Second.AsSpan()[4..], 1e-7);
        });
    }

    [Fact]
    public void The_unit_of_a_derivative_is_that_of_the_output_per_unit_of_the_parameter()
    {
        var table = Run("""
            model units()
              unit time_unit = 3600 second; unit h = 3600 second; unit mg = 1e-3 gram; unit L = litre
              A' = -ke*A
              A = 10; A has mg
              ke = 0.1; ke has 1/h
            end
            """, ["ke", "A"], ["A"]);

        Assert.Equal(["d(A)/d(ke)", "d(A)/d(A)"], table.Names[1..]);
        Assert.True(table.Units[1]!.IsCommensurableWith(table.Units[0]! * table.TimeUnit!));
        Assert.True(table.Units[2]!.IsCommensurableWith(Unit.Dimensionless));
    }

    [Fact]
    public void Infusions_and_settings_work_as_without()
    {
        var model = AntimonyReader.Read(Absorption, "test.ant").Value!;
        var request = new SimulateRequest
        {
            Model = model,
            Until = new Quantity(8, Unit.Dimensionless),
            Every = new Quantity(1, Unit.Dimensionless),
            Doses = [DoseText.Parse("50 into A over 3", "test").Value!],
            Settings = [Setting.Parse("ke=0.5", "test").Value!],
            Outputs = ["A"],
            Sensitivities = ["ke"],
            Solver = new SolverOptions { RelativeTolerance = 1e-10, AbsoluteTolerance = 1e-12 },
        };
        var table = Simulator.Run(request, TestContext.Current.CancellationToken).Value!;

        Assert.All(table.Times.Zip(table.Rows), row =>
        {
            // A = r/k (e^(−k(t−T)₊) − e^(−kt))
            double k = 0.5, r = 50 / 3.0, t = row.First, late = Math.Max(t - 3, 0), e1 = Math.Exp(-k * late), e2 = Math.Exp(-k * t);
            Close([r / k * (e1 - e2), (-r / (k * k) * (e1 - e2)) + (r / k * ((t * e2) - (late * e1)))], row.Second, 1e-8);
        });
    }

    private static SimulationTable Run(
        string text, ImmutableArray<string> by, ImmutableArray<string> outputs, SolverMethod method = SolverMethod.Rodas5P, string? dose = null)
    {
        var request = new SimulateRequest
        {
            Model = AntimonyReader.Read(text, "test.ant").Value!,
            Until = new Quantity(12, Unit.Dimensionless),
            Every = new Quantity(0.75, Unit.Dimensionless),
            Doses = dose is null ? [] : [DoseText.Parse(dose, "test").Value!],
            Outputs = outputs,
            Sensitivities = by,
            Solver = new SolverOptions { RelativeTolerance = 1e-10, AbsoluteTolerance = 1e-12, Method = method },
        };
        var run = Simulator.Run(request, TestContext.Current.CancellationToken);
        Assert.True(run.Succeeded, string.Join('\n', run.Findings));
        return run.Value;
    }

    private static void Close(ReadOnlySpan<double> expected, ImmutableArray<double> actual, double relative) => Close(expected, actual.AsSpan(), relative);

    private static void Close(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double relative)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], relative * (1 + Math.Abs(expected[i])));
        }
    }
}
