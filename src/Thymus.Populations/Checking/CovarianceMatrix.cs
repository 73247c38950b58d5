using System.Collections.Immutable;
using Thymus.Numerics.Linear;

namespace Thymus.Populations.Checking;

/// <summary>Factors of the covariances of a population.</summary>
internal static class CovarianceMatrix
{
    /// <summary>Factor of the correlations of all covariates, those that are not correlated included.</summary>
    public static Cholesky? OfCovariates(Population population, out string? refusal)
    {
        int n = population.Covariates.Length;
        double[] matrix = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            matrix[(i * n) + i] = 1;
        }

        foreach (var correlation in population.Correlations)
        {
            int i = IndexOf(population.Covariates, correlation.First);
            int j = IndexOf(population.Covariates, correlation.Second);
            matrix[(i * n) + j] = matrix[(j * n) + i] = correlation.Value;
        }

        return Cholesky.TryFactor(matrix, n, out refusal);
    }

    /// <summary>Factor of a block of random effects.</summary>
    public static Cholesky? OfBlock(RandomEffectBlock block, out string? refusal) =>
        Cholesky.TryFactor([.. block.Covariance.SelectMany(row => row)], block.Names.Length, out refusal);

    private static int IndexOf(ImmutableArray<Covariate> covariates, string name) =>
        covariates.IndexOf(covariates.First(c => c.Name == name));
}
