using Thymus.Numerics.Lanes;

namespace Thymus.Numerics.Tests.Lanes;

/// <summary>A computation written once for every width, with up to three operands.</summary>
internal interface ILaneComputation
{
    static abstract T Invoke<T>(T a, T b, T c)
        where T : unmanaged, ILanes<T>;
}

/// <summary>Runs a computation over arrays with a chosen width.</summary>
internal static unsafe class OnLanes
{
    /// <summary>Results of the computation over the zipped operands; a part vector at the end is filled with the first operands.</summary>
    public static double[] Run<TComputation, T>(double[] a, double[] b, double[] c)
        where TComputation : ILaneComputation
        where T : unmanaged, ILanes<T>
    {
        double[] result = new double[a.Length];
        double* buffer = stackalloc double[T.Width * 3];
        for (int i = 0; i < a.Length; i += T.Width)
        {
            for (int lane = 0; lane < T.Width; lane++)
            {
                int from = i + lane < a.Length ? i + lane : 0;
                buffer[lane] = a[from];
                buffer[T.Width + lane] = b[from];
                buffer[(2 * T.Width) + lane] = c[from];
            }

            var value = TComputation.Invoke(T.Load(buffer), T.Load(buffer + T.Width), T.Load(buffer + (2 * T.Width)));
            T.Store(buffer, value);
            for (int lane = 0; lane < T.Width && i + lane < a.Length; lane++)
            {
                result[i + lane] = buffer[lane];
            }
        }

        return result;
    }

    /// <summary>
    /// The operands whose result differs in any bit between widths 1, 4 and 8, or <see langword="null"/>. Any NaN equals any NaN.
    /// </summary>
    public static string? DifferenceOverWidths<TComputation>(double[] a, double[] b, double[] c)
        where TComputation : ILaneComputation
    {
        double[] one = Run<TComputation, Lanes1>(a, b, c);
        double[] four = Run<TComputation, Lanes4>(a, b, c);
        double[] eight = Run<TComputation, Lanes8>(a, b, c);
        for (int i = 0; i < a.Length; i++)
        {
            if (!one[i].Equals(four[i]) || !one[i].Equals(eight[i]) || Bits(one[i]) != Bits(four[i]) || Bits(one[i]) != Bits(eight[i]))
            {
                return FormattableString.Invariant($"{typeof(TComputation).Name}({a[i]:R}, {b[i]:R}, {c[i]:R}): {one[i]:R}, {four[i]:R}, {eight[i]:R}");
            }
        }

        return null;

        static long Bits(double value) => double.IsNaN(value) ? 0 : BitConverter.DoubleToInt64Bits(value);
    }
}
