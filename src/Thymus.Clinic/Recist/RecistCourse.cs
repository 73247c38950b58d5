namespace Thymus.Clinic.Recist;

/// <summary>One patient's tumour assessments, visit by visit, and what RECIST 1.1 makes of them.</summary>
/// <remarks>
/// Feed it during a simulation; ask it at any time. Visits after the first progression are graded but count for nothing.
/// Continuous time is used as it is: ADaM's "+ 1 day" belongs to the data set that is written.
/// </remarks>
public sealed class RecistCourse
{
    private readonly List<RecistVisit> _visits = [];
    private readonly RecistRules _rules;
    private readonly double _baseline;
    private double _nadir;
    private bool _wasGone;

    /// <summary>Starts a course.</summary>
    /// <param name="baseline">Sum of diameters at baseline [mm]; NaN for a patient without target lesions.</param>
    /// <param name="rules">Choices of the protocol.</param>
    /// <exception cref="ArgumentOutOfRangeException">The baseline is not greater than zero.</exception>
    public RecistCourse(double baseline, RecistRules rules)
    {
        if (baseline <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(baseline), baseline, "A baseline sum is greater than 0 mm, or NaN without target lesions.");
        }

        _baseline = _nadir = baseline;
        _rules = rules;
    }

    /// <summary>Visits so far, in order.</summary>
    public IReadOnlyList<RecistVisit> Visits => _visits;

    /// <summary>Time of the first progression [d]; <see langword="null"/> before it.</summary>
    public double? Progression { get; private set; }

    /// <summary>Time of the last visit that was evaluable, up to the first progression [d]; 0 when there was none.</summary>
    public double LastAdequate { get; private set; }

    /// <summary>Adds a visit and grades it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The visit is not after baseline and after the visit before it.</exception>
    public RecistVisit Assess(RecistAssessment seen)
    {
        double earliest = _visits.Count == 0 ? 0 : _visits[^1].Time;
        if (!(seen.Time > earliest))
        {
            throw new ArgumentOutOfRangeException(nameof(seen), seen.Time, "A visit comes after baseline and after the visit before it.");
        }

        bool hasTargets = !double.IsNaN(_baseline);
        var target = hasTargets ? Target(seen) : Response.NotEvaluable;
        var overall = RecistCriteria.Overall(hasTargets ? target : null, seen.NonTarget, seen.NewLesion);
        var visit = new RecistVisit(seen.Time, seen.SumOfDiameters, target, overall, _nadir, seen.SumOfDiameters / _baseline - 1);
        if (Progression is null)
        {
            LastAdequate = overall is Response.NotEvaluable ? LastAdequate : seen.Time;
            Progression = overall is Response.Progressive ? seen.Time : null;
        }

        _wasGone |= target is Response.Complete;
        _nadir = seen.SumOfDiameters < _nadir ? seen.SumOfDiameters : _nadir;
        _visits.Add(visit);
        return visit;
    }

    /// <summary>Best overall response, of the visits up to the first progression.</summary>
    public Response BestResponse
    {
        get
        {
            var best = BestObjective(out _);
            if (best is not null)
            {
                return best.Value;
            }

            var counted = Counted;
            foreach (var visit in counted)
            {
                if (visit.Overall.IsControl && visit.Time >= _rules.MinimumStableDisease)
                {
                    return visit.Overall is Response.NonCompleteNonProgressive ? visit.Overall : Response.Stable;
                }
            }

            return Progression is null ? Response.NotEvaluable : Response.Progressive;
        }
    }

    /// <summary>Time of the first CR or PR that counts (the confirmed one, not the confirming one) [d]; <see langword="null"/> without a response.</summary>
    public double? ResponseStart
    {
        get
        {
            BestObjective(out double? start);
            return start;
        }
    }

    /// <summary>Smallest relative change of the sum from baseline up to the first progression, as a waterfall plot shows it; NaN without a visit.</summary>
    public double BestChange
    {
        get
        {
            double best = double.NaN;
            foreach (var visit in Counted)
            {
                best = visit.Change < best || double.IsNaN(best) ? visit.Change : best;
            }

            return best;
        }
    }

    /// <summary>Progression-free survival: to the first progression or death, else censored at the last adequate assessment (0 without one).</summary>
    /// <param name="death">Time of death [d]; <see langword="null"/> when it was not observed.</param>
    public TimeToEvent ProgressionFreeSurvival(double? death = null)
    {
        double end = Math.Min(Progression ?? double.PositiveInfinity, death ?? double.PositiveInfinity);
        double last = 0;
        foreach (var visit in _visits)
        {
            last = visit.Time < end && visit.Overall is not Response.NotEvaluable ? visit.Time : last;
        }

        return double.IsPositiveInfinity(end) || end - last > _rules.LongestGap ? new(last, false) : new(end, true);
    }

    /// <summary>Duration of response: from its start to the end of progression-free survival; <see langword="null"/> without a response.</summary>
    /// <param name="death">Time of death [d]; <see langword="null"/> when it was not observed.</param>
    public TimeToEvent? DurationOfResponse(double? death = null)
    {
        if (ResponseStart is not double start)
        {
            return null;
        }

        var end = ProgressionFreeSurvival(death);
        return new(Math.Max(0, end.Time - start), end.Event);
    }

    private IEnumerable<RecistVisit> Counted => _visits.TakeWhile(v => Progression is null || v.Time <= Progression);

    private Response Target(RecistAssessment seen)
    {
        var target = RecistCriteria.Target(seen.SumOfDiameters, _baseline, _nadir, seen.AllTargetsGone);
        bool isBack = _rules.ReappearanceIsProgression && _wasGone && target is Response.Partial or Response.Stable;
        return isBack ? Response.Progressive : target;
    }

    private Response? BestObjective(out double? start)
    {
        Response? best = null;
        start = null;
        for (int i = 0; i < _visits.Count && !(_visits[i].Time > Progression); i++)
        {
            var response = _visits[i].Overall;
            if (!response.IsObjective || (_rules.Confirmation && !IsConfirmed(i)))
            {
                continue;
            }

            start ??= _visits[i].Time;
            best = best is Response.Complete ? best : response;
        }

        return best;
    }

    /// <summary>Whether a later visit confirms the response of visit i: CR by CR, PR by PR or CR.</summary>
    /// <remarks>Between them is at most one NE and nothing worse than the response; a PR that follows a CR does not confirm.</remarks>
    private bool IsConfirmed(int i)
    {
        var first = _visits[i];
        bool wasComplete = false;
        int missing = 0;
        for (int j = i + 1; j < _visits.Count; j++)
        {
            var next = _visits[j].Overall;
            if (next is Response.NotEvaluable)
            {
                missing++;
            }
            else if (!next.IsObjective || next > first.Overall || (wasComplete && next is Response.Partial))
            {
                return false;
            }
            else if (_visits[j].Time - first.Time >= _rules.ConfirmationInterval)
            {
                return true;
            }

            wasComplete |= next is Response.Complete;
            if (missing > 1)
            {
                return false;
            }
        }

        return false;
    }
}
