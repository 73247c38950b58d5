namespace Thymus.Numerics.Random;

/// <summary>A distribution to draw from; its numbers are those of the function of that name in SBML's distrib package.</summary>
public enum Distribution
{
    /// <summary>Mean, standard deviation.</summary>
    Normal,

    /// <summary>Least and largest value.</summary>
    Uniform,

    /// <summary>Probability of 1; otherwise 0.</summary>
    Bernoulli,

    /// <summary>Number of trials, probability of success.</summary>
    Binomial,

    /// <summary>Location (0 where it is left out), scale.</summary>
    Cauchy,

    /// <summary>Degrees of freedom.</summary>
    ChiSquare,

    /// <summary>Rate: the mean is 1/rate.</summary>
    Exponential,

    /// <summary>Shape, scale: the mean is shape · scale.</summary>
    Gamma,

    /// <summary>Location (0 where it is left out), scale.</summary>
    Laplace,

    /// <summary>Mean and standard deviation of the logarithm.</summary>
    LogNormal,

    /// <summary>Mean.</summary>
    Poisson,

    /// <summary>Scale.</summary>
    Rayleigh,
}
