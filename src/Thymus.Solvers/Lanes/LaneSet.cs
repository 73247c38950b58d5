using System.Numerics;

namespace Thymus.Solvers.Lanes;

/// <summary>Goes through the lanes whose bits are set, lowest first.</summary>
internal struct LaneSet(uint lanes)
{
    private uint _lanes = lanes;

    /// <summary>The lane that the enumeration is at.</summary>
    public int Current { get; private set; }

    public readonly LaneSet GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_lanes == 0)
        {
            return false;
        }

        Current = BitOperations.TrailingZeroCount(_lanes);
        _lanes &= _lanes - 1;
        return true;
    }
}
