using Thymus.Numerics.Functions;

namespace Thymus.Therapies.Checks;

/// <summary>Reads a number from the course of one symbol.</summary>
internal sealed class CourseReader(CheckModel model, CourseStatistic statistic, Variation variation)
{
    /// <summary>Points of a grid on which an extremum or a crossing is looked for.</summary>
    private const int GridPoints = 4001;

    /// <summary>Grids within grids: three of 4001 points reach 1e-10 of the window.</summary>
    private const int Passes = 3;

    /// <summary>The number, in the unit of the statistic.</summary>
    /// <exception cref="CourseFailedException">It cannot be computed, or there is none.</exception>
    public double Compute() => statistic.Measure switch
    {
        ValueAt or EndOfInfusion or Trough => Values(TimesOf(statistic)!)[^1],
        IncreaseOverDose => Increase(),
        Increase what => Increase() / (what.IsMean ? what.To - what.From : 1),
        Extremum extremum => Find(extremum),
        TimeBelow below => Below(below),
        Crossing crossing => Cross(crossing),
        HalfLife between => HalfLifeOf(between),
        Period within => PeriodOf(within),
        SurvivalAt at => SpecialFunctions.NormalCdf(-(Elementary.Log(at.Time) - Location()) / Scale()),
        MedianSurvival => Elementary.Exp(Location()),
        var other => throw new CourseFailedException($"the statistic {other} is not known"),
    };

    /// <summary>The times at which a course is read, where they are known before it; otherwise <see langword="null"/>.</summary>
    public static double[]? TimesOf(CourseStatistic statistic)
    {
        double StartOf(int dose) => statistic.Setting.Doses[0].First + ((dose - 1) * statistic.Setting.Doses[0].Interval);
        return statistic.Measure switch
        {
            ValueAt at => [at.Time],
            EndOfInfusion of => [StartOf(of.Dose) + statistic.Setting.Doses[0].Duration],
            Trough of => [StartOf(of.Dose + 1)],
            IncreaseOverDose of => [StartOf(of.Dose), StartOf(of.Dose + 1)],
            Increase what => [what.From, what.To],
            HalfLife between => [between.From, between.To],
            SurvivalAt or MedianSurvival => [0],
            _ => null,
        };
    }

    private double Location() => Observe(((LogNormalSurvival)model.Therapy.Survival!).Location, [0])[0];

    private double Scale() => Observe(((LogNormalSurvival)model.Therapy.Survival!).Scale, [0])[0];

    private double Increase()
    {
        double[] values = Values(TimesOf(statistic)!);
        return values[^1] - values[^2];
    }

    private double HalfLifeOf(HalfLife between)
    {
        double[] values = Values(TimesOf(statistic)!);
        double folds = Elementary.Log(values[0] / values[1]);
        return double.IsFinite(folds) && folds != 0
            ? Elementary.Log(2) * (between.To - between.From) / folds
            : throw new CourseFailedException($"there is no half-life: the values at its two times are {values[0]} and {values[1]}");
    }

    /// <summary>The extremum on a grid, then on finer grids around it.</summary>
    private double Find(Extremum what)
    {
        var (time, value) = ExtremeWithin(what.From, what.To, what.IsMaximum);
        return what.Value switch
        {
            ExtremumValue.Time => time,
            ExtremumValue.Change => (value / Values(0)[0]) - 1,
            _ => value,
        };
    }

    private (double Time, double Value) ExtremeWithin(double from, double to, bool isMaximum)
    {
        double time = from;
        double value = double.NaN;
        for (int pass = 0; pass < Passes && to > from; pass++)
        {
            double[] times = Grid(from, to);
            double[] values = Values(times);
            int best = 0;
            for (int i = 1; i < values.Length; i++)
            {
                best = isMaximum ? values[i] > values[best] ? i : best : values[i] < values[best] ? i : best;
            }

            (time, value) = (times[best], values[best]);
            (from, to) = (times[Math.Max(best - 1, 0)], times[Math.Min(best + 1, times.Length - 1)]);
        }

        return (time, value);
    }

    /// <summary>Time below a threshold, with crossings by linear interpolation: its error shrinks with the square of the grid.</summary>
    private double Below(TimeBelow what)
    {
        double[] times = Grid(what.From, what.To);
        double[] values = Values(times);
        double sum = 0;
        for (int i = 1; i < times.Length; i++)
        {
            double before = values[i - 1] - what.Threshold;
            double after = values[i] - what.Threshold;
            double share = before < 0 && after < 0 ? 1 : before >= 0 && after >= 0 ? 0 : Math.Min(before, after) / (Math.Min(before, after) - Math.Max(before, after));
            sum += share * (times[i] - times[i - 1]);
        }

        return what.IsAbove ? what.To - what.From - sum : sum;
    }

    private double Cross(Crossing what)
    {
        double[] times = Grid(what.From, what.To);
        var found = CrossingsOf(times, Values(times), what.Level, what.Direction);
        return found.Count > 0
            ? Refine(found[what.IsLast ? ^1 : 0], what.Level, what.Direction)
            : throw new CourseFailedException("the level is not crossed within the window");
    }

    private double PeriodOf(Period within)
    {
        double[] times = Grid(within.From, within.To);
        double[] values = Values(times);
        double middle = (values.Min() + values.Max()) / 2;
        var found = CrossingsOf(times, values, middle, direction: 1);
        return found.Count >= 2
            ? Refine(found[^1], middle, 1) - Refine(found[^2], middle, 1)
            : throw new CourseFailedException("there is no whole period within the window");
    }

    private static List<(double From, double To)> CrossingsOf(double[] times, double[] values, double level, int direction)
    {
        var found = new List<(double, double)>();
        for (int i = 1; i < times.Length; i++)
        {
            bool isUp = values[i - 1] < level && values[i] >= level;
            bool isDown = values[i - 1] >= level && values[i] < level;
            if ((isUp && direction >= 0) || (isDown && direction <= 0))
            {
                found.Add((times[i - 1], times[i]));
            }
        }

        return found;
    }

    /// <summary>The time of the crossing within an interval that has one: a finer grid, then a straight line.</summary>
    private double Refine((double From, double To) interval, double level, int direction)
    {
        double[] times = Grid(interval.From, interval.To);
        double[] values = Values(times);
        var found = CrossingsOf(times, values, level, direction);
        if (found.Count == 0)
        {
            return interval.To;   // a jump, such as a dose, at the end of the interval
        }

        int after = Array.IndexOf(times, found[0].To);
        double share = (level - values[after - 1]) / (values[after] - values[after - 1]);
        return times[after - 1] + (share * (times[after] - times[after - 1]));
    }

    private static double[] Grid(double from, double to) =>
        [.. Enumerable.Range(0, GridPoints).Select(i => from + ((to - from) * i / (GridPoints - 1)))];

    private double[] Values(params double[] times) => Observe(statistic.Observe, times);

    private double[] Observe(string symbol, double[] times) => model.Observe(statistic.Setting, variation, symbol, times);
}
