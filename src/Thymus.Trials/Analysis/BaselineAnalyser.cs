using System.Collections.Immutable;
using Thymus.Populations;
using Thymus.Trials.Statistics;

namespace Thymus.Trials.Analysis;

/// <summary>The baseline table of one arm.</summary>
internal static class BaselineAnalyser
{
    /// <summary>A row for every covariate of the arm's therapy that patients have a value of; what the study enrols comes before it.</summary>
    public static ImmutableArray<BaselineRow> Analyse(ArmPatients arm)
    {
        var enrolled = arm.Study.Enrolled;
        var covariates = arm.Arm.Therapy.Population.Covariates
            .Select(c => enrolled.FirstOrDefault(e => e.Name == c.Name) ?? c)
            .Concat(enrolled)
            .DistinctBy(c => c.Name)
            .Where(c => c.InBaselineTable);
        var values = arm.Analysed.SelectMany(p => p.Covariates).ToLookup(v => v.Name, v => v.Value);
        return [.. covariates.Select(c => (Covariate: c, Values: values[c.Name].Order().ToArray())).Where(r => r.Values.Length > 0).Select(r => Row(r.Covariate, r.Values))];
    }

    private static BaselineRow Row(Covariate covariate, double[] sorted)
    {
        string unit = covariate.Unit == Units.Unit.Dimensionless ? "" : covariate.Unit.Text;
        return covariate.Distribution is CategoricalCovariate categorical
            ? new(
                covariate.Name, covariate.Label, unit, Estimate.None, double.NaN, double.NaN,
                [.. categorical.Levels.Select(l => new LabelledCount(l.Label, sorted.Count(v => v == l.Value)))])
            : new(
                covariate.Name, covariate.Label, unit,
                new(Quantile.Of(sorted, 0.5), Quantile.Of(sorted, 0.25), Quantile.Of(sorted, 0.75)), sorted[0], sorted[^1], []);
    }
}
