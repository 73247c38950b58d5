namespace Thymus.Trials.Statistics;

/// <summary>How the interval of a survival probability is made.</summary>
public enum SurvivalInterval
{
    /// <summary>Symmetric on ln(−ln S): the default, stays in [0, 1].</summary>
    LogLog,

    /// <summary>Symmetric on ln S, cut at 1: the default of R's survfit.</summary>
    Log,

    /// <summary>Symmetric on S, cut at 0 and 1.</summary>
    Plain,
}
