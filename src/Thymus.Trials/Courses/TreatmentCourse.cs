using System.Collections.Immutable;
using Thymus.Simulation.Dosing;
using Thymus.Solvers.Events;
using Thymus.Solvers.Lanes;
using Thymus.Therapies;

namespace Thymus.Trials.Courses;

/// <summary>
/// Gives one patient's doses: the regimen as planned, put off or ended by progression, adverse events, blood counts and the
/// planned length. Every decision becomes a row of the events table, so that a monitor can follow it. A decision uses only
/// what is known when it is made.
/// </summary>
internal sealed class TreatmentCourse
{
    /// <summary>A hold by an adverse event that lasts longer ends treatment (labels of checkpoint inhibitors: no recovery within 12 weeks) [d].</summary>
    private const double LongestHold = 84;

    /// <summary>A dose that a graded count forbids is looked at again after this time [d].</summary>
    private const double CountRecheck = 7;

    /// <summary>Adverse events this long after the last dose still count as treatment-emergent (usual for checkpoint inhibitors) [d].</summary>
    private const double EmergentWindow = 90;

    private const string AdverseEventHold = "adverse event";

    private readonly ArmProgram _program;
    private readonly PatientRecord _record;
    private readonly IReadOnlyList<DrawnAdverseEvent> _suffered;
    private readonly IReadOnlyList<GradedCount> _graded;
    private readonly double[] _amounts;
    private readonly DosePump _pump = new();
    private readonly Line[] _lines;
    private readonly List<double> _infusionEnds = [];
    private bool _hasEnded;

    /// <param name="program">The arm.</param>
    /// <param name="record">Where doses and decisions are recorded.</param>
    /// <param name="suffered">Adverse events that have happened; grows while the course goes on.</param>
    /// <param name="graded">Counts that are graded.</param>
    /// <param name="amounts">Amount of a dose, per line of the regimen, in the unit of its target.</param>
    internal TreatmentCourse(
        ArmProgram program, PatientRecord record, IReadOnlyList<DrawnAdverseEvent> suffered, IReadOnlyList<GradedCount> graded, double[] amounts)
    {
        _program = program;
        _record = record;
        _suffered = suffered;
        _graded = graded;
        _amounts = amounts;
        _lines = [.. Doses.Select(d => new Line(d.First))];
    }

    private ImmutableArray<RegimenDose> Doses => _program.Arm.Regimen.Doses;

    /// <summary>The next time [d] at which something is to be done.</summary>
    internal double NextChange
    {
        get
        {
            double next = _hasEnded ? _pump.NextChange : Math.Min(_pump.NextChange, _program.Arm.LongestTreatment);
            foreach (var line in _lines)
            {
                next = _hasEnded ? next : Math.Min(next, line.Next);
            }

            return next;
        }
    }

    /// <summary>Whether an adverse event that starts now is treatment-emergent: on treatment, from the first dose on, or soon after the last one.</summary>
    internal bool IsExposed(double time) => _record.DosesGiven > 0 && (!_hasEnded || time <= _record.LastDose + EmergentWindow);

    /// <summary>Whether an infusion ends now; asked once a time, before <see cref="Act"/>.</summary>
    internal bool IsEndOfInfusion(double time) => _infusionEnds.RemoveAll(end => EventTime.IsDue(end, time)) > 0;

    /// <summary>Ends treatment, once; later reasons are ignored. What is being infused goes on.</summary>
    internal void End(double time, string reason)
    {
        if (!_hasEnded)
        {
            _hasEnded = true;
            _record.EndTreatment(time, reason);
        }
    }

    /// <summary>Decides on all doses that are due, and makes the changes of the pump that are due.</summary>
    internal void Act(ref LaneState at)
    {
        if (at.Time >= _program.Arm.LongestTreatment)
        {
            End(at.Time, TreatmentEndReasons.Completed);
        }

        for (int line = 0; line < _lines.Length && !_hasEnded; line++)
        {
            if (_lines[line].Next <= at.Time)
            {
                Decide(line, at.Time, at.Observed);
            }
        }

        _pump.Apply(ref at);
    }

