using System.Collections.Immutable;
using Thymus.Language.Binding;
using Thymus.Language.Evaluation;
using Thymus.Populations.Drawing;
using Thymus.Units;

namespace Thymus.Populations;

/// <summary>How patients differ: covariates, random effects, and the model parameters that follow from them.</summary>
/// <param name="Covariates">Covariates; a derived one after those it is made of.</param>
/// <param name="Correlations">Correlations between continuous covariates, on the scale of their normal scores (Gaussian copula).</param>
/// <param name="RandomEffects">Blocks of jointly normal random effects with mean 0.</param>
/// <param name="Parameters">Parameters of the model that differ between patients.</param>
public sealed record Population(
    ImmutableArray<Covariate> Covariates, ImmutableArray<CovariateCorrelation> Correlations,
    ImmutableArray<RandomEffectBlock> RandomEffects, ImmutableArray<PopulationParameter> Parameters)
{
    /// <summary>Everyone is the same.</summary>
    public static Population Empty { get; } = new([], [], [], []);

    /// <summary>The population around another reference patient: derived covariates that depend on the given ones follow their formula, unless they are given.</summary>
    /// <param name="given">Values of covariates by name, in their units.</param>
    public Population Around(IReadOnlyDictionary<string, double> given)
    {
        ArgumentNullException.ThrowIfNull(given);
        var covariates = ImmutableArray.CreateBuilder<Covariate>(Covariates.Length);
        var references = new Dictionary<string, double>(StringComparer.Ordinal);
        var moved = new HashSet<string>(StringComparer.Ordinal);
        foreach (var covariate in Covariates)
        {
            bool isGiven = given.TryGetValue(covariate.Name, out double reference);
            if (!isGiven)
            {
                bool follows = covariate.Distribution is DerivedCovariate derived && Names(derived.Formula).Any(moved.Contains);
                reference = !follows ? covariate.Reference
                    : new ExpressionEvaluator(OwnFunctions.Instance, symbol => references[symbol.Name]).Evaluate(((DerivedCovariate)covariate.Distribution).Formula);
                isGiven = follows;
            }

            if (isGiven)
            {
                moved.Add(covariate.Name);
            }

            references[covariate.Name] = reference;
            covariates.Add(covariate with { Reference = reference });
        }

        return this with { Covariates = covariates.MoveToImmutable() };
    }

    /// <summary>Names in an expression.</summary>
    internal static IEnumerable<string> Names(BoundExpression expression) => expression switch
    {
        BoundSymbol symbol => [symbol.Symbol.Name],
        BoundCall call => call.Arguments.SelectMany(Names),
        _ => [],
    };
}

/// <summary>A property of a patient that is known at baseline.</summary>
/// <param name="Name">Short name, as in effects: <c>WT</c>.</param>
/// <param name="Label">As in a baseline table: <c>Body weight</c>.</param>
/// <param name="Unit">Unit of every value here.</param>
/// <param name="Distribution">Its distribution.</param>
/// <param name="Reference">Value of the reference patient, for whom effects vanish.</param>
/// <param name="Source">Where the numbers come from.</param>
/// <param name="Confidence">Confidence mark of the dossier: V, M, C, or A for an assumption of ours.</param>
public sealed record Covariate(
    string Name, string Label, Unit Unit, CovariateDistribution Distribution, double Reference, string Source, string Confidence)
{
    /// <summary>Whether a baseline table shows it; false for one that only serves to derive others.</summary>
    public bool InBaselineTable { get; init; } = true;
}

/// <summary>Distribution of a covariate. Values outside [Minimum, Maximum] are drawn anew from the truncated distribution, by inversion.</summary>
public abstract record CovariateDistribution;

/// <summary>The same value for everyone.</summary>
public sealed record ConstantCovariate(double Value) : CovariateDistribution;

/// <summary>Normal, truncated.</summary>
public sealed record NormalCovariate(double Mean, double StandardDeviation, double Minimum, double Maximum) : CovariateDistribution;

/// <summary>Log-normal, truncated; <paramref name="LogStandardDeviation"/> is the SD of the logarithm.</summary>
public sealed record LogNormalCovariate(double Median, double LogStandardDeviation, double Minimum, double Maximum) : CovariateDistribution;

