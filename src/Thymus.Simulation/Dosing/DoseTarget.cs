using Thymus.Compilation;

namespace Thymus.Simulation.Dosing;

/// <summary>Where a dose goes in a compiled model.</summary>
/// <param name="State">Index of the state that a bolus raises.</param>
/// <param name="Input">Index of the parameter <c>input:NAME</c> [amount/time] that an infusion raises.</param>
public readonly record struct DoseTarget(int State, int Input)
{
    /// <summary>The target of that name; <see langword="null"/> when the model was not compiled with it as a dose target.</summary>
    public static DoseTarget? Find(CompiledModel model, string name)
    {
        ArgumentNullException.ThrowIfNull(model);
        var target = new DoseTarget(model.StateIndex(name), model.ParameterIndex("input:" + name));
        return target.State >= 0 && target.Input >= 0 ? target : null;
    }
}
