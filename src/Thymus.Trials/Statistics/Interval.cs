namespace Thymus.Trials.Statistics;

/// <summary>A confidence interval; NaN where an end does not exist.</summary>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>Whether a value lies in it, ends included; an end that is NaN is open.</summary>
    public bool Contains(double value) => !(value < Low) && !(value > High) && !double.IsNaN(value);
}
