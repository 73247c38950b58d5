using System.Collections.Immutable;

namespace Thymus.Simulation.Populations;

/// <summary>Patients by number: a table, or something that draws them. A patient depends on its number alone.</summary>
public interface IPatientSource
{
    /// <summary>Names of the model's parameters that each patient brings; the others keep the model's own values.</summary>
    ImmutableArray<string> Parameters { get; }

    /// <summary>How many patients there are.</summary>
    long Count { get; }

    /// <summary>Writes the values of a patient, in the model's units, in the order of <see cref="Parameters"/>.</summary>
    /// <param name="patient">Number of the patient, from 0.</param>
    /// <param name="values">Where they go; as long as <see cref="Parameters"/>.</param>
    /// <remarks>Called by several threads at once, in any order.</remarks>
    void Read(long patient, Span<double> values);
}
