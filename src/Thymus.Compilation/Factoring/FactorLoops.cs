using Thymus.Numerics.Lanes;

namespace Thymus.Compilation.Factoring;

/// <summary>The factors and the solution as loops over index arrays: beyond some thousand updates they beat straight code.</summary>
internal sealed class FactorLoops
{
    private readonly int[] _jacobian;
    private readonly int[] _updateStarts;
    private readonly int[] _lower;
    private readonly int[] _upper;
    private readonly int[] _columns;
    private readonly int[] _rows;
    private readonly int[] _rowStarts;
    private readonly int[] _pivots;
    private readonly int[] _order;

    /// <summary>Index arrays of a plan.</summary>
    public FactorLoops(FactorPlan plan)
    {
        _jacobian = [.. plan.Entries.Select(e => e.Jacobian)];
        _rows = [.. plan.Entries.Select(e => e.Row)];
        _columns = [.. plan.Entries.Select(e => e.Column)];
        _lower = [.. plan.Entries.SelectMany(e => e.Updates, (_, u) => u.Lower)];
        _upper = [.. plan.Entries.SelectMany(e => e.Updates, (_, u) => u.Upper)];
        _rowStarts = [.. plan.RowStarts];
        _pivots = [.. plan.Pivots];
        _order = [.. plan.Order];
        _updateStarts = new int[plan.Entries.Length + 1];
        for (int e = 0; e < plan.Entries.Length; e++)
        {
            _updateStarts[e + 1] = _updateStarts[e] + plan.Entries[e].Updates.Length;
        }
    }

    /// <summary>Writes the factors of shift·I − J.</summary>
    public unsafe void Factor<T>(double* jacobian, double* shift, double* factors)
        where T : unmanaged, ILanes<T>
    {
        int width = T.Width;
        var shiftValue = T.Load(shift);
        ReadOnlySpan<int> starts = _updateStarts;
        ReadOnlySpan<int> lower = _lower;
        ReadOnlySpan<int> upper = _upper;
        ReadOnlySpan<int> sources = _jacobian;
        for (int e = 0; e < sources.Length; e++)
        {
            bool isPivot = _rows[e] == _columns[e];
            int update = starts[e];
            int end = starts[e + 1];
            T value;
            if (sources[e] >= 0)
            {
                var entry = T.Load(jacobian + (sources[e] * width));
                value = isPivot ? T.Subtract(shiftValue, entry) : T.Negate(entry);
            }
            else if (isPivot)
            {
                value = shiftValue;
            }
            else
            {
                value = T.Negate(T.Multiply(T.Load(factors + (lower[update] * width)), T.Load(factors + (upper[update] * width))));
                update++;
            }

            for (; update < end; update++)
            {
                value = T.NegateMultiplyAdd(
                    T.Load(factors + (lower[update] * width)), T.Load(factors + (upper[update] * width)), value);
            }

            value = isPivot ? T.Divide(T.Broadcast(1), value)
                : _columns[e] < _rows[e] ? T.Multiply(value, T.Load(factors + (_pivots[_columns[e]] * width)))
                : value;
            T.Store(factors + (e * width), value);
        }
    }

    /// <summary>Solves in place.</summary>
    public unsafe void Solve<T>(double* factors, double* x)
        where T : unmanaged, ILanes<T>
    {
        int width = T.Width;
        for (int i = 0; i < _order.Length; i++)
        {
            var value = T.Load(x + (_order[i] * width));
            for (int e = _rowStarts[i]; e < _pivots[i]; e++)
            {
                value = T.NegateMultiplyAdd(
                    T.Load(factors + (e * width)), T.Load(x + (_order[_columns[e]] * width)), value);
            }

            T.Store(x + (_order[i] * width), value);
        }

        for (int i = _order.Length - 1; i >= 0; i--)
        {
            var value = T.Load(x + (_order[i] * width));
            for (int e = _pivots[i] + 1; e < _rowStarts[i + 1]; e++)
            {
                value = T.NegateMultiplyAdd(
                    T.Load(factors + (e * width)), T.Load(x + (_order[_columns[e]] * width)), value);
            }

            T.Store(x + (_order[i] * width), T.Multiply(value, T.Load(factors + (_pivots[i] * width))));
        }
    }
}
