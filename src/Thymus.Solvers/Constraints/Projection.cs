using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Thymus.Numerics.Lanes;
using Thymus.Solvers.Lanes;
using Thymus.Solvers.Stepping;

namespace Thymus.Solvers.Constraints;

/// <summary>
/// Brings the states of every lane to the nearest ones at which the invariants of the model vanish (Hairer, Lubich &amp; Wanner 2006, Geometric Numerical
/// Integration, §IV.4): Newton steps that are as short as possible where every state is measured by a size of its own. Lanes do not depend on each other.
/// </summary>
internal sealed unsafe class Projection<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Part of its own size by which a given start value may miss what the invariants ask for: it is written with some six digits.</summary>
    public const double Slack = 1e-5;

    private const int MostCorrections = 8;
    private const int MostSearches = 60;

    // A Newton step that is this part of the tolerance leaves an error far below it.
    private const double Negligible = 1e-2;
    private const double NegligibleSearch = 1e-9;
    private const double NothingLeft = 1e-20;   // of the square of the norm

    private readonly LaneKernel _kernel;
    private readonly StepArrays _arrays;
    private readonly int[][] _places;      // of each invariant those of its states
    private readonly bool[] _isFound;      // of each place
    private readonly int _modelStates;
    private readonly double* _values;
    private readonly double* _partials;
    private readonly double* _rows;        // of each invariant its derivatives by the weighted states, made orthonormal
    private readonly double* _solution;
    private readonly double* _before;
    private readonly double* _weights;
    private readonly double* _limits;

    public Projection(LaneKernel kernel, StepArrays arrays, LaneMemory memory)
    {
        ImmutableArray<ImmutableArray<int>> invariants = arrays.Shape.Invariants;
        (_kernel, _arrays, _modelStates) = (kernel, arrays, arrays.Shape.ModelStates);
        Places = [.. invariants.SelectMany(i => i).Distinct().Order()];
        _places = [.. invariants.Select(i => i.Select(s => Array.IndexOf(Places, s)).ToArray())];
        _isFound = [.. Places.Select(s => arrays.Shape.Found.Contains(s))];
        double* Vectors(int count) => memory.Allocate(count * TLanes.Width);
        _values = Vectors(invariants.Length);
        _partials = Vectors(invariants.Sum(i => i.Length));
        _rows = Vectors(invariants.Length * Places.Length);
        _solution = Vectors(invariants.Length);
        _before = Vectors(Places.Length);
        _weights = Vectors(Places.Length);
        _limits = Vectors(Places.Length);
        Change = Vectors(Places.Length);
    }

    /// <summary>The states that may be corrected.</summary>
    public int[] Places { get; }

    /// <summary>What was last added to these states.</summary>
    public double* Change { get; }

    /// <summary>
    /// Corrects states that errors have led away, as little as possible relative to their tolerances. Returns the square of the norm of the correction as
    /// <see cref="Tolerance{TLanes}"/> weighs it; NaN where there is no such state nearby, and the states are left as they are.
    /// </summary>
    /// <param name="time">Time, one per lane.</param>
    /// <param name="y">The states.</param>
    /// <param name="lanes">Mask of the lanes to correct.</param>
    public TLanes Apply(double* time, double* y, TLanes lanes)
    {
        TLanes relative = TLanes.Load(_arrays.Setting(SettingRow.Relative));
        for (int k = 0; k < Places.Length; k++)
        {
            TLanes weight = TLanes.MultiplyAdd(relative, Begin(k, y), Absolute(k));
            Store(_weights, k, weight);
            Store(_limits, k, weight * TLanes.Broadcast(Negligible));
        }

        TLanes open = lanes;
        for (int i = 0; i < MostCorrections && TLanes.MaskBits(open) != 0; i++)
        {
            open = Step(time, y, open, isPartial: false);
        }

        TLanes sum = TLanes.Zero;
        for (int k = 0; k < Places.Length; k++)
        {
            TLanes weighted = End(k, y, open) / Load(_weights, k);
            sum = TLanes.MultiplyAdd(weighted, weighted, sum);
        }

        return TLanes.Select(open, TLanes.Broadcast(double.NaN), sum * TLanes.Broadcast(1.0 / _modelStates));
    }

    /// <summary>
    /// Looks for states at which the invariants vanish, after the start or a change: those that are to be found may go anywhere, the others no further than the
    /// digits of given values say. Returns the mask of the lanes in which there are such states; in the others they are left as they are.
    /// </summary>
    /// <param name="time">Time, one per lane.</param>
    /// <param name="y">The states.</param>
    /// <param name="lanes">Mask of the lanes to look at.</param>
    /// <param name="isStart">Whether a course begins: only then are states to be found.</param>
    public TLanes Search(double* time, double* y, TLanes lanes, bool isStart)
    {
        for (int k = 0; k < Places.Length; k++)
        {
            Begin(k, y);
        }

        // First those that are to be found, which may not be enough; then all, of which those that are given should no longer have to move.
        TLanes failed = isStart && Array.IndexOf(_isFound, true) >= 0 ? Newton(time, y, lanes, ofFound: true) : TLanes.Zero;
        TLanes open = TLanes.Or(failed, Newton(time, y, TLanes.And(lanes, TLanes.Not(failed)), ofFound: false));
        for (int k = 0; k < Places.Length; k++)
        {
            End(k, y, open);
        }

        return TLanes.And(lanes, TLanes.Not(open));
    }

    /// <summary>The state of a lane that the last search had to move further than a given value may be moved, the one that moved most; −1 for none.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="isStart">Whether a course began.</param>
    public int Contradicted(int lane, bool isStart)
    {
        int worst = -1;
        double most = 1;
        for (int k = 0; k < Places.Length; k++)
        {
            int i = (k * TLanes.Width) + lane;
            double part = Math.Abs(Change[i]) / _weights[i];
            if (part > most && !(isStart && _isFound[k]))
            {
                (worst, most) = (Places[k], part);
            }
        }

        return worst;
    }

    // Newton steps of the search; returns the lanes in which they do not come to an end.
    private TLanes Newton(double* time, double* y, TLanes open, bool ofFound)
    {
        for (int k = 0; k < Places.Length; k++)
        {
            TLanes size = TLanes.Abs(State(k, y));
            TLanes own = TLanes.Select(TLanes.GreaterThan(size, TLanes.Zero), size, TLanes.Broadcast(1));
            TLanes given = TLanes.MultiplyAdd(TLanes.Broadcast(Slack), size, Absolute(k));
            Store(_weights, k, _isFound[k] && ofFound ? own : ofFound ? TLanes.Zero : given);
        }

        for (int i = 0; i < MostSearches && TLanes.MaskBits(open) != 0; i++)
        {
            for (int k = 0; k < Places.Length; k++)
            {
                TLanes limit = TLanes.MultiplyAdd(TLanes.Broadcast(NegligibleSearch), TLanes.Abs(State(k, y)), TLanes.Broadcast(Negligible) * Absolute(k));
                Store(_limits, k, limit);
            }

            open = Step(time, y, open, ofFound);
        }

        return open;
    }

    private static TLanes Load(double* array, int index) => TLanes.Load(array + (index * TLanes.Width));

    private static void Store(double* array, int index, TLanes value) => TLanes.Store(array + (index * TLanes.Width), value);

    private TLanes Absolute(int k) => Load(_arrays.Setting(SettingRow.FirstAbsolute), Places[k]);

    private TLanes State(int k, double* y) => Load(y, Places[k]);

    // Keeps a state and returns its size.
    private TLanes Begin(int k, double* y)
    {
        Store(_before, k, State(k, y));
        return TLanes.Abs(State(k, y));
    }

    // Puts a state back where the search failed; returns how far it has moved.
    private TLanes End(int k, double* y, TLanes failed)
    {
        TLanes before = Load(_before, k);
        TLanes now = TLanes.Select(failed, before, State(k, y));
        Store(y, Places[k], now);
        Store(Change, k, now - before);
        return now - before;
    }

    // A Newton step in the open lanes; returns those in which it mattered. With the rows of derivatives, times weights, made orthonormal (Gram and Schmidt, one
    // after the other), the shortest step is a sum of them. Where it may be partial, a row that the ones before it leave nothing of is passed over.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private TLanes Step(double* time, double* y, TLanes open, bool isPartial)
    {
        _kernel.Invariants(time, y, _arrays.Parameters, _values, _partials);
        int length = Places.Length * TLanes.Width;
        int entry = 0;
        new Span<double>(_rows, _places.Length * length).Clear();
        for (int r = 0; r < _places.Length; r++)
        {
            double* row = _rows + (r * length);
            foreach (int place in _places[r])
            {
                Store(row, place, Load(_partials, entry++) * Load(_weights, place));
            }

            TLanes whole = Product(row, row, length);
            TLanes value = Load(_values, r);
            for (int s = 0; s < r; s++)
            {
                double* other = _rows + (s * length);
                TLanes part = Product(row, other, length);
                for (int i = 0; i < length; i += TLanes.Width)
                {
                    TLanes.Store(row + i, TLanes.NegateMultiplyAdd(part, TLanes.Load(other + i), TLanes.Load(row + i)));
                }

                value = TLanes.NegateMultiplyAdd(part, Load(_solution, s), value);
            }

            TLanes left = Product(row, row, length);
            TLanes scale = TLanes.Broadcast(1) / TLanes.Sqrt(left);
            if (isPartial)
            {
                scale = TLanes.Select(TLanes.LessThanOrEqual(left, whole * TLanes.Broadcast(NothingLeft)), TLanes.Zero, scale);
            }

            for (int i = 0; i < length; i += TLanes.Width)
            {
                TLanes.Store(row + i, TLanes.Load(row + i) * scale);
            }

            Store(_solution, r, value * scale);
        }

        TLanes matters = TLanes.Zero;
        for (int k = 0; k < Places.Length; k++)
        {
            TLanes sum = TLanes.Zero;
            for (int r = 0; r < _places.Length; r++)
            {
                sum = TLanes.MultiplyAdd(Load(_solution, r), Load(_rows + (r * length), k), sum);
            }

            TLanes step = sum * Load(_weights, k);
            matters = TLanes.Or(matters, TLanes.Not(TLanes.LessThanOrEqual(TLanes.Abs(step), Load(_limits, k))));
            Store(y, Places[k], TLanes.Select(open, State(k, y) - step, State(k, y)));
        }

        return TLanes.And(open, matters);
    }

    private static TLanes Product(double* a, double* b, int length)
    {
        TLanes sum = TLanes.Zero;
        for (int i = 0; i < length; i += TLanes.Width)
        {
            sum = TLanes.MultiplyAdd(TLanes.Load(a + i), TLanes.Load(b + i), sum);
        }

        return sum;
    }
}
