using Thymus.Clinic;
using Thymus.Trials.Statistics;

namespace Thymus.Trials.Tests.Statistics;

/// <summary>
/// Reference values MH-n: R survival 3.5.3, nine decimals. R stops once the log-likelihood changes by less than 1e-9 of itself and
/// leaves up to 3e-9 in a coefficient; that ours is the root is a test of its own.
/// </summary>
public sealed class CoxTests
{
    private const double Digits = 5e-9;

    [Fact]
    public void Lung_by_sex_with_Efron_is_that_of_R()   // MH-8
    {
        var cox = Cox.Fit(SurvivalData.Lung.Times, [SurvivalData.Lung["sex"]]);

        Assert.Equal(CoxStatus.Converged, cox.Status);
        Assert.Equal(-0.531023538, cox.Coefficients[0], Digits);
        Assert.Equal(0.167178583, cox.StandardErrors[0], Digits);
        Assert.Equal(-749.9098014, cox.LogLikelihoodNull, 5e-8);
        Assert.Equal(-744.5929990, cox.LogLikelihood, 5e-8);
    }

    [Fact]
    public void Lung_by_sex_with_Breslow_is_that_of_R()   // MH-9
    {
        var cox = Cox.Fit(SurvivalData.Lung.Times, [SurvivalData.Lung["sex"]], ties: Ties.Breslow);

        Assert.Equal(-0.530396575, cox.Coefficients[0], Digits);
        Assert.Equal(0.167180837, cox.StandardErrors[0], Digits);
    }

    [Fact]
    public void Lung_with_three_covariates_is_that_of_R()   // MH-10, MH-11
    {
        var data = SurvivalData.Lung.WithoutMissing("ecog");
        var cox = Cox.Fit(data.Times, [data["age"], data["sex"], data["ecog"]]);

        Assert.Equal((227, 164), (data.Times.Length, data.Times.Count(t => t.Event)));
        AssertEqual([0.011066765, -0.552612396, 0.463728475], cox.Coefficients, Digits);
        AssertEqual([0.009267411, 0.167739054, 0.113577266], cox.StandardErrors, Digits);
        Assert.Equal(-744.4804558, cox.LogLikelihoodNull, 5e-8);
        Assert.Equal(-729.2301214, cox.LogLikelihood, 5e-8);
    }

    [Fact]
    public void Aml_is_that_of_R()   // MH-15
    {
        var efron = Cox.Fit(SurvivalData.Aml.Times, [SurvivalData.Aml["x"]]);
        var breslow = Cox.Fit(SurvivalData.Aml.Times, [SurvivalData.Aml["x"]], ties: Ties.Breslow);

        Assert.Equal(0.915532575, efron.Coefficients[0], Digits);
        Assert.Equal(0.511934275, efron.StandardErrors[0], Digits);
        Assert.Equal(0.904219724, breslow.Coefficients[0], Digits);
    }

    [Fact]
    public void Ovarian_is_that_of_R()   // MH-19
    {
        var cox = Cox.Fit(SurvivalData.Ovarian.Times, [SurvivalData.Ovarian["rx"], SurvivalData.Ovarian["age"]]);

        AssertEqual([-0.803973013, 0.147326595], cox.Coefficients, Digits);
        Assert.Equal(-27.041898863, cox.LogLikelihood, 5e-10);
    }

    [Fact]
    public void Martingale_residuals_are_those_of_R()   // MH-21
    {
        double[] residuals = Cox.Fit(SurvivalData.Lung.Times, [SurvivalData.Lung["sex"]]).MartingaleResiduals();

        AssertEqual([0.171997044, -0.388005101, -3.506056738], residuals[..3], Digits);
        Assert.Equal(0, residuals.Sum(), 1e-9);
    }

    [Fact]
    public void Estimate_is_the_root_of_the_score()
    {
        double[] sex = SurvivalData.Lung["sex"];
        double[] residuals = Cox.Fit(SurvivalData.Lung.Times, [sex]).MartingaleResiduals();

        Assert.Equal(0, sex.Zip(residuals, (x, m) => x * m).Sum(), 1e-9);   // 7e-8 at the coefficient that R prints
    }

