using Thymus.Therapies.Text;

namespace Thymus.Therapies.Reading;

/// <summary>The keys of every section of a therapy and its population. docs/formats/ has the same as JSON Schemas.</summary>
internal static class TherapyKeys
{
    public static readonly SectionKeys Therapy = new(
        "a therapy", "therapy.schema.json#",
        ["title", "kind", "summary", "limits", "citations"],
        ["model", "combines", "shared", "links", "disease", "drugs", "outputs", "population", "regimens", "dose_rule", "survival", "adverse_events", "figure"]);

    public static readonly SectionKeys Output = new(
        "an output", "therapy.schema.json#output", ["name", "label", "unit"], ["role", "error"]);

    public static readonly SectionKeys Error = new(
        "a residual error", "therapy.schema.json#error", ["source"],
        ["additive_sd", "additive_variance", "proportional_sd", "proportional_variance", "log_sd", "log_variance"]);

    public static readonly SectionKeys Regimen = new("a regimen", "therapy.schema.json#regimen", ["id", "title", "doses", "source"], []);

    public static readonly SectionKeys Dose = new(
        "a dose", "therapy.schema.json#dose", ["amount", "drug", "target"],
        ["duration", "first", "every", "maximum_doses", "largest_amount", "bioavailability", "lag"]);

    public static readonly SectionKeys DoseRule = new(
        "a dose rule", "therapy.schema.json#doseRule", ["output", "at_least", "recheck", "give_up_after", "source"], []);

    public static readonly SectionKeys LogNormalSurvival = new(
        "a log-normal survival model", "therapy.schema.json#logNormalSurvival", ["kind", "location", "scale", "source"], []);

    public static readonly SectionKeys HazardSurvival = new(
        "a hazard survival model", "therapy.schema.json#hazardSurvival", ["kind", "cumulative_hazard", "source"], []);

    public static readonly SectionKeys PublishedEvent = new(
        "a published adverse event", "therapy.schema.json#publishedEvent",
        ["kind", "term", "class", "incidence", "grades", "onset", "duration", "source", "confidence"],
        ["hold_from", "discontinue_from", "per", "placebo_incidence", "placebo_grades"]);

    public static readonly SectionKeys SimulatedEvent = new(
        "a simulated adverse event", "therapy.schema.json#simulatedEvent",
        ["kind", "term", "class", "output", "source", "confidence"], ["hold_from", "discontinue_from"]);

    public static readonly SectionKeys Spread = new("a time with its spread", "therapy.schema.json#spread", ["median"], ["log_sd"]);

    public static readonly SectionKeys Citation = new("a citation", "therapy.schema.json#citation", ["text"], ["doi"]);

    public static readonly SectionKeys Figure = new(
        "a figure", "therapy.schema.json#figure", ["caption", "to"], ["from", "time_unit", "outputs", "log", "curves"]);

    public static readonly SectionKeys FigureOutput = new("an output of a figure", "therapy.schema.json#figureOutput", ["name", "label"], []);

    public static readonly SectionKeys FigureCurve = new(
        "a curve", "therapy.schema.json#figureCurve", ["label"], ["regimen", "doses", "covariates", "typical", "parameters"]);

    public static readonly SectionKeys Population = new(
        "a population", "population.schema.json#", [], ["uses", "covariates", "correlations", "random_effects", "parameters"]);

    public static readonly SectionKeys Covariate = new(
        "a covariate", "population.schema.json#covariate",
        ["name", "label", "unit", "distribution", "reference", "source", "confidence"], ["baseline_table"]);

    public static readonly SectionKeys Constant = new("a constant", "population.schema.json#constant", ["kind", "value"], []);

    public static readonly SectionKeys Normal = new(
        "a normal distribution", "population.schema.json#normal", ["kind", "mean", "sd", "minimum", "maximum"], []);

    public static readonly SectionKeys LogNormal = new(
        "a log-normal distribution", "population.schema.json#logNormal", ["kind", "median", "log_sd", "minimum", "maximum"], []);

    public static readonly SectionKeys LogitNormal = new(
        "a logit-normal distribution", "population.schema.json#logitNormal", ["kind", "median", "logit_sd", "lower", "upper"], []);

    public static readonly SectionKeys Uniform = new(
        "a uniform distribution", "population.schema.json#uniform", ["kind", "minimum", "maximum"], []);

    public static readonly SectionKeys Categorical = new(
        "a categorical distribution", "population.schema.json#categorical", ["kind", "levels"], []);

    public static readonly SectionKeys Level = new("a level", "population.schema.json#level", ["label", "value", "probability"], []);

    public static readonly SectionKeys Derived = new("a derived covariate", "population.schema.json#derived", ["kind", "formula"], []);

    public static readonly SectionKeys Correlation = new(
        "a correlation", "population.schema.json#correlation", ["between", "value", "source", "confidence"], []);

    public static readonly SectionKeys RandomEffects = new(
        "a block of random effects", "population.schema.json#randomEffects", ["names", "source", "confidence"], ["covariance", "cv", "variance"]);

    public static readonly SectionKeys Parameter = new(
        "a parameter", "population.schema.json#parameter", ["name", "typical", "source", "confidence"],
        ["distribution", "random_effect", "effects"]);

    public static readonly SectionKeys CovariateParameter = new(
        "a parameter that is a covariate", "population.schema.json#covariateParameter", ["name", "covariate"], []);

    public static readonly SectionKeys Effect = new(
        "an effect", "population.schema.json#effect", ["covariate", "form", "coefficient", "reference"], []);

    public static IReadOnlyList<SectionKeys> All { get; } =
    [
        Therapy, Output, Error, Regimen, Dose, DoseRule, LogNormalSurvival, HazardSurvival, PublishedEvent, SimulatedEvent, Spread, Citation,
        Figure, FigureOutput, FigureCurve, Population, Covariate, Constant, Normal, LogNormal, LogitNormal, Uniform, Categorical, Level, Derived, Correlation, RandomEffects,
        Parameter, CovariateParameter, Effect,
    ];
}
