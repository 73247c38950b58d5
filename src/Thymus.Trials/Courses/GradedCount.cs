using Thymus.Clinic.Ctcae;
using Thymus.Therapies;
using Thymus.Units;

namespace Thymus.Trials.Courses;

/// <summary>Grades one simulated laboratory value by CTCAE, day by day, and records each episode of grade 1 or more.</summary>
internal sealed class GradedCount(SimulatedAdverseEvent definition, int observable, Unit unit)
{
    private double onset = double.NaN;
    private double extreme;
    private int grade;

    /// <summary>Index of the value among the observables.</summary>
    internal int Observable => observable;

    internal void Observe(double time, double value, PatientRecord record)
    {
        int now = CtcaeGrading.Grade(definition.Term, value);
        if (now > 0 && double.IsNaN(onset))
        {
            (onset, grade, extreme) = (time, now, value);
        }
        else if (now > 0)
        {
            (grade, extreme) = (Math.Max(grade, now), Math.Min(extreme, value));
        }
        else
        {
            Close(time, record);
        }
    }

    internal void Close(double time, PatientRecord record)
    {
        if (!double.IsNaN(onset))
        {
            record.Suffered(onset, definition.Term, grade, time - onset, extreme, unit.Text);
            onset = double.NaN;
        }
    }
}
