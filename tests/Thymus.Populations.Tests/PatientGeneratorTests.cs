using System.Collections.Immutable;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Numerics.Random;
using Thymus.Populations.Drawing;

namespace Thymus.Populations.Tests;

/// <summary>
/// Closed-form moments and quantiles against 20,000 patients at a fixed seed. Tolerances are four standard errors of the
/// estimate, written out where they are used.
/// </summary>
public sealed class PatientGeneratorTests
{
    private static readonly double Root = Math.Sqrt(Sample.Size);

    [Fact]
    public void Normal_covariate_has_its_mean_and_standard_deviation()
    {
        double[] x = Sample.DrawOne(new NormalCovariate(70, 12, double.NegativeInfinity, double.PositiveInfinity));

        Assert.Equal(70, x.Average(), tolerance: 4 * 12 / Root);
        Assert.Equal(12, Math.Sqrt(Sample.Variance(x)), tolerance: 4 * 12 / (Math.Sqrt(2) * Root));
    }

    [Theory]
    [InlineData(0, 1, -1, 1, 0, 0.539560)]               // moments of a truncated normal: Johnson, Kotz & Balakrishnan 1994, §13.10.1
    [InlineData(0, 1, 1, 99, 1.525135, 0.446204)]
    [InlineData(0, 1, 8, 99, 8.121369, 0.119878)]        // far out in the upper tail
    [InlineData(0, 1, -99, -8, -8.121369, 0.119878)]
    public void Truncated_normal_covariate_keeps_its_bounds_and_has_the_moments_of_the_truncated_law(
        double mean, double sd, double minimum, double maximum, double expectedMean, double expectedSd)
    {
        double[] x = Sample.DrawOne(new NormalCovariate(mean, sd, minimum, maximum));

        Assert.All(x, v => Assert.InRange(v, minimum, maximum));
        Assert.Equal(expectedMean, x.Average(), tolerance: 4 * expectedSd / Root);
        Assert.Equal(expectedSd, Math.Sqrt(Sample.Variance(x)), tolerance: 6 * expectedSd / Root);
    }

    [Fact]
    public void Log_normal_covariate_has_its_median_and_the_closed_form_coefficient_of_variation()
    {
        double[] x = Sample.DrawOne(new LogNormalCovariate(40, 0.3, 0, double.PositiveInfinity));
        double cv = Math.Sqrt(Math.Exp(0.09) - 1);

        Assert.Equal(40, Sample.Quantile(x, 0.5), tolerance: 4 * 40 * 0.3 * 1.2533 / Root);
        Assert.Equal(40 * Math.Exp(0.045), x.Average(), tolerance: 4 * cv * 42 / Root);
        Assert.Equal(cv, Math.Sqrt(Sample.Variance(x)) / x.Average(), tolerance: 0.01);
    }

    [Fact]
    public void Truncated_log_normal_covariate_has_the_quantiles_of_the_truncated_law()
    {
        // Between the 16 % and the 84 % quantile (±1 SD) the median stays, by symmetry of the logarithm.
        double low = 40 * Math.Exp(-0.3), high = 40 * Math.Exp(0.3);
        double[] x = Sample.DrawOne(new LogNormalCovariate(40, 0.3, low, high));

        Assert.All(x, v => Assert.InRange(v, low, high));
        Assert.Equal(40, Sample.Quantile(x, 0.5), tolerance: 4 * 40 * 0.3 / Root);
    }

    [Fact]
    public void Logit_normal_covariate_stays_inside_its_bounds_with_its_median()
    {
        double[] x = Sample.DrawOne(new LogitNormalCovariate(30, 1.5, 0, 100));

        Assert.All(x, v => Assert.InRange(v, 0, 100));
        Assert.Equal(30, Sample.Quantile(x, 0.5), tolerance: 4 * 1.2533 * 1.5 * 100 * 0.3 * 0.7 / Root);
        Assert.Equal(1.5, Math.Sqrt(Sample.Variance([.. x.Select(v => Math.Log(v / (100 - v)))])), tolerance: 4 * 1.5 / (Math.Sqrt(2) * Root));
    }

    [Fact]
    public void Uniform_covariate_fills_its_range_evenly()
    {
        double[] x = Sample.DrawOne(new UniformCovariate(2, 6));

        Assert.All(x, v => Assert.InRange(v, 2, 6));
        Assert.Equal(3, Sample.Quantile(x, 0.25), tolerance: 4 * 4 * 0.433 / Root);
        Assert.Equal(16.0 / 12, Sample.Variance(x), tolerance: 0.04);
    }

