using Thymus.Clinic.Ctcae;
using Thymus.Therapies;
using Thymus.Units;

namespace Thymus.Trials.Courses;

/// <summary>Grades one simulated laboratory value by CTCAE at each look, and records each episode that treatment brought.</summary>
/// <remarks>
/// The grade before the first dose is the patient's own: an episode is the time with a higher one (TRTEMFL of ADaM counts
/// worsening). It starts at the first look that shows it and ends at the first that no longer does, or with follow-up.
/// </remarks>
internal sealed class GradedCount(SimulatedAdverseEvent definition, CtcaeTerm term, int observable, Unit unit)
{
    private readonly bool _isLow = term.Grade(0) > 0;   // the worst value is the lowest, as of all counts that fall
    private readonly bool _isInUnit = unit.IsSameAs(term.Unit);
    private double _onset = double.NaN;
    private double _worst;
    private int _grade;
    private int _before;

    /// <summary>Index of the value among the observables.</summary>
    internal int Observable => observable;

    /// <summary>Looks at the value.</summary>
    /// <param name="time">Time of the look [d].</param>
    /// <param name="value">The value, in the unit of its output.</param>
    /// <param name="isTreated">Whether the first dose was given.</param>
    /// <param name="isExposed">Whether what starts now counts as treatment-emergent.</param>
    /// <param name="record">Where an episode that has ended is recorded.</param>
    /// <returns>Whether there is an episode that ends treatment.</returns>
    internal bool Observe(double time, double value, bool isTreated, bool isExposed, PatientRecord record)
    {
        int now = GradeOf(value);
        if (!isTreated)
        {
            _before = now;
            return false;
        }

        bool isOpen = !double.IsNaN(_onset);
        if (now <= _before)
        {
            Close(time, record);
            return false;
        }

        if (isOpen)
        {
            _grade = Math.Max(_grade, now);
            _worst = _isLow ? Math.Min(_worst, value) : Math.Max(_worst, value);
        }
        else if (isExposed)
        {
            (_onset, _grade, _worst) = (time, now, value);
        }

        return (isOpen || isExposed) && definition.DiscontinueFrom > 0 && now >= definition.DiscontinueFrom;
    }

    /// <summary>Whether the value at a dose forbids it.</summary>
    internal bool Holds(double value) => definition.HoldFrom > 0 && GradeOf(value) is var now && now > _before && now >= definition.HoldFrom;

    /// <summary>Records the open episode, if there is one, as one that lasts until <paramref name="time"/> [d].</summary>
    internal void Close(double time, PatientRecord record)
    {
        if (!double.IsNaN(_onset))
        {
            record.Suffered(_onset, definition.Term, _grade, time - _onset, _worst, unit.Text);
            _onset = double.NaN;
        }
    }

    private int GradeOf(double value) => term.Grade(_isInUnit ? value : new Quantity(value, unit).In(term.Unit));
}
