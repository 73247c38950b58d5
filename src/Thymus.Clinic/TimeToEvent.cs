namespace Thymus.Clinic;

/// <summary>A time to an event, or to the end of its observation.</summary>
/// <param name="Time">Time from its origin [d], at least 0.</param>
/// <param name="Event">Whether it ends with the event; else it is censored.</param>
public readonly record struct TimeToEvent(double Time, bool Event);