    [Fact]
    public void Levels_come_with_their_probabilities()
    {
        double[] x = Sample.DrawOne(new CategoricalCovariate([new("never", 0, 0.2), new("former", 1, 0.5), new("current", 2, 0.3)]));

        Assert.Equal([0, 1, 2], x.Distinct().Order());
        Assert.Equal(0.2, x.Count(v => v == 0) / (double)Sample.Size, tolerance: 4 * 0.4 / Root);
        Assert.Equal(0.5, x.Count(v => v == 1) / (double)Sample.Size, tolerance: 4 * 0.5 / Root);
    }

    [Fact]
    public void Correlation_holds_on_the_scale_of_normal_scores_and_leaves_the_margins_alone()
    {
        var population = Population.Empty with
        {
            Covariates =
            [
                Sample.Covariate("WT", new NormalCovariate(70, 12, double.NegativeInfinity, double.PositiveInfinity)),
                Sample.Covariate("AGE", new UniformCovariate(20, 80)),
                Sample.Covariate("CRP", new LogNormalCovariate(5, 0.8, 0, double.PositiveInfinity)),
            ],
            Correlations = [new("WT", "CRP", 0.6), new("AGE", "CRP", -0.3)],
        };
        var patients = Sample.Draw(population);
        double[] weight = [.. patients.Select(p => p.Covariates[0])];
        double[] age = [.. patients.Select(p => p.Covariates[1])];
        double[] logCrp = [.. patients.Select(p => Math.Log(p.Covariates[2]))];

        Assert.Equal(0.6, Sample.Correlation(weight, logCrp), tolerance: 4 * (1 - 0.36) / Root);
        Assert.Equal(0, Sample.Correlation(weight, age), tolerance: 4 / Root);
        Assert.Equal(0.8, Math.Sqrt(Sample.Variance(logCrp)), tolerance: 4 * 0.8 / (Math.Sqrt(2) * Root));

        // Pearson's correlation of a uniform and a normal with normal-score correlation r is r·√(3/π) (Kruskal 1958, JASA 53:814).
        Assert.Equal(-0.3 * Math.Sqrt(3 / Math.PI), Sample.Correlation(age, logCrp), tolerance: 4 / Root);
    }

