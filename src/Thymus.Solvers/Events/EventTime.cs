namespace Thymus.Solvers.Events;

/// <summary>When two times of events count as one.</summary>
public static class EventTime
{
    /// <summary>Slack of a comparison, 1e-10·max(1, |t|) [time].</summary>
    public static double Slack(double time) => 1e-10 * Math.Max(1, Math.Abs(time));

    /// <summary>Whether something planned for <paramref name="planned"/> has to be done at <paramref name="now"/>.</summary>
    public static bool IsDue(double planned, double now) => planned <= now + Slack(now);
}
