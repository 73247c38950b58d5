using System.Collections.Immutable;
using Thymus.Numerics.Functions;
using Thymus.Numerics.Random;
using Thymus.Therapies;

namespace Thymus.Trials.Courses;

/// <summary>An adverse event that a patient is disposed to: it happens if the patient lives and is treated long enough.</summary>
/// <param name="Definition">Which.</param>
/// <param name="Grade">CTCAE grade.</param>
/// <param name="Onset">Onset [d], from the first dose in a plan, from randomisation once it has happened.</param>
/// <param name="Resolution">Resolution [d], counted alike; +∞ for permanent.</param>
internal sealed record DrawnAdverseEvent(PublishedAdverseEvent Definition, int Grade, double Onset, double Resolution)
{
    /// <summary>Whether it is fatal.</summary>
    internal bool IsFatal => Grade == 5;

    /// <summary>Whether treatment ends at its onset.</summary>
    internal bool EndsTreatment => Definition.DiscontinueFrom > 0 && Grade >= Definition.DiscontinueFrom;

    /// <summary>Whether it forbids a dose at a time [d].</summary>
    internal bool Holds(double time) => Definition.HoldFrom > 0 && Grade >= Definition.HoldFrom && time < Resolution;
}

/// <summary>
/// Draws a patient's adverse events from published rates: whether, which grade, when, how long. Each draw is named by the
/// term, so that twins under two therapies share their disposition (the same uniform against each therapy's own rate).
/// </summary>
internal static class AdverseEventPlan
{
    /// <summary>The events of a patient in the order of their onsets, which count from the first dose.</summary>
    internal static ImmutableArray<DrawnAdverseEvent> Draw(ImmutableArray<AdverseEvent> events, ulong seed, ulong patient)
    {
        var planned = ImmutableArray.CreateBuilder<DrawnAdverseEvent>();
        foreach (var definition in events.OfType<PublishedAdverseEvent>())
        {
            if (Draw("occurrence").NextUniform() >= definition.Incidence)
            {
                continue;
            }

            double start = definition.OnsetMedian * Elementary.Exp(definition.OnsetLogSd * Draw("onset").NextNormal());
            double length = definition.DurationMedian * Elementary.Exp(definition.DurationLogSd * Draw("duration").NextNormal());
            planned.Add(new(definition, GradeOf(definition.Grades, Draw("grade").NextUniform()), start, start + length));

            RandomStream Draw(string what) => RandomStream.For(seed, patient, $"adverse-event:{definition.Term}:{what}");
        }

        planned.Sort((a, b) => a.Onset != b.Onset ? a.Onset.CompareTo(b.Onset) : string.CompareOrdinal(a.Definition.Term, b.Definition.Term));
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

        int last = probabilities.Length - 1;   // the sum is below 1 by rounding
        while (last > 0 && probabilities[last] == 0)
        {
            last--;
        }

        return last + 1;
    }
}
