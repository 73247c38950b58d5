using System.Runtime.InteropServices;
using Thymus.Solvers.Choosing;
using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.Populations;

/// <summary>A request made ready: what all patients have in common.</summary>
internal sealed class PopulationPlan
{
    private readonly double[] _times;

    public PopulationPlan(PopulationRequest request)
    {
        request.Validate();
        Patients = request.Patients;
        Columns = [.. request.Patients.Parameters.Select(request.ParameterIndex)];
        Defaults = [.. request.Model.DefaultParameters];
        _times = GC.AllocateUninitializedArray<double>(request.Times.Length, pinned: true);
        request.Times.CopyTo(_times);
        Schedule = new DoseSchedule(request);
        var unset = request.Model.ParameterNames.Where((_, i) => double.IsNaN(Defaults[i]) && !Columns.Contains(i)).ToList();
        if (unset.Count > 0)
        {
            throw new ArgumentException($"No patient brings a value for {string.Join(", ", unset)}, and the model has none.");
        }

        Solver = request.ResolveSolver();
        MethodChoice = Solver.Method is SolverMethod.Automatic ? PopulationProbe.Choose(request, this) : null;
        Solver = MethodChoice is { } choice ? Solver with { Method = choice.Method } : Solver;
    }

    /// <summary>Tolerances and method, the chosen one where the request leaves it to the program.</summary>
    public SolverOptions Solver { get; }

    /// <summary>How the method was chosen; <see langword="null"/> where the request names one.</summary>
    public MethodChoice? MethodChoice { get; }

    public IPatientSource Patients { get; }

    /// <summary>The parameter of the model that each value of a patient is.</summary>
    public int[] Columns { get; }

    /// <summary>The model's own values of its parameters.</summary>
    public double[] Defaults { get; }

    /// <summary>Times of the outputs, in memory that does not move: to hold it for a course costs nothing.</summary>
    public ReadOnlyMemory<double> Times => MemoryMarshal.CreateFromPinnedArray(_times, 0, _times.Length);

    public DoseSchedule Schedule { get; }

    public double End => _times[^1];
}

/// <summary>Where outputs and ends of courses go; called by several threads, each for its own patients.</summary>
internal interface IPopulationStore
{
    /// <summary>The place for every observable of a patient at every time.</summary>
    Memory<double> RecordOf(long patient);

    /// <summary>Takes note that the course of a patient has ended and its record is complete.</summary>
    void End(long patient, in CourseEnd end);
}
