using Thymus.Numerics.Lanes;
using Thymus.Numerics.Linear;
using Thymus.Numerics.Random;

namespace Thymus.Numerics.Tests.Linear;

/// <summary>Eight systems (shift · I − J) x = b of one random pattern, diagonally dominant so that no pivoting is needed.</summary>
internal sealed unsafe class RandomSystem
{
    private readonly double[][] _jacobian;   // [lane][entry]
    private readonly double[][] _right;      // [lane][row]
    private readonly double[] _shift;        // [lane]

    public RandomSystem(int size, int densityInPercent, int seed, int entriesPerRow = 0)
    {
        var stream = RandomStream.For((ulong)seed, 0, "system");
        var entries = new List<MatrixEntry>();
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column < size && entriesPerRow == 0; column++)
            {
                if (stream.NextUniform() * 100 < densityInPercent)
                {
                    entries.Add(new(row, column));
                }
            }

            for (int k = 0; k < entriesPerRow; k++)
            {
                entries.Add(new(row, (int)(stream.NextUniform() * size)));
            }
        }

        Pattern = new(size, [.. entries]);
        _jacobian = [.. Enumerable.Range(0, 8).Select(_ => Pattern.Entries.Select(_ => stream.NextNormal()).ToArray())];
        _right = [.. Enumerable.Range(0, 8).Select(_ => Enumerable.Range(0, size).Select(_ => stream.NextNormal()).ToArray())];
        _shift = [.. Enumerable.Range(0, 8).Select(_ => (4.0 * size) + stream.NextUniform())];
    }

    public SparsePattern Pattern { get; }

    public double[] RightSide(int lane) => _right[lane];

    public double[] Dense(int lane)
    {
        int size = Pattern.Size;
        double[] dense = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            dense[(i * size) + i] = _shift[lane];
        }

        foreach (var ((row, column), value) in Pattern.Entries.Zip(_jacobian[lane]))
        {
            dense[(row * size) + column] -= value;
        }

        return dense;
    }

    /// <summary>Solutions of the lanes from <paramref name="firstLane"/> on, lane-interleaved.</summary>
    public double[] Solve<T>(IndexedLu lu, int firstLane = 0)
        where T : unmanaged, ILanes<T>
    {
        double[] jacobian = Interleave(_jacobian);
        double[] x = Interleave(_right);
        double[] factors = new double[Pattern.Size * Pattern.Size * T.Width];
        fixed (double* j = jacobian)
        fixed (double* s = _shift)
        fixed (double* f = factors)
        fixed (double* b = x)
        {
            lu.Factor<T>(j, s + firstLane, f);
            lu.Solve<T>(f, b);
        }

        return x;

        double[] Interleave(double[][] lanes)
        {
            double[] flat = new double[Math.Max(lanes[0].Length, 1) * T.Width];
            for (int i = 0; i < lanes[0].Length; i++)
            {
                for (int lane = 0; lane < T.Width; lane++)
                {
                    flat[(i * T.Width) + lane] = lanes[firstLane + lane][i];
                }
            }

            return flat;
        }
    }
}
