using Thymus.Compilation;

namespace Thymus.Simulation.Dosing;

/// <summary>Where the derivatives of what enters one target go, by each parameter of the model's sensitivities.</summary>
internal sealed class DoseSensitivities
{
    private DoseSensitivities(int[] states, int[] inputs) => (States, Inputs) = (states, inputs);

    /// <summary>Of each parameter the state that is the derivative of the target's; −1 where doses may not depend on it.</summary>
    public int[] States { get; }

    /// <summary>Of each parameter the model's parameter that is the derivative of the target's input rate; −1 where doses may not depend on it.</summary>
    public int[] Inputs { get; }

    /// <summary>Those of a target.</summary>
    public static DoseSensitivities Of(CompiledModel model, string target) => new(
        [.. model.SensitivityNames.Select(p => model.StateIndex(CompiledModel.DerivativeName(target, p)))],
        [.. model.SensitivityNames.Select(p => model.ParameterIndex(CompiledModel.DerivativeName("input:" + target, p)))]);

    /// <summary>Whether the model is differentiated by the parameter, but was not compiled for doses that depend on it (<see cref="CompileRequest.DoseParameters"/>).</summary>
    public bool Lacks(CompiledModel model, string parameter) => model.SensitivityNames.IndexOf(parameter) is >= 0 and var j && Inputs[j] < 0;
}

/// <summary>Derivatives of one dose, by each parameter of the model's sensitivities.</summary>
/// <param name="target">Where they go.</param>
internal sealed class DoseSlopes(DoseSensitivities target)
{
    /// <summary>Where they go.</summary>
    public DoseSensitivities Target { get; } = target;

    /// <summary>Of the amount that arrives.</summary>
    public double[] Amount { get; } = new double[target.Inputs.Length];

    /// <summary>Of the rate of an infusion.</summary>
    public double[] Rate { get; } = new double[target.Inputs.Length];

    /// <summary>Of the time at which it begins.</summary>
    public double[] Start { get; } = new double[target.Inputs.Length];

    /// <summary>Of the time at which an infusion ends.</summary>
    public double[] Stop { get; } = new double[target.Inputs.Length];

    /// <summary>
    /// Works out all of them for a dose of the amount a that takes the time d: from the derivatives of amount and length, and of its lag. The rate is a/d.
    /// </summary>
    public void Set(int j, double amount, double duration, double byAmount, double byDuration, double byLag)
    {
        Amount[j] = byAmount;
        Rate[j] = duration > 0 ? (byAmount - (amount / duration * byDuration)) / duration : 0;
        Start[j] = byLag;
        Stop[j] = byLag + byDuration;
    }

    /// <summary>Those of a dose that begins when nothing moves, as cycles of doses do: only its length moves its end.</summary>
    public DoseSlopes WithoutLag() => Copy([.. Start.Select(_ => 0.0)], [.. Stop.Zip(Start, (stop, start) => stop - start)]);

    /// <summary>Those of a dose that already runs: how its start moved is in the state.</summary>
    public DoseSlopes WithoutStart() => Copy([.. Start.Select(_ => 0.0)], Stop);

    /// <summary>Adds the derivatives of a rate that runs all the time to parameters.</summary>
    public void AddRate(Span<double> parameters)
    {
        for (int j = 0; j < Rate.Length && !parameters.IsEmpty; j++)
        {
            if (Target.Inputs[j] is >= 0 and var input)
            {
                parameters[input] += Rate[j];
            }
        }
    }

    private DoseSlopes Copy(double[] start, double[] stop)
    {
        var other = new DoseSlopes(Target);
        Amount.CopyTo(other.Amount, 0);
        Rate.CopyTo(other.Rate, 0);
        start.CopyTo(other.Start, 0);
        stop.CopyTo(other.Stop, 0);
        return other;
    }
}
