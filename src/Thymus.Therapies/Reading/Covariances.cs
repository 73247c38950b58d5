using System.Collections.Immutable;
using System.Globalization;
using Thymus.Numerics.Functions;
using Thymus.Therapies.Text;
using Thymus.Units;

namespace Thymus.Therapies.Reading;

/// <summary>Reads and checks covariance matrices as papers print them.</summary>
internal static class Covariances
{
    /// <summary>A lower triangle, row by row; <see langword="null"/> after a report.</summary>
    public static ImmutableArray<ImmutableArray<double>>? LowerTriangle(Section section, string key, int size)
    {
        var rows = section.Items(key);
        double[][] lower = [.. rows.Select((row, i) => row is DataSequence list && list.Items.Length == i + 1
            ? [.. list.Items.Select(n => section.NumberOf(key, n))]
            : (double[])[])];
        if (lower.Length != size || lower.Any(r => r.Length == 0))
        {
            section.Report(
                key, TherapyRules.Inconsistent, "one row per name, with 1, 2, 3, … numbers: the lower triangle",
                string.Create(CultureInfo.InvariantCulture, $"'{key}' is not the lower triangle of a {size} × {size} matrix"));
            return null;
        }

        ImmutableArray<ImmutableArray<double>> full =
            [.. Enumerable.Range(0, size).Select(i => ImmutableArray.CreateRange(Enumerable.Range(0, size).Select(j => i >= j ? lower[i][j] : lower[j][i])))];
        if (!full.SelectMany(r => r).Any(double.IsNaN) && !IsPositiveSemidefinite(full))
        {
            section.Report(key, TherapyRules.Inconsistent, null, "this is not a covariance matrix: a combination of these effects would have a negative variance");
        }

        return full;
    }

    /// <summary>Independent effects: variances, or coefficients of variation of log-normal parameters (variance = ln(1 + CV²)).</summary>
    public static ImmutableArray<ImmutableArray<double>>? Diagonal(Section section, string key, int size)
    {
        var items = section.Items(key);
        if (items.Length != size)
        {
            section.Report(key, TherapyRules.Inconsistent, null, string.Create(CultureInfo.InvariantCulture, $"'{key}' has {items.Length} values for {size} names"));
            return null;
        }

        double[] values = [.. items.Select(n => section.Quantity(key, n, Unit.Dimensionless, double.NaN, 0, double.PositiveInfinity))];
        return
        [
            .. values.Select((v, i) => ImmutableArray.CreateRange(Enumerable.Range(0, size).Select(j =>
                i != j ? 0 : key == "cv" ? Elementary.Log1p(v * v) : v))),
        ];
    }

    /// <summary>Whether a symmetric matrix has no negative eigenvalue, up to rounding: an LDLᵀ factorisation without pivoting.</summary>
    public static bool IsPositiveSemidefinite(ImmutableArray<ImmutableArray<double>> matrix)
    {
        int n = matrix.Length;
        double[,] a = new double[n, n];
        double scale = 0;
        for (int i = 0; i < n; i++)
        {
            scale = Math.Max(scale, Math.Abs(matrix[i][i]));
            for (int j = 0; j < n; j++)
            {
                a[i, j] = matrix[i][j];
            }
        }

        for (int k = 0; k < n; k++)
        {
            double pivot = a[k, k];
            if (pivot < -1e-12 * scale)
            {
                return false;
            }

            for (int i = k + 1; i < n; i++)
            {
                if (pivot <= 1e-12 * scale)
                {
                    // A variance of zero allows no covariance.
                    if (Math.Abs(a[i, k]) > 1e-9 * scale)
                    {
                        return false;
                    }

                    continue;
                }

                for (int j = k + 1; j < n; j++)
                {
                    a[i, j] -= a[i, k] * a[k, j] / pivot;
                }
            }
        }

        return true;
    }
}
