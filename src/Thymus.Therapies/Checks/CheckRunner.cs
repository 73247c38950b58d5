using System.Collections.Immutable;
using Thymus.Numerics.Functions;
using Thymus.Units;

namespace Thymus.Therapies.Checks;

/// <summary>Recomputes the published numbers of a therapy.</summary>
public sealed class CheckRunner
{
    /// <summary>Halvings of the interval of a threshold: more than a double has bits.</summary>
    private const int Halvings = 60;

    private readonly CheckModel _model;

    private CheckRunner(CheckModel model)
    {
        _model = model;
    }

    /// <summary>Runs checks on all cores; results in order. A check that cannot be computed is a result that says why.</summary>
    /// <param name="therapy">The therapy.</param>
    /// <param name="checks">Its checks, from <see cref="CheckReader"/>.</param>
    /// <param name="cancellation">Cancels between and within courses.</param>
    public static ImmutableArray<CheckResult> Run(Therapy therapy, ImmutableArray<Check> checks, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(therapy);
        if (checks.IsEmpty)
        {
            return [];
        }

        var (model, why) = CheckModel.Compile(therapy, checks, cancellation);
        if (model is null)
        {
            return [.. checks.Select(c => Failed(c, why))];
        }

        var runner = new CheckRunner(model);
        return [.. checks.AsParallel().AsOrdered().WithCancellation(cancellation).Select(runner.Run)];
    }

    private static CheckResult Failed(Check check, string why) => new(check, double.NaN, double.NaN, double.NaN, CheckVerdict.Failed, why);

    private CheckResult Run(Check check)
    {
        double value;
        try
        {
            value = Compute(check.Statistic, Variation.None);
        }
        catch (CourseFailedException e)
        {
            return Failed(check, e.Message);
        }

        var unit = check.Published.Unit;
        double computed = new Quantity(value, check.Statistic.Unit).In(unit);
        double published = check.Range is var (least, most) ? Math.Clamp(computed, least, most) : check.Published.Value;
        double difference = computed - published;
        var verdict = IsWithin(check, difference, published) ? CheckVerdict.Reproduced
            : check.Explained is { } explained && IsWithin(check, computed - explained.Value.In(unit), explained.Value.In(unit)) ? CheckVerdict.Explained
            : CheckVerdict.Failed;
        return new(check, computed, difference, difference == 0 ? 0 : difference / Math.Abs(published), verdict, Failure: null);
    }

    private static bool IsWithin(Check check, double difference, double value) => Math.Abs(difference) <= (check.IsRelative
        ? check.Tolerance.In(Unit.Dimensionless) * Math.Abs(value)
        : check.Tolerance.In(check.Published.Unit));

    private double Compute(CheckStatistic statistic, Variation variation) => statistic switch
    {
        CourseStatistic course => new CourseReader(_model, course, variation).Compute(),
        PairStatistic pair => Pair(pair, variation),
        EquilibriumStatistic equilibrium => AtRest(equilibrium, variation),
        ThresholdStatistic threshold => Threshold(threshold, variation),
        RangeStatistic range => OverRange(range, variation),
        PopulationStatistic population => OverPatients(population, variation),
        _ => throw new ArgumentException($"The statistic {statistic} is not known.", nameof(statistic)),
    };

    private double Pair(PairStatistic pair, Variation variation)
    {
        double of = Compute(pair.Of, variation);
        double to = Compute(pair.To, variation);
        double toInUnitOf = pair.To.Unit.IsCommensurableWith(pair.Of.Unit) ? new Quantity(to, pair.To.Unit).In(pair.Of.Unit) : double.NaN;
        return pair.Operation switch
        {
            PairOperation.Ratio => of / to,
            PairOperation.Product => of * to,
            PairOperation.Change => (of / toInUnitOf) - 1,
            PairOperation.Difference => of - toInUnitOf,
            _ => of + toInUnitOf,
        };
    }

