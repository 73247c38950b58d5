using System.Collections.Immutable;

namespace Thymus.Simulation.Populations;

/// <summary>Times at which outputs are wanted.</summary>
public static class OutputTimes
{
    /// <summary>First + k·step up to last, which counts when a whole number of steps leads there but for rounding. Never accumulated.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The step leads nowhere, or to more than 10 million times.</exception>
    public static ImmutableArray<double> Every(double first, double step, double last)
    {
        double steps = Math.Floor((last - first) / step * (1 + 1e-12));
        if (!(step > 0 && steps is >= 0 and <= 10_000_000))
        {
            throw new ArgumentOutOfRangeException(nameof(step), step, $"Steps of {step} from {first} to {last} are no times of output.");
        }

        var times = ImmutableArray.CreateBuilder<double>((int)steps + 1);
        for (int k = 0; k <= (int)steps; k++)
        {
            times.Add(first + (k * step));
        }

        return times.MoveToImmutable();
    }
}
