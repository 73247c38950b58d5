using System.Collections.Immutable;
using Thymus.Compilation;
using Thymus.Language.Diagnostics;
using Thymus.Solvers.Lanes;
using Thymus.Units;

namespace Thymus.Simulation.Populations;

/// <summary>One model for many patients, with doses and outputs at times that are known beforehand.</summary>
/// <remarks>The course of a patient starts at time 0. Its bits do not depend on threads, width or the other patients.</remarks>
public sealed record PopulationRequest
{
    private const int FewPatients = 2000;

    /// <summary>The model. What it observes is what the result has.</summary>
    public required CompiledModel Model { get; init; }

    /// <summary>The patients.</summary>
    public required IPatientSource Patients { get; init; }

    /// <summary>Doses.</summary>
    public ImmutableArray<PopulationDose> Doses { get; init; } = [];

    /// <summary>Increasing times of output from 0 on, in the model's unit; the last one is the end. See <see cref="OutputTimes.Every"/>.</summary>
    public required ImmutableArray<double> Times { get; init; }

    /// <summary>Tolerances and method.</summary>
    public SolverOptions Solver { get; init; } = new();

    /// <summary>Tolerances and protection of single states.</summary>
    public ImmutableArray<StateSetting> States { get; init; } = [];

    /// <summary>Threads that integrate.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Patients side by side in a thread; <see langword="null"/> for what is fastest. It never changes a result.</summary>
    public LaneWidth? LaneWidth { get; init; }

    /// <summary>Patients per block of a streamed run; 0 for as many as 8 MiB hold.</summary>
    public int BlockSize { get; init; }

    /// <summary>
    /// Patients side by side: one alone does not wait for the code of many to be compiled, and of a few the last would leave
    /// many of the widest lanes empty.
    /// </summary>
    internal LaneWidth Width => LaneWidth ?? (Patients.Count == 1, Model.PreferredWidth(RecordLength)) switch
    {
        (true, _) => Solvers.Lanes.LaneWidth.Scalar,
        (_, Solvers.Lanes.LaneWidth.TwoVectors512) when Patients.Count < FewPatients => Solvers.Lanes.LaneWidth.Vector512,
        (_, var width) => width,
    };

    /// <summary>Numbers that one patient takes: every observable at every time.</summary>
    internal int RecordLength => checked(Model.ObservableNames.Length * Times.Length);

    /// <summary><see cref="Solver"/> with <see cref="States"/>, by the model's indices.</summary>
    internal SolverOptions ResolveSolver()
    {
        List<Diagnostic> findings = [];
        var solver = StateSetting.Apply(States, Solver, Model, findings);
        return findings.Find(f => f.IsError) is { } wrong
            ? throw new ArgumentException($"{wrong.Text}{(wrong.Suggestion is { } way ? $"; {way}" : "")}")
            : solver;
    }

    /// <summary>Index of a parameter of the model.</summary>
    internal int ParameterIndex(string name)
    {
        int index = Model.ParameterIndex(name);
        if (index < 0)
        {
            string? near = NearestName.Find(name, Model.ParameterNames);
            throw new ArgumentException($"The model has no parameter '{name}' that a patient could bring{(near is null ? "" : $"; is it '{near}'?")}");
        }

        return index;
    }

    /// <summary>Throws where the request makes no sense: a caller's mistake, as requests from files are checked before.</summary>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(BlockSize);
        ArgumentOutOfRangeException.ThrowIfNegative(Patients.Count);
        if (Times.Length == 0 || !(Times[0] >= 0) || !double.IsFinite(Times[^1]))
        {
            throw new ArgumentException("There must be a time of output, none before 0, and the last one finite.");
        }

        for (int i = 1; i < Times.Length; i++)
        {
            if (!(Times[i] > Times[i - 1]))
            {
                throw new ArgumentException($"The times of output must increase, but {Times[i]} follows {Times[i - 1]}.");
            }
        }
    }
}
