using System.Collections.Immutable;
using System.Globalization;
using Thymus.Populations.Drawing;

namespace Thymus.Populations.Checking;

/// <summary>Finds what makes no sense in a population, before a patient is drawn.</summary>
public sealed class PopulationChecker
{
    private const double ProbabilitySlack = 1e-9;

    private readonly Population _population;
    private readonly List<PopulationProblem> _problems = [];

    private PopulationChecker(Population population) => _population = population;

    /// <summary>Every problem of a population; empty when patients can be drawn from it.</summary>
    public static ImmutableArray<PopulationProblem> Check(Population population)
    {
        ArgumentNullException.ThrowIfNull(population);
        var checker = new PopulationChecker(population);
        checker.CheckCovariates();
        checker.CheckCorrelations();
        checker.CheckRandomEffects();
        checker.CheckParameters();
        return [.. checker._problems];
    }

    private void CheckCovariates()
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, covariate) in _population.Covariates.Index())
        {
            void Report(string text, string suggestion) =>
                _problems.Add(new PopulationProblem(PopulationPart.Covariate, i, $"covariate {covariate.Name}", text, suggestion));

            CheckDistribution(covariate.Distribution, known, Report);
            if (!double.IsFinite(covariate.Reference))
            {
                Report($"the reference is {Text(covariate.Reference)}", "give the value for which effects vanish");
            }

            if (!known.Add(covariate.Name))
            {
                Report("the name is taken by an earlier covariate", "rename one of them");
            }
        }
    }

    private static void CheckDistribution(CovariateDistribution distribution, HashSet<string> earlier, Action<string, string> report)
    {
        const string ordered = "the minimum has to be below the maximum";
        switch (distribution)
        {
            case ConstantCovariate d when !double.IsFinite(d.Value):
                report($"the value is {Text(d.Value)}", "give a number");
                break;
            case NormalCovariate d:
                Require(double.IsFinite(d.Mean), $"the mean is {Text(d.Mean)}", "give a number");
                Require(IsPositive(d.StandardDeviation), $"the standard deviation is {Text(d.StandardDeviation)}", "it has to be above 0; use a constant for no spread");
                Require(d.Minimum < d.Maximum, $"the bounds are {Text(d.Minimum)} and {Text(d.Maximum)}", ordered);
                break;
            case LogNormalCovariate d:
                Require(IsPositive(d.Median), $"the median is {Text(d.Median)}", "a log-normal median is above 0");
                Require(IsPositive(d.LogStandardDeviation), $"the log standard deviation is {Text(d.LogStandardDeviation)}", "it has to be above 0; use a constant for no spread");
                Require(d.Minimum < d.Maximum && d.Maximum > 0, $"the bounds are {Text(d.Minimum)} and {Text(d.Maximum)}", ordered);
                break;
            case LogitNormalCovariate d:
                Require(d.Lower < d.Median && d.Median < d.Upper && double.IsFinite(d.Upper - d.Lower), $"the median {Text(d.Median)} is not between {Text(d.Lower)} and {Text(d.Upper)}", "give bounds around the median");
                Require(IsPositive(d.LogitStandardDeviation), $"the logit standard deviation is {Text(d.LogitStandardDeviation)}", "it has to be above 0; use a constant for no spread");
                break;
            case UniformCovariate d:
                Require(d.Minimum < d.Maximum && double.IsFinite(d.Maximum - d.Minimum), $"the bounds are {Text(d.Minimum)} and {Text(d.Maximum)}", ordered);
                break;
            case CategoricalCovariate d:
                double sum = d.Levels.Sum(l => l.Probability);
                Require(!d.Levels.IsEmpty && d.Levels.All(l => l.Probability >= 0), "a probability is negative, or there are no levels", "give each level a probability from 0 to 1");
                Require(Math.Abs(sum - 1) <= ProbabilitySlack, $"the probabilities add up to {Text(sum)}", "they have to add up to 1");
                Require(d.Levels.DistinctBy(l => l.Value).Count() == d.Levels.Length, "two levels have the same value", "give each level a number of its own");
                break;
            case DerivedCovariate d:
                foreach (string name in Population.Names(d.Formula).Distinct().Where(n => !earlier.Contains(n)))
                {
                    report($"its formula uses {name}, which is no earlier covariate", "define it above");
                }

                break;
        }

        void Require(bool holds, string text, string suggestion)
        {
            if (!holds)
            {
                report(text, suggestion);
            }
        }
    }

    private void CheckCorrelations()
    {
        int before = _problems.Count;
        var pairs = new HashSet<(string, string)>();
        foreach (var (i, correlation) in _population.Correlations.Index())
        {
            void Report(string text, string suggestion) => _problems.Add(new PopulationProblem(
                PopulationPart.Correlation, i, $"correlation of {correlation.First} and {correlation.Second}", text, suggestion));

            foreach (string name in new[] { correlation.First, correlation.Second })
            {
                var covariate = _population.Covariates.FirstOrDefault(c => c.Name == name);
                if (covariate is null)
                {
                    Report($"there is no covariate {name}", "define it, or correct the name");
                }
                else if (!CovariateDraw.IsContinuous(covariate.Distribution))
                {
                    Report($"{name} is not a normal, log-normal, logit-normal or uniform covariate", "correlate what it is made of");
                }
            }

            if (correlation.First == correlation.Second)
            {
                Report("it is one covariate", "name two");
            }
            else if (!pairs.Add((correlation.First, correlation.Second)) | pairs.Contains((correlation.Second, correlation.First)))
            {
                Report("it is given twice", "keep one");
            }

            if (!(Math.Abs(correlation.Value) <= 1))
            {
                Report($"its value is {Text(correlation.Value)}", "a correlation is from -1 to 1");
            }
        }

        bool areNamesUnique = _population.Covariates.DistinctBy(c => c.Name).Count() == _population.Covariates.Length;
        if (_problems.Count == before && areNamesUnique && !_population.Correlations.IsEmpty &&
            CovarianceMatrix.OfCovariates(_population, out string? refusal) is null)
        {
            _problems.Add(new PopulationProblem(PopulationPart.Correlation, 0, "correlations", refusal!, "make them weaker, or leave out the weakest source"));
        }
    }

    private void CheckRandomEffects()
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, block) in _population.RandomEffects.Index())
        {
            void Report(string text, string suggestion) => _problems.Add(new PopulationProblem(
                PopulationPart.RandomEffects, i, $"random effects {string.Join(", ", block.Names)}", text, suggestion));

            foreach (string name in block.Names.Where(n => !known.Add(n)))
            {
                Report($"{name} is defined twice", "rename one of them");
            }

            int n = block.Names.Length;
            if (n == 0 || block.Covariance.Length != n || block.Covariance.Any(row => row.Length != n))
            {
                Report("the covariance has not a row and a column for each name", $"write {n} rows of {n} numbers, variances on the diagonal");
            }
            else if (block.Covariance.SelectMany(row => row).Any(v => !double.IsFinite(v)) || block.Covariance.Index().Any(r => r.Item[r.Index] < 0))
            {
                Report("a variance is negative, or an entry is not a number", "the diagonal has variances, not below 0");
            }
            else if (CovarianceMatrix.OfBlock(block, out string? refusal) is null)
            {
                Report(refusal!, "variances belong on the diagonal, covariances beside it (correlation times both standard deviations)");
            }
        }
    }

    private void CheckParameters()
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        var effects = _population.RandomEffects.SelectMany(b => b.Names).ToHashSet();
        foreach (var (i, parameter) in _population.Parameters.Index())
        {
            void Report(string text, string suggestion) =>
                _problems.Add(new PopulationProblem(PopulationPart.Parameter, i, $"parameter {parameter.Name}", text, suggestion));

            if (!known.Add(parameter.Name))
            {
                Report("it is defined twice", "keep one");
            }

            if (!double.IsFinite(parameter.Typical))
            {
                Report($"the typical value is {Text(parameter.Typical)}", "give a number");
            }
            else if (parameter.Distribution is ParameterDistribution.LogNormal && !(parameter.Typical > 0))
            {
                Report($"the typical value is {Text(parameter.Typical)}", "a log-normal parameter is above 0; use a normal one for others");
            }
            else if (parameter.Distribution is ParameterDistribution.LogitNormal && !(parameter.Typical > 0 && parameter.Typical < 1))
            {
                Report($"the typical value is {Text(parameter.Typical)}", "a logit-normal parameter is between 0 and 1");
            }

            if (parameter.RandomEffect is { } name && !effects.Contains(name))
            {
                Report($"there is no random effect {name}", "define it in a block, or correct the name");
            }

            if (parameter is { Distribution: ParameterDistribution.Fixed, RandomEffect: not null })
            {
                Report("a fixed parameter has a random effect", "say log-normal, normal or logit-normal, or leave the effect out");
            }

            foreach (var effect in parameter.Effects)
            {
                CheckEffect(parameter, effect, Report);
            }
        }
    }

    private void CheckEffect(PopulationParameter parameter, CovariateEffect effect, Action<string, string> report)
    {
        if (_population.Covariates.All(c => c.Name != effect.Covariate))
        {
            report($"there is no covariate {effect.Covariate}", "define it, or correct the name");
        }

        bool isAdditive = effect.Form is EffectForm.Additive;
        if (isAdditive ? parameter.Distribution is ParameterDistribution.LogNormal : parameter.Distribution is ParameterDistribution.LogitNormal)
        {
            report($"the effect of {effect.Covariate} is {(isAdditive ? "additive" : "multiplied")}",
                "effects on a logit-normal parameter are additive, on a log-normal one multiplied; on others both can be");
        }

        if (!double.IsFinite(effect.Coefficient) || !double.IsFinite(effect.Reference))
        {
            report($"the effect of {effect.Covariate} has a coefficient or a reference that is not a number", "give numbers");
        }
        else if (effect.Form is EffectForm.Power && !(effect.Reference > 0))
        {
            report($"the power of {effect.Covariate} has the reference {Text(effect.Reference)}", "a power needs a reference above 0");
        }
    }

    private static bool IsPositive(double value) => value > 0 && double.IsFinite(value);

    private static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