    private void Decide(int line, double time, ReadOnlySpan<double> observed)
    {
        if (HeldUntil(time, observed) is double until)
        {
            PutOff(line, time, until, LongestHold, AdverseEventHold);
        }
        else if (_program.DoseRule is { } rule && !(observed[_program.DoseRuleOutput] >= rule.AtLeast))
        {
            PutOff(line, time, time + rule.Recheck, rule.GiveUpAfter, rule.Output);
        }
        else
        {
            Give(line, time, observed);
        }
    }

    private void Give(int line, double time, ReadOnlySpan<double> observed)
    {
        var dose = Doses[line];
        double availability = _program.Bioavailability[line] is int f ? observed[f] : 1;
        double lag = _program.Lag[line] is int l ? observed[l] : 0;
        if (!_program.Arm.IsPlacebo)
        {
            _pump.Give(Dose.Over(_program.Targets[line], _amounts[line], dose.Duration, availability), time + lag);
        }

        if (dose.Duration > 0)
        {
            _infusionEnds.Add(time + lag + dose.Duration);
        }

        _record.Dosed(
            time, _program.Arm.IsPlacebo ? "placebo" : dose.Drug, _program.Arm.IsPlacebo ? 0 : _amounts[line], _program.AmountUnits[line].Text, dose.Duration);
        int given = _lines[line].Given + 1;
        _lines[line] = new(dose.Interval > 0 && given < dose.Maximum ? time + dose.Interval : double.PositiveInfinity, given);
        if (_lines.All(l => double.IsPositiveInfinity(l.Next)))
        {
            End(time, TreatmentEndReasons.Completed);
        }
    }

    /// <summary>Puts a dose off until a time, or ends treatment when it has waited for the same reason as long as it may.</summary>
    private void PutOff(int line, double time, double until, double longest, string reason)
    {
        var waiting = _lines[line].Reason == reason ? _lines[line] : _lines[line] with { Reason = reason, Since = time };
        double last = waiting.Since + longest;
        if (EventTime.IsDue(last, time))
        {
            End(time, TreatmentEndReasons.AdverseEvent);
            return;
        }

        double next = Math.Min(until, last);
        _record.Delayed(time, Doses[line].Drug, reason, next - time);
        _lines[line] = waiting with { Next = next };
    }

    /// <summary>When a dose that an adverse event forbids now is to be looked at again; <see langword="null"/> when none forbids it.</summary>
    private double? HeldUntil(double time, ReadOnlySpan<double> observed)
    {
        double? until = null;
        foreach (var e in _suffered)
        {
            until = e.Holds(time) ? Math.Max(until ?? time, e.Resolution) : until;
        }

        foreach (var count in _graded)
        {
            until = count.Holds(observed[count.Observable]) ? Math.Max(until ?? time, time + CountRecheck) : until;
        }

        return until;
    }

    /// <summary>Where a line of the regimen stands.</summary>
    /// <param name="Next">Time of the next decision [d]; +∞ when all its doses are given.</param>
    /// <param name="Given">Doses given.</param>
    /// <param name="Reason">Why the next dose waits; <see langword="null"/> while it does not.</param>
    /// <param name="Since">Since when it has waited for that reason [d].</param>
    private readonly record struct Line(double Next, int Given = 0, string? Reason = null, double Since = double.NaN);
}

/// <summary>Why treatment ended.</summary>
public static class TreatmentEndReasons
{
    /// <summary>The planned number of doses or the longest treatment was reached.</summary>
    public const string Completed = "completed";

    /// <summary>RECIST progression.</summary>
    public const string Progression = "progression";

    /// <summary>An adverse event, or a hold that lasted too long.</summary>
    public const string AdverseEvent = "adverse event";

    /// <summary>Death on treatment.</summary>
    public const string Death = "death";

    /// <summary>Lost to follow-up on treatment.</summary>
    public const string DropOut = "lost to follow-up";

    /// <summary>Still on treatment at the end of the trial.</summary>
    public const string Ongoing = "ongoing";
}