    private double AtRest(EquilibriumStatistic what, Variation variation)
    {
        var found = _model.Equilibrium(what.Setting, variation, what.After);
        if (what.Measure is EquilibriumMeasure.Value)
        {
            return found.Observed[_model.IndexOf(what.Observe)];
        }

        return found.Eigenvalues.IsEmpty ? throw new CourseFailedException("there are no eigenvalues: no state takes part") : what.Measure switch
        {
            EquilibriumMeasure.LargestRealPart => found.Eigenvalues[0].Real,
            EquilibriumMeasure.ImaginaryPart => Math.Abs(found.Eigenvalues[0].Imaginary),
            EquilibriumMeasure.SmallestRealPart => found.Eigenvalues[^1].Real,
            _ => found.Positive,
        };
    }

    /// <summary>Bisection on the sign of statistic − level, which has to differ at the ends.</summary>
    private double Threshold(ThresholdStatistic what, Variation variation)
    {
        bool IsAbove(double share) => Compute(what.Of, what.Varied.Set(variation, what.Varied.At(share))) > what.Level;
        bool isAboveAtStart = IsAbove(0);
        if (isAboveAtStart == IsAbove(1))
        {
            throw new CourseFailedException($"the level is not crossed: the statistic is {(isAboveAtStart ? "above" : "at or below")} it at both ends of the interval");
        }

        var (low, high) = (0.0, 1.0);
        for (int i = 0; i < Halvings && Math.Abs(what.Varied.At(high) - what.Varied.At(low)) > 1e-12 * Math.Abs(what.Varied.At(low)); i++)
        {
            double middle = (low + high) / 2;
            (low, high) = IsAbove(middle) == isAboveAtStart ? (middle, high) : (low, middle);
        }

        return what.Varied.At((low + high) / 2);
    }

    /// <summary>The best of the values; then, where it is refined, the golden section between its neighbours (Kiefer 1953).</summary>
    private double OverRange(RangeStatistic what, Variation variation)
    {
        double Value(double x) => Compute(what.Of, what.Varied.Set(variation, x)) * (what.IsMaximum ? 1 : -1);
        double[] values = [.. what.Values.Select(Value)];
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            best = values[i] > values[best] ? i : best;
        }

        var (place, value) = (what.Values[best], values[best]);
        if (what.IsRefined)
        {
            double share = (Math.Sqrt(5) - 1) / 2;
            double low = Math.Max(best - 1, 0) / (values.Length - 1.0), high = Math.Min(best + 1, values.Length - 1) / (values.Length - 1.0);
            double left = high - (share * (high - low)), right = low + (share * (high - low));
            double atLeft = Value(what.Varied.At(left)), atRight = Value(what.Varied.At(right));
            while (high - low > 1e-9)
            {
                if (atLeft > atRight)
                {
                    (high, right, atRight) = (right, left, atLeft);
                    left = high - (share * (high - low));
                    atLeft = Value(what.Varied.At(left));
                }
                else
                {
                    (low, left, atLeft) = (left, right, atRight);
                    right = low + (share * (high - low));
                    atRight = Value(what.Varied.At(right));
                }
            }

            var (refined, atRefined) = atLeft > atRight ? (left, atLeft) : (right, atRight);
            (place, value) = atRefined > value ? (what.Varied.At(refined), atRefined) : (place, value);
        }

        return what.IsPlace ? place : what.IsMaximum ? value : -value;
    }

    private double OverPatients(PopulationStatistic what, Variation variation)
    {
        double[] values = [.. Enumerable.Range(1, what.Count).Select(number => Compute(what.Of, variation with { Patient = (what.Seed, (ulong)number) }))];
        double mean = values.Average();
        switch (what.Take)
        {
            case PopulationMeasure.Mean:
                return mean;
            case PopulationMeasure.GeometricMean:
                return values.All(v => v > 0) ? Elementary.Exp(values.Average(Elementary.Log))
                    : throw new CourseFailedException("there is no geometric mean: the value of a patient is not above 0");
            case PopulationMeasure.Sd:
                return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
            case PopulationMeasure.FractionBelow:
                return (double)values.Count(v => v < what.Argument) / values.Length;
            case PopulationMeasure.FractionAbove:
                return (double)values.Count(v => v >= what.Argument) / values.Length;
            default:
                Array.Sort(values);
                double place = what.Argument * (values.Length - 1);
                int below = (int)place;
                double next = values[Math.Min(below + 1, values.Length - 1)];
                return values[below] + ((place - below) * (next - values[below]));
        }
    }
}
