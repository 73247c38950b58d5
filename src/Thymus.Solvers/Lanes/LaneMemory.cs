using System.Runtime.InteropServices;

namespace Thymus.Solvers.Lanes;

/// <summary>Native memory for lane-interleaved arrays, aligned for the widest vector, zeroed, freed all together.</summary>
internal sealed unsafe class LaneMemory : IDisposable
{
    private const nuint Alignment = 64;
    private readonly List<nint> _blocks = [];

    ~LaneMemory() => Free();

    /// <summary>An array of <paramref name="count"/> numbers, all 0; never empty, so that its address is good.</summary>
    public double* Allocate(int count)
    {
        nuint bytes = Math.Max((nuint)count, 1) * sizeof(double);
        bytes = (bytes + Alignment - 1) / Alignment * Alignment;
        void* block = NativeMemory.AlignedAlloc(bytes, Alignment);
        _blocks.Add((nint)block);
        NativeMemory.Clear(block, bytes);
        return (double*)block;
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        foreach (nint block in _blocks)
        {
            NativeMemory.AlignedFree((void*)block);
        }

        _blocks.Clear();
    }
}
