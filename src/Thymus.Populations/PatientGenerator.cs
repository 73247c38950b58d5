using System.Collections.Immutable;
using Thymus.Language.Evaluation;
using Thymus.Numerics.Linear;
using Thymus.Numerics.Random;
using Thymus.Populations.Checking;
using Thymus.Populations.Drawing;

namespace Thymus.Populations;

/// <summary>Makes virtual patients. Thread safe; a patient is a function of population, seed and number alone.</summary>
/// <remarks>
/// Every normal score has the name of its covariate (<c>covariate:WT</c>) or random effect (<c>random-effect:eta_CL</c>). So
/// patient 7 has the same weight under two therapies that define weight alike, and a covariate that is added changes no
/// other. Correlated ones are made from the scores by the Cholesky factor in the order of the definition: add new ones last.
/// </remarks>
public sealed class PatientGenerator
{
    private readonly Population _population;
    private readonly ulong _seed;
    private readonly Dictionary<string, int> _covariates;
    private readonly Dictionary<string, int> _effects;
    private readonly Cholesky? _correlation;
    private readonly ImmutableArray<Cholesky> _blocks;
    private readonly ImmutableArray<string> _effectNames;

    /// <summary>A generator of one population under one seed.</summary>
    /// <exception cref="ArgumentException">The population makes no sense; ask <see cref="PopulationChecker.Check"/> first.</exception>
    public PatientGenerator(Population population, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(population);
        if (PopulationChecker.Check(population) is [var problem, ..])
        {
            throw new ArgumentException(problem.ToString(), nameof(population));
        }

        (_population, _seed) = (population, seed);
        _covariates = population.Covariates.Index().ToDictionary(c => c.Item.Name, c => c.Index);
        _effectNames = [.. population.RandomEffects.SelectMany(b => b.Names)];
        _effects = _effectNames.Index().ToDictionary(e => e.Item, e => e.Index);
        _correlation = population.Correlations.IsEmpty ? null : CovarianceMatrix.OfCovariates(population, out _);
        _blocks = [.. population.RandomEffects.Select(b => CovarianceMatrix.OfBlock(b, out _)!)];
    }

    /// <summary>The patient of that number, from 1.</summary>
    public VirtualPatient Generate(ulong patient)
    {
        double[] covariates = Covariates(patient);
        double[] effects = RandomEffects(patient);
        return new VirtualPatient(patient, [.. covariates], [.. effects], Parameters(covariates, effects));
    }

    /// <summary>The typical patient, number 0: covariates at their reference, random effects 0.</summary>
    public VirtualPatient Typical()
    {
        double[] covariates = [.. _population.Covariates.Select(c => c.Reference)];
        double[] effects = new double[_effectNames.Length];
        return new VirtualPatient(0, [.. covariates], [.. effects], Parameters(covariates, effects));
    }

    private double[] Covariates(ulong patient)
    {
        var definitions = _population.Covariates;
        double[] scores = [.. definitions.Select(c =>
            CovariateDraw.IsContinuous(c.Distribution) ? RandomStream.For(_seed, patient, "covariate:" + c.Name).NextNormal() : 0)];
        double[] correlated = [.. scores];
        _correlation?.Multiply(scores, correlated);
        double[] values = new double[definitions.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = definitions[i].Distribution switch
            {
                ConstantCovariate constant => constant.Value,
                CategoricalCovariate levels => CovariateDraw.FromUniform(
                    levels, RandomStream.For(_seed, patient, "covariate:" + definitions[i].Name).NextUniform()),
                DerivedCovariate derived => new ExpressionEvaluator(OwnFunctions.Instance, symbol => values[_covariates[symbol.Name]])
                    .Evaluate(derived.Formula),
                var continuous => CovariateDraw.FromScore(continuous, correlated[i]),
            };
        }

        return values;
    }

    private double[] RandomEffects(ulong patient)
    {
        double[] values = new double[_effectNames.Length];
        int first = 0;
        foreach (var (block, factor) in _population.RandomEffects.Zip(_blocks))
        {
            double[] scores = [.. block.Names.Select(name => RandomStream.For(_seed, patient, "random-effect:" + name).NextNormal())];
            factor.Multiply(scores, values.AsSpan(first, scores.Length));
            first += scores.Length;
        }

        return values;
    }

    private ImmutableArray<double> Parameters(double[] covariates, double[] effects) => [.. _population.Parameters.Select(parameter =>
    {
        double factor = 1;
        double added = 0;
        foreach (var effect in parameter.Effects)
        {
            double value = ParameterValue.Effect(effect, covariates[_covariates[effect.Covariate]]);
            if (effect.Form is EffectForm.Additive)
            {
                added += value;
            }
            else
            {
                factor *= value;
            }
        }

        return ParameterValue.Of(parameter, factor, added, parameter.RandomEffect is { } name ? effects[_effects[name]] : 0);
    })];
}
