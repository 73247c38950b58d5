using Thymus.Solvers.Lanes;

namespace Thymus.Trials.Courses;

/// <summary>Everything that is recorded of one patient in one arm: the rows of the tables, and what the analysis needs.</summary>
public sealed class PatientRecord(long patient, string arm)
{
    private readonly List<EventRow> _events = [];

    /// <summary>Number of the patient.</summary>
    public long Patient { get; } = patient;

    /// <summary>Arm id.</summary>
    public string Arm { get; } = arm;

    /// <summary>Events, in the order of their times.</summary>
    public IReadOnlyList<EventRow> Events => _events;

    /// <summary>Tumour assessments, baseline first.</summary>
    public List<AssessmentRow> Assessments { get; } = [];

    /// <summary>Endpoints; filled at the end of the course.</summary>
    public List<EndpointRow> Endpoints { get; } = [];

    /// <summary>Times of the stored course [d].</summary>
    public List<double> CourseTimes { get; } = [];

    /// <summary>Outputs of the stored course, one row of outputs after the other.</summary>
    public List<double> CourseValues { get; } = [];

    /// <summary>How the integration ended.</summary>
    public SolveStatus Status { get; private set; } = SolveStatus.Completed;

    /// <summary>The failure, if the simulation failed.</summary>
    public FailureRow? Failure { get; private set; }

    /// <summary>Doses given.</summary>
    public int DosesGiven { get; private set; }

    /// <summary>Time of the first dose [d]; NaN before it.</summary>
    public double FirstDose { get; private set; } = double.NaN;

    /// <summary>Time of the last dose [d]; NaN before the first.</summary>
    public double LastDose { get; private set; } = double.NaN;

    /// <summary>End of treatment [d]; NaN while it goes on.</summary>
    public double TreatmentEnd { get; private set; } = double.NaN;

    /// <summary>Why treatment ended: one of <see cref="TreatmentEndReasons"/>.</summary>
    public string TreatmentEndReason { get; private set; } = TreatmentEndReasons.Ongoing;

    /// <summary>End of follow-up [d].</summary>
    public double FollowUpEnd { get; internal set; }

    /// <summary>Why follow-up ended: <see cref="EventKinds.Death"/>, <see cref="EventKinds.DropOut"/>, or <see cref="TreatmentEndReasons.Ongoing"/>.</summary>
    public string FollowUpEndReason { get; internal set; } = TreatmentEndReasons.Ongoing;

    internal void Fail(SolveStatus status, FailureRow failure) => (Status, Failure) = (status, failure);

    internal void Dosed(double time, string drug, double amount, string unit, double duration)
    {
        FirstDose = DosesGiven == 0 ? time : FirstDose;
        LastDose = time;
        DosesGiven++;
        Add(time, EventKinds.Dose, drug, grade: 0, amount, unit, duration);
    }

    internal void Delayed(double time, string drug, string reason, double wait) =>
        Add(time, EventKinds.DoseDelayed, $"{drug}: {reason}", grade: 0, double.NaN, "", wait);

    internal void EndTreatment(double time, string reason)
    {
        TreatmentEnd = time;
        TreatmentEndReason = reason;
        Add(time, EventKinds.TreatmentEnd, reason);
    }

    internal void Suffered(double onset, string term, int grade, double duration, double worstValue = double.NaN, string unit = "") =>
        Add(onset, EventKinds.AdverseEvent, term, grade, worstValue, unit, duration);

    internal void Add(
        double time, string kind, string term, int grade = 0, double amount = double.NaN, string unit = "", double duration = double.NaN) =>
        _events.Add(new(Patient, Arm, time, kind, term, grade, amount, unit, duration));

    /// <summary>Puts events in the order of their times; at one time they stay in the order in which they were decided.</summary>
    internal void Sort()
    {
        EventRow[] inOrder = [.. _events.OrderBy(e => e.Time)];   // a stable sort, unlike List.Sort
        _events.Clear();
        _events.AddRange(inOrder);
    }
}
