namespace Thymus.Populations.Checking;

/// <summary>Part of a population.</summary>
public enum PopulationPart
{
    /// <summary>A covariate.</summary>
    Covariate,

    /// <summary>A correlation of covariates.</summary>
    Correlation,

    /// <summary>A block of random effects.</summary>
    RandomEffects,

    /// <summary>A parameter.</summary>
    Parameter,
}

/// <summary>Something in a population that makes no sense.</summary>
/// <param name="Part">Part.</param>
/// <param name="Index">Its index among the parts of its kind, from 0.</param>
/// <param name="Name">Its name, for people.</param>
/// <param name="Text">What is wrong.</param>
/// <param name="Suggestion">What to try.</param>
public sealed record PopulationProblem(PopulationPart Part, int Index, string Name, string Text, string Suggestion)
{
    /// <inheritdoc />
    public override string ToString() => $"{Name}: {Text}; {Suggestion}";
}
