using System.Collections.Immutable;
using Thymus.Units;

namespace Thymus.Populations.Tests;

/// <summary>Small populations and their statistics.</summary>
internal static class Sample
{
    public const int Size = 20_000;

    public static Covariate Covariate(string name, CovariateDistribution distribution, double reference = 1) =>
        new(name, name, Unit.Dimensionless, distribution, reference, "made up", "A");

    public static PopulationParameter Parameter(
        string name, double typical, ParameterDistribution distribution, string? eta = null, params ImmutableArray<CovariateEffect> effects) =>
        new(name, typical, Unit.Dimensionless, distribution, eta, effects, "made up", "A");

    public static RandomEffectBlock Block(ImmutableArray<string> names, double[,] covariance) => new(
        names, [.. Enumerable.Range(0, names.Length).Select(i => Enumerable.Range(0, names.Length).Select(j => covariance[i, j]).ToImmutableArray())], "made up");

    public static VirtualPatient[] Draw(Population population, ulong seed = 1, int size = Size)
    {
        var generator = new PatientGenerator(population, seed);
        return [.. Enumerable.Range(1, size).Select(i => generator.Generate((ulong)i))];
    }

    public static double[] DrawOne(CovariateDistribution distribution) =>
        [.. Draw(Population.Empty with { Covariates = [Covariate("X", distribution)] }).Select(p => p.Covariates[0])];

    public static double Variance(double[] x) => Covariance(x, x);

    public static double Covariance(double[] x, double[] y)
    {
        double meanX = x.Average(), meanY = y.Average();
        return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / (x.Length - 1);
    }

    public static double Correlation(double[] x, double[] y) => Covariance(x, y) / Math.Sqrt(Variance(x) * Variance(y));

    public static double Quantile(double[] x, double p) => x.Order().ElementAt((int)(p * x.Length));
}