    [Theory]
    [InlineData(Ties.Efron)]
    [InlineData(Ties.Breslow)]
    public void Residuals_sum_to_zero_in_every_stratum(Ties ties)
    {
        var data = SurvivalData.Lung.WithoutMissing("ecog");
        int[] strata = data.Groups("ecog");
        double[] residuals = Cox.Fit(data.Times, [data["sex"]], strata, ties).MartingaleResiduals();

        Assert.All(strata.Distinct(), s => Assert.Equal(0, residuals.Where((_, i) => strata[i] == s).Sum(), 1e-9));
    }

    [Fact]
    public void Arm_without_events_has_no_hazard_ratio()
    {
        TimeToEvent[] sample = [new(5, true), new(6, true), new(7, true), new(8, false), new(9, false), new(10, false)];

        var cox = Cox.Fit(sample, [[0, 0, 0, 1, 1, 1]]);

        Assert.Equal(CoxStatus.MonotoneLikelihood, cox.Status);
        Assert.Equal(double.NaN, cox.HazardRatio(0));
        Assert.Equal(double.NaN, cox.WaldP(0));
    }

    [Fact]
    public void Constant_covariate_is_reported() =>
        Assert.Equal(CoxStatus.Singular, Cox.Fit(SurvivalData.Aml.Times, [[.. SurvivalData.Aml["x"].Select(_ => 0.1)]]).Status);

    [Fact]
    public void Collinear_covariates_are_reported() =>
        Assert.Equal(
            CoxStatus.Singular,
            Cox.Fit(SurvivalData.Aml.Times, [SurvivalData.Aml["x"], [.. SurvivalData.Aml["x"].Select(x => 3 - 2 * x)]]).Status);

    [Fact]
    public void Sample_without_events_is_reported() =>
        Assert.Equal(CoxStatus.NoEvents, Cox.Fit([new(1, false), new(2, false)], [[0, 1]]).Status);

    [Fact]
    public void Coefficient_scales_with_the_unit_of_its_covariate()
    {
        double[] age = SurvivalData.Lung["age"];
        var years = Cox.Fit(SurvivalData.Lung.Times, [age]);
        var seconds = Cox.Fit(SurvivalData.Lung.Times, [[.. age.Select(a => a * 3.15576e7 + 1e9)]]);

        Assert.Equal(years.Coefficients[0], seconds.Coefficients[0] * 3.15576e7, 1e-9);
        Assert.Equal(years.LogLikelihood, seconds.LogLikelihood, 1e-8);
    }

    [Fact]
    public void Wald_score_and_likelihood_ratio_tests_agree_on_a_small_effect()
    {
        var cox = Cox.Fit(SurvivalData.Lung.Times, [SurvivalData.Lung["sex"]]);

        // R prints for this model: likelihood ratio 10.63, Wald 10.09, score 10.33
        Assert.Equal([10.63, 10.09, 10.33], new[] { cox.LikelihoodRatioTest, cox.WaldTest, cox.ScoreTest }.Select(t => Math.Round(t, 2)));
    }

    [Fact]
    public void Strata_are_likelihoods_multiplied()
    {
        var data = SurvivalData.Lung.WithoutMissing("ecog");
        double beta = Cox.Fit(data.Times, [data["sex"]], data.Groups("ecog")).Coefficients[0];

        double Together(double b) => Enumerable.Range(0, 4)
            .Sum(e => Naive(data.Where("ecog", e).Times, data.Where("ecog", e)["sex"], (x, _) => b * x));

        Assert.True(Together(beta) > Together(beta + 1e-4) && Together(beta) > Together(beta - 1e-4));
    }

