namespace Thymus.Trials.Statistics;

/// <summary>The Cholesky factor of a small symmetric positive definite matrix, row after row.</summary>
internal sealed class SymmetricMatrix
{
    private const double SmallestPivot = 1e-11;   // of the diagonal it came from: below, a row depends on those above

    private readonly double[] _lower;
    private readonly int _size;

    private SymmetricMatrix(double[] lower, int size) => (_lower, _size) = (lower, size);

    /// <summary>Factors a matrix; <see langword="null"/> when it is not safely positive definite.</summary>
    public static SymmetricMatrix? TryFactor(ReadOnlySpan<double> matrix, int size)
    {
        double[] lower = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = matrix[i * size + j];
                for (int k = 0; k < j; k++)
                {
                    sum -= lower[i * size + k] * lower[j * size + k];
                }

                if (i > j)
                {
                    lower[i * size + j] = sum / lower[j * size + j];
                }
                else if (sum > SmallestPivot * matrix[i * size + i])
                {
                    lower[i * size + i] = Math.Sqrt(sum);
                }
                else
                {
                    return null;
                }
            }
        }

        return new(lower, size);
    }

    /// <summary>Solves for a right-hand side.</summary>
    public double[] Solve(ReadOnlySpan<double> right)
    {
        double[] x = right.ToArray();
        for (int i = 0; i < _size; i++)
        {
            for (int k = 0; k < i; k++)
            {
                x[i] -= _lower[i * _size + k] * x[k];
            }

            x[i] /= _lower[i * _size + i];
        }

        for (int i = _size - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < _size; k++)
            {
                x[i] -= _lower[k * _size + i] * x[k];
            }

            x[i] /= _lower[i * _size + i];
        }

        return x;
    }

    /// <summary>The inverse, row after row.</summary>
    public double[] Inverse()
    {
        double[] inverse = new double[_size * _size];
        for (int i = 0; i < _size; i++)
        {
            double[] unit = new double[_size];
            unit[i] = 1;
            Solve(unit).CopyTo(inverse, i * _size);
        }

        return inverse;
    }
}