/// <summary>Logit-normal on (Lower, Upper); <paramref name="Median"/> in the unit of the covariate.</summary>
public sealed record LogitNormalCovariate(double Median, double LogitStandardDeviation, double Lower, double Upper) : CovariateDistribution;

/// <summary>Uniform.</summary>
public sealed record UniformCovariate(double Minimum, double Maximum) : CovariateDistribution;

/// <summary>One of several levels. A level has a label for people and a number for formulas.</summary>
public sealed record CategoricalCovariate(ImmutableArray<CovariateLevel> Levels) : CovariateDistribution;

/// <summary>A level of a categorical covariate.</summary>
public sealed record CovariateLevel(string Label, double Value, double Probability);

/// <summary>Computed from other covariates, such as body surface area. Symbols in the formula are covariates.</summary>
public sealed record DerivedCovariate(BoundExpression Formula) : CovariateDistribution;

/// <summary>Correlation of two continuous covariates on the normal-score scale.</summary>
public sealed record CovariateCorrelation(string First, string Second, double Value);

/// <summary>Jointly normal random effects.</summary>
/// <param name="Names">Names, length k.</param>
/// <param name="Covariance">Covariance (variances, not SDs, on the diagonal), k × k, symmetric, positive semidefinite.</param>
/// <param name="Source">Where the numbers come from.</param>
public sealed record RandomEffectBlock(ImmutableArray<string> Names, ImmutableArray<ImmutableArray<double>> Covariance, string Source);

/// <summary>Scale on which a parameter's random effect is added.</summary>
public enum ParameterDistribution
{
    /// <summary>typical · effects + additive effects.</summary>
    Fixed,

    /// <summary>typical · effects · exp(η).</summary>
    LogNormal,

    /// <summary>typical · effects + additive effects + η.</summary>
    Normal,

    /// <summary>1 / (1 + exp(−(logit(typical) + additive effects + η))).</summary>
    LogitNormal,
}

/// <summary>A parameter of the model that differs between patients.</summary>
/// <param name="Name">Name in the model.</param>
/// <param name="Typical">Value of the reference patient, in the unit of the model's parameter.</param>
/// <param name="Unit">That unit.</param>
/// <param name="Distribution">Scale of the random effect.</param>
/// <param name="RandomEffect">Name of the random effect; several parameters may share one; <see langword="null"/> for none.</param>
/// <param name="Effects">Effects of covariates: additive ones are added, on the scale of the distribution, all others multiplied.</param>
/// <param name="Source">Where the numbers come from.</param>
/// <param name="Confidence">Confidence mark: V, M, C or A.</param>
public sealed record PopulationParameter(
    string Name, double Typical, Unit Unit, ParameterDistribution Distribution, string? RandomEffect,
    ImmutableArray<CovariateEffect> Effects, string Source, string Confidence);

/// <summary>Form of a covariate's effect x on a parameter, with coefficient c and reference r.</summary>
public enum EffectForm
{
    /// <summary>(x/r)^c.</summary>
    Power,

    /// <summary>exp(c·(x − r)).</summary>
    Exponential,

    /// <summary>1 + c·(x − r).</summary>
    Linear,

    /// <summary>c when the covariate equals r, else 1: a factor for one level.</summary>
    Factor,

    /// <summary>c·(x − r), for a fixed or normal parameter in its unit, for a logit-normal one on the logit scale.</summary>
    Additive,
}

/// <summary>Effect of one covariate on one parameter.</summary>
public sealed record CovariateEffect(string Covariate, EffectForm Form, double Coefficient, double Reference);

/// <summary>One virtual patient.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Covariates">Values, in the order of <see cref="Population.Covariates"/>.</param>
/// <param name="RandomEffects">Values, block after block.</param>
/// <param name="Parameters">Values, in the order of <see cref="Population.Parameters"/>.</param>
public sealed record VirtualPatient(
    ulong Number, ImmutableArray<double> Covariates, ImmutableArray<double> RandomEffects, ImmutableArray<double> Parameters);
