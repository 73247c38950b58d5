namespace Thymus.Trials.Statistics;

/// <summary>How a Cox regression treats events at the same time.</summary>
public enum Ties
{
    /// <summary>Efron's approximation: the default.</summary>
    Efron,

    /// <summary>Breslow's approximation.</summary>
    Breslow,
}
