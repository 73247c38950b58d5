namespace Thymus.Trials.Statistics;

public sealed partial class Cox
{
    /// <summary>Martingale residuals, in the order of the sample: event (1 or 0) less the events the model expects by then.</summary>
    public double[] MartingaleResiduals()
    {
        double[] expected = _likelihood.ExpectedEvents(_beta);
        return [.. expected.Select((e, i) => (_sample[i].Event ? 1 : 0) - e)];
    }

    /// <summary>
    /// Tests whether hazards are proportional: the score test of adding x·g(t) for every covariate x, with g = 1 − S(t−) of all
    /// patients together.
    /// </summary>
    /// <returns>χ² with as many degrees of freedom as there are covariates, and its p-value; NaN when the model has no estimate.</returns>
    /// <remarks>Grambsch &amp; Therneau 1994, Biometrika 81:515–526, doi:10.1093/biomet/81.3.515, in its score form.</remarks>
    public (double ChiSquared, double P) ProportionalHazards()
    {
        int p = _likelihood.Size;
        if (Status is not CoxStatus.Converged)
        {
            return (double.NaN, double.NaN);
        }

        var survival = KaplanMeier.Fit(_sample);
        double[] u = new double[p], own = new double[p * p], cross = new double[p * p], plain = new double[p * p], ignored = new double[p];
        _likelihood.Evaluate(_beta, ignored, plain, (time, deaths, mean, covariance) =>
        {
            double g = 1 - survival.Before(time);
            foreach (int k in deaths)
            {
                var x = _likelihood.Row(k);
                for (int i = 0; i < p; i++)
                {
                    u[i] += g * (x[i] - mean[i]);
                }
            }

            for (int i = 0; i < p * p; i++)
            {
                own[i] += g * g * covariance[i];
                cross[i] += g * covariance[i];
            }
        });

        if (SymmetricMatrix.TryFactor(plain, p) is not SymmetricMatrix information)
        {
            return (double.NaN, double.NaN);
        }

        // what is left of the information on x·g(t) once the coefficients themselves are estimated
        for (int i = 0; i < p; i++)
        {
            double[] solved = information.Solve(cross.AsSpan(i * p, p));
            for (int j = 0; j < p; j++)
            {
                own[i * p + j] -= Dot(solved, cross[(j * p)..((j + 1) * p)]);
            }
        }

        double chi = SymmetricMatrix.TryFactor(own, p) is SymmetricMatrix left ? Dot(left.Solve(u), u) : double.NaN;
        return (chi, Probability.ChiSquaredUpper(chi, p));
    }
}
