using Thymus.Numerics.Lanes;

namespace Thymus.Solvers.Lanes;

/// <summary>Moves the numbers of one lane in and out of a lane-interleaved array.</summary>
internal static unsafe class LaneArray
{
    /// <summary>Reads the lane's numbers.</summary>
    public static void Gather<TLanes>(double* array, int lane, Span<double> row)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (int i = 0; i < row.Length; i++)
        {
            row[i] = array[(i * TLanes.Width) + lane];
        }
    }

    /// <summary>Writes the lane's numbers; returns whether any bit of them changed.</summary>
    public static bool Scatter<TLanes>(ReadOnlySpan<double> row, double* array, int lane)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        bool changed = false;
        for (int i = 0; i < row.Length; i++)
        {
            double* target = array + (i * TLanes.Width) + lane;
            if (BitConverter.DoubleToInt64Bits(*target) != BitConverter.DoubleToInt64Bits(row[i]))
            {
                *target = row[i];   // only then: a vector that was written in parts is slow to read
                changed = true;
            }
        }

        return changed;
    }

    /// <summary>Copies the lane's <paramref name="count"/> numbers; returns whether any bit of them changed.</summary>
    public static bool Copy<TLanes>(double* source, double* target, int lane, int count)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        bool changed = false;
        for (int i = lane; i < count * TLanes.Width; i += TLanes.Width)
        {
            changed |= BitConverter.DoubleToInt64Bits(target[i]) != BitConverter.DoubleToInt64Bits(source[i]);
            target[i] = source[i];
        }

        return changed;
    }

    /// <summary>Index of the lane's first number that is not finite, −1 if all are.</summary>
    public static int NotFinite<TLanes>(double* array, int lane, int count)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (int i = 0; i < count; i++)
        {
            if (!double.IsFinite(array[(i * TLanes.Width) + lane]))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>One vector per number, the same in every lane, an array per row.</summary>
    public static double*[] Broadcast<TLanes>(double[][] rows, LaneMemory memory)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var result = new double*[rows.Length];
        for (int row = 0; row < rows.Length; row++)
        {
            result[row] = memory.Allocate(rows[row].Length * TLanes.Width);
            for (int i = 0; i < rows[row].Length; i++)
            {
                TLanes.Store(result[row] + (i * TLanes.Width), TLanes.Broadcast(rows[row][i]));
            }
        }

        return result;
    }
}
