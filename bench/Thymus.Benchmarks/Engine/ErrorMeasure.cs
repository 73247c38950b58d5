namespace Thymus.Benchmarks.Engine;

/// <summary>The distance of outputs from a reference.</summary>
/// <param name="Rms">Root of the mean square over patients, observables and times of the error relative to |ref| + 1e-4 max |ref|.</param>
/// <param name="Largest">The largest of these errors.</param>
/// <param name="Missing">Patients that are not finite on either side and count for nothing.</param>
internal sealed record ErrorMeasure(double Rms, double Largest, int Missing)
{
    private const double Floor = 1e-4;

    public static ErrorMeasure Of(Outputs outputs, Outputs reference)
    {
        double sum = 0;
        double largest = 0;
        long count = 0;
        int missing = 0;
        for (int p = 0; p < Math.Min(outputs.Patients, reference.Patients); p++)
        {
            if (!IsWhole(outputs, p) || !IsWhole(reference, p))
            {
                missing++;
                continue;
            }

            for (int k = 0; k < reference.Observables; k++)
            {
                var exact = reference.Of(p, k);
                var given = outputs.Of(p, k);
                double most = 0;
                foreach (double value in exact)
                {
                    most = Math.Max(most, Math.Abs(value));
                }

                for (int i = 0; i < exact.Length && most > 0; i++)
                {
                    double error = (given[i] - exact[i]) / (Math.Abs(exact[i]) + (Floor * most));
                    sum += error * error;
                    largest = Math.Max(largest, Math.Abs(error));
                }

                count += exact.Length;
            }
        }

        return new ErrorMeasure(Math.Sqrt(sum / Math.Max(1, count)), largest, missing);
    }

    private static bool IsWhole(Outputs outputs, int patient)
    {
        for (int k = 0; k < outputs.Observables; k++)
        {
            if (!double.IsFinite(outputs.Of(patient, k)[^1]))
            {
                return false;
            }
        }

        return true;
    }
}
