using System.Collections.Immutable;
using Thymus.Clinic;

namespace Thymus.Trials.Statistics;

/// <summary>A Cox proportional-hazards regression.</summary>
/// <remarks>
/// Cox 1972, J. R. Stat. Soc. B 34:187–220; Efron 1977, J. Am. Stat. Assoc. 72:557–565,
/// doi:10.1080/01621459.1977.10480613. Newton's method with step halving; docs/science/statistics.md.
/// </remarks>
public sealed partial class Cox
{
    private const int MostIterations = 50;
    private const int MostHalvings = 25;
    private const double Negligible = 1e-11;   // change of the log-likelihood, relative to 1 + its size
    private const double Moving = 1e-3;        // change of a log hazard while the likelihood stands still: it has no maximum
    private const double NoInformation = 1e-13;

    private readonly CoxLikelihood _likelihood;
    private readonly IReadOnlyList<TimeToEvent> _sample;
    private readonly double[] _beta;

    private Cox(CoxLikelihood likelihood, IReadOnlyList<TimeToEvent> sample, double[] beta, CoxStatus status)
    {
        (_likelihood, _sample, _beta, Status) = (likelihood, sample, beta, status);
        Coefficients = [.. beta];
        StandardErrors = [.. beta.Select(_ => double.NaN)];
    }

    /// <summary>How the regression ended. Unless it converged, every estimate is NaN.</summary>
    public CoxStatus Status { get; }

    /// <summary>Log hazard ratios per unit of each covariate.</summary>
    public ImmutableArray<double> Coefficients { get; }

    /// <summary>Their standard errors, from the observed information.</summary>
    public ImmutableArray<double> StandardErrors { get; private init; }

    /// <summary>Covariance of the coefficients, row after row; empty unless converged.</summary>
    public ImmutableArray<double> Covariance { get; private init; } = [];

    /// <summary>Log partial likelihood with all coefficients 0.</summary>
    public double LogLikelihoodNull { get; private init; } = double.NaN;

    /// <summary>Log partial likelihood at the maximum.</summary>
    public double LogLikelihood { get; private init; } = double.NaN;

    /// <summary>Score test that all coefficients are 0: χ² with as many degrees of freedom as there are coefficients.</summary>
    public double ScoreTest { get; private init; } = double.NaN;

    /// <summary>Wald test of the same.</summary>
    public double WaldTest { get; private init; } = double.NaN;

    /// <summary>Likelihood-ratio test of the same.</summary>
    public double LikelihoodRatioTest => 2 * (LogLikelihood - LogLikelihoodNull);

    /// <summary>Two-sided p-value of one of these tests.</summary>
    public double POf(double test) => Probability.ChiSquaredUpper(test, Coefficients.Length);

    /// <summary>Hazard ratio of one unit of a covariate.</summary>
    public double HazardRatio(int covariate) => Math.Exp(Coefficients[covariate]);

    /// <summary>Wald interval of a hazard ratio.</summary>
    public Interval HazardRatioInterval(int covariate, double level = 0.95)
    {
        double margin = Probability.TwoSidedNormal(level) * StandardErrors[covariate];
        return new(Math.Exp(Coefficients[covariate] - margin), Math.Exp(Coefficients[covariate] + margin));
    }

    /// <summary>Two-sided p-value of a coefficient being 0 (Wald).</summary>
    public double WaldP(int covariate) => Probability.TwoSidedP(Coefficients[covariate] / StandardErrors[covariate]);

