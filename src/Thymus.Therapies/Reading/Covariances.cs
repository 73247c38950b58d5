using System.Collections.Immutable;
using System.Globalization;
using Thymus.Numerics.Functions;
using Thymus.Therapies.Text;
using Thymus.Units;

namespace Thymus.Therapies.Reading;

/// <summary>Reads covariance matrices as papers print them.</summary>
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

        return
            [.. Enumerable.Range(0, size).Select(i => ImmutableArray.CreateRange(Enumerable.Range(0, size).Select(j => i >= j ? lower[i][j] : lower[j][i])))];
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
}
