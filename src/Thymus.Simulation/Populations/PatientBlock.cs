using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Thymus.Compilation;
using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.Populations;

/// <summary>The outputs of patients with consecutive numbers. Its memory is used again when the sink has returned.</summary>
public sealed class PatientBlock : IPopulationStore
{
    private readonly CompiledModel _model;
    private readonly double[] _numbers;
    private readonly CourseEnd[] _ends;
    private readonly int _recordLength;
    private int _missing;

    internal PatientBlock(PopulationRequest request, int patients)
    {
        _model = request.Model;
        Times = request.Times;
        Observables = request.Model.ObservableNames;
        _recordLength = request.RecordLength;
        _numbers = RecordMemory.Allocate(checked(patients * _recordLength));
        _ends = new CourseEnd[patients];
    }

    /// <summary>Number of the first patient, from 0.</summary>
    public long First { get; private set; }

    /// <summary>How many patients there are.</summary>
    public int Patients { get; private set; }

    /// <summary>Names of the observables, as the model was compiled with.</summary>
    public ImmutableArray<string> Observables { get; }

    /// <summary>Times of the outputs, in the model's unit.</summary>
    public ImmutableArray<double> Times { get; }

    /// <summary>Whether all courses of the block have ended.</summary>
    internal bool IsComplete => Volatile.Read(ref _missing) == 0;

    /// <summary>One observable over time. At the time of a dose it is the value before it; after a failure it is NaN.</summary>
    /// <param name="patient">Place of the patient within the block, from 0.</param>
    /// <param name="observable">Index of the observable.</param>
    public ReadOnlySpan<double> Of(int patient, int observable) =>
        _numbers.AsSpan((patient * _recordLength) + (observable * Times.Length), Times.Length);

    /// <summary>How the course of a patient ended.</summary>
    /// <param name="patient">Place of the patient within the block, from 0.</param>
    public CourseOutcome Outcome(int patient) => CourseOutcome.Of(_model, _ends[patient]);

    Memory<double> IPopulationStore.RecordOf(long patient) =>
        MemoryMarshal.CreateFromPinnedArray(_numbers, (int)(patient - First) * _recordLength, _recordLength);

    void IPopulationStore.End(long patient, in CourseEnd end)
    {
        _ends[patient - First] = end;
        Interlocked.Decrement(ref _missing);
    }

    /// <summary>Makes the block ready for other patients.</summary>
    internal void Reset(long first, int patients)
    {
        (First, Patients) = (first, patients);
        Volatile.Write(ref _missing, patients);
    }
}
