namespace Thymus.Solvers.Delays;

/// <summary>
/// The past of one course: the polynomials of the steps it has taken, of the states that are looked up, oldest first. It allocates only
/// to grow.
/// </summary>
/// <param name="kept">How many states are kept.</param>
/// <param name="terms">Terms of the dense output.</param>
internal sealed class CourseHistory(int kept, int terms)
{
    // Half a gigabyte; of a longer course the oldest part is let go, and a course that needs it fails.
    private const int MostNumbers = 1 << 26;

    private readonly int _length = Piece.LengthOf(kept, terms);
    private double[] _pieces = [];
    private int _first;
    private int _count;

    /// <summary>Whether a course has begun in the lane.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Time of the start.</summary>
    public double Start { get; private set; }

    /// <summary>The states that are kept, at the start: what they were before it.</summary>
    public double[] Initial { get; } = new double[kept];

    /// <summary>Whether pieces were let go that something would have looked up.</summary>
    public bool HasForgotten { get; private set; }

    /// <summary>Whether a step has been taken.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>The piece of the last step.</summary>
    public Piece Last => At(_count - 1);

    /// <summary>Begins a course; <see cref="Initial"/> is set.</summary>
    public void Begin(double start)
    {
        (HasBegun, HasForgotten, Start, _first, _count) = (true, false, start, 0, 0);
    }

    /// <summary>Adds the piece of a step, up to a time within it.</summary>
    public void Add(ReadOnlySpan<double> piece, double end)
    {
        if ((_first + _count + 1) * _length > _pieces.Length)
        {
            MakeRoom();
        }

        var place = _pieces.AsSpan((_first + _count) * _length, _length);
        piece.CopyTo(place);
        place[Piece.EndPlace] = end;
        _count++;
    }

    /// <summary>Lets go the pieces that end before a time.</summary>
    public void Forget(double before)
    {
        while (_count > 1 && At(0).End < before)
        {
            _first++;
            _count--;
        }
    }

    /// <summary>
    /// The piece that a time within the past belongs to. Where two meet, the later one, or the earlier one where the time is approached
    /// from the left.
    /// </summary>
    public Piece Find(double time, double slack, bool isFromLeft)
    {
        int low = 0;
        int high = _count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            double start = At(middle).Start;
            bool isAfter = isFromLeft ? time > start + slack : time >= start - slack;
            (low, high) = isAfter ? (middle, high) : (low, middle - 1);
        }

        var piece = At(low);
        HasForgotten |= time < piece.Start - slack;
        return piece;
    }

    private Piece At(int index) => new(_pieces.AsSpan((_first + index) * _length, _length), terms);

    private void MakeRoom()
    {
        if (_count * (long)_length > MostNumbers / 2)
        {
            int oldest = (_count + 3) / 4;
            (_first, _count) = (_first + oldest, _count - oldest);
        }

        // What was let go in front makes room first.
        double[] target = 2 * _first > _count || (_first > 0 && _pieces.Length > MostNumbers / 2) ? _pieces : new double[Math.Max(16 * _length, 2 * _count * _length)];
        Array.Copy(_pieces, _first * _length, target, 0, _count * _length);
        (_pieces, _first) = (target, 0);
    }
}

/// <summary>The polynomials of one step: its start, end and length, then of each state the values at both ends and the terms of the dense output.</summary>
/// <param name="numbers">The numbers.</param>
/// <param name="terms">Terms of the dense output.</param>
internal readonly ref struct Piece(Span<double> numbers, int terms)
{
    public const int StartPlace = 0;
    public const int EndPlace = 1;
    public const int StepPlace = 2;
    public const int Header = 3;

    private readonly Span<double> _numbers = numbers;

    /// <summary>Time at the start of the step.</summary>
    public double Start => _numbers[StartPlace];

    /// <summary>Time up to which it holds.</summary>
    public double End => _numbers[EndPlace];

    /// <summary>The numbers.</summary>
    public ReadOnlySpan<double> Numbers => _numbers;

    /// <summary>Numbers of a piece.</summary>
    public static int LengthOf(int kept, int terms) => Header + (kept * (2 + terms));

    /// <summary>The place of a state: at both ends, then the terms.</summary>
    public static int PlaceOf(int state, int terms) => Header + (state * (2 + terms));

    /// <summary>
    /// State number <paramref name="state"/> of those kept, or a derivative of it, at a time: the operations of the dense output,
    /// p = y + θ(y₁ − y) + θ(1 − θ)Q with Q = q₁ + θq₂ + …
    /// </summary>
    public double At(double time, int state, int order)
    {
        double step = _numbers[StepPlace];
        double theta = (time - Start) / step;
        var values = _numbers.Slice(PlaceOf(state, terms), 2 + terms);
        double y = values[0];
        double next = values[1];
        double sum = 0;
        double slope = 0;
        double curve = 0;   // half the second derivative of Q
        for (int m = terms - 1; m >= 0; m--)
        {
            curve = Math.FusedMultiplyAdd(theta, curve, slope);
            slope = Math.FusedMultiplyAdd(theta, slope, sum);
            sum = Math.FusedMultiplyAdd(theta, sum, values[2 + m]);
        }

        double left = 1 - theta;
        switch (order)
        {
            case 0:
                double inner = Math.FusedMultiplyAdd(left, sum, next);
                return Math.FusedMultiplyAdd(theta, inner, Math.FusedMultiplyAdd(-theta, y, y));
            case 1:
                return ((next - y) + ((left - theta) * sum) + (theta * left * slope)) / step;
            default:
                return ((-2 * sum) + (2 * (left - theta) * slope) + (2 * theta * left * curve)) / (step * step);
        }
    }
}
