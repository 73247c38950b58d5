namespace Thymus.Simulation.SteadyState;

/// <summary>Small dense systems of equations.</summary>
internal static class LinearSystem
{
    private const double SmallestPivot = 1e-11;

    /// <summary>Solves A x = b by elimination with row pivots; both are overwritten, and <paramref name="b"/> becomes x.</summary>
    /// <returns>Whether A is regular, with entries of the order of 1.</returns>
    public static bool TrySolve(double[,] a, double[] b)
    {
        int n = b.Length;
        for (int k = 0; k < n; k++)
        {
            int pivot = k;
            for (int i = k + 1; i < n; i++)
            {
                pivot = Math.Abs(a[i, k]) > Math.Abs(a[pivot, k]) ? i : pivot;
            }

            if (!(Math.Abs(a[pivot, k]) > SmallestPivot))
            {
                return false;
            }

            for (int j = 0; pivot != k && j < n; j++)
            {
                (a[k, j], a[pivot, j]) = (a[pivot, j], a[k, j]);
            }

            (b[k], b[pivot]) = (b[pivot], b[k]);
            for (int i = k + 1; i < n; i++)
            {
                double factor = a[i, k] / a[k, k];
                for (int j = k; j < n; j++)
                {
                    a[i, j] -= factor * a[k, j];
                }

                b[i] -= factor * b[k];
            }
        }

        for (int i = n - 1; i >= 0; i--)
        {
            for (int j = i + 1; j < n; j++)
            {
                b[i] -= a[i, j] * b[j];
            }

            b[i] /= a[i, i];
        }

        return true;
    }
}