    [Fact]
    public void Test_of_proportional_hazards_is_the_score_test_of_a_changing_effect()
    {
        // the likelihood with x·g(t) is written out from its definition and differentiated numerically
        var times = SurvivalData.Lung.Times;
        double[] sex = SurvivalData.Lung["sex"];
        var cox = Cox.Fit(times, [sex]);
        var survival = KaplanMeier.Fit(times);
        double LogL(double b, double c) => Naive(times, sex, (x, t) => (b + c * (1 - survival.Before(t))) * x);
        const double h = 1e-3;
        double beta = cox.Coefficients[0], at = LogL(beta, 0);
        double score = (LogL(beta, h) - LogL(beta, -h)) / (2 * h);
        double own = -(LogL(beta, h) - 2 * at + LogL(beta, -h)) / (h * h);
        double plain = -(LogL(beta + h, 0) - 2 * at + LogL(beta - h, 0)) / (h * h);
        double cross = -(LogL(beta + h, h) - LogL(beta + h, -h) - LogL(beta - h, h) + LogL(beta - h, -h)) / (4 * h * h);

        Assert.Equal(score * score / (own - cross * cross / plain), cox.ProportionalHazards().ChiSquared, 1e-4);
    }

    [Fact]
    public void Test_of_proportional_hazards_is_that_of_R()
    {
        var (chi, p) = Cox.Fit(SurvivalData.Lung.Times, [SurvivalData.Lung["sex"]]).ProportionalHazards();

        Assert.Equal((2.86, 0.091), (Math.Round(chi, 2), Math.Round(p, 3)));   // remembered from printed output of cox.zph
    }

    [Fact]
    public void Exponential_arms_give_their_ratio_of_rates()
    {
        // 20,000 patients at the quantiles of two exponential distributions: the hazard ratio is 0.5
        const int n = 10_000;
        var sample = Enumerable.Range(0, 2 * n).Select(i => new TimeToEvent(-Math.Log((i % n + 0.5) / n) * (i < n ? 1 : 2), true)).ToArray();
        var cox = Cox.Fit(sample, [[.. sample.Select((_, i) => i < n ? 0.0 : 1.0)]]);

        Assert.Equal(0.5, cox.HazardRatio(0), 1e-3);
        Assert.Equal(1 / Math.Sqrt(n / 2.0), cox.StandardErrors[0], 1e-3);
        Assert.InRange(cox.ProportionalHazards().P, 0.5, 1);
    }

    [Fact]
    public void Fit_does_not_depend_on_the_order_of_patients() =>
        Gen.Select(Gen.Int[1, 20], Gen.Bool, Gen.Double[0, 3]).Array[10, 40].Sample(sample =>
        {
            var a = Cox.Fit([.. sample.Select(s => new TimeToEvent(s.Item1, s.Item2))], [[.. sample.Select(s => s.Item3)]]);
            var back = sample.Reverse().ToArray();
            var b = Cox.Fit([.. back.Select(s => new TimeToEvent(s.Item1, s.Item2))], [[.. back.Select(s => s.Item3)]]);
            return a.Status == b.Status
                && (a.Status is not CoxStatus.Converged || Math.Abs(a.Coefficients[0] - b.Coefficients[0]) <= 1e-7 * (1 + Math.Abs(a.Coefficients[0])));
        });

    /// <summary>Efron's log partial likelihood from its definition, in n² steps.</summary>
    private static double Naive(TimeToEvent[] times, double[] x, Func<double, double, double> logHazard)
    {
        double sum = 0;
        foreach (var tied in times.Select((t, i) => (t, i)).Where(p => p.t.Event).GroupBy(p => p.t.Time))
        {
            int[] deaths = [.. tied.Select(p => p.i)];
            double atRisk = times.Select((t, i) => t.Time >= tied.Key ? Math.Exp(logHazard(x[i], tied.Key)) : 0).Sum();
            double dying = deaths.Sum(i => Math.Exp(logHazard(x[i], tied.Key)));
            sum += deaths.Sum(i => logHazard(x[i], tied.Key));
            sum -= deaths.Select((_, l) => Math.Log(atRisk - (double)l / deaths.Length * dying)).Sum();
        }

        return sum;
    }

    private static void AssertEqual(double[] expected, IReadOnlyList<double> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Count);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }
}
