using System.Collections.Immutable;
using Thymus.Language.Diagnostics;
using Thymus.Populations;
using Thymus.Solvers.Choosing;
using Thymus.Solvers.Lanes;
using Thymus.Trials.Design;

namespace Thymus.Trials.Courses;

/// <summary>
/// A study made ready to run: it is cut into numbered chunks of patients, each of which can be simulated alone, in any order,
/// on any thread, with the same result.
/// </summary>
public sealed class TrialSimulator
{
    /// <summary>Courses per chunk: large enough to keep lanes full, small enough that a killed run loses little.</summary>
    private const int CoursesPerChunk = 200;

    /// <summary>Patients of every arm that a method is chosen by.</summary>
    private const int ProbedPatients = 4;

    private readonly Randomisation _randomisation;

    private TrialSimulator(Study study, ImmutableArray<ArmProgram> arms)
    {
        MethodChoice = study.Solver.Method is SolverMethod.Automatic ? Choose(study, arms) : null;
        Study = MethodChoice is { } choice ? study with { Solver = study.Solver with { Method = choice.Method } } : study;
        Arms = arms;
        _randomisation = new(arms.Length, study.PatientsPerArm, study.Seed);
        PatientsPerChunk = study.Twins ? Math.Max(1, CoursesPerChunk / arms.Length) : CoursesPerChunk;
    }

    /// <summary>The study; where it leaves the method to the program, with the one chosen.</summary>
    public Study Study { get; }

    /// <summary>How the method was chosen; <see langword="null"/> where the study names one.</summary>
    public MethodChoice? MethodChoice { get; }

    /// <summary>Its arms, compiled.</summary>
    public ImmutableArray<ArmProgram> Arms { get; }

    /// <summary>Patient numbers per chunk.</summary>
    public int PatientsPerChunk { get; }

    /// <summary>All patients; they are numbered from 1. Twins count once.</summary>
    public int Patients => Study.Twins ? Study.PatientsPerArm : _randomisation.Patients;

    /// <summary>All courses: patients times the arms that each of them is in.</summary>
    public int Courses => Study.PatientsPerArm * Arms.Length;

    /// <summary>Number of chunks.</summary>
    public int Chunks => (Patients + PatientsPerChunk - 1) / PatientsPerChunk;

    /// <summary>Compiles every arm; findings say what does not fit together.</summary>
    public static Checked<TrialSimulator> Create(Study study)
    {
        var arms = study.Arms.Select(arm => ArmProgram.Create(study, arm)).ToImmutableArray();
        ImmutableArray<Diagnostic> findings = [.. arms.SelectMany(a => a.Findings).Distinct()];
        return arms.All(a => a.Succeeded)
            ? new(new TrialSimulator(study, [.. arms.Select(a => a.Value!)]), findings)
            : new(null, findings);
    }

    /// <summary>A worker for one thread, which keeps its engines between chunks.</summary>
    public TrialWorker CreateWorker(LaneWidth width) => new(this, width);

    // One method for all arms, by the first patients of each, so that the choice depends neither on the size of the trial nor on
    // who is randomised where.
    private static MethodChoice Choose(Study study, ImmutableArray<ArmProgram> arms) => MethodChooser.Choose(
        [.. arms.Select(program => new ProbeModel(
            program.Model.Kernel(LaneWidth.Scalar),
            program.Model.Cost,
            program.Solver,
            () => [.. Enumerable.Range(1, ProbedPatients)
                .Select(number => new TrialCourse(program, study, program.Generator.Generate((ulong)number), finished: null))]))],
        isSingle: false, CancellationToken.None);

    /// <summary>The patients of a chunk that are in an arm, by number.</summary>
    internal IEnumerable<int> PatientsOf(int chunk, int arm)
    {
        int first = (chunk * PatientsPerChunk) + 1, last = Math.Min(Patients, first + PatientsPerChunk - 1);
        for (int patient = first; patient <= last; patient++)
        {
            if (Study.Twins || _randomisation.ArmOf(patient) == arm)
            {
                yield return patient;
            }
        }
    }
}

/// <summary>A patient with what happened in one arm.</summary>
/// <param name="Patient">The virtual patient.</param>
/// <param name="Arm">Index of the arm.</param>
/// <param name="Record">What was recorded.</param>
public sealed record PatientCourse(VirtualPatient Patient, int Arm, PatientRecord Record);

/// <summary>What one chunk gave: its courses, by patient number and then by arm.</summary>
public sealed record ChunkResult(int Chunk, ImmutableArray<PatientCourse> Courses, EngineStatistics Statistics);

/// <summary>Simulates chunks on one thread.</summary>
public sealed class TrialWorker : IDisposable
{
    private readonly TrialSimulator _simulator;
    private readonly LaneEngine[] _engines;

    internal TrialWorker(TrialSimulator simulator, LaneWidth width)
    {
        _simulator = simulator;
        var method = simulator.Study.Solver.Method;
        _engines = [.. simulator.Arms.Select(a => LaneEngine.Create(a.Model.Kernel(LaneEngine.WidthFor(method, width)), a.Solver with { Method = method }))];
    }

    /// <summary>Simulates one chunk.</summary>
    /// <param name="chunk">Number of the chunk, from 0.</param>
    /// <param name="finished">Told after each course; called on this thread.</param>
    /// <param name="cancellation">Stops between two courses.</param>
    /// <exception cref="OperationCanceledException">Cancelled; there is no partial result.</exception>
    public ChunkResult Simulate(int chunk, Action? finished, CancellationToken cancellation)
    {
        var courses = new List<PatientCourse>();
        var total = default(EngineStatistics);
        for (int arm = 0; arm < _engines.Length; arm++)
        {
            var source = new ChunkSource(_simulator, chunk, arm, courses, finished);
            total += _engines[arm].Run(source, cancellation);
        }

        total = total with { Failed = courses.Count(c => c.Record.Failure is not null) };   // the integration or a value of the model

        return new(chunk, [.. courses.OrderBy(c => c.Patient.Number).ThenBy(c => c.Arm)], total);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var engine in _engines)
        {
            engine.Dispose();
        }
    }

    private sealed class ChunkSource(TrialSimulator simulator, int chunk, int arm, List<PatientCourse> courses, Action? finished) : ICourseSource
    {
        private readonly IEnumerator<int> _patients = simulator.PatientsOf(chunk, arm).GetEnumerator();

        public ICourse? Next()
        {
            if (!_patients.MoveNext())
            {
                return null;
            }

            var program = simulator.Arms[arm];
            var patient = program.Generator.Generate((ulong)_patients.Current);
            var course = new TrialCourse(program, simulator.Study, patient, finished);
            courses.Add(new(patient, arm, course.Record));
            return course;
        }
    }
}
