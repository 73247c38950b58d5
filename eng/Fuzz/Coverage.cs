using System.Numerics;
using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace Thymus.Fuzz;

/// <summary>
/// Which branches of the instrumented code an input took, and how often: 64 Ki counters, one per pair of branches that follow each
/// other, and what all inputs together have shown. Without instrumented code nothing is ever new.
/// </summary>
internal sealed unsafe class Coverage : IDisposable
{
    private const int Size = 1 << 16;

    private readonly byte* _counts = (byte*)NativeMemory.AllocZeroed(Size);
    private readonly byte[] _seen = new byte[Size];

    public Coverage() => Trace.SharedMem = _counts;

    /// <summary>Pairs of branches that some input has shown.</summary>
    public int Pairs => _seen.Count(s => s != 0);

    public void Begin()
    {
        new Span<byte>(_counts, Size).Clear();
        Trace.PrevLocation = 0;
    }

    /// <summary>Whether the input just run has shown a pair of branches that no other has, or one much more often; keeps it in mind.</summary>
    public bool IsNew()
    {
        bool isNew = false;
        var words = new ReadOnlySpan<ulong>(_counts, Size / sizeof(ulong));
        for (int w = 0; w < words.Length; w++)
        {
            if (words[w] == 0)
            {
                continue;
            }

            for (int i = w * sizeof(ulong); i < (w + 1) * sizeof(ulong); i++)
            {
                byte magnitude = Magnitude(_counts[i]);
                isNew |= (_seen[i] & magnitude) != magnitude;
                _seen[i] |= magnitude;
            }
        }

        return isNew;
    }

    public void Dispose() => NativeMemory.Free(_counts);

    // One bit for never, once, twice, 3 to 4, 5 to 8, …: a loop that turns once more is no news.
    private static byte Magnitude(byte count) => count == 0 ? (byte)0 : (byte)(1 << Math.Min(7, BitOperations.Log2((uint)(count * 2) - 1)));
}
