using Thymus.Clinic.Ctcae;
using Thymus.Therapies;
using Thymus.Units;

namespace Thymus.Trials.Courses;

/// <summary>Grades one simulated laboratory value by CTCAE, day by day, and records each episode of grade 1 or more.</summary>
internal sealed class GradedCount(SimulatedAdverseEvent definition, int observable, Unit unit)
{
    private double _onset = double.NaN;
    private double _extreme;
    private int _grade;

    /// <summary>Index of the value among the observables.</summary>
    internal int Observable => observable;

    internal void Observe(double time, double value, PatientRecord record)
    {
        int now = CtcaeGrading.Grade(definition.Term, value);
        if (now > 0 && double.IsNaN(_onset))
        {
            (_onset, _grade, _extreme) = (time, now, value);
        }
        else if (now > 0)
        {
            (_grade, _extreme) = (Math.Max(_grade, now), Math.Min(_extreme, value));
        }
        else
        {
            Close(time, record);
        }
    }

    internal void Close(double time, PatientRecord record)
    {
        if (!double.IsNaN(_onset))
        {
            record.Suffered(_onset, definition.Term, _grade, time - _onset, _extreme, unit.Text);
            _onset = double.NaN;
        }
    }
}
