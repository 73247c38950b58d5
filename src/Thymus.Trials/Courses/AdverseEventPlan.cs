using System.Collections.Immutable;
using Thymus.Numerics.Functions;
using Thymus.Numerics.Random;
using Thymus.Therapies;

namespace Thymus.Trials.Courses;

/// <summary>An adverse event that a patient is going to have, should the patient live and be treated long enough.</summary>
/// <param name="Definition">Which.</param>
/// <param name="Grade">CTCAE grade.</param>
/// <param name="Onset">Onset [d].</param>
/// <param name="Resolution">Resolution [d]; +∞ for permanent.</param>
internal sealed record PlannedAdverseEvent(PublishedAdverseEvent Definition, int Grade, double Onset, double Resolution);

/// <summary>
/// Draws a patient's adverse events from published rates: whether, which grade, when, how long. Each draw is named by the
/// term, so that twins under two therapies share their disposition (the same uniform against each therapy's own rate).
/// </summary>
internal static class AdverseEventPlan
{
    internal static ImmutableArray<PlannedAdverseEvent> Draw(ImmutableArray<AdverseEvent> events, ulong seed, ulong patient)
    {
        var planned = ImmutableArray.CreateBuilder<PlannedAdverseEvent>();
        foreach (var definition in events.OfType<PublishedAdverseEvent>())
        {
            var occurrence = RandomStream.For(seed, patient, $"adverse-event:{definition.Term}:occurrence");
            if (occurrence.NextUniform() >= definition.Incidence)
            {
                continue;
            }

            var grade = RandomStream.For(seed, patient, $"adverse-event:{definition.Term}:grade");
            var onset = RandomStream.For(seed, patient, $"adverse-event:{definition.Term}:onset");
            var duration = RandomStream.For(seed, patient, $"adverse-event:{definition.Term}:duration");
            double start = definition.OnsetMedian * Elementary.Exp(definition.OnsetLogSd * onset.NextNormal());
            double length = definition.DurationMedian * Elementary.Exp(definition.DurationLogSd * duration.NextNormal());
            planned.Add(new(definition, GradeOf(definition.Grades, grade.NextUniform()), start, start + length));
        }

        planned.Sort((a, b) => a.Onset.CompareTo(b.Onset));
        return planned.ToImmutable();
    }

    private static int GradeOf(ImmutableArray<double> probabilities, double uniform)
    {
        double cumulative = 0;
        for (int i = 0; i < probabilities.Length; i++)
        {
            cumulative += probabilities[i];
            if (uniform < cumulative)
            {
                return i + 1;
            }
        }

        return probabilities.FindLastIndex(p => p > 0) + 1;   // rounding of the sum
    }

    private static int FindLastIndex(this ImmutableArray<double> values, Func<double, bool> condition)
    {
        int i = values.Length - 1;
        while (i > 0 && !condition(values[i]))
        {
            i--;
        }

        return i;
    }
}
