using System.Collections.Frozen;

namespace Thymus.Language.Syntax;

/// <summary>Words that cannot name a symbol (Antimony reference, sections 2 and 13.2).</summary>
internal static class ReservedWords
{
    public static FrozenSet<string> Keywords { get; } = FrozenSet.Create(
        StringComparer.Ordinal,
        "model", "module", "end", "species", "formula", "reaction", "DNA", "gene", "operator", "compartment", "has", "in", "is", "var", "const",
        "ext", "substanceOnly", "import", "event", "at", "after", "function", "unit", "delete", "constraint", "maximize", "minimize");

    public static FrozenSet<string> Constants { get; } = FrozenSet.Create(
        StringComparer.Ordinal,
        "true", "True", "TRUE", "false", "False", "FALSE", "pi", "exponentiale", "avogadro", "time", "inf", "INF", "infinity", "NaN", "nan",
        "NAN", "notanumber");

    /// <summary>Draws from distributions (SBML distrib), with the old names.</summary>
    public static FrozenSet<string> Draws { get; } = FrozenSet.Create(
        StringComparer.Ordinal,
        "normal", "uniform", "bernoulli", "binomial", "cauchy", "chisquare", "exponential", "gamma", "laplace", "lognormal", "poisson",
        "rayleigh", "truncatedNormal", "truncatedExponential", "truncatedGamma", "truncatedPoisson");

    /// <summary>Words after a dot that describe the uncertainty of a symbol (Antimony reference, section 17).</summary>
    public static FrozenSet<string> Uncertainty { get; } = FrozenSet.Create(
        StringComparer.Ordinal,
        "mean", "median", "mode", "variance", "standardDeviation", "stdev", "standardError", "coefficientOfVariation", "kurtosis", "skewness",
        "sampleSize", "confidenceInterval", "credibleInterval", "interquartileRange", "range", "distribution", "externalParameter");

    /// <summary>Words that act as operators between two operands.</summary>
    public static bool IsWordOperator(ReadOnlySpan<char> word) => word is "and" or "or" or "AND" or "OR";
}
