using Thymus.Compilation;
using Thymus.Language;
using Thymus.Language.Diagnostics;
using Thymus.Simulation.Records;
using Thymus.Simulation.SteadyState;

namespace Thymus.Simulation.Tests.Sensitivities;

/// <summary>Sensitivities along a table of records.</summary>
public sealed class RecordTests
{
    private const double K = 0.05;

    private const string Text = "model one()\n A' = -k*A\n A = 0; k = 0.05; F = 0.5; other := F\nend";

    private const string Head = "TIME,EVID,AMT,RATE,II,ADDL,SS,CMT\n";

    /// <summary>A steady state of boluses is 100 e^(−kτ)/(1 − q) with q = e^(−24k), τ after a dose.</summary>
    [Fact]
    public void Steady_states_and_additional_doses_are_differentiated()
    {
        double q = Math.Exp(-24 * K), steady = 100 / (1 - q), slope = -24 * q / (1 - q);
        var values = Run("k", new DosePort("A"), "0,1,100,0,24,0,1,0\n0,0,0,0,0,0,0,0\n12,0,0,0,0,0,0,0").Value!.Individuals[0].Predictions;
        var added = Run("k", new DosePort("A"), "0,1,100,0,24,2,0,0\n60,0,0,0,0,0,0,0").Value!.Individuals[0].Predictions;

        Assert.Equal(steady * slope, values[0].Values[1], 1e-6 * steady);
        Assert.Equal(steady * Math.Exp(-12 * K) * (slope - 12), values[1].Values[1], 1e-6 * steady);
        Assert.Equal(-100 * ((60 * Math.Exp(-60 * K)) + (36 * Math.Exp(-36 * K)) + (12 * Math.Exp(-12 * K))), added[0].Values[1], 1e-5);
    }

    [Fact]
    public void Doses_that_depend_on_the_parameter_need_a_model_that_is_compiled_for_them()
    {
        var finding = Assert.Single(Run("F", new DosePort("A", Bioavailability: "F"), "0,1,100,0,0,0,0,0\n1,0,0,0,0,0,0,0").Findings);

        Assert.Equal("TH5122", finding.Rule.Code);
        Assert.Equal("cannot differentiate by 'F', the bioavailability of A: the model was not compiled for doses that depend on it", finding.Text);
    }

    private static Checked<RecordPredictions> Run(string by, DosePort port, string records)
    {
        var model = CompiledModel.Compile(new CompileRequest
        {
            Model = AntimonyReader.Read(Text, "test.ant").Value!,
            DoseTargets = ["A"],
            Observables = ["A"],
            Sensitivities = [by],
        });
        return RecordSimulator.Run(
            new RecordRequest
            {
                Model = model.Value!,
                Table = RecordReader.Read(Head + records, "t.csv").Value!,
                Ports = [port],
                Solver = new() { RelativeTolerance = 1e-11, AbsoluteTolerance = 1e-11 },
                SteadyState = new SteadyStateOptions() with { RelativeTolerance = 1e-10 },
            },
            TestContext.Current.CancellationToken);
    }
}
