namespace Thymus.Benchmarks.Engine;

/// <summary>Finds the relative tolerance at which the error is just not above a target: a root on logarithmic scales.</summary>
internal static class ToleranceSearch
{
    private const int MostTrials = 14;
    private const double CloseEnough = 0.93;   // within 7 % below the target

    public static double Find(Func<double, double> errorOf, double target, double start)
    {
        double best = double.NaN;
        double tight = double.NaN, tightError = double.NaN;   // the error is at most the target
        double loose = double.NaN, looseError = double.NaN;   // the error is above it
        double rtol = start;
        for (int trial = 0; trial < MostTrials; trial++)
        {
            double error = errorOf(rtol);
            if (error <= target)
            {
                (tight, tightError) = (rtol, error);
                best = double.IsNaN(best) ? rtol : Math.Max(best, rtol);
                if (error >= CloseEnough * target)
                {
                    break;
                }
            }
            else
            {
                (loose, looseError) = (rtol, error);
            }

            rtol = Next(tight, tightError, loose, looseError, 0.97 * target);
            if (!double.IsNaN(tight) && !double.IsNaN(loose) && loose / tight < 1.003)
            {
                break;
            }
        }

        return double.IsNaN(best) ? throw new BenchProblem($"no tolerance down to {rtol:G3} gives an error of {target:G3}") : best;
    }

    // Without a bracket: the error is about proportional to the tolerance. With one: regula falsi, kept off the ends.
    private static double Next(double tight, double tightError, double loose, double looseError, double aim)
    {
        if (double.IsNaN(loose))
        {
            return Math.Min(0.1, tight * Math.Clamp(aim / tightError, 1.2, 100));
        }

        if (double.IsNaN(tight))
        {
            return Math.Max(1e-13, loose * Math.Clamp(aim / looseError, 0.01, 0.8));
        }

        double part = Math.Log(aim / tightError) / Math.Log(looseError / tightError);
        return tight * Math.Pow(loose / tight, Math.Clamp(double.IsFinite(part) ? part : 0.5, 0.1, 0.9));
    }
}
