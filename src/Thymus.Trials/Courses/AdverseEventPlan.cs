using System.Collections.Immutable;
using System.Globalization;
using Thymus.Numerics.Functions;
using Thymus.Numerics.Random;
using Thymus.Therapies;

namespace Thymus.Trials.Courses;

/// <summary>An adverse event that a patient is disposed to: it happens if the patient lives and is treated long enough.</summary>
/// <param name="Definition">Which.</param>
/// <param name="Grade">CTCAE grade.</param>
/// <param name="Onset">Onset [d]: from the dose that it counts from when it is drawn, from randomisation once that dose is given.</param>
/// <param name="Resolution">Resolution [d], counted alike; +∞ for permanent.</param>
internal sealed record DrawnAdverseEvent(PublishedAdverseEvent Definition, int Grade, double Onset, double Resolution)
{
    /// <summary>By onset; at one time by term.</summary>
    internal static int InOrder(DrawnAdverseEvent a, DrawnAdverseEvent b) =>
        a.Onset != b.Onset ? a.Onset.CompareTo(b.Onset) : string.CompareOrdinal(a.Definition.Term, b.Definition.Term);

    /// <summary>The event of a dose that was given at a time [d].</summary>
    internal DrawnAdverseEvent After(double dose) => this with { Onset = dose + Onset, Resolution = dose + Resolution };

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
    /// <summary>The events that a patient has once at most, in the order of their onsets, which count from the first dose.</summary>
    internal static ImmutableArray<DrawnAdverseEvent> Draw(Arm arm, ulong seed, ulong patient) =>
        Draw(arm, isPerDose: false, "", seed, patient);

    /// <summary>The events that one dose brings, in the order of their onsets, which count from that dose.</summary>
    /// <param name="arm">The arm.</param>
    /// <param name="dose">Number of the dose, from 1.</param>
    /// <param name="seed">Seed of the study.</param>
    /// <param name="patient">Number of the patient.</param>
    internal static ImmutableArray<DrawnAdverseEvent> DrawOfDose(Arm arm, int dose, ulong seed, ulong patient) =>
        Draw(arm, isPerDose: true, string.Create(CultureInfo.InvariantCulture, $"dose-{dose}:"), seed, patient);

    private static ImmutableArray<DrawnAdverseEvent> Draw(Arm arm, bool isPerDose, string occasion, ulong seed, ulong patient)
    {
        var planned = ImmutableArray.CreateBuilder<DrawnAdverseEvent>();
        foreach (var definition in arm.Therapy.AdverseEvents.OfType<PublishedAdverseEvent>().Where(e => e.IsPerDose == isPerDose && arm.CanHave(e)))
        {
            if (Draw("occurrence").NextUniform() >= (arm.IsPlacebo ? definition.PlaceboIncidence : definition.Incidence))
            {
                continue;
            }

            double start = definition.OnsetMedian * Elementary.Exp(definition.OnsetLogSd * Draw("onset").NextNormal());
            double length = definition.DurationMedian * Elementary.Exp(definition.DurationLogSd * Draw("duration").NextNormal());
            var grades = arm.IsPlacebo ? definition.PlaceboGrades : definition.Grades;
            planned.Add(new(definition, GradeOf(grades, Draw("grade").NextUniform()), start, start + length));

            RandomStream Draw(string what) => RandomStream.For(seed, patient, $"adverse-event:{definition.Term}:{occasion}{what}");
        }

        planned.Sort(DrawnAdverseEvent.InOrder);
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
