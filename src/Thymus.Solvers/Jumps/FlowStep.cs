using Thymus.Numerics.Functions;
using Thymus.Solvers.Methods;

namespace Thymus.Solvers.Jumps;

/// <summary>
/// Steps what changes between firings: the variables with a rate rule, and as the last number the integral of the rates that move.
/// An explicit method with error control (<see cref="ExplicitTableau.Tsit5"/>) that keeps its step over firings.
/// </summary>
internal sealed class FlowStep
{
    private static readonly ExplicitTableau Tableau = ExplicitTableau.Tsit5;

    private readonly JumpShape _shape;
    private readonly JumpWork _work;
    private readonly JumpOptions _options;
    private readonly int[] _moving;      // reactions whose rates are integrated
    private readonly double[][] _slopes;
    private readonly double[] _start;
    private readonly double[] _end;
    private double _proposed;
    private bool _isFresh;               // whether the first slope is that of the start

    public FlowStep(JumpShape shape, JumpWork work, JumpOptions options, int[] moving)
    {
        (_shape, _work, _options, _moving) = (shape, work, options, moving);
        Size = shape.Flowing.Length + (moving.Length > 0 ? 1 : 0);
        _slopes = [.. Enumerable.Range(0, Tableau.Stages).Select(_ => new double[Size])];
        _start = new double[Size];
        _end = new double[Size];
    }

    /// <summary>Numbers that are stepped.</summary>
    public int Size { get; }

    /// <summary>Length of the last step [time].</summary>
    public double Length { get; private set; }

    /// <summary>The integral of the moving rates since it was set, at the point that was loaded last.</summary>
    public double Hazard { get; set; }

    /// <summary>Forgets the step of an earlier course.</summary>
    public void Reset()
    {
        _proposed = 0;
        _isFresh = false;
    }

    /// <summary>The state was changed by a jump.</summary>
    public void Restart() => _isFresh = false;

    /// <summary>Takes a step from a time, not beyond another, from the numbers in the work; false where none is small enough.</summary>
    public bool Take(double time, double limit)
    {
        ReadStart();
        double most = Math.Min(limit - time, _options.LongestStep);
        double step = _proposed > 0 ? _proposed : Math.Max(1e-4 * most, double.Epsilon);
        if (!_isFresh)
        {
            Evaluate(time, _start, _slopes[0]);
        }

        while (true)
        {
            bool isCut = step >= most;
            double length = isCut ? most : step;
            if (!(time + length > time))
            {
                _start.CopyTo(_end, 0);
                return isCut && Accept(length);   // the end is closer than a time can be
            }

            double error = Try(time, length);
            double factor = error > 0 ? Math.Clamp(0.9 * Elementary.Pow(error, -0.2), 0.2, 5) : 5;
            if (error <= 1)
            {
                _proposed = isCut ? Math.Max(step, length * factor) : length * factor;
                return Accept(length);
            }

            step = length * (double.IsNaN(error) ? 0.2 : Math.Min(factor, 0.9));
        }
    }

    /// <summary>Puts the numbers within the last step into the work.</summary>
    public void Load(double start, double theta)
    {
        for (int i = 0; i < Size; i++)
        {
            double value = theta == 1 ? _end[i] : Interpolate(i, theta);
            Write(i, value);
        }

        _work.Values[_shape.States] = start + (theta * Length);
    }

    /// <summary>The last step was taken, or a part of it; of a whole one the last slope is the first of the next.</summary>
    public void Keep(bool isWhole)
    {
        (_slopes[0], _slopes[^1]) = (_slopes[^1], _slopes[0]);
        _isFresh = isWhole && Size > 0;
    }

    private double Interpolate(int i, double theta)
    {
        double sum = 0;
        for (int stage = 0; stage < Tableau.Stages; stage++)
        {
            double[] powers = Tableau.Powers[stage];
            double weight = 0;
            for (int m = powers.Length - 1; m >= 0; m--)
            {
                weight = (weight + powers[m]) * theta;
            }

            sum += weight * _slopes[stage][i];
        }

        return _start[i] + (Length * sum);
    }

    private bool Accept(double length)
    {
        Length = length;
        return true;
    }

    // Tries a step; the largest error relative to its tolerance.
    private double Try(double time, double length)
    {
        for (int stage = 1; stage < Tableau.Stages; stage++)
        {
            double[] row = Tableau.A[stage];
            for (int i = 0; i < Size; i++)
            {
                double sum = 0;
                for (int j = 0; j < row.Length; j++)
                {
                    sum += row[j] * _slopes[j][i];
                }

                _end[i] = _start[i] + (length * sum);
            }

            Evaluate(time + (Tableau.Nodes[stage] * length), _end, _slopes[stage]);
        }

        double largest = 0;
        for (int i = 0; i < Size; i++)
        {
            double error = 0;
            for (int stage = 0; stage < Tableau.Stages; stage++)
            {
                error += Tableau.Error[stage] * _slopes[stage][i];
            }

            double size = Math.Max(Math.Abs(_start[i]), Math.Abs(_end[i]));
            // A hazard is compared with an exponential of mean 1.
            double scale = i == _shape.Flowing.Length ? _options.RelativeTolerance : _options.AbsoluteTolerance + (_options.RelativeTolerance * size);
            double ratio = Math.Abs(length * error) / scale;
            largest = ratio > largest || double.IsNaN(ratio) ? ratio : largest;
            if (double.IsNaN(largest))
            {
                break;
            }
        }

        return largest;
    }

    private void Evaluate(double time, double[] at, double[] slopes)
    {
        for (int i = 0; i < _shape.Flowing.Length; i++)
        {
            _work.Values[_shape.Flowing[i]] = at[i];
        }

        _work.Values[_shape.States] = time;
        _work.Slopes(slopes);
        if (_moving.Length > 0)
        {
            double sum = 0;
            foreach (int reaction in _moving)
            {
                sum += Math.Max(0, _work.Rate(reaction));   // a rate that is negative is refused where the step ends
            }

            slopes[^1] = sum;
        }
    }

    private void ReadStart()
    {
        for (int i = 0; i < _shape.Flowing.Length; i++)
        {
            _start[i] = _work.Values[_shape.Flowing[i]];
        }

        if (_moving.Length > 0)
        {
            _start[^1] = Hazard;
        }
    }

    private void Write(int i, double value)
    {
        if (i < _shape.Flowing.Length)
        {
            _work.Values[_shape.Flowing[i]] = value;
        }
        else
        {
            Hazard = value;
        }
    }
}
