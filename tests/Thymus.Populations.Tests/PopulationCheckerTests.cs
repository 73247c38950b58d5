using Thymus.Language.Binding;
using Thymus.Populations.Checking;

namespace Thymus.Populations.Tests;

public sealed class PopulationCheckerTests
{
    private static readonly Covariate Weight = Sample.Covariate("WT", new NormalCovariate(70, 12, 30, 150), 70);
    private static readonly RandomEffectBlock Eta = Sample.Block(["e"], new[,] { { 0.1 } });

    public static TheoryData<string, Population> Wrong => new()
    {
        { "standard deviation is -1", With(new NormalCovariate(1, -1, 0, 2)) },
        { "standard deviation is 0", With(new NormalCovariate(1, 0, 0, 2)) },
        { "bounds are 5 and 2", With(new NormalCovariate(1, 1, 5, 2)) },
        { "median is 0", With(new LogNormalCovariate(0, 1, 0, 2)) },
        { "log standard deviation is NaN", With(new LogNormalCovariate(1, double.NaN, 0, 2)) },
        { "median 7 is not between 0 and 5", With(new LogitNormalCovariate(7, 1, 0, 5)) },
        { "bounds are 2 and 2", With(new UniformCovariate(2, 2)) },
        { "probabilities add up to 0.9", With(new CategoricalCovariate([new("a", 0, 0.5), new("b", 1, 0.4)])) },
        { "a probability is negative", With(new CategoricalCovariate([new("a", 0, 1.5), new("b", 1, -0.5)])) },
        { "two levels have the same value", With(new CategoricalCovariate([new("a", 0, 0.5), new("b", 0, 0.5)])) },
        { "value is NaN", With(new ConstantCovariate(double.NaN)) },
        { "uses HT, which is no earlier covariate", With(new DerivedCovariate(new BoundSymbol(new Symbol("HT", SymbolKind.Parameter, default), default))) },
        { "taken by an earlier covariate", Population.Empty with { Covariates = [Weight, Weight] } },
        { "no covariate HT", Correlated(new CovariateCorrelation("WT", "HT", 0.5)) },
        { "SEX is not a normal", Correlated(new CovariateCorrelation("WT", "SEX", 0.5)) },
        { "it is one covariate", Correlated(new CovariateCorrelation("WT", "WT", 0.5)) },
        { "given twice", Correlated(new CovariateCorrelation("WT", "AGE", 0.5), new CovariateCorrelation("AGE", "WT", 0.5)) },
        { "value is 1.5", Correlated(new CovariateCorrelation("WT", "AGE", 1.5)) },
        { "negative variance", Correlated(new CovariateCorrelation("WT", "AGE", 0.9), new CovariateCorrelation("AGE", "CRP", 0.9), new CovariateCorrelation("WT", "CRP", -0.9)) },
        { "e is defined twice", Population.Empty with { RandomEffects = [Eta, Eta] } },
        { "row and a column", Population.Empty with { RandomEffects = [new(["a", "b"], [[1, 0]], "made up")] } },
        { "variance is negative", Population.Empty with { RandomEffects = [Sample.Block(["a"], new[,] { { -1.0 } })] } },
        { "row 2, column 1 is 0.4", Population.Empty with { RandomEffects = [Sample.Block(["a", "b"], new[,] { { 1, 0.5 }, { 0.4, 1 } })] } },
        { "negative variance", Population.Empty with { RandomEffects = [Sample.Block(["a", "b"], new[,] { { 0.1, 0.5 }, { 0.5, 0.1 } })] } },
        { "typical value is -1", With(Sample.Parameter("CL", -1, ParameterDistribution.LogNormal)) },
        { "typical value is 1", With(Sample.Parameter("CL", 1, ParameterDistribution.LogitNormal)) },
        { "typical value is NaN", With(Sample.Parameter("CL", double.NaN, ParameterDistribution.Fixed)) },
        { "no random effect eta", With(Sample.Parameter("CL", 1, ParameterDistribution.Normal, "eta")) },
        { "a fixed parameter has", With(Sample.Parameter("CL", 1, ParameterDistribution.Fixed, "e")) },
        { "no covariate HT", With(Sample.Parameter("CL", 1, ParameterDistribution.Fixed, null, new CovariateEffect("HT", EffectForm.Power, 1, 1))) },
        { "has the reference 0", With(Sample.Parameter("CL", 1, ParameterDistribution.Fixed, null, new CovariateEffect("WT", EffectForm.Power, 1, 0))) },
        { "is additive", With(Sample.Parameter("CL", 1, ParameterDistribution.LogNormal, null, new CovariateEffect("WT", EffectForm.Additive, 1, 1))) },
        { "is multiplied", With(Sample.Parameter("CL", 0.5, ParameterDistribution.LogitNormal, null, new CovariateEffect("WT", EffectForm.Power, 1, 1))) },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void What_makes_no_sense_is_named_once_with_a_way_out(string expected, Population population)
    {
        var problem = Assert.Single(PopulationChecker.Check(population));

        Assert.Contains(expected, problem.Text, StringComparison.Ordinal);
        Assert.NotEmpty(problem.Suggestion);
        Assert.Throws<ArgumentException>(() => new PatientGenerator(population, 1));
    }

    [Fact]
    public void Random_effect_without_variance_is_allowed() =>
        Assert.Empty(PopulationChecker.Check(Population.Empty with { RandomEffects = [Sample.Block(["a"], new[,] { { 0.0 } })] }));

    [Fact]
    public void Every_problem_is_reported() => Assert.Equal(
        [(PopulationPart.Covariate, 1), (PopulationPart.Parameter, 0)],
        PopulationChecker.Check(Population.Empty with
        {
            Covariates = [Weight, Sample.Covariate("X", new UniformCovariate(1, 0))],
            Parameters = [Sample.Parameter("CL", 0, ParameterDistribution.LogNormal)],
        }).Select(p => (p.Part, p.Index)));

    private static Population With(CovariateDistribution distribution) => Population.Empty with { Covariates = [Sample.Covariate("X", distribution)] };

    private static Population With(PopulationParameter parameter) =>
        Population.Empty with { Covariates = [Weight], RandomEffects = [Eta], Parameters = [parameter] };

    private static Population Correlated(params CovariateCorrelation[] correlations) => Population.Empty with
    {
        Covariates =
        [
            Weight, Sample.Covariate("AGE", new UniformCovariate(18, 90)), Sample.Covariate("CRP", new LogNormalCovariate(5, 1, 0, 500)),
            Sample.Covariate("SEX", new CategoricalCovariate([new("male", 0, 0.5), new("female", 1, 0.5)])),
        ],
        Correlations = [.. correlations],
    };
}
