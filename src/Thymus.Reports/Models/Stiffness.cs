using System.Collections.Immutable;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra.Double;
using Thymus.Compilation;
using Thymus.Simulation.Describing;

namespace Thymus.Reports.Models;

/// <summary>How far apart the time scales of a model are: real parts of the eigenvalues of its Jacobian along its course.</summary>
/// <param name="Until">End of the course, in the model's unit of time.</param>
/// <param name="Points">How many points of the course were looked at.</param>
/// <param name="Fastest">The largest size of a negative real part [1/time].</param>
/// <param name="Slowest">The smallest one above round-off, anywhere on the course [1/time].</param>
/// <param name="Spread">The largest ratio of the two at one point; 1 when there are none.</param>
/// <param name="SpreadAt">The time of that point.</param>
/// <param name="Growing">The largest positive real part [1/time]; 0 for none.</param>
public sealed record Stiffness(double Until, int Points, double Fastest, double Slowest, double Spread, double SpreadAt, double Growing)
{
    private const int Intervals = 20;
    private const double RoundOff = 1e-11;   // of the largest eigenvalue: what is below is taken as 0, such as of a conserved sum

    /// <summary>A ratio from which a model counts as stiff.</summary>
    public const double StiffFrom = 1e3;

    /// <summary>Whether an explicit method would waste its steps.</summary>
    public bool IsStiff => Spread >= StiffFrom;

    /// <summary>Looks at a course; <see langword="null"/> when there are too many states, none, or numbers that are none.</summary>
    public static Stiffness? Along(CompiledModel model, double until, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(model);
        var result = new Stiffness(until, 0, 0, double.PositiveInfinity, 1, 0, 0);
        foreach (var point in JacobianCourse.Along(model, until, Intervals, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            if (RealParts(point.Entries) is not { } parts)
            {
                continue;
            }

            double largest = parts.Select(Math.Abs).DefaultIfEmpty(0).Max();
            double[] decaying = [.. parts.Where(p => p < -RoundOff * largest).Select(p => -p)];
            double growing = parts.Where(p => p > RoundOff * largest).DefaultIfEmpty(0).Max();
            double spread = decaying.Length > 0 ? decaying.Max() / decaying.Min() : 1;
            result = result with
            {
                Points = result.Points + 1,
                Fastest = Math.Max(result.Fastest, decaying.DefaultIfEmpty(0).Max()),
                Slowest = Math.Min(result.Slowest, decaying.DefaultIfEmpty(double.PositiveInfinity).Min()),
                Spread = Math.Max(result.Spread, spread),
                SpreadAt = spread > result.Spread ? point.Time : result.SpreadAt,
                Growing = Math.Max(result.Growing, growing),
            };
        }

        return result.Points > 0 ? result : null;
    }

    private static ImmutableArray<double>? RealParts(double[,] matrix)
    {
        foreach (double entry in matrix)
        {
            if (!double.IsFinite(entry))
            {
                return null;
            }
        }

        try
        {
            return [.. DenseMatrix.OfArray(matrix).Evd().EigenValues.Select(v => v.Real)];
        }
        catch (NonConvergenceException)
        {
            return null;
        }
    }
}
