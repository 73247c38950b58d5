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

    private readonly ArmProgram program;
    private readonly PatientRecord record;
    private readonly IReadOnlyList<PlannedAdverseEvent> adverseEvents;
    private readonly double[] amounts;
    private readonly DosePump pump;
    private readonly double[] next;
    private readonly double[] waitingSince;
    private readonly int[] given;
    private bool hasEnded;

    internal TreatmentCourse(ArmProgram program, PatientRecord record, IReadOnlyList<PlannedAdverseEvent> adverseEvents, double[] amounts)
    {
        this.program = program;
        this.record = record;
        this.adverseEvents = adverseEvents;
        this.amounts = amounts;
        pump = new DosePump();
        next = [.. Doses.Select(d => d.First)];
        waitingSince = new double[Doses.Length];
        given = new int[Doses.Length];
        Array.Fill(waitingSince, double.NaN);
    }

    private System.Collections.Immutable.ImmutableArray<RegimenDose> Doses => program.Arm.Regimen.Doses;

    /// <summary>The next time [d] at which something is to be done.</summary>
    internal double NextChange => Math.Min(pump.NextChange, hasEnded ? double.PositiveInfinity : next.Min());

    /// <summary>Ends treatment, once; later reasons are ignored.</summary>
    internal void End(double time, string reason)
    {
        if (!hasEnded)
        {
            hasEnded = true;
            record.EndTreatment(time, reason);
        }
    }

    /// <summary>Decides on all doses that are due, and makes the changes of the pump that are due.</summary>
    internal void Act(ref LaneState at)
    {
        for (int line = 0; line < next.Length && !hasEnded; line++)
        {
            if (next[line] <= at.Time)
            {
                Decide(line, at.Time, at.Observed);
            }
        }

        pump.Apply(ref at);
    }

    private void Decide(int line, double time, ReadOnlySpan<double> observed)
    {
        if (time >= program.Arm.LongestTreatment)
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
        else if (program.DoseRule is { } rule && !(observed[program.DoseRuleOutput] >= rule.AtLeast))
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
        double availability = program.Bioavailability[line] is int f ? observed[f] : 1;
        double lag = program.Lag[line] is int l ? observed[l] : 0;
        pump.Give(Dose.Over(program.Targets[line], amounts[line], dose.Duration, availability), time + lag);
        record.Dosed(time, dose.Drug, amounts[line], program.AmountUnits[line].Text, dose.Duration);
        waitingSince[line] = double.NaN;
        given[line]++;
        next[line] = dose.Interval > 0 && given[line] < dose.Maximum ? time + dose.Interval : double.PositiveInfinity;
        if (next.All(double.IsPositiveInfinity))
        {
            End(time, TreatmentEndReasons.Completed);
        }
    }

    private void PutOff(int line, double time, double until, double longest, string reason)
    {
        if (double.IsNaN(waitingSince[line]))
        {
            waitingSince[line] = time;
        }

        if (until - waitingSince[line] > longest)
        {
            End(time, TreatmentEndReasons.AdverseEvent);
            return;
        }

        record.Delayed(time, Doses[line].Drug, reason, until - time);
        next[line] = until;
    }

    private PlannedAdverseEvent? StoppingEvent(double time) => adverseEvents.FirstOrDefault(
        e => e.Onset <= time && e.Definition.DiscontinueFrom > 0 && e.Grade >= e.Definition.DiscontinueFrom);

    private double HoldUntil(double time) => adverseEvents
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
