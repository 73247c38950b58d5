using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Thymus.Compilation;
using Thymus.Solvers.Choosing;
using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.Populations;

/// <summary>Every observable of every patient at every time, in memory.</summary>
/// <remarks>The numbers of one patient lie together: observable after observable, each over time.</remarks>
public sealed class PopulationResult : IPopulationStore
{
    private const int LargestPart = 1 << 27;   // 1 GiB; an array has at most 2^31 numbers

    private readonly double[][] _parts;
    private readonly int _patientsPerPart;
    private readonly int _recordLength;
    private readonly CompiledModel _model;
    private readonly CourseEnd[] _ends;

    internal PopulationResult(PopulationRequest request)
    {
        Patients = checked((int)request.Patients.Count);
        Times = request.Times;
        Observables = request.Model.ObservableNames;
        _model = request.Model;
        _recordLength = request.RecordLength;
        _patientsPerPart = Math.Max(1, LargestPart / Math.Max(1, _recordLength));
        _ends = new CourseEnd[Patients];
        _parts = new double[(Patients + _patientsPerPart - 1) / _patientsPerPart][];
        for (int part = 0; part < _parts.Length; part++)
        {
            int patients = Math.Min(_patientsPerPart, Patients - (part * _patientsPerPart));
            _parts[part] = RecordMemory.Allocate(patients * _recordLength);
        }
    }

    /// <summary>Number of patients.</summary>
    public int Patients { get; }

    /// <summary>Names of the observables, as the model was compiled with.</summary>
    public ImmutableArray<string> Observables { get; }

    /// <summary>Times of the outputs, in the model's unit.</summary>
    public ImmutableArray<double> Times { get; }

    /// <summary>Work done.</summary>
    public EngineStatistics Statistics { get; internal set; }

    /// <summary>How the method was chosen; <see langword="null"/> where the request named one.</summary>
    public MethodChoice? MethodChoice { get; internal set; }

    /// <summary>Part of the lanes' steps that belonged to a patient, 0 to 1.</summary>
    public double LaneUse => Statistics.LaneSteps == 0 ? 1 : (double)(Statistics.Accepted + Statistics.Rejected) / Statistics.LaneSteps;

    /// <summary>All numbers of a patient: observable k at time i at [k · (number of times) + i].</summary>
    /// <param name="patient">Number of the patient, from 0.</param>
    public ReadOnlySpan<double> Of(int patient) => RecordOf(patient).Span;

    /// <summary>One observable of a patient over time. At the time of a dose it is the value before it; after a failure it is NaN.</summary>
    public ReadOnlySpan<double> Of(int patient, int observable) => Of(patient).Slice(observable * Times.Length, Times.Length);

    /// <summary>How the course of a patient ended.</summary>
    public CourseOutcome Outcome(int patient) => CourseOutcome.Of(_model, _ends[patient]);

    /// <summary>The patients whose courses failed, in order.</summary>
    public IEnumerable<int> Failures => Enumerable.Range(0, Patients).Where(p => _ends[p].Status is not SolveStatus.Completed);

    Memory<double> IPopulationStore.RecordOf(long patient) => RecordOf((int)patient);

    void IPopulationStore.End(long patient, in CourseEnd end) => _ends[patient] = end;

    /// <summary>Whether the memory fits another request.</summary>
    internal bool Fits(PopulationRequest request) =>
        Patients == request.Patients.Count && Times.AsSpan().SequenceEqual(request.Times.AsSpan()) &&
        Observables.AsSpan().SequenceEqual(request.Model.ObservableNames.AsSpan()) && _model.StateNames.AsSpan().SequenceEqual(request.Model.StateNames.AsSpan());

    private Memory<double> RecordOf(int patient) =>
        MemoryMarshal.CreateFromPinnedArray(_parts[patient / _patientsPerPart], patient % _patientsPerPart * _recordLength, _recordLength);
}
