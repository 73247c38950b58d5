namespace Thymus.Numerics.Linear;

/// <summary>A dense matrix factorised as P A = L U, with the largest pivot of each column. For steady states and for tests.</summary>
public sealed class DenseLu
{
    private readonly double[] _factors;   // [row * size + column], rows in the order of the pivots
    private readonly int[] _order;

    private DenseLu(double[] factors, int[] order, bool isSingular)
    {
        _factors = factors;
        _order = order;
        IsSingular = isSingular;
    }

    /// <summary>Rows and columns.</summary>
    public int Size => _order.Length;

    /// <summary>Whether a pivot is 0 or not a number; then there is nothing to solve.</summary>
    public bool IsSingular { get; }

    /// <summary>Factorises.</summary>
    /// <param name="matrix">Row by row, size² numbers.</param>
    /// <param name="size">Rows and columns.</param>
    public static DenseLu Factor(ReadOnlySpan<double> matrix, int size)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(matrix.Length, size * size);
        double[] a = matrix.ToArray();
        int[] order = [.. Enumerable.Range(0, size)];
        for (int k = 0; k < size; k++)
        {
            int best = k;
            for (int i = k + 1; i < size; i++)
            {
                best = Math.Abs(a[(i * size) + k]) > Math.Abs(a[(best * size) + k]) ? i : best;
            }

            if (best != k)
            {
                (order[k], order[best]) = (order[best], order[k]);
                for (int j = 0; j < size; j++)
                {
                    (a[(k * size) + j], a[(best * size) + j]) = (a[(best * size) + j], a[(k * size) + j]);
                }
            }

            double pivot = a[(k * size) + k];
            if (pivot == 0 || !double.IsFinite(pivot))
            {
                return new(a, order, isSingular: true);
            }

            for (int i = k + 1; i < size; i++)
            {
                double multiplier = a[(i * size) + k] /= pivot;
                for (int j = k + 1; j < size; j++)
                {
                    a[(i * size) + j] = Math.FusedMultiplyAdd(-multiplier, a[(k * size) + j], a[(i * size) + j]);
                }
            }
        }

        return new(a, order, isSingular: false);
    }

    /// <summary>Solves A x = b.</summary>
    /// <exception cref="InvalidOperationException">The matrix is singular.</exception>
    public double[] Solve(ReadOnlySpan<double> b)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(b.Length, Size);
        if (IsSingular)
        {
            throw new InvalidOperationException("The matrix is singular. Ask IsSingular before.");
        }

        double[] x = new double[Size];
        for (int i = 0; i < Size; i++)
        {
            double value = b[_order[i]];
            for (int j = 0; j < i; j++)
            {
                value = Math.FusedMultiplyAdd(-_factors[(i * Size) + j], x[j], value);
            }

            x[i] = value;
        }

        for (int i = Size - 1; i >= 0; i--)
        {
            double value = x[i];
            for (int j = i + 1; j < Size; j++)
            {
                value = Math.FusedMultiplyAdd(-_factors[(i * Size) + j], x[j], value);
            }

            x[i] = value / _factors[(i * Size) + i];
        }

        return x;
    }
}