    /// <summary>Fits a model.</summary>
    /// <param name="sample">Times to event.</param>
    /// <param name="covariates">Covariates, each with a finite value per patient.</param>
    /// <param name="strata">Stratum of each patient, or <see langword="null"/> for one stratum.</param>
    /// <param name="ties">Treatment of ties.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a value is not finite.</exception>
    public static Cox Fit(
        IReadOnlyList<TimeToEvent> sample, double[][] covariates, IReadOnlyList<int>? strata = null, Ties ties = Ties.Efron)
    {
        if (covariates.Any(c => c.Length != sample.Count || !c.All(double.IsFinite)) || (strata is not null && strata.Count != sample.Count))
        {
            throw new ArgumentException(
                "Every patient has a finite value of every covariate and, when there are strata, a stratum.", nameof(covariates));
        }

        var likelihood = new CoxLikelihood(sample, covariates, strata, ties);
        return sample.Any(s => s.Event)
            ? Maximise(likelihood, sample)
            : Undefined(likelihood, sample, CoxStatus.NoEvents);
    }

    private static Cox Maximise(CoxLikelihood likelihood, IReadOnlyList<TimeToEvent> sample)
    {
        int p = likelihood.Size;
        double[] beta = new double[p], gradient = new double[p], information = new double[p * p];
        double logL = likelihood.Evaluate(beta, gradient, information), logLNull = logL, score = double.NaN;
        bool hasInformation = Enumerable.Range(0, p).All(j =>
            information[j * p + j] > NoInformation * likelihood.Reach[j] * likelihood.Reach[j]);
        var status = hasInformation ? CoxStatus.NotConverged : CoxStatus.Singular;
        for (int iteration = 0; iteration < MostIterations && status is CoxStatus.NotConverged; iteration++)
        {
            if (SymmetricMatrix.TryFactor(information, p) is not SymmetricMatrix factor)
            {
                status = iteration == 0 ? CoxStatus.Singular : CoxStatus.MonotoneLikelihood;   // it was regular and has vanished
                break;
            }

            double[] step = factor.Solve(gradient);
            score = iteration == 0 ? Dot(step, gradient) : score;
            double before = logL;
            logL = Climb(likelihood, beta, step, before, gradient, information);
            if (logL - before <= Negligible * (1 + Math.Abs(logL)))
            {
                status = step.Select((s, j) => Math.Abs(s) * likelihood.Reach[j]).Max() > Moving
                    ? CoxStatus.MonotoneLikelihood
                    : CoxStatus.Converged;
            }
        }

        if (status is not CoxStatus.Converged || SymmetricMatrix.TryFactor(information, p) is not SymmetricMatrix last)
        {
            return Undefined(likelihood, sample, status is CoxStatus.Converged ? CoxStatus.Singular : status);
        }

        double[] covariance = last.Inverse();
        return new(likelihood, sample, beta, status)
        {
            StandardErrors = [.. Enumerable.Range(0, p).Select(j => Math.Sqrt(covariance[j * p + j]))],
            Covariance = [.. covariance],
            LogLikelihoodNull = logLNull,
            LogLikelihood = logL,
            ScoreTest = score,
            WaldTest = Enumerable.Range(0, p * p).Sum(k => beta[k / p] * information[k] * beta[k % p]),
        };
    }

    /// <summary>Goes a Newton step, or as much of it as makes the likelihood rise; moves β and fills gradient and information there.</summary>
    private static double Climb(
        CoxLikelihood likelihood, double[] beta, double[] step, double before, double[] gradient, double[] information)
    {
        double[] start = [.. beta];
        double fraction = 1, logL = before;
        for (int halving = 0; halving < MostHalvings; halving++, fraction /= 2)
        {
            for (int j = 0; j < beta.Length; j++)
            {
                beta[j] = start[j] + fraction * step[j];
            }

            logL = likelihood.Evaluate(beta, gradient, information);
            if (logL >= before - Negligible * (1 + Math.Abs(before)))
            {
                return logL;
            }
        }

        start.CopyTo(beta, 0);
        return likelihood.Evaluate(beta, gradient, information);
    }

    private static Cox Undefined(CoxLikelihood likelihood, IReadOnlyList<TimeToEvent> sample, CoxStatus status) =>
        new(likelihood, sample, [.. Enumerable.Repeat(double.NaN, likelihood.Size)], status);

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
