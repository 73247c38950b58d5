namespace Thymus.Numerics.Linear;

/// <summary>
/// The lower triangle L with L Lᵀ = a covariance matrix, to turn independent normal numbers into correlated ones. A variable
/// of variance 0, or one that others determine wholly, is allowed: its column of L is 0. L Lᵀ is the matrix to rounding, or, when
/// a variable is nearly determined by others (R² above 1 − 1e-8), to 1e-4 of the variances.
/// </summary>
public sealed class Cholesky
{
    // Part of a variance below which what is left counts as nothing: ε^(2/3). To drop it changes a correlation by up to √τ, to
    // keep it lets its rounding come back magnified to ε/τ in the rows below; here both are 5e-6.
    private const double RankTolerance = 2.3e-11;

    // What a magnified rounding can make of 0, relative to the variances: 20 ε/τ.
    private const double Inconsistency = 1e-4;

    private readonly double[] _lower;

    private Cholesky(double[] lower, int size)
    {
        _lower = lower;
        Size = size;
    }

    /// <summary>Rows and columns.</summary>
    public int Size { get; }

    /// <summary>An entry of L; 0 above the diagonal.</summary>
    public double this[int row, int column] => _lower[(row * Size) + column];

    /// <summary>Factorises; <see langword="null"/> with a reason when the matrix is not a covariance matrix.</summary>
    /// <param name="covariance">Row by row, size² numbers.</param>
    /// <param name="size">Rows and columns.</param>
    /// <param name="refusal">What is wrong, with rows and columns counted from 1.</param>
    public static Cholesky? TryFactor(ReadOnlySpan<double> covariance, int size, out string? refusal)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(covariance.Length, size * size);
        refusal = SymmetryRefusal(covariance, size);
        double[] lower = new double[size * size];
        for (int j = 0; j < size && refusal is null; j++)
        {
            double variance = covariance[(j * size) + j];
            double left = Rest(covariance, lower, size, j, j);
            double tolerance = RankTolerance * variance;
            if (left < -Inconsistency * variance)
            {
                refusal = FormattableString.Invariant($"no set of variables has these correlations: row {j + 1} would need the negative variance {left:G3}");
                break;
            }

            double diagonal = left <= tolerance ? 0 : Math.Sqrt(left);
            lower[(j * size) + j] = diagonal;
            for (int i = j + 1; i < size; i++)
            {
                double rest = Rest(covariance, lower, size, i, j);
                if (diagonal > 0)
                {
                    lower[(i * size) + j] = rest / diagonal;
                }
                else if (Math.Abs(rest) > Inconsistency * Math.Sqrt(variance) * Math.Sqrt(covariance[(i * size) + i]))
                {
                    refusal = FormattableString.Invariant($"no set of variables has these correlations: the covariance of rows {i + 1} and {j + 1} cannot be {covariance[(i * size) + j]:G6}");
                    break;
                }
            }
        }

        return refusal is null ? new(lower, size) : null;
    }

    /// <summary>x = L z.</summary>
    public void Multiply(ReadOnlySpan<double> z, Span<double> x)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(z.Length, Size);
        ArgumentOutOfRangeException.ThrowIfNotEqual(x.Length, Size);
        for (int i = Size - 1; i >= 0; i--)   // from below, so that x may be z
        {
            double sum = 0;
            for (int j = 0; j <= i; j++)
            {
                sum = Math.FusedMultiplyAdd(_lower[(i * Size) + j], z[j], sum);
            }

            x[i] = sum;
        }
    }

    private static double Rest(ReadOnlySpan<double> covariance, double[] lower, int size, int i, int j)
    {
        double rest = covariance[(i * size) + j];
        for (int k = 0; k < j; k++)
        {
            rest = Math.FusedMultiplyAdd(-lower[(i * size) + k], lower[(j * size) + k], rest);
        }

        return rest;
    }

    private static string? SymmetryRefusal(ReadOnlySpan<double> covariance, int size)
    {
        for (int i = 0; i < size; i++)
        {
            if (!(covariance[(i * size) + i] >= 0) || !double.IsFinite(covariance[(i * size) + i]))
            {
                return FormattableString.Invariant($"row {i + 1} has the variance {covariance[(i * size) + i]}; it must be a number of 0 or more");
            }

            for (int j = 0; j < i; j++)
            {
                double a = covariance[(i * size) + j];
                double b = covariance[(j * size) + i];
                if (!(Math.Abs(a - b) <= RankTolerance * Math.Abs(a)))
                {
                    return FormattableString.Invariant($"row {i + 1}, column {j + 1} is {a} and row {j + 1}, column {i + 1} is {b}; they must be equal");
                }
            }
        }

        return null;
    }
}
