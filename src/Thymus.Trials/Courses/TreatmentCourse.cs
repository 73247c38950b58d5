using Thymus.Simulation.Dosing;
using Thymus.Solvers.Lanes;
using Thymus.Therapies;

namespace Thymus.Trials.Courses;

/// <summary>
/// Gives one patient's doses: the regimen as planned, put off or ended by progression, adverse events, blood counts and the
/// planned length. Every decision becomes a row of the events table, so that a monitor can follow it.
/// </summary>
internal sealed class TreatmentCourse
{
    /// <summary>A hold that lasts longer ends treatment (label rule: no recovery within 12 weeks) [d].</summary>
    private const double LongestHold = 84;

    private readonly ArmProgram _program;
    private readonly PatientRecord _record;
    private readonly IReadOnlyList<PlannedAdverseEvent> _adverseEvents;
    private readonly double[] _amounts;
    private readonly DosePump _pump;
    private readonly double[] _next;
    private readonly double[] _waitingSince;
    private readonly int[] _given;
    private bool _hasEnded;

    internal TreatmentCourse(ArmProgram program, PatientRecord record, IReadOnlyList<PlannedAdverseEvent> adverseEvents, double[] amounts)
    {
        _program = program;
        _record = record;
        _adverseEvents = adverseEvents;
        _amounts = amounts;
        _pump = new DosePump();
        _next = [.. Doses.Select(d => d.First)];
        _waitingSince = new double[Doses.Length];
        _given = new int[Doses.Length];
        Array.Fill(_waitingSince, double.NaN);
    }

    private System.Collections.Immutable.ImmutableArray<RegimenDose> Doses => _program.Arm.Regimen.Doses;

    /// <summary>The next time [d] at which something is to be done.</summary>
    internal double NextChange => Math.Min(_pump.NextChange, _hasEnded ? double.PositiveInfinity : _next.Min());

    /// <summary>Ends treatment, once; later reasons are ignored.</summary>
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
        for (int line = 0; line < _next.Length && !_hasEnded; line++)
        {
            if (_next[line] <= at.Time)
            {
                Decide(line, at.Time, at.Observed);
            }
        }

        _pump.Apply(ref at);
    }

    private void Decide(int line, double time, ReadOnlySpan<double> observed)
    {
        if (time >= _program.Arm.LongestTreatment)
        {
            End(time, TreatmentEndReasons.Completed);
        }
        else if (StoppingEvent(time) is { } stopping)
        {
            End(stopping.Onset, TreatmentEndReasons.AdverseEvent);
        }
        else if (HoldUntil(time) is var until && until > time)
        {
            PutOff(line, time, until, longest: LongestHold, "adverse event");
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
        _pump.Give(Dose.Over(_program.Targets[line], _amounts[line], dose.Duration, availability), time + lag);
        _record.Dosed(time, dose.Drug, _amounts[line], _program.AmountUnits[line].Text, dose.Duration);
        _waitingSince[line] = double.NaN;
        _given[line]++;
        _next[line] = dose.Interval > 0 && _given[line] < dose.Maximum ? time + dose.Interval : double.PositiveInfinity;
        if (_next.All(double.IsPositiveInfinity))
        {
            End(time, TreatmentEndReasons.Completed);
        }
    }

    private void PutOff(int line, double time, double until, double longest, string reason)
    {
        if (double.IsNaN(_waitingSince[line]))
        {
            _waitingSince[line] = time;
        }

        if (until - _waitingSince[line] > longest)
        {
            End(time, TreatmentEndReasons.AdverseEvent);
            return;
        }

        _record.Delayed(time, Doses[line].Drug, reason, until - time);
        _next[line] = until;
    }

    private PlannedAdverseEvent? StoppingEvent(double time) => _adverseEvents.FirstOrDefault(
        e => e.Onset <= time && e.Definition.DiscontinueFrom > 0 && e.Grade >= e.Definition.DiscontinueFrom);

    private double HoldUntil(double time) => _adverseEvents
        .Where(e => e.Onset <= time && time < e.Resolution && e.Definition.HoldFrom > 0 && e.Grade >= e.Definition.HoldFrom)
        .Select(e => e.Resolution)
        .DefaultIfEmpty(double.NegativeInfinity)
        .Max();
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