    [Fact]
    public void Covariance_of_random_effects_is_recovered()
    {
        double[,] covariance = { { 0.09, 0.03, 0 }, { 0.03, 0.16, -0.02 }, { 0, -0.02, 0.04 } };
        var patients = Sample.Draw(Population.Empty with { RandomEffects = [Sample.Block(["a", "b", "c"], covariance)] });
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                double error = Math.Sqrt(((covariance[i, i] * covariance[j, j]) + (covariance[i, j] * covariance[i, j])) / Sample.Size);
                double found = Sample.Covariance([.. patients.Select(p => p.RandomEffects[i])], [.. patients.Select(p => p.RandomEffects[j])]);
                Assert.Equal(covariance[i, j], found, tolerance: 4 * error);
            }
        }
    }

    [Fact]
    public void Parameters_combine_typical_value_effects_and_random_effect_on_their_scale()
    {
        var population = Population.Empty with
        {
            Covariates = [Sample.Covariate("WT", new ConstantCovariate(90), 70), Sample.Covariate("SEX", new ConstantCovariate(1), 0)],
            RandomEffects = [Sample.Block(["e"], new double[,] { { 0.25 } })],
            Parameters =
            [
                Sample.Parameter("CL", 0.3, ParameterDistribution.LogNormal, "e", new("WT", EffectForm.Power, 0.75, 70), new("SEX", EffectForm.Factor, 1.2, 1)),
                Sample.Parameter("N", 5, ParameterDistribution.Normal, "e", new CovariateEffect("WT", EffectForm.Linear, 0.01, 70)),
                Sample.Parameter("P", 0.2, ParameterDistribution.LogitNormal, "e", new CovariateEffect("WT", EffectForm.Additive, 0.05, 70)),
                Sample.Parameter("X", 2, ParameterDistribution.Fixed, null, new CovariateEffect("WT", EffectForm.Exponential, 0.01, 70)),
                Sample.Parameter("Y", 2, ParameterDistribution.Fixed, null, new CovariateEffect("SEX", EffectForm.Factor, 3, 0)),
            ],
        };
        var patient = new PatientGenerator(population, seed: 3).Generate(8);
        double eta = patient.RandomEffects[0];

        double[] expected =
        [
            0.3 * Math.Pow(90.0 / 70, 0.75) * 1.2 * Math.Exp(eta), (5 * 1.2) + eta,
            1 / (1 + Math.Exp(-(Math.Log(0.2 / 0.8) + 1 + eta))), 2 * Math.Exp(0.2), 2,
        ];
        Assert.NotEqual(0, eta);
        Assert.All(expected.Zip(patient.Parameters), p => Assert.Equal(p.First, p.Second, 1e-12 * Math.Abs(p.First)));
    }

    [Fact]
    public void Log_normal_parameter_has_the_closed_form_coefficient_of_variation()
    {
        const double variance = 0.35;
        var patients = Sample.Draw(Population.Empty with
        {
            RandomEffects = [Sample.Block(["e"], new[,] { { variance } })],
            Parameters = [Sample.Parameter("CL", 0.22, ParameterDistribution.LogNormal, "e")],
        });
        double[] clearance = [.. patients.Select(p => p.Parameters[0])];

        Assert.Equal(0.22, Sample.Quantile(clearance, 0.5), tolerance: 4 * 0.22 * Math.Sqrt(variance) * 1.2533 / Root);
        Assert.Equal(Math.Sqrt(Math.Exp(variance) - 1), Math.Sqrt(Sample.Variance(clearance)) / clearance.Average(), tolerance: 0.03);
    }

    [Fact]
    public void Typical_patient_has_typical_values()
    {
        var population = Population.Empty with
        {
            Covariates = [Sample.Covariate("WT", new NormalCovariate(75, 10, 0, 200), 70)],
            RandomEffects = [Sample.Block(["e"], new[,] { { 0.25 } })],
            Parameters = [Sample.Parameter("CL", 0.3, ParameterDistribution.LogNormal, "e", new CovariateEffect("WT", EffectForm.Power, 0.75, 70))],
        };
        var typical = new PatientGenerator(population, seed: 1).Typical();

        Assert.Equal((0UL, 70.0, 0.0, 0.3), (typical.Number, typical.Covariates[0], typical.RandomEffects[0], typical.Parameters[0]));
    }

    [Fact]
    public void Additive_effects_are_added_in_the_unit_of_a_fixed_or_normal_parameter()
    {
        var population = Population.Empty with
        {
            Covariates = [Sample.Covariate("X", new ConstantCovariate(-2), reference: 0)],
            RandomEffects = [Sample.Block(["e"], new double[,] { { 0 } })],
            Parameters =
            [
                Sample.Parameter("same", 0, ParameterDistribution.Fixed, null, new CovariateEffect("X", EffectForm.Additive, 1, 0)),
                Sample.Parameter("both", 10, ParameterDistribution.Normal, "e", new CovariateEffect("X", EffectForm.Additive, 3, 0), new CovariateEffect("X", EffectForm.Linear, 0.5, 0)),
            ],
        };

        Assert.Equal([-2, -6], new PatientGenerator(population, 1).Generate(1).Parameters);
    }

    [Fact]
    public void Derived_covariates_follow_those_of_another_reference_patient()
    {
        var span = default(SourceSpan);
        BoundSymbol Of(string name) => new(new Symbol(name, SymbolKind.Parameter, span), span);
        var population = Population.Empty with
        {
            Covariates =
            [
                Sample.Covariate("A", new ConstantCovariate(1), reference: 1),
                Sample.Covariate("B", new DerivedCovariate(new BoundCall(Function.Add, [Of("A"), Of("A")], span)), reference: 5),
                Sample.Covariate("C", new DerivedCovariate(new BoundCall(Function.Add, [Of("B"), Of("A")], span)), reference: 7),
            ],
        };
        double[] References(Dictionary<string, double> given) => [.. population.Around(given).Covariates.Select(c => c.Reference)];

        Assert.Equal([1, 5, 7], References([]));   // rounded references stay where nothing is given
        Assert.Equal([3, 6, 9], References(new() { ["A"] = 3 }));
        Assert.Equal([3, 4, 7], References(new() { ["A"] = 3, ["B"] = 4 }));
    }

    [Fact]
    public void Derived_covariate_is_computed_from_those_before_it()
    {
        // Body surface area by Mosteller 1987, N Engl J Med 317:1098: sqrt(cm · kg / 3600).
        var height = Named("HT");
        var weight = Named("WT");
        var product = new BoundCall(Function.Divide, [new BoundCall(Function.Multiply, [height, weight], default), new BoundNumber(3600, null, default)], default);
        var population = Population.Empty with
        {
            Covariates =
            [
                Sample.Covariate("HT", new ConstantCovariate(180)), Sample.Covariate("WT", new ConstantCovariate(80)),
                Sample.Covariate("BSA", new DerivedCovariate(new BoundCall(Function.Sqrt, [product], default))),
            ],
        };

        Assert.Equal(2.0, new PatientGenerator(population, 1).Generate(1).Covariates[2]);
    }

    [Fact]
    public void Twins_share_what_two_therapies_define_alike()
    {
        Population One(ImmutableArray<Covariate> covariates, params ImmutableArray<RandomEffectBlock> blocks) =>
            Population.Empty with { Covariates = covariates, RandomEffects = blocks };

        var weight = Sample.Covariate("WT", new NormalCovariate(70, 12, 30, 150));
        var sex = Sample.Covariate("SEX", new CategoricalCovariate([new("male", 0, 0.5), new("female", 1, 0.5)]));
        var age = Sample.Covariate("AGE", new UniformCovariate(18, 90));
        var clearance = Sample.Block(["CL"], new[,] { { 0.1 } });
        var volume = Sample.Block(["V"], new[,] { { 0.2 } });
        var first = Sample.Draw(One([weight, sex], clearance), size: 50);
        var second = Sample.Draw(One([age, sex, weight], volume, clearance), size: 50);

        Assert.Equal(first.Select(p => (p.Covariates[0], p.Covariates[1], p.RandomEffects[0])), second.Select(p => (p.Covariates[2], p.Covariates[1], p.RandomEffects[1])));
    }

    [Fact]
    public void Patient_does_not_depend_on_the_order_in_which_patients_are_made()
    {
        var population = Population.Empty with
        {
            Covariates = [Sample.Covariate("WT", new NormalCovariate(70, 12, 30, 150)), Sample.Covariate("HT", new NormalCovariate(170, 9, 130, 210))],
            Correlations = [new("WT", "HT", 0.5)],
            RandomEffects = [Sample.Block(["e"], new[,] { { 0.25 } })],
        };
        var forward = Sample.Draw(population, size: 20);
        var generator = new PatientGenerator(population, 1);
        var backward = Enumerable.Range(1, 20).Reverse().Select(i => generator.Generate((ulong)i)).Reverse();

        Assert.Equal(forward.SelectMany(Numbers), backward.SelectMany(Numbers));
        Assert.NotEqual(forward.SelectMany(Numbers), Sample.Draw(population, seed: 2, size: 20).SelectMany(Numbers));
    }

    [Theory]
    [InlineData(4, 0, 0, 2, 100)]
    [InlineData(0, 0.04, 0, 20, 100)]
    [InlineData(9, 0.16, 0, 40.1123, 100)]   // sqrt(9 + 0.16·100²)
    public void Measurement_error_has_its_standard_deviation(double additive, double proportional, double logarithmic, double sd, double value)
    {
        double[] measured = [.. Enumerable.Range(1, Sample.Size).Select(i =>
        {
            var stream = RandomStream.For(1, (ulong)i, "measurement");
            return MeasurementError.Measure(value, additive, proportional, logarithmic, ref stream);
        })];

        Assert.Equal(value, measured.Average(), tolerance: 4 * sd / Root);
        Assert.Equal(sd, Math.Sqrt(Sample.Variance(measured)), tolerance: 4 * sd / (Math.Sqrt(2) * Root));
    }

    [Fact]
    public void Measurement_error_on_the_log_scale_is_log_normal()
    {
        double[] logs = [.. Enumerable.Range(1, Sample.Size).Select(i =>
        {
            var stream = RandomStream.For(1, (ulong)i, "measurement");
            return Math.Log(MeasurementError.Measure(50, 0, 0, 0.09, ref stream) / 50);
        })];

        Assert.Equal(0.3, Math.Sqrt(Sample.Variance(logs)), tolerance: 4 * 0.3 / (Math.Sqrt(2) * Root));
    }

    private static IEnumerable<double> Numbers(VirtualPatient patient) => [.. patient.Covariates, .. patient.RandomEffects, .. patient.Parameters];

    private static BoundSymbol Named(string name) => new(new Symbol(name, SymbolKind.Parameter, default), default);
}
