using Thymus.Clinic;

namespace Thymus.Trials.Statistics;

/// <summary>Numbers at risk, of events and of censored at each distinct time of a sample.</summary>
/// <remarks>A patient censored at the time of an event is at risk of it. Times that differ in the last bit are different times.</remarks>
internal sealed class RiskSets
{
    private RiskSets(int patients, double[] times, int[] atRisk, int[] events, int[] censored) =>
        (Patients, Times, AtRisk, Events, Censored) = (patients, times, atRisk, events, censored);

    public int Patients { get; }

    public double[] Times { get; }

    public int[] AtRisk { get; }

    public int[] Events { get; }

    public int[] Censored { get; }

    public static RiskSets Of(IReadOnlyList<TimeToEvent> sample)
    {
        double[] times = new double[sample.Count];
        bool[] events = new bool[sample.Count];
        for (int i = 0; i < sample.Count; i++)
        {
            times[i] = Checked(sample[i].Time);
            events[i] = sample[i].Event;
        }

        Array.Sort(times, events);
        var distinct = new List<(double Time, int AtRisk, int Events, int Censored)>();
        for (int i = 0; i < times.Length;)
        {
            int first = i, died = 0;
            for (; i < times.Length && times[i] == times[first]; i++)
            {
                died += events[i] ? 1 : 0;
            }

            distinct.Add((times[first], times.Length - first, died, i - first - died));
        }

        return new(
            times.Length, [.. distinct.Select(d => d.Time)], [.. distinct.Select(d => d.AtRisk)],
            [.. distinct.Select(d => d.Events)], [.. distinct.Select(d => d.Censored)]);
    }

    /// <summary>The time, when it is one.</summary>
    public static double Checked(double time) => time >= 0 && double.IsFinite(time)
        ? time
        : throw new ArgumentOutOfRangeException(nameof(time), time, "A time to event is a finite number, at least 0.");
}
